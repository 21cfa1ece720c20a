"""The corpus, for tests that read what nobody on this project wrote."""

import os
from pathlib import Path

import pytest

from intake.sources import CHECKOUT


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = Path(os.environ.get("READER_APP_CORPUS", CHECKOUT.parent / "shared" / "corpus"))
    if not (folder / "INDEX.tsv").exists():
        pytest.skip("the test corpus is not here; READER_APP_CORPUS may name its folder")
    return folder

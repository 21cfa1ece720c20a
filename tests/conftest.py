"""What all tests share: the corpus, and that hypothesis draws the same examples in every run.

A run of the checks says something about the change it is run on, so it must not depend on luck. To look
for new failures, run with ``HYPOTHESIS_PROFILE=search``: then the examples are drawn at random.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

CHECKOUT = Path(__file__).parents[1]

settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus, for tests that read what nobody on this project wrote."""
    folder = Path(os.environ.get("READER_APP_CORPUS", CHECKOUT.parent / "shared" / "corpus"))
    if not (folder / "INDEX.tsv").exists():
        pytest.skip("the test corpus is not here; READER_APP_CORPUS may name its folder")
    return folder

from collections.abc import Iterator
from pathlib import Path

import pytest

from worker.children import Owner, write_html, write_pdf


@pytest.fixture
def owner() -> Iterator[Owner]:
    """An owner of a document child that nothing was asked for yet."""
    owner = Owner()
    yield owner
    owner.close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Three pages."""
    return write_pdf(tmp_path / "sample.pdf")


@pytest.fixture
def html(tmp_path: Path) -> Path:
    """Text that reflows."""
    return write_html(tmp_path / "sample.html")

import shutil
from pathlib import Path

import pytest

from cli.programs import NEWS, Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program on a library that does not exist yet."""
    return Program(tmp_path / "library")


@pytest.fixture(scope="session")
def library_with_news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    Program(folder / "library").add(folder / "news.txt", NEWS)
    return folder / "library"


@pytest.fixture
def reader(library_with_news: Path, tmp_path: Path) -> Program:
    """The program on a library that holds the article ``NEWS``, and nothing else."""
    shutil.copytree(library_with_news, tmp_path / "library")
    return Program(tmp_path / "library")

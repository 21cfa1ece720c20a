from pathlib import Path

import pytest

from cli.programs import NEWS, Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program on a library that does not exist yet."""
    return Program(tmp_path / "library")


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program on a library that holds the article ``NEWS``; only to be copied."""
    folder = tmp_path_factory.mktemp("news")
    program = Program(folder / "library")
    program.add(folder / "news.txt", NEWS)
    return program


@pytest.fixture
def reader(news: Program, tmp_path: Path) -> Program:
    """The program on a library that holds the article ``NEWS``, and nothing else."""
    return news.copy(tmp_path)

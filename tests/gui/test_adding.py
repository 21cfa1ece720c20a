from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.reading import write_pages
from reader_app.gui.adding import Adding
from reader_app.gui.adding_report import AddingReport, Entry, Fate
from reader_app.gui.wish import Wish
from reader_app.intake.sources import Source
from reader_app.library.library import open_library

SOON = 60_000  # milliseconds


@pytest.fixture
def adding(tmp_path: Path, qtbot: QtBot) -> Iterator[Adding]:
    with open_library(tmp_path / "library"):
        owner = QObject()  # destroys it in this thread
        adding = Adding(tmp_path / "library", owner)
        yield adding
        adding.close()


class Heard:
    """What is said while something is added."""

    def __init__(self, adding: Adding) -> None:
        self.saved: list[Entry] = []
        self.failed: list[Entry] = []
        self.expanded: list[tuple[int, int]] = []
        self.reports: list[AddingReport] = []
        adding.saved.connect(self.saved.append)
        adding.failed.connect(self.failed.append)
        adding.expanded.connect(lambda number, count: self.expanded.append((number, count)))
        adding.finished.connect(self.reports.append)

    def titles(self) -> list[str]:
        return sorted(entry.article.title for entry in self.saved if entry.article is not None)


def write(folder: Path, name: str, text: str = "Some words.") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(f"{name}\n\n{text}\n")
    return path


def named(*paths: Path) -> Wish:
    return Wish(tuple(map(str, paths)))


def wait(adding: Adding, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not adding.is_busy, timeout=SOON)


def in_library(tmp_path: Path) -> list[str]:
    with open_library(tmp_path / "library") as library:
        return sorted(article.title for article in library.articles.list())


def test_folder_brings_the_files_in_it(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    write(tmp_path / "papers", "Ebb")
    write(tmp_path / "papers" / "more", "Flood")

    adding.add(named(tmp_path / "papers"))
    wait(adding, qtbot)

    assert heard.titles() == ["Ebb", "Flood"] == in_library(tmp_path)
    assert heard.expanded == [(1, 2)]
    assert [report.summary for report in heard.reports] == ["2 added"]


def test_what_fails_and_what_is_known_stops_no_other(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    ebb = write(tmp_path, "Ebb")
    copy = tmp_path / "copy.txt"
    copy.write_bytes(ebb.read_bytes())
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"\0\1\2\3")
    adding.add(named(ebb))
    wait(adding, qtbot)

    adding.add(named(broken, copy, tmp_path / "missing.txt", write(tmp_path, "Flood")))
    wait(adding, qtbot)

    report = heard.reports[-1]
    assert report.summary == "1 added, 1 already saved, 2 failed"
    assert [entry.name for entry in report.having(Fate.KNOWN)] == ["copy.txt"]
    failed = {Path(entry.name).name: entry.problem for entry in report.having(Fate.FAILED)}
    assert set(failed) == {"broken.pdf", "missing.txt"}
    assert all(problem.endswith(".") for problem in failed.values())


def test_single_thing_does_not_wait_for_many(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    for number in range(200):
        write(tmp_path / "many", f"Article {number:03d}")

    adding.add(named(tmp_path / "many"))
    qtbot.waitUntil(lambda: bool(heard.saved), timeout=SOON)
    adding.add(Wish(sources=(Source(name="note.txt", content=b"A note\n\nThat was pasted.\n"),)))
    qtbot.waitUntil(lambda: "A note" in heard.titles(), timeout=SOON)

    assert adding.is_busy
    assert adding.progress.total == 201


def test_many_things_wait_for_many_others(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    first = [write(tmp_path / "first", f"First {number}") for number in range(5)]
    second = [write(tmp_path / "second", f"Second {number}") for number in range(5)]

    adding.add(named(*first))
    adding.add(named(*second))
    wait(adding, qtbot)

    numbers = [entry.addition for entry in heard.saved]
    assert sorted(numbers) == numbers or numbers == sorted(numbers, reverse=True)
    assert [report.summary for report in heard.reports] == ["10 added"]


def test_cancelling_keeps_what_is_saved_and_leaves_the_rest_out(
    adding: Adding, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = Heard(adding)
    files = [write(tmp_path / "files", f"Article {number}") for number in range(60)]
    adding.saved.connect(lambda _entry: adding.cancel())

    adding.add(named(*files))
    adding.add(named(*files))
    wait(adding, qtbot)

    [report] = heard.reports
    kept = len(report.having(Fate.ADDED))
    assert 1 <= kept < 60
    assert not heard.failed
    assert report.left_out >= 60 - kept
    assert report.summary == f"{kept} added, {report.left_out} left out"
    with open_library(tmp_path / "library") as library:
        assert kept <= len(library.articles.list()) < 60
        assert library.check() == []


def test_looking_can_be_cancelled(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    write(tmp_path / "papers", "Ebb")

    adding.add(named(tmp_path / "papers"))
    assert adding.progress.is_looking
    adding.cancel()
    wait(adding, qtbot)

    assert heard.reports == [AddingReport()]
    assert in_library(tmp_path) == []


def test_folder_without_articles_comes_to_an_end(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    (tmp_path / "empty").mkdir()

    adding.add(named(tmp_path / "empty"))
    wait(adding, qtbot)

    assert len(heard.reports) == 1
    assert not heard.saved


def test_single_pdf_is_there_before_its_text_is_read(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    adding.add(named(write_pages(tmp_path / "pages.pdf")))
    wait(adding, qtbot)

    with open_library(tmp_path / "library") as library:
        [article] = library.articles.list()
        assert library.articles.texts(article.version_id) is None


def test_progress_names_a_single_thing_and_counts_several(
    adding: Adding, tmp_path: Path, qtbot: QtBot
) -> None:
    adding.add(Wish(sources=(Source(name="note.txt", content=b"A note\n\nThat was pasted.\n"),)))
    assert (adding.progress.name, adding.progress.total) == ("note.txt", 1)
    wait(adding, qtbot)

    adding.add(named(*(write(tmp_path, name) for name in ("Ebb", "Flood"))))
    qtbot.waitUntil(lambda: adding.progress.total == 2, timeout=SOON)
    assert adding.progress.name == ""
    wait(adding, qtbot)
    assert adding.progress.done == 2


def test_closing_in_the_middle_leaves_no_child(adding: Adding, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(adding)
    adding.add(named(*(write(tmp_path, f"Article {number}") for number in range(60))))
    qtbot.waitUntil(lambda: bool(heard.saved), timeout=SOON)

    adding.close()

    [addition] = adding._running
    assert addition.work is not None
    assert not addition.work._thread.is_alive()

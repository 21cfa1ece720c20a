"""A library with something of everything in it, what can be done to its file, and a walk through all that a
program does with it."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from library.builders import add_article, annotation_on, new_article
from reader_app.core.annotation import Annotation, Drawing, Kind, Reply, Status, Target, utc_now
from reader_app.core.article import Article, Metadata
from reader_app.core.geometry import Point, Rect
from reader_app.errors import DamagedLibraryError, ReaderError
from reader_app.library.backups import backup_if_due
from reader_app.library.library import LIBRARY_FILE, Library, open_library
from reader_app.library.positions import Position

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = [
    "The",
    "tide",
    "comes",
    "twice",
    "a",
    "day",
    "and",
    "the",
    "bridge",
    "is",
    "closed",
    "until",
    "spring",
    "says",
    "the",
    "town",
    "潮汐",
    "每天",
    "来",
    "两次",
]


def write_library(folder: Path, *, articles: int = 8) -> None:
    """Write a library with something of everything in it, and a backup of it beside it."""
    choice = random.Random(4)
    with open_library(folder) as library:
        for number in range(articles):
            text = "\n".join(" ".join(choice.choices(WORDS, k=40)) for _ in range(60))
            article = add_article(
                library,
                f"Article {number}",
                text=text,
                tags=("sea", f"tag {number}"),
                authors=("Jane Roe", "Ann Ée"),
                url=f"https://example.org/{number}",
            )
            library.articles.update(article.id, lambda each: replace(each, opened_at=utc_now(), progress=0.5))
            library.positions.put(article.id, Position(0, number))
            for annotation in _annotations(article):
                library.annotations.put(annotation)
            library.annotations.remove(annotation.id)
        library.versions.add(article.id, new_article(library, "New", content=b"new", text="newer text"))
        library.articles.trash(add_article(library, "Thrown away", text="rubbish").id)
        backup_if_due(library.folder, NOW)


def _annotations(article: Article) -> Iterator[Annotation]:
    for start in range(6):
        yield annotation_on(article, "tide comes", start=start, note=f"A *note* {start}", tags=("check",))
    target = Target(0, 3, 3, "", "The", "tide")
    ink = Drawing(Rect(1, 2, 30, 40), ((Point(1, 2), Point(30.5, 40.25)),), 2.0, "#ff0000")
    drawn = replace(annotation_on(article), kind=Kind.INK, targets=(target,), drawing=ink, author="Ann")
    yield replace(drawn, replies=(Reply("r1", "Bob", "No", utc_now(), utc_now()),))
    doubtful = annotation_on(article, "bridge is")
    yield replace(doubtful, status=Status.REVIEW, suggestions=(doubtful.targets, (target,)))
    yield annotation_on(article, "removed one")


def flip(path: Path, seed: int, count: int = 1) -> None:
    """Change this many bytes at random places."""
    content, choice = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(count):
        content[choice.randrange(len(content))] ^= choice.randrange(1, 256)
    path.write_bytes(content)


def do_everything(folder: Path) -> list[ReaderError]:
    """Do with a library what a program does; return what was refused. Everything else it raises is a bug."""
    refused: list[ReaderError] = []

    @contextmanager
    def maybe() -> Iterator[None]:
        try:
            yield
        except ReaderError as error:
            refused.append(error)

    with maybe(), open_library(folder) as library:
        for task in _tasks(library):
            with maybe():
                task()
        articles: list[Article] = []
        with maybe():
            articles = library.articles.list()
        for article in articles:
            for task in _tasks_with(library, article):
                with maybe():
                    task()
    return refused


def _tasks(library: Library) -> list[Callable[[], object]]:
    def add() -> None:
        article = add_article(library, "A new one", text="quite new")
        annotation = annotation_on(article)
        library.annotations.put(annotation)
        library.annotations.put(annotation.changed(note="changed", tags=("sea",)))
        library.annotations.remove(annotation.id)
        library.annotations.restore(annotation.id)
        library.articles.trash(article.id)

    return [
        library.changed_elsewhere,
        library.articles.latest,
        library.articles.trashed,
        library.articles.unread,
        lambda: library.articles.list("tide", "sea"),
        lambda: library.articles.find("Article 1"),
        lambda: library.articles.at_addresses(["https://example.org/1"], with_trash=True),
        library.annotations.counts,
        library.annotations.trashed,
        library.labels.all,
        lambda: library.search("tide"),
        lambda: library.search("潮汐"),
        library.check,
        add,
        lambda: library.backup(library.folder / "mine.sqlite3"),
        lambda: backup_if_due(library.folder, datetime(2026, 11, 25, tzinfo=UTC)),
        library.trash.empty,
    ]


def _tasks_with(library: Library, article: Article) -> list[Callable[[], object]]:
    return [
        lambda: library.articles.texts(article.version_id),
        lambda: library.versions.of_article(article.id),
        lambda: [
            library.annotations.put(each.changed(note="another"))
            for each in library.annotations.of_article(article.id)
        ],
        lambda: library.positions.get(article.id),
        lambda: library.articles.update(
            article.id, lambda each: replace(each, metadata=Metadata(title="Renamed"), tags=())
        ),
        lambda: library.articles.trash(article.id),
    ]


def copy_of(library: Path, target: Path) -> Path:
    """Copy a library; return where the copy's file is."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(library, target)
    return target / LIBRARY_FILE


def is_damage(error: ReaderError) -> bool:
    return isinstance(error, DamagedLibraryError)

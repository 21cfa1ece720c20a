"""The trash: what was deleted stays in it for 30 days, and leaves it for good here and nowhere else."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from reader_app.errors import NotFoundError
from reader_app.library import annotation_rows, article_rows, purged, version_rows
from reader_app.library.database import Database
from reader_app.library.files import LEFTOVER_AGE, ArticleFiles
from reader_app.library.texts import time_to_text
from reader_app.library.trash_contents import Trashed, contents

KEPT_IN_TRASH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many things left the trash for good; annotations that went with their article do not count."""

    articles: int
    annotations: int


class Trash:
    """Takes in several things at once and gives them back, and removes for good what is in it.

    Single things go there and back through ``articles`` and ``annotations`` too.
    """

    def __init__(self, database: Database, files: ArticleFiles) -> None:
        self._database = database
        self._files = files

    def contents(self) -> list[Trashed]:
        """Return what is in the trash, last deleted first; not what went with its article."""
        with self._database.reading("read the trash") as connection:
            return contents(connection)

    def put_in(self, articles: Iterable[str], annotations: Iterable[str]) -> int:
        """Move these to the trash, all or none; return how many were not there already, or missing."""
        with self._database.writing("delete it") as connection:
            moved = [article_rows.move_to_trash(connection, each) for each in articles]
            moved += [annotation_rows.move_to_trash(connection, each) for each in annotations]
            return sum(moved)

    def take_out(self, articles: Iterable[str], annotations: Iterable[str]) -> int:
        """Take these out of the trash, all or none; return how many were still there.

        An annotation brings its article along.
        """
        with self._database.writing("restore it") as connection:
            moved = [article_rows.restore(connection, each) for each in articles]
            moved += [annotation_rows.restore(connection, each) for each in annotations]
            return sum(moved)

    def empty(self) -> Purged:
        """Remove all that is in the trash."""
        return self._purge("deleted_at IS NOT NULL")

    def purge_expired(self, now: datetime) -> Purged:
        """Remove what was in the trash for 30 days, and files that killed programs left half-written."""
        expired = "deleted_at < ?", time_to_text(now - KEPT_IN_TRASH)
        # Mostly nothing is, and then no other program needs to be waited for.
        gone = self._purge(*expired) if self._holds(*expired) else Purged(0, 0)
        self._files.remove_leftovers(now - LEFTOVER_AGE)
        return gone

    def purge(self, ids: Iterable[str]) -> None:
        """Remove these articles and annotations, all or none.

        Raises:
            NotFoundError: One of them is not in the trash; nothing was changed.
        """
        files: set[str] = set()
        with self._database.writing("delete for good") as connection:
            for each in ids:
                gone, of_these = _delete(connection, "deleted_at IS NOT NULL AND id = ?", each)
                if gone == Purged(0, 0):
                    raise NotFoundError(f"There is no article or annotation “{each}” in the trash.")
                files |= of_these
        self._remove(files)

    def _holds(self, condition: str, *parameters: str) -> bool:
        with self._database.reading("look into the trash") as connection:
            found = " UNION ALL ".join(
                f"SELECT 1 FROM {table} WHERE {condition}" for table in ("articles", "annotations")
            )
            return connection.execute(f"{found} LIMIT 1", (*parameters, *parameters)).fetchone() is not None

    def _purge(self, condition: str, *parameters: str) -> Purged:
        with self._database.writing("empty the trash") as connection:
            gone, files = _delete(connection, condition, *parameters)
        self._remove(files)
        return gone

    def _remove(self, files: set[str]) -> None:
        # After the rows: what stops the program in between leaves a file too many, never one too few.
        if files:
            with self._database.writing("remove files that no article has") as connection:
                version_rows.remove_unused_files(connection, self._files, files)


def _delete(connection: sqlite3.Connection, condition: str, *parameters: str) -> tuple[Purged, set[str]]:
    """Delete what fits the condition; return how much that was, and the files that articles had."""
    purged.remember(connection, condition, *parameters)
    annotations = connection.execute(f"DELETE FROM annotations WHERE {condition}", parameters).rowcount
    ids = [row[0] for row in connection.execute(f"SELECT id FROM articles WHERE {condition}", parameters)]
    return Purged(len(ids), annotations), article_rows.delete(connection, ids)

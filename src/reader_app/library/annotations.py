"""The annotations: each change is committed when the call returns, and nothing is lost.

An annotation's targets are kept for each version of its article. Those of an older version stay
as they are when the article gets a new one, so its history can always be told.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final

from reader_app.core.annotation import Annotation, Kind, Status, Target, utc_now
from reader_app.errors import NotFoundError
from reader_app.library.database import Database
from reader_app.library.search import Place, put_entry
from reader_app.library.tags import Tagged, link_tags, tags_from_json
from reader_app.library.texts import storable, text_to_time, time_to_text

KEPT_IN_TRASH: Final = timedelta(days=30)

_ANNOTATIONS: Final = (
    "SELECT annotations.id, annotations.article_id, kind, label_id, note, created_at,"
    f" modified_at, {Tagged.ANNOTATION.names_of('annotations.id')}, articles.version_id"
    " FROM annotations JOIN articles ON articles.id = annotations.article_id"
)
_TARGETS: Final = (
    'SELECT annotation_id, version_id, status, section, start, "end", exact, prefix, suffix'
    " FROM targets JOIN annotations ON annotations.id = targets.annotation_id"
)
_TARGETS_ORDER: Final = " ORDER BY annotations.rowid, version_id, part"

_Row = tuple[str, str, str, str, str, str, str, str, int]
_TargetRow = tuple[str, int, str, int, int, int, str, str, str]
_Placing = tuple[Status, tuple[Target, ...]]


class AnnotationRepository:
    """Adds, replaces, removes and lists the annotations of articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, annotation: Annotation, version_id: int | None = None) -> None:
        """Insert the annotation, or replace the one with the same id, even from the trash.

        Args:
            annotation: Its targets are written for one version and stay as they are on all others.
            version_id: That version; the one that is shown if it is not said. Who has the article
                open says it: another program may show another version meanwhile.

        Raises:
            NotFoundError: Its article or its label is not in the library.
            StorageError: It cannot be saved; nothing was changed.
        """
        with self._database.writing("save the annotation") as connection:
            _write_annotation(connection, annotation, version_id)

    def unplaced_on(self, article_id: str, version_id: int | None = None) -> list[Annotation]:
        """Return the article's annotations that were never looked for on this version, in no order.

        They come with the targets they have on the version that is shown, else on the latest that has
        them. Those in the trash are among them: they may come back.

        Args:
            article_id: The article.
            version_id: One of its versions; all annotations are returned for one that is to be made.
        """
        return self._select(
            "annotations.article_id = ? AND NOT EXISTS (SELECT 1 FROM targets AS placed"
            " WHERE placed.annotation_id = annotations.id AND placed.version_id = ?)",
            article_id,
            version_id or 0,
        )

    def place(self, version_id: int, placed: Iterable[Annotation]) -> None:
        """Write where annotations are on a version that they have no place on yet; nothing else of them."""
        with self._database.writing("place the annotations") as connection:
            write_placings(connection, version_id, placed)

    def remove(self, annotation_id: str) -> None:
        """Move the annotation to the trash, for 30 days.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash already.
        """
        with self._database.writing("delete the annotation") as connection:
            changed = connection.execute(
                "UPDATE annotations SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
                (time_to_text(utc_now()), annotation_id),
            )
            if not changed.rowcount:
                raise _missing(annotation_id)

    def restore(self, annotation_id: str) -> None:
        """Bring the annotation back from the trash.

        Raises:
            NotFoundError: It is not in the trash.
        """
        with self._database.writing("restore the annotation") as connection:
            changed = connection.execute(
                "UPDATE annotations SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL",
                (annotation_id,),
            )
            if not changed.rowcount:
                raise NotFoundError(f"There is no annotation “{annotation_id}” in the trash.")

    def get(self, annotation_id: str) -> Annotation:
        """Return one annotation.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash.
        """
        found = self._select("annotations.id = ? AND annotations.deleted_at IS NULL", annotation_id)
        if not found:
            raise _missing(annotation_id)
        return found[0]

    def of_article(self, article_id: str) -> list[Annotation]:
        """Return an article's annotations in reading order, as they are on its current version.

        One that was never placed on the current version comes with the targets of the latest
        version that it has, as ``Status.UNPLACED``.
        """
        found = self._select("annotations.article_id = ? AND annotations.deleted_at IS NULL", article_id)
        return sorted(found, key=lambda annotation: annotation.order)

    def counts(self) -> dict[str, int]:
        """Return how many annotations each article has; articles without any are left out."""
        with self._database.reading("count the annotations") as connection:
            rows = connection.execute(
                "SELECT article_id, count(*) FROM annotations WHERE deleted_at IS NULL GROUP BY article_id"
            )
            return dict(rows.fetchall())

    def trashed(self) -> list[Annotation]:
        """Return what is in the trash, last deleted first; not what went with its article."""
        return self._select("annotations.deleted_at IS NOT NULL")

    def purge_expired(self, now: datetime) -> int:
        """Remove for good what was in the trash for 30 days; return how many that were."""
        with self._database.writing("empty the trash") as connection:
            return connection.execute(
                "DELETE FROM annotations WHERE deleted_at < ?",
                (time_to_text(now - KEPT_IN_TRASH),),
            ).rowcount

    def _select(self, condition: str, *parameters: str | int) -> list[Annotation]:
        # Two statements, however many annotations there are.
        with self._database.reading("read the annotations") as connection:
            rows = connection.execute(
                f"{_ANNOTATIONS} WHERE {condition} ORDER BY annotations.deleted_at DESC",
                parameters,
            ).fetchall()
            targets = connection.execute(f"{_TARGETS} WHERE {condition}{_TARGETS_ORDER}", parameters)
            by_annotation = dict(_by_annotation(targets))
        return [_annotation(row, by_annotation[row[0]]) for row in rows if row[0] in by_annotation]


def write_new_annotations(connection: sqlite3.Connection, annotations: Iterable[Annotation]) -> None:
    """Insert those annotations that are not there, not even in the trash; inside the caller's transaction."""
    for annotation in annotations:
        known = "SELECT 1 FROM annotations WHERE id = ?"
        if connection.execute(known, (annotation.id,)).fetchone() is None:
            _write_annotation(connection, annotation)


def write_placings(connection: sqlite3.Connection, version_id: int, placed: Iterable[Annotation]) -> None:
    """Write where annotations are on a version, inside the caller's transaction.

    What was placed on it meanwhile stays, and what was removed for good is left out.
    """
    for annotation in placed:
        row = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM annotations WHERE id = ?) AND NOT EXISTS"
            " (SELECT 1 FROM targets WHERE annotation_id = ? AND version_id = ?)",
            (annotation.id, annotation.id, version_id),
        ).fetchone()
        if row[0]:
            _write_targets(connection, annotation, version_id)


def _write_annotation(
    connection: sqlite3.Connection, annotation: Annotation, version_id: int | None = None
) -> None:
    if not annotation.targets:
        raise ValueError("an annotation without targets would never be seen again")
    row = connection.execute(
        "SELECT version_id FROM articles WHERE id = ?", (annotation.article_id,)
    ).fetchone()
    if row is None:
        raise NotFoundError("Cannot save the annotation: its article is not in the library.")
    connection.execute(
        "INSERT INTO annotations (id, article_id, kind, label_id, note, created_at, modified_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " article_id = excluded.article_id, kind = excluded.kind, label_id = excluded.label_id,"
        " note = excluded.note, created_at = excluded.created_at,"
        " modified_at = excluded.modified_at, deleted_at = NULL",
        (
            annotation.id,
            annotation.article_id,
            annotation.kind,
            annotation.label_id,
            storable(annotation.note),
            time_to_text(annotation.created_at),
            time_to_text(annotation.modified_at),
        ),
    )
    _write_targets(connection, annotation, version_id or row[0])
    link_tags(connection, Tagged.ANNOTATION, annotation.id, annotation.tags)
    for place, text in (
        (Place.QUOTE, annotation.quote),
        (Place.NOTE, annotation.note),
        (Place.TAG, "\n".join(annotation.tags)),
    ):
        put_entry(connection, place, text, annotation.article_id, annotation.id)


def _write_targets(connection: sqlite3.Connection, annotation: Annotation, version_id: int) -> None:
    connection.execute(
        "DELETE FROM targets WHERE annotation_id = ? AND version_id = ?",
        (annotation.id, version_id),
    )
    connection.executemany(
        "INSERT INTO targets (annotation_id, version_id, part, status, section, start,"
        ' "end", exact, prefix, suffix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (
                annotation.id,
                version_id,
                part,
                annotation.status,
                target.section,
                target.start,
                target.end,
                storable(target.exact),
                storable(target.prefix),
                storable(target.suffix),
            )
            for part, target in enumerate(annotation.targets)
        ],
    )


def _by_annotation(
    rows: Iterable[_TargetRow],
) -> Iterator[tuple[str, dict[int, _Placing]]]:
    """Give each annotation's id and its targets by version; the rows come grouped like that."""
    for annotation_id, of_annotation in groupby(rows, key=itemgetter(0)):
        placings: dict[int, _Placing] = {}
        for version_id, of_version in groupby(of_annotation, key=itemgetter(1)):
            parts = list(of_version)
            placings[version_id] = (Status(parts[0][2]), tuple(Target(*row[3:]) for row in parts))
        yield annotation_id, placings


def _annotation(row: _Row, placings: dict[int, _Placing]) -> Annotation:
    annotation_id, article_id, kind, label_id, note, created_at, modified_at, tags, version_id = row
    if version_id in placings:
        status, targets = placings[version_id]
    else:
        status, targets = Status.UNPLACED, placings[max(placings)][1]
    return Annotation(
        id=annotation_id,
        article_id=article_id,
        kind=Kind(kind),
        label_id=label_id,
        note=note,
        tags=tags_from_json(tags),
        created_at=text_to_time(created_at),
        modified_at=text_to_time(modified_at),
        targets=targets,
        status=status,
    )


def _missing(annotation_id: str) -> NotFoundError:
    return NotFoundError(f"There is no annotation “{annotation_id}” in the library.")

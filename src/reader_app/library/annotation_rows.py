"""Annotations as rows: the statements of ``annotations``, each inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypeVar

from reader_app.core.annotation import Annotation, Drawing, Kind, Reply, Status, Target, utc_now
from reader_app.core.geometry import Point, Rect
from reader_app.errors import NotFoundError
from reader_app.library import article_rows, findable
from reader_app.library.faults import stored_values
from reader_app.library.reply_rows import read_reply, write_replies
from reader_app.library.search import put_entries
from reader_app.library.tags import Tagged, link_tags, tags_from_json
from reader_app.library.texts import storable, text_to_time, time_to_text

_ANNOTATIONS: Final = (
    "SELECT annotations.id, annotations.article_id, kind,"
    # Only a damaged file has annotations of a label that is not there; they must be seen all the same.
    " coalesce((SELECT id FROM labels WHERE id = label_id),"
    " (SELECT id FROM labels ORDER BY position LIMIT 1), label_id), note, created_at,"
    f" modified_at, color, author, {Tagged.ANNOTATION.names_of('annotations.id')}, articles.version_id"
    " FROM annotations JOIN articles ON articles.id = annotations.article_id"
)
_OF_ANNOTATIONS: Final = "JOIN annotations ON annotations.id = annotation_id WHERE"
_TARGET: Final = 'section, start, "end", exact, prefix, suffix'

_Row = tuple[str, str, str, str, str, str, str, str, str, str, int]
_Placing = tuple[Status, tuple[Target, ...]]
_Suggestions = tuple[tuple[Target, ...], ...]
_PartRow = tuple[Any, ...]
"""A row of a table beside that of the annotations; it begins with the annotation's id."""

_T = TypeVar("_T")


def select(
    connection: sqlite3.Connection, condition: str, *parameters: str | int, version_id: int | None = None
) -> list[tuple[Annotation, int | None]]:
    """Return the annotations that fit a condition, last deleted first.

    Each comes as it is on one version, the one that is shown if it is not said; where it was never
    looked for on that one, or its place there is not sure, with the targets of the latest version on
    which it is placed.

    Returns:
        With each, the version that its targets are of; None where no version has a sure place.
    """
    with stored_values("read the annotations"):
        return _select(connection, condition, parameters, version_id)


def _select(
    connection: sqlite3.Connection, condition: str, parameters: Sequence[str | int], version_id: int | None
) -> list[tuple[Annotation, int | None]]:
    rows = connection.execute(
        f"{_ANNOTATIONS} WHERE {condition} ORDER BY annotations.deleted_at DESC", parameters
    ).fetchall()

    def parts(columns: str, table: str, order: str) -> Iterable[_PartRow]:
        # One statement for each table, however many annotations there are.
        statement = f"SELECT {columns} FROM {table} {_OF_ANNOTATIONS} {condition} ORDER BY {order}"
        return connection.execute(statement, parameters)

    target_rows = parts(
        f"annotation_id, version_id, status, {_TARGET}", "targets", "annotation_id, version_id, part"
    )
    placings = _grouped(target_rows, _placings)
    drawings = _grouped(
        parts("annotation_id, version_id, x0, y0, x1, y1, strokes, width, fill", "drawings", "annotation_id"),
        lambda of_one: {row[1]: _drawing(*row[2:]) for row in of_one},
    )
    suggestions = _grouped(
        parts(
            f"annotation_id, version_id, rank, {_TARGET}", "reviews", "annotation_id, version_id, rank, part"
        ),
        _suggestions,
    )
    replies = _grouped(
        parts(
            "annotation_id, replies.id, replies.author, replies.note, replies.created_at,"
            " replies.modified_at",
            "replies",
            "annotation_id, position",
        ),
        lambda of_one: tuple(read_reply(*row[1:]) for row in of_one),
    )
    return [
        _annotation(
            row,
            version_id or row[-1],
            placings[row[0]],
            drawings.get(row[0], {}),
            suggestions.get(row[0], {}),
            replies.get(row[0], ()),
        )
        for row in rows
        if row[0] in placings
    ]


def write(connection: sqlite3.Connection, annotation: Annotation, version_id: int | None = None) -> None:
    """Insert the annotation, or replace the one with the same id; its place on one version.

    Raises:
        NotFoundError: Its article is not in the library.
    """
    if not annotation.targets:
        raise ValueError("an annotation without targets would never be seen again")
    row = connection.execute(
        "SELECT version_id FROM articles WHERE id = ?", (annotation.article_id,)
    ).fetchone()
    if row is None:
        raise NotFoundError("Cannot save the annotation: its article is not in the library.")
    connection.execute(
        "INSERT INTO annotations"
        " (id, article_id, kind, label_id, note, created_at, modified_at, color, author)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " article_id = excluded.article_id, kind = excluded.kind, label_id = excluded.label_id,"
        " note = excluded.note, created_at = excluded.created_at, color = excluded.color,"
        " author = excluded.author, modified_at = excluded.modified_at, deleted_at = NULL",
        (
            annotation.id,
            annotation.article_id,
            annotation.kind,
            annotation.label_id,
            storable(annotation.note),
            time_to_text(annotation.created_at),
            time_to_text(annotation.modified_at),
            annotation.color,
            storable(annotation.author),
        ),
    )
    write_placing(connection, annotation, version_id or row[0])
    write_replies(connection, annotation)
    link_tags(connection, Tagged.ANNOTATION, annotation.id, annotation.tags)
    if version_id in (None, row[0]):
        _let_be_found(connection, annotation)
    else:
        let_be_found(connection, "annotations.id = ?", annotation.id)


def let_be_found(connection: sqlite3.Connection, condition: str, parameter: str) -> None:
    """Let annotations be found as they are on the version that is shown."""
    for annotation, _ in select(connection, condition, parameter):
        _let_be_found(connection, annotation)


def _let_be_found(connection: sqlite3.Connection, annotation: Annotation) -> None:
    put_entries(connection, findable.of_annotation(annotation), annotation.article_id, annotation.id)


def move_to_trash(connection: sqlite3.Connection, annotation_id: str) -> bool:
    """Move an annotation to the trash; return whether it was not there already, or missing."""
    changed = connection.execute(
        "UPDATE annotations SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
        (time_to_text(utc_now()), annotation_id),
    )
    return changed.rowcount > 0


def restore(connection: sqlite3.Connection, annotation_id: str) -> bool:
    """Take an annotation out of the trash, and its article too; return whether it was there."""
    restored = connection.execute(
        "UPDATE annotations SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL"
        " RETURNING article_id",
        (annotation_id,),
    ).fetchall()
    for (article_id,) in restored:
        article_rows.restore(connection, article_id)
    return bool(restored)


def write_placings(connection: sqlite3.Connection, version_id: int, placed: Iterable[Annotation]) -> None:
    """Write where annotations are on a version.

    What was placed on it meanwhile stays, and what was removed for good is left out.
    """
    for annotation in placed:
        row = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM annotations WHERE id = ?) AND NOT EXISTS"
            " (SELECT 1 FROM targets WHERE annotation_id = ? AND version_id = ?)",
            (annotation.id, annotation.id, version_id),
        ).fetchone()
        if row[0]:
            write_placing(connection, annotation, version_id)


def write_placing(connection: sqlite3.Connection, annotation: Annotation, version_id: int) -> None:
    """Write where an annotation is on one version: status, targets, suggestions and drawing."""
    key = (annotation.id, version_id)
    for table in ("targets", "reviews", "drawings"):
        connection.execute(f"DELETE FROM {table} WHERE annotation_id = ? AND version_id = ?", key)
    connection.executemany(
        f"INSERT INTO targets (annotation_id, version_id, part, status, {_TARGET})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*key, part, annotation.status, *_target_row(target))
            for part, target in enumerate(annotation.targets)
        ],
    )
    connection.executemany(
        f"INSERT INTO reviews (annotation_id, version_id, rank, part, {_TARGET})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*key, rank, part, *_target_row(target))
            for rank, targets in enumerate(annotation.suggestions)
            for part, target in enumerate(targets)
        ],
    )
    if (drawing := annotation.drawing) is not None:
        area = drawing.area
        strokes = json.dumps([[(point.x, point.y) for point in stroke] for stroke in drawing.strokes])
        connection.execute(
            "INSERT INTO drawings (annotation_id, version_id, x0, y0, x1, y1, strokes, width, fill)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, area.x0, area.y0, area.x1, area.y1, strokes, drawing.width, drawing.fill),
        )


def _target_row(target: Target) -> tuple[int, int, int, str, str, str]:
    texts = storable(target.exact), storable(target.prefix), storable(target.suffix)
    return (target.section, target.start, target.end, *texts)


def _grouped(rows: Iterable[_PartRow], read: Callable[[Sequence[_PartRow]], _T]) -> dict[str, _T]:
    """Return what the rows of each annotation say, by its id; they come grouped like that."""
    return {str(key): read(list(of_one)) for key, of_one in groupby(rows, key=itemgetter(0))}


def _placings(rows: Sequence[_PartRow]) -> dict[int, _Placing]:
    placings: dict[int, _Placing] = {}
    for version_id, of_version in groupby(rows, key=itemgetter(1)):
        parts = list(of_version)
        placings[version_id] = (Status(parts[0][2]), tuple(Target(*row[3:]) for row in parts))
    return placings


def _suggestions(rows: Sequence[_PartRow]) -> dict[int, _Suggestions]:
    return {
        version_id: tuple(
            tuple(Target(*row[3:]) for row in of_rank)
            for _, of_rank in groupby(of_version, key=itemgetter(2))
        )
        for version_id, of_version in groupby(rows, key=itemgetter(1))
    }


def _drawing(x0: float, y0: float, x1: float, y1: float, strokes: str, width: float, fill: str) -> Drawing:
    lines = tuple(tuple(Point(x, y) for x, y in stroke) for stroke in json.loads(strokes))
    return Drawing(Rect(x0, y0, x1, y1), lines, width, fill)


def _annotation(
    row: _Row,
    shown: int,
    placings: dict[int, _Placing],
    drawings: dict[int, Drawing],
    suggestions: dict[int, _Suggestions],
    replies: tuple[Reply, ...],
) -> tuple[Annotation, int | None]:
    article_id, kind, label_id, note, created_at, modified_at, color, author, tags = row[1:-1]
    status = placings[shown][0] if shown in placings else Status.UNPLACED
    of = shown if status is Status.PLACED else _last_sure(placings)
    annotation = Annotation(
        id=row[0],
        article_id=article_id,
        kind=Kind(kind),
        label_id=label_id,
        note=note,
        tags=tags_from_json(tags),
        created_at=text_to_time(created_at),
        modified_at=text_to_time(modified_at),
        targets=placings[max(placings) if of is None else of][1],
        status=status,
        color=color,
        author=author,
        drawing=drawings.get(max(drawings, default=0) if of is None else of),
        replies=replies,
        suggestions=suggestions.get(shown, ()) if status is Status.REVIEW else (),
    )
    return annotation, of


def _last_sure(placings: dict[int, _Placing]) -> int | None:
    return max((each for each, (status, _) in placings.items() if status is Status.PLACED), default=None)

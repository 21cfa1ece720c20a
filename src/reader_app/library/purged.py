"""Remembers which annotations were deleted for good, by nothing but their ids, while their article stays.

What stands in a file is read again and again; without this it would come back as if it were new.
"""

import json
import sqlite3
from collections.abc import Iterable

from reader_app.core.annotation import Annotation
from reader_app.library import annotation_rows


def remember(connection: sqlite3.Connection, condition: str, *parameters: str) -> None:
    """Keep the ids of the annotations that fit a condition, which are about to be deleted."""
    connection.execute(
        "INSERT OR IGNORE INTO purged_annotations (id, article_id)"
        f" SELECT id, article_id FROM annotations WHERE {condition}",
        parameters,
    )


def owners(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the article of each of these annotations that is there, in the trash, or gone for good."""
    listed = "id IN (SELECT value FROM json_each(?1))"
    rows = connection.execute(
        f"SELECT id, article_id FROM purged_annotations WHERE {listed}"
        f" UNION ALL SELECT id, article_id FROM annotations WHERE {listed}",
        (json.dumps(list(ids)),),
    )
    return dict(rows.fetchall())


def ids(connection: sqlite3.Connection, article_id: str) -> frozenset[str]:
    """Return the ids of all annotations that an article has or had."""
    rows = connection.execute(
        "SELECT id FROM purged_annotations WHERE article_id = ?1"
        " UNION SELECT id FROM annotations WHERE article_id = ?1",
        (article_id,),
    )
    return frozenset(row[0] for row in rows)


def write_new(connection: sqlite3.Connection, annotations: Iterable[Annotation]) -> list[Annotation]:
    """Insert those annotations that never were there, not even in the trash; return them."""
    listed, added = list(annotations), []
    known = {*owners(connection, (annotation.id for annotation in listed))}
    for annotation in listed:
        if annotation.id not in known:
            known.add(annotation.id)  # a list may have it twice
            annotation_rows.write(connection, annotation)
            added.append(annotation)
    return added

"""Replies to annotations as rows, inside the caller's transaction."""

import sqlite3

from reader_app.core.annotation import Annotation, Reply
from reader_app.library.texts import storable, text_to_time, time_to_text


def write_replies(connection: sqlite3.Connection, annotation: Annotation) -> None:
    """Write the replies that an annotation has, in the place of those that it had."""
    connection.execute("DELETE FROM replies WHERE annotation_id = ?", (annotation.id,))
    connection.executemany(
        "INSERT INTO replies (annotation_id, position, id, author, note, created_at, modified_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                annotation.id,
                position,
                storable(reply.id),
                storable(reply.author),
                storable(reply.note),
                time_to_text(reply.created_at),
                time_to_text(reply.modified_at),
            )
            for position, reply in enumerate(annotation.replies)
        ],
    )


def read_reply(reply_id: str, author: str, note: str, created_at: str, modified_at: str) -> Reply:
    """Return a reply as its columns say it."""
    return Reply(reply_id, author, note, text_to_time(created_at), text_to_time(modified_at))

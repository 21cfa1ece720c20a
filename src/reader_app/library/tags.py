"""Tags of articles and of annotations, kept as links to one list of names."""

import json
import sqlite3
from collections.abc import Iterable
from enum import StrEnum

from reader_app.library.texts import storable


class Tagged(StrEnum):
    """What carries tags, by the name of its link column."""

    ARTICLE = "article_id"
    ANNOTATION = "annotation_id"

    @property
    def table(self) -> str:
        """The table of links."""
        return "article_tags" if self is Tagged.ARTICLE else "annotation_tags"

    def names_of(self, owner: str) -> str:
        """Return SQL that gives the tags of the row ``owner`` as one JSON list."""
        return (
            f"(SELECT json_group_array(tags.name) FROM {self.table} JOIN tags"
            f" ON tags.id = {self.table}.tag_id WHERE {self.table}.{self} = {owner})"
        )


def tags_from_json(text: str) -> tuple[str, ...]:
    """Return the tags that ``Tagged.names_of`` gave, sorted."""
    # Nearly all rows have none; skip the parser for them.
    return () if text == "[]" else tuple(sorted(json.loads(text)))


def select_names(connection: sqlite3.Connection) -> list[str]:
    """Return the tags that something outside of the trash has, sorted."""
    rows = connection.execute(
        "SELECT name FROM tags WHERE id IN (SELECT tag_id FROM article_tags JOIN articles"
        " ON articles.id = article_id WHERE deleted_at IS NULL UNION SELECT tag_id FROM annotation_tags"
        " JOIN annotations ON annotations.id = annotation_id WHERE deleted_at IS NULL)"
    )
    return sorted((name for (name,) in rows), key=str.casefold)


def link_tags(connection: sqlite3.Connection, tagged: Tagged, owner_id: str, names: Iterable[str]) -> None:
    """Give the article or annotation these tags and no others."""
    # SQLite's JSON, which gives them back, ends a text at NUL.
    wanted = {storable(name).replace("\0", "") for name in names}
    present = dict(
        connection.execute(
            f"SELECT tags.name, tags.id FROM {tagged.table} JOIN tags"
            f" ON tags.id = {tagged.table}.tag_id WHERE {tagged} = ?",
            (owner_id,),
        ).fetchall()
    )
    connection.executemany(
        f"DELETE FROM {tagged.table} WHERE {tagged} = ? AND tag_id = ?",
        [(owner_id, tag_id) for name, tag_id in present.items() if name not in wanted],
    )
    added = sorted(wanted - present.keys())
    connection.executemany(
        "INSERT INTO tags (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in added]
    )
    connection.executemany(
        f"INSERT INTO {tagged.table} ({tagged}, tag_id) SELECT ?, id FROM tags WHERE name = ?",
        [(owner_id, name) for name in added],
    )

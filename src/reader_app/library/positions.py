"""Where the reader is in each article."""

from dataclasses import dataclass

from reader_app.library.database import Database


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an article that is the same in every layout.

    Attributes:
        section: Zero-based section.
        offset: Visible characters of the section before the first line that is shown.
        fraction: From 0 to 1, the part of that line, or of that page, that is scrolled past.
    """

    section: int
    offset: int
    fraction: float = 0.0


class PositionRepository:
    """Keeps one position for each article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, article_id: str) -> Position | None:
        """Return where the reader left off; None if the article was never read."""
        with self._database.reading("read your place in the article") as connection:
            row = connection.execute(
                'SELECT section, "offset", fraction FROM positions WHERE article_id = ?',
                (article_id,),
            ).fetchone()
        return None if row is None else Position(*row)

    def put(self, article_id: str, position: Position) -> None:
        """Keep where the reader is."""
        with self._database.writing("save your place in the article") as connection:
            connection.execute(
                'INSERT INTO positions (article_id, section, "offset", fraction)'
                " VALUES (?, ?, ?, ?) ON CONFLICT (article_id) DO UPDATE SET"
                ' section = excluded.section, "offset" = excluded."offset",'
                " fraction = excluded.fraction",
                (article_id, position.section, position.offset, position.fraction),
            )

"""The labels that give annotations their meaning and color."""

from reader_app.core.annotation import Label
from reader_app.errors import NotFoundError
from reader_app.library.database import Database
from reader_app.library.texts import storable


class LabelRepository:
    """Lists and changes the labels; a new library has the default ones."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Label]:
        """Return all labels by their place in the list."""
        with self._database.reading("read the labels") as connection:
            rows = connection.execute("SELECT id, name, color, position FROM labels ORDER BY position, name")
            return [Label(*row) for row in rows]

    def save(self, label: Label) -> None:
        """Insert the label, or replace the one with the same id."""
        with self._database.writing("save the label") as connection:
            connection.execute(
                "INSERT INTO labels (id, name, color, position) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                " color = excluded.color, position = excluded.position",
                (label.id, storable(label.name), label.color, label.position),
            )

    def by_name(self, name: str) -> Label:
        """Return the label that is called so, whatever the case.

        Raises:
            NotFoundError: None is.
        """
        wanted = name.strip().casefold()
        labels = self.all()
        for label in labels:
            if label.name.casefold() == wanted:
                return label
        names = ", ".join(f"“{label.name}”" for label in labels)
        raise NotFoundError(f"There is no label “{name}”; there are {names}.")

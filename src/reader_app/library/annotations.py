"""The annotations: each change is committed when the call returns, and nothing is lost.

An annotation's targets are kept for each version of its article. Those of an older version stay
as they are when the article gets a new one, so its history can always be told.
"""

from collections.abc import Iterable, Sequence

from reader_app.core.annotation import Annotation
from reader_app.errors import ChangedElsewhereError, NotFoundError
from reader_app.library import annotation_rows, purged
from reader_app.library.database import Database, data_version
from reader_app.library.texts import storable


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
            annotation_rows.write(connection, annotation, version_id)

    def put_all(
        self,
        changes: Sequence[tuple[str, Annotation | None]],
        version_id: int | None = None,
        *,
        seen: int | None = None,
    ) -> None:
        """Make many annotations what is given with their ids, all or none; ``None`` means in the trash.

        What shall go and is gone already stays so.

        Args:
            changes: In any order, each id once.
            version_id: As for ``put``.
            seen: What ``Library.data_version`` said when these were made; None if it does not matter.

        Raises:
            ChangedElsewhereError: Another program wrote to the library since; nothing was changed.
            NotFoundError: An article or a label is not in the library; nothing was changed.
            StorageError: They cannot be saved; nothing was changed.
        """
        with self._database.writing("save the annotations") as connection:
            if seen is not None and data_version(connection) != seen:
                raise ChangedElsewhereError(
                    "Cannot save the annotations: another program changed the library."
                )
            for annotation_id, annotation in changes:
                if annotation is None:
                    annotation_rows.move_to_trash(connection, annotation_id)
                else:
                    annotation_rows.write(connection, annotation, version_id)

    def add_new(self, annotations: Iterable[Annotation]) -> list[Annotation]:
        """Insert those annotations that never were there, not even in the trash; return them.

        Raises:
            NotFoundError: An article or a label is not in the library; nothing was changed.
        """
        with self._database.writing("save the annotations") as connection:
            return purged.write_new(connection, annotations)

    def unplaced_on(
        self, article_id: str, version_id: int | None = None
    ) -> list[tuple[Annotation, int | None]]:
        """Return the article's annotations that were never looked for on this version, in no order.

        They come with the targets they have on the version that is shown, else on the latest on which
        they are placed, and with that version, None if there is none. Those in the trash are among them:
        they may come back.

        Args:
            article_id: The article.
            version_id: One of its versions; all annotations are returned for one that is to be made.
        """
        return self._located(
            "annotations.article_id = ? AND NOT EXISTS (SELECT 1 FROM targets AS placed"
            " WHERE placed.annotation_id = annotations.id AND placed.version_id = ?)",
            article_id,
            version_id or 0,
        )

    def place(self, version_id: int, placed: Iterable[Annotation]) -> None:
        """Write where annotations are on a version that they have no place on yet; nothing else of them."""
        with self._database.writing("place the annotations") as connection:
            annotations = list(placed)
            annotation_rows.write_placings(connection, version_id, annotations)
            for annotation in annotations:
                annotation_rows.let_be_found(connection, "annotations.id = ?", annotation.id)

    def remove(self, annotation_id: str) -> None:
        """Move the annotation to the trash, for 30 days.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash already.
        """
        with self._database.writing("delete the annotation") as connection:
            if not annotation_rows.move_to_trash(connection, annotation_id):
                raise _missing(annotation_id)

    def restore(self, annotation_id: str) -> None:
        """Bring the annotation back from the trash, and its article where that is there too.

        Raises:
            NotFoundError: It is not in the trash.
        """
        with self._database.writing("restore the annotation") as connection:
            if not annotation_rows.restore(connection, annotation_id):
                raise NotFoundError(f"There is no annotation “{annotation_id}” in the trash.")

    def get(self, annotation_id: str) -> Annotation:
        """Return one annotation.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash.
        """
        found = self._select("annotations.id = ? AND annotations.deleted_at IS NULL", storable(annotation_id))
        if not found:
            raise _missing(annotation_id)
        return found[0]

    def of_article(self, article_id: str, version_id: int | None = None) -> list[Annotation]:
        """Return an article's annotations in reading order, as they are on one of its versions.

        One that was never looked for on that version is ``Status.UNPLACED``. Where the place is
        not sure, the targets are those of the latest version on which it is placed.

        Args:
            article_id: The article.
            version_id: The version; the one that is shown if it is not said.
        """
        condition = "annotations.article_id = ? AND annotations.deleted_at IS NULL"
        found = self._select(condition, article_id, version_id=version_id)
        return sorted(found, key=lambda annotation: annotation.order)

    def ids(self, article_id: str) -> frozenset[str]:
        """Return the ids of all annotations that an article has or had, as ``owners`` counts them."""
        with self._database.reading("read the annotations") as connection:
            return purged.ids(connection, article_id)

    def owners(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the article of each of these annotations that the library has or had.

        Those in the trash are among them, and those that left it for good while their article stayed.
        """
        with self._database.reading("read the annotations") as connection:
            return purged.owners(connection, ids)

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

    def _select(
        self, condition: str, *parameters: str | int, version_id: int | None = None
    ) -> list[Annotation]:
        located = self._located(condition, *parameters, version_id=version_id)
        return [annotation for annotation, _ in located]

    def _located(
        self, condition: str, *parameters: str | int, version_id: int | None = None
    ) -> list[tuple[Annotation, int | None]]:
        with self._database.reading("read the annotations") as connection:
            return annotation_rows.select(connection, condition, *parameters, version_id=version_id)


def _missing(annotation_id: str) -> NotFoundError:
    return NotFoundError(f"There is no annotation “{annotation_id}” in the library.")

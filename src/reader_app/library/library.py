"""The library folder as one thing: its database, its article files, its backups.

It knows nothing of documents, of their layout, or of the window.
"""

from pathlib import Path
from types import TracebackType

from reader_app.errors import DamagedLibraryError, NotFoundError, StorageError
from reader_app.library.annotations import AnnotationRepository
from reader_app.library.articles import ArticleRepository
from reader_app.library.backups import BACKUPS_FOLDER, LIBRARY_FILE, write_backup
from reader_app.library.database import Database, open_database
from reader_app.library.faults import storage_errors
from reader_app.library.files import ARTICLES_FOLDER, ArticleFiles
from reader_app.library.labels import LabelRepository
from reader_app.library.positions import PositionRepository
from reader_app.library.search import SearchHit, find
from reader_app.library.tags import select_names
from reader_app.library.trash import Trash
from reader_app.library.versions import VersionRepository


def open_library(folder: Path) -> "Library":
    """Open the library in this folder, and make it if there is none.

    Args:
        folder: Made with the folders above it if it is missing.

    Raises:
        NewerLibraryError: A newer version of the program wrote it; it was left untouched.
        DamagedLibraryError: Its file is broken; it was left as it is.
        StorageError: The folder cannot be written, or it holds another program's file.
    """
    path = folder / LIBRARY_FILE

    def back_up(version: int) -> None:
        write_backup(path, folder / BACKUPS_FOLDER / f"before-upgrade-from-{version}.sqlite3")

    with storage_errors("open the library"):
        folder.mkdir(parents=True, exist_ok=True)
        database = open_database(path, back_up)
        try:
            (folder / ARTICLES_FOLDER).mkdir(exist_ok=True)
            (folder / BACKUPS_FOLDER).mkdir(exist_ok=True)
            return Library(folder, database)
        except BaseException:
            database.close()
            raise


class Library:
    """An open library; used by the thread that opened it, closed at the end of a ``with``.

    Attributes:
        folder: Where it is.
        articles: The articles, and what their present versions are.
        versions: Further versions of articles, and which one is shown.
        annotations: What the reader made on them.
        labels: The meanings of annotations.
        trash: What was deleted, and how it goes for good.
        positions: Where the reader is in each article.
        files: The article files.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.files = ArticleFiles(folder / ARTICLES_FOLDER)
        self.articles = ArticleRepository(database, self.files)
        self.versions = VersionRepository(database, self.files)
        self.annotations = AnnotationRepository(database)
        self.labels = LabelRepository(database)
        self.trash = Trash(database, self.files)
        self.positions = PositionRepository(database)
        self._database = database
        self._last_look = self.data_version()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the library; what was saved is on the disk already."""
        self._database.close()

    def set_patience(self, seconds: float) -> None:
        """Wait so long, and no longer, while another program writes; then raise a ``StorageError``."""
        self._database.set_patience(seconds)

    def search(self, text: str, limit: int = 100) -> list[SearchHit]:
        """Find words in titles, texts, quotes, notes and tags, best matches first.

        Accents and case do not count, the last word may be only begun, and nothing in ``text``
        is taken for syntax.
        """
        with self._database.reading("search the library") as connection:
            return find(connection, text, limit)

    def tag_names(self) -> list[str]:
        """Return the tags that articles and annotations have, sorted."""
        with self._database.reading("list the tags") as connection:
            return select_names(connection)

    def changed_elsewhere(self) -> bool:
        """Whether another program or thread changed the library since the last such look."""
        before, self._last_look = self._last_look, self.data_version()
        return self._last_look != before

    def data_version(self) -> int:
        """Return a number that is another one when another program or thread has written since."""
        with self._database.reading("look for changes") as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def backup(self, target: Path) -> None:
        """Write the whole database to one file that ``restore_backup`` takes.

        Raises:
            StorageError: It cannot be written; a file that was there is as it was.
        """
        write_backup(self.folder / LIBRARY_FILE, target)

    def check(self) -> list[str]:
        """Return one sentence for each fault of the database and the article files."""
        try:
            problems, files = self._check_database()
        except DamagedLibraryError as error:
            return [str(error)]
        return problems + [
            f"The file of “{title}” {fault}." for title, sha256 in files if (fault := self._fault_of(sha256))
        ]

    def _check_database(self) -> tuple[list[str], list[tuple[str, str]]]:
        with self._database.reading("check the library") as connection:
            problems = [
                f"The database is damaged: {report}."
                for (report,) in connection.execute("PRAGMA integrity_check")
                if report != "ok"
            ]
            problems += [
                f"Row {row} of “{table}” belongs to something in “{parent}” that is missing."
                for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check")
            ]
            files = connection.execute(
                "SELECT title, reading_file FROM article_versions"
                " JOIN articles ON articles.id = article_id"
                " UNION SELECT title, original_file FROM article_versions"
                " JOIN articles ON articles.id = article_id"
                " UNION SELECT title, archive_file FROM article_versions"
                " JOIN articles ON articles.id = article_id WHERE archive_file <> '' ORDER BY title"
            ).fetchall()
        return problems, files

    def _fault_of(self, sha256: str) -> str:
        try:
            return "" if self.files.is_sound(sha256) else "was changed or damaged"
        except NotFoundError:
            return "is missing"
        except StorageError:
            return "cannot be read"

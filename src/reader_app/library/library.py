"""The library folder as one thing: its database, its article files, its backups.

It knows nothing of documents, of their layout, or of the window.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from os.path import samestat
from pathlib import Path
from types import TracebackType

from reader_app.errors import DamagedLibraryError, NotFoundError, StorageError
from reader_app.library import version_rows
from reader_app.library.annotations import AnnotationRepository
from reader_app.library.articles import ArticleRepository
from reader_app.library.backups import BACKUPS_FOLDER, LIBRARY_FILE, backup_if_due, backups_in, write_backup
from reader_app.library.copying import BESIDE
from reader_app.library.database import Database, data_version, open_database
from reader_app.library.faults import storage_errors
from reader_app.library.files import ARTICLES_FOLDER, LEFTOVER_AGE, ArticleFiles, remove_leftovers
from reader_app.library.labels import LabelRepository
from reader_app.library.positions import PositionRepository
from reader_app.library.recognition import has_content
from reader_app.library.search import SearchHit, find
from reader_app.library.search_index import entry_faults, index_faults, rebuild
from reader_app.library.soundness import file_faults, reference_faults
from reader_app.library.tags import select_names
from reader_app.library.trash import Trash
from reader_app.library.versions import VersionRepository


def open_library(folder: Path) -> "Library":
    """Open the library in this folder, and make it if there is none.

    Args:
        folder: Made with the folders above it if it is missing.

    Raises:
        NewerLibraryError: A newer version of the program wrote it; it was left untouched.
        DamagedLibraryError: Its file is broken, or lost while there are backups of it; all was left as it is.
        StorageError: The folder cannot be written, or it holds another program's file.
    """
    path = folder / LIBRARY_FILE

    def back_up(version: int) -> None:
        write_backup(path, folder / BACKUPS_FOLDER / f"before-upgrade-from-{version}.sqlite3")

    with storage_errors("open the library"):
        folder.mkdir(parents=True, exist_ok=True)
        # The backups first: another program may be making the library just now, and its first backup.
        if backups_in(folder) and not has_content(path):
            # An empty library in its place would look as if everything were gone.
            raise DamagedLibraryError(f"Cannot open the library: “{path.name}” is lost.")
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
            return data_version(connection)

    def is_own_database(self, path: Path) -> bool:
        """Tell whether a file is the library's database, or one of those that SQLite keeps beside it.

        Nobody else may even read them: closing a file ends all locks that the process has on it.
        """
        own = self.folder / LIBRARY_FILE
        with suppress(OSError, ValueError):  # there is no such file, or no file can be called so
            state = path.stat()
            beside = (own.with_name(own.name + suffix) for suffix in ("", *BESIDE))
            return any(samestat(state, each.stat()) for each in beside if each.exists())
        return False

    def backup(self, target: Path) -> None:
        """Write the whole database to one file that ``restore_backup`` takes.

        Raises:
            DamagedLibraryError: The database is not sound; a file that was there is as it was.
            StorageError: It cannot be written, or not there; a file that was there is as it was.
        """
        with storage_errors("back up the library"):
            _refuse_to_overwrite(self.folder, target.resolve())
        write_backup(self.folder / LIBRARY_FILE, target)

    def take_daily_care(self, now: datetime) -> None:
        """Make the backup of the day, and after it remove for good what expired in the trash.

        Raises:
            DamagedLibraryError: There is no backup, because the library is damaged; nothing was removed.
            StorageError: The backup cannot be written; nothing was removed.
        """
        if self.articles.are_there and backup_if_due(self.folder, now):
            self.trash.purge_expired(now)
            for folder in (self.folder, self.folder / BACKUPS_FOLDER):
                remove_leftovers(folder, now - LEFTOVER_AGE)

    def check(self) -> list[str]:
        """Return one sentence for each fault of the database, the search and the article files."""
        faults: list[str] = []
        for look in (file_faults, reference_faults, entry_faults):
            with self._damage_among(faults), self._database.reading("check the library") as connection:
                faults += look(connection)
        # The index checks itself by what SQLite takes for a change.
        with self._damage_among(faults), self._database.writing("check the full-text index") as connection:
            faults += index_faults(connection)
        files: list[tuple[str, str]] = []
        with self._damage_among(faults), self._database.reading("check the articles' files") as connection:
            files = version_rows.select_files(connection)
        faults += [
            f"The file of “{title}” {fault}." for title, each in files if (fault := self._fault_of(each))
        ]
        return list(dict.fromkeys(faults))

    def rebuild_search(self) -> None:
        """Make what search finds anew from the articles and annotations, which stay as they are."""
        with self._database.writing("rebuild the full-text index") as connection:
            rebuild(connection)

    @staticmethod
    @contextmanager
    def _damage_among(faults: list[str]) -> Iterator[None]:
        """Let damage that ends one look be one more fault."""
        try:
            yield
        except DamagedLibraryError as error:
            faults.append(str(error))

    def _fault_of(self, sha256: str) -> str:
        try:
            return "" if self.files.is_sound(sha256) else "was changed or damaged"
        except NotFoundError:
            return "is missing"
        except StorageError:
            return "cannot be read"


def _refuse_to_overwrite(library: Path, target: Path) -> None:
    """Refuse a place for a backup where it would destroy something else."""
    reason = ""
    if target.is_dir():
        reason = "is a folder"
    elif target.exists() and not target.is_file():  # a device, say, which the backup would take the place of
        reason = "is no ordinary file"
    elif target.parent == library.resolve() and target.name.startswith(LIBRARY_FILE):
        reason = "is the library itself"
    elif library.resolve() / ARTICLES_FOLDER in target.parents:
        reason = "lies among the article files"
    elif target.name == LIBRARY_FILE and (target.parent / ARTICLES_FOLDER).exists():
        reason = "is another library"
    elif any(target.with_name(target.name + suffix).exists() for suffix in BESIDE):
        reason = "is a database that another program uses"
    if reason:
        raise StorageError(f"Cannot back up the library to “{target.name}”: that {reason}.")

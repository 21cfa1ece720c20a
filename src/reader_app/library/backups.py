"""Backups of the library's SQLite file, and the way back from one.

A backup is one file of its own, made by SQLite's online-backup interface while others read and
write, and checked before it counts. The article files need none: they are never changed.
These functions open the file themselves, so any thread may call them.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader_app.core.annotation import utc_now
from reader_app.errors import DamagedLibraryError, StorageError
from reader_app.library.database import PATIENCE, connect, connect_to_read, schema_version
from reader_app.library.faults import storage_errors
from reader_app.library.files import new_name, sync_folder

if TYPE_CHECKING:
    from reader_app.library.library import Library

LIBRARY_FILE: Final = "library.sqlite3"
BACKUPS_FOLDER: Final = "backups"
DAYS_KEPT: Final = 7
WEEKS_KEPT: Final = 4

_DAILY: Final = re.compile(r"library-(\d{4}-\d{2}-\d{2})\.sqlite3")
_BESIDE: Final = ("-wal", "-shm", "-journal")


def write_backup(source: Path, target: Path) -> None:
    """Copy a library's SQLite file, in use or not, to one checked file.

    Raises:
        DamagedLibraryError: The copy is not sound; the target was left as it was.
        StorageError: The target cannot be written.
    """
    with storage_errors("back up the library"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(target.parent) as temporary:
            _copy(source, temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(target)
        sync_folder(target.parent)


def backup_if_due(library: "Library", now: datetime) -> Path | None:
    """Make the backup of the day if there is none, and drop those that are no longer kept.

    Kept are the newest of the last seven days that have one, and the newest of each of the last
    four weeks that have one, so that a reader who comes back after a year still has them all.

    Returns:
        The new backup, None if the day had one.
    """
    folder = library.folder / BACKUPS_FOLDER
    target = folder / f"library-{now.date().isoformat()}.sqlite3"
    if target.exists():
        return None
    write_backup(library.folder / LIBRARY_FILE, target)
    with storage_errors("remove old backups"):
        daily = {day: path for path in folder.iterdir() if (day := _day_of(path))}
        for day in daily.keys() - _kept(list(daily)):
            daily[day].unlink(missing_ok=True)
    return target


def newest_good_backup(folder: Path) -> Path | None:
    """Return the newest backup of the library in this folder that is sound."""
    with storage_errors("look for backups"):
        paths = list((folder / BACKUPS_FOLDER).glob("*.sqlite3"))
        paths.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return next((path for path in paths if _is_sound(path)), None)


def restore_backup(folder: Path, backup: Path) -> Path | None:
    """Let a backup take the place of the library in this folder.

    What the library held before is kept: a sound one as a backup, a damaged one set aside beside
    the new one with all its files.

    Returns:
        Where the library that was there is now; None if there was none.

    Raises:
        StorageError: The backup is not a sound library; nothing was changed.
    """
    path = folder / LIBRARY_FILE
    stamp = f"{utc_now():%Y-%m-%dT%H%M%S}"
    with storage_errors("restore the backup"):
        folder.mkdir(parents=True, exist_ok=True)
        if not backup.is_file():
            raise StorageError(f"Cannot restore the backup: there is no file “{backup.name}”.")
        with _temporary(folder) as copy:
            _copy(backup, copy)
            if not path.exists() or path.stat().st_size == 0:
                copy.replace(path)
                return None
            kept = folder / BACKUPS_FOLDER / f"before-restore-{stamp}.sqlite3"
            try:
                write_backup(path, kept)
            except DamagedLibraryError:
                return _set_aside(path, copy, stamp)
            # Through SQLite, not by a rename: other programs may have the library open.
            with closing(connect(copy)) as source, closing(connect(path)) as target:
                source.backup(target)
            return kept


def _copy(source: Path, target: Path) -> None:
    # "rw" and not "rwc": a missing source must not be made.
    with (
        closing(
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)
        ) as reader,
        closing(connect(target)) as writer,
    ):
        if schema_version(reader, source) == 0:
            raise StorageError(f"Cannot copy “{source.name}”: it is not a library.")
        reader.backup(writer)
        # One file, with no log beside it, wherever it is carried.
        writer.execute("PRAGMA journal_mode = DELETE").fetchone()
        if not _passes_check(writer):
            raise DamagedLibraryError(f"Cannot copy “{source.name}”: it is damaged.")


def _is_sound(path: Path) -> bool:
    # "immutable": nothing is written, so it works on a full disk too, when it is needed most.
    try:
        with storage_errors("read the backup"), closing(connect_to_read(path, immutable=True)) as reader:
            return schema_version(reader, path) > 0 and _passes_check(reader)
    except StorageError:
        return False


def _passes_check(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _set_aside(path: Path, copy: Path, stamp: str) -> Path:
    aside = path.with_name(f"library.damaged-{stamp}.sqlite3")
    for suffix in _BESIDE:
        log = path.with_name(path.name + suffix)
        if log.exists():
            log.replace(aside.with_name(aside.name + suffix))
    path.replace(aside)
    copy.replace(path)
    sync_folder(path.parent)
    return aside


def _day_of(path: Path) -> date | None:
    match = _DAILY.fullmatch(path.name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None  # somebody else's file


def _kept(days: list[date]) -> set[date]:
    newest_first = sorted(days, reverse=True)
    newest_of_week: dict[tuple[int, int], date] = {}
    for day in newest_first:
        newest_of_week.setdefault(day.isocalendar()[:2], day)
    return {*newest_first[:DAYS_KEPT], *list(newest_of_week.values())[:WEEKS_KEPT]}


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    temporary = new_name(folder)
    try:
        yield temporary
    finally:
        for suffix in ("", *_BESIDE):
            temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)

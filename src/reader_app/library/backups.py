"""Backups of the library's SQLite file, and the way back from one.

A backup is one file of its own, made by SQLite's online-backup interface while others read and
write, and checked before it counts. The article files need none: they are never changed.
These functions open the file themselves, so any thread may call them.
"""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from stat import S_ISREG
from typing import Final

from reader_app.core.annotation import utc_now
from reader_app.errors import DamagedLibraryError, ForeignLibraryError, NewerLibraryError, StorageError
from reader_app.library.connections import connect, connect_to_read
from reader_app.library.copying import BESIDE, copy_backup, copy_library, passes_check, temporary, transfer
from reader_app.library.faults import storage_errors
from reader_app.library.files import sync_folder, write_whole
from reader_app.library.recognition import schema_version

LIBRARY_FILE: Final = "library.sqlite3"
BACKUPS_FOLDER: Final = "backups"
DAYS_KEPT: Final = 7
WEEKS_KEPT: Final = 4
OTHERS_KEPT: Final = 5
"""How many backups that were made before an upgrade are kept, and as many from before a restoration."""

_DAILY: Final = re.compile(r"library-(\d{4}-\d{2}-\d{2})\.sqlite3")


class Occasion(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    BEFORE_UPGRADE = "before an upgrade"
    BEFORE_RESTORE = "before another was restored"
    OTHER = "other"


_OCCASIONS: Final = (
    ("before-upgrade", Occasion.BEFORE_UPGRADE),
    ("before-restore", Occasion.BEFORE_RESTORE),
)


@dataclass(frozen=True, slots=True)
class Backup:
    """One file in a library's folder of backups, sound or not.

    Attributes:
        made_at: UTC.
        size: In bytes.
    """

    path: Path
    occasion: Occasion
    made_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a backup holds, the trash left out."""

    articles: int
    annotations: int


def write_backup(source: Path, target: Path) -> None:
    """Copy a library's SQLite file, in use or not, to one checked file.

    Raises:
        DamagedLibraryError: The copy is not sound; the target was left as it was.
        StorageError: The target cannot be written.
    """
    with storage_errors("back up the library"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary(target.parent) as copy:
            copy_library(source, copy)
            with copy.open("rb+") as file:
                os.fsync(file.fileno())
            copy.replace(target)
        sync_folder(target.parent)


def backup_if_due(folder: Path, now: datetime) -> Path | None:
    """Make the backup of the day if there is none, and drop those that are no longer kept.

    Kept are the newest of the last seven days that have one, and the newest of each of the last
    four weeks that have one, so that a reader who comes back after a year still has them all; and the
    newest five of those made before an upgrade, and of those made before another was restored.

    Returns:
        The new backup, None if the day had one.
    """
    backups = folder / BACKUPS_FOLDER
    target = backups / f"library-{now.date().isoformat()}.sqlite3"
    if target.exists():
        return None
    write_backup(folder / LIBRARY_FILE, target)
    with storage_errors("remove old backups"):
        daily = {day: path for path in backups.iterdir() if (day := _day_of(path))}
        for day in daily.keys() - _kept(list(daily)):
            daily[day].unlink(missing_ok=True)
        there = backups_in(folder)
        for _, occasion in _OCCASIONS:
            for backup in [each for each in there if each.occasion is occasion][OTHERS_KEPT:]:
                backup.path.unlink(missing_ok=True)
    return target


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups of the library in this folder, newest first; none of them is opened."""
    with storage_errors("look for backups"):
        paths = (folder / BACKUPS_FOLDER).glob("*.sqlite3")
        found = [backup for path in paths if (backup := _backup(path))]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def describe(backup: Path) -> Contents | None:
    """Return how much a backup holds, after a look through all of it; None if it is not sound."""
    try:
        # Nothing is written, so it works on a full disk too, when it is needed most.
        with storage_errors("read the backup"), closing(connect_to_read(backup, immutable=True)) as reader:
            if schema_version(reader, backup) == 0 or not passes_check(reader):
                return None
            counts = reader.execute(
                "SELECT (SELECT count(*) FROM articles WHERE deleted_at IS NULL),"
                " (SELECT count(*) FROM annotations JOIN articles ON articles.id = article_id"
                " WHERE annotations.deleted_at IS NULL AND articles.deleted_at IS NULL)"
            ).fetchone()
    except (StorageError, sqlite3.Error):  # the latter: its tables are not ours
        return None
    return Contents(*counts)


def newest_good_backup(folder: Path) -> Path | None:
    """Return the newest backup of the library in this folder that is sound."""
    return next((backup.path for backup in backups_in(folder) if describe(backup.path)), None)


def restore_backup(folder: Path, backup: Path) -> Path | None:
    """Let a backup take the place of the library in this folder, brought up to date.

    What the library held before is kept: a sound one as a backup, one that is damaged, foreign or of a newer
    program set aside beside the new one with its log. Programs that have the library open go on with the
    restored one, unless a new file had to take its place. Article files are left alone, those too that the
    backup does not know.

    Not for a process that has the library open itself: it would lose its locks.

    Returns:
        Where the library that was there is now; None if there was none.

    Raises:
        StorageError: The backup is not a sound library; nothing was changed.
    """
    path = folder / LIBRARY_FILE
    stamp = f"{utc_now():%Y-%m-%dT%H%M%S%f}"
    with storage_errors("restore the backup"):
        folder.mkdir(parents=True, exist_ok=True)
        if not backup.is_file():
            raise StorageError(f"Cannot restore the backup: there is no file “{backup.name}”.")
        if path.exists() and backup.samefile(path):
            raise StorageError(f"Cannot restore the backup: “{backup.name}” is the library itself.")
        with temporary(folder) as copy:
            copy_backup(backup, copy)
            kept = folder / BACKUPS_FOLDER / f"before-restore-{stamp}.sqlite3"
            if not path.exists() or path.stat().st_size == 0:
                # SQLite would play what is left beside it into the new file.
                if any(path.with_name(path.name + suffix).exists() for suffix in BESIDE):
                    return _set_aside(path, copy, stamp)
                copy.replace(path)
                sync_folder(folder)
                return None
            try:
                write_backup(path, kept)
            except (ForeignLibraryError, NewerLibraryError):
                return _set_aside(path, copy, stamp)
            except DamagedLibraryError:
                return _copy_aside(path, copy, stamp) or _set_aside(path, copy, stamp)
            _put_in_place(copy, path, lambda: write_backup(path, kept))
            return kept


def _put_in_place(copy: Path, path: Path, keep: Callable[[], None] | None = None) -> None:
    """Let a database take another one's place through SQLite: other programs may have that one open.

    Args:
        copy: The new one.
        path: The one that is replaced.
        keep: Keeps once more what that one holds, when no other program can write to it any more.
    """
    with closing(connect(copy)) as source, closing(connect(path)) as target:
        # With a log, as every library has that was opened once, what is held can still be read.
        if keep and target.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
            transfer(source, target, keep)
        else:
            transfer(source, target)


def _copy_aside(path: Path, copy: Path, stamp: str) -> Path | None:
    """Keep a copy of a damaged library, and put another in its place; None if only a rename can do that."""
    aside = _aside(path, stamp)
    kept = {each: aside.with_name(aside.name + each) for each in ("", "-wal")}
    try:
        for suffix, target in kept.items():
            source = path.with_name(path.name + suffix)
            if source.exists():
                write_whole(source, target)
        sync_folder(path.parent)
        _put_in_place(copy, path)
    except (OSError, StorageError, sqlite3.DatabaseError):
        # No room for a copy, a part of the disk that cannot be read, or a file that is so broken that
        # SQLite does not even write to it.
        for target in kept.values():
            target.unlink(missing_ok=True)
        return None
    return aside


def _aside(path: Path, stamp: str) -> Path:
    return path.with_name(f"library.damaged-{stamp}.sqlite3")


def _set_aside(path: Path, copy: Path, stamp: str) -> Path:
    aside = _aside(path, stamp)
    for suffix in BESIDE:
        log = path.with_name(path.name + suffix)
        if log.exists():
            log.replace(aside.with_name(aside.name + suffix))
    if path.exists():
        # Two names first, so that there is a library at every moment: where there is none, one is made.
        try:
            aside.hardlink_to(path)
        except OSError:  # a disk that knows no links
            path.replace(aside)
    copy.replace(path)
    sync_folder(path.parent)
    return aside


def _backup(path: Path) -> Backup | None:
    try:
        status = path.stat()
    except FileNotFoundError:  # another program has just dropped it
        return None
    if not S_ISREG(status.st_mode):
        return None
    if _day_of(path):
        occasion = Occasion.DAILY
    else:
        occasion = next((each for start, each in _OCCASIONS if path.name.startswith(start)), Occasion.OTHER)
    return Backup(path, occasion, datetime.fromtimestamp(status.st_mtime, UTC), status.st_size)


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

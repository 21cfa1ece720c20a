"""The jobs that take care of a library. Values that are pickled, no behavior."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TakeDailyCare:
    """Make the backup of the day and tidy the trash, if that is due; answers nothing."""

    library: Path


@dataclass(frozen=True, slots=True)
class BackUp:
    """Write the library's database to a file; answers the ``Path``."""

    library: Path
    target: Path


@dataclass(frozen=True, slots=True)
class DescribeBackup:
    """Look through a backup; answers its ``Contents``, None if it is not sound."""

    backup: Path


@dataclass(frozen=True, slots=True)
class RestoreBackup:
    """Let a backup take the library's place; answers the ``Path`` of what was there, None if nothing was."""

    library: Path
    backup: Path


@dataclass(frozen=True, slots=True)
class CheckLibrary:
    """Look for faults of the library; answers one sentence for each, a ``tuple[str, ...]``."""

    library: Path


@dataclass(frozen=True, slots=True)
class PurgeTrash:
    """Delete articles and annotations in the trash for good, all or none; answers nothing."""

    library: Path
    ids: tuple[str, ...]


CareJob = TakeDailyCare | BackUp | DescribeBackup | RestoreBackup | CheckLibrary | PurgeTrash

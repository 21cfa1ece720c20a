"""Replaces a file as a whole or not at all: a temporary file beside it, then a rename.

What can go wrong with folders and disks becomes one sentence here. Knows nothing of formats.
"""

import errno
import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader_app.errors import ExportError

# A name may have 255 bytes on the usual file systems, and a character up to four.
_LONGEST_NAME = 60
_END = ".part"
_LIBRARY_FILE = "library.sqlite3"
_LIBRARY_FOLDERS = ("articles", "backups")
_WRITABLE = 0o222  # whoever may: a rename asks nobody
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is too large for the disk",
    errno.EACCES: "the folder cannot be written to",
    errno.EPERM: "the folder cannot be written to",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "the folder does not exist",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "links lead in a circle",
}


def temporary_path(output: Path, process: int | None = None) -> Path:
    """Return where an export to ``output`` is written until it is complete.

    Only this file can stay behind where the exporting process is killed. Each process has its own: two may
    export to the same place, and the last one wins.

    Args:
        output: The file that is exported.
        process: The number of the process that exports; this one if it is not said.
    """
    output = output.resolve()
    return output.with_name(f"{_beginning(output)}{process or os.getpid()}{_END}")


def remove_rests(output: Path) -> None:
    """Remove what killed exports to ``output`` left behind; what another process writes just now stays."""
    output = output.resolve()
    with suppress(OSError):
        for rest in output.parent.glob(f"{glob.escape(_beginning(output))}*{_END}"):
            process = rest.name.removeprefix(_beginning(output)).removesuffix(_END)
            if process.isdecimal() and not _is_running(int(process)):
                rest.unlink(missing_ok=True)


def _beginning(output: Path) -> str:
    return f".{output.name[-_LONGEST_NAME:]}."


def _is_running(process: int) -> bool:
    """Tell whether there is such a process; Windows does not let go of a file that one writes, anyway."""
    if os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    with suppress(OSError):  # where the system tells: one that has ended and that nobody has asked after
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def check_output(output: Path, source: Path) -> None:
    """Refuse a place where an export would destroy something else, or cannot be, before the work is done.

    Raises:
        ExportError: The output is the source, a folder or a device, lies inside a library, or cannot be.
    """
    try:
        reason = _obstacle(output.resolve(), source)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle, before Python 3.13
        raise _refusal(output, _reason(error)) from error
    if reason:
        raise _refusal(output, reason)


def _obstacle(target: Path, source: Path) -> str:
    """Return why a file must not be written, "" if nothing speaks against it."""
    try:
        str(target).encode()
    except UnicodeEncodeError:  # MuPDF takes no other path
        return "its name, or that of a folder that it lies in, is no Unicode text"
    if target.is_dir():
        return "there is a folder with this name"
    if target.exists() and not target.is_file():
        return "it is not an ordinary file"
    if target.exists() and not target.stat().st_mode & _WRITABLE:
        return "it is write-protected"
    if target == source.resolve() or (target.exists() and source.exists() and target.samefile(source)):
        return "it is the file that is being exported"
    if _belongs_to_library(target):
        return "it lies inside the library"
    if not target.parent.is_dir():
        return _REASONS[errno.ENOENT]
    if not os.access(target.parent, os.W_OK):  # elsewhere than on POSIX this is only known when it is tried
        return _REASONS[errno.EACCES]
    return ""


def _belongs_to_library(target: Path) -> bool:
    """Tell whether a path is one that a library keeps its own files at."""
    for folder in target.parents:
        if (folder / _LIBRARY_FILE).is_file():
            first = target.relative_to(folder).parts[0]
            return first in _LIBRARY_FOLDERS or first.startswith(_LIBRARY_FILE)
    return False


@contextmanager
def replaced_when_complete(output: Path) -> Iterator[Path]:
    """Give a temporary file to write; rename it to ``output`` when the block ends well.

    Raises:
        ExportError: The file system refuses. The old file is as it was, the temporary one is gone.
    """
    temporary = temporary_path(output)
    remove_rests(output)
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(output.resolve())
        _sync_folder(temporary.parent)
    except OSError as error:
        raise _refusal(output, _reason(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def writing_error(output: Path, error: Exception) -> ExportError:
    """Return the sentence for a failed write that a C library reports by its message alone."""
    message = str(error)
    known = (reason for code, reason in _REASONS.items() if os.strerror(code) in message)
    return _refusal(output, next(known, message))


def _reason(error: OSError | RuntimeError) -> str:
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0, error.strerror or str(error))
    return _REASONS[errno.ELOOP]


def _refusal(output: Path, reason: str) -> ExportError:
    return ExportError(f"Cannot write “{output.name}”: {reason.removesuffix('.')}.")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename survive a power failure, where the system lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

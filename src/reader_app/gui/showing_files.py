"""Shows files that were written in the program that the system has for them, or in the file manager."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_FILE_MANAGER = "org.freedesktop.FileManager1"


def open_file(file: Path) -> bool:
    """Open a file; False if there is no program for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def show_in_folder(files: Sequence[Path], parent: QObject) -> None:
    """Show files selected in the file manager; where that cannot be had, open their folder.

    Args:
        files: In one folder, at least one.
        parent: Owns the process that asks the file manager, which may take a while.
    """
    folder = files[0].parent
    command = _command(files)
    if not command:
        open_file(folder)
        return
    asking = QProcess(parent)

    def on_finished(status: int) -> None:
        if status != 0 and sys.platform != "win32":  # the Explorer says 1 in any case
            open_file(folder)
        asking.deleteLater()

    def on_error(error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            open_file(folder)
            asking.deleteLater()

    asking.finished.connect(on_finished)
    asking.errorOccurred.connect(on_error)
    asking.start(command[0], command[1:])


def _command(files: Sequence[Path]) -> list[str]:
    """Return what asks the system's file manager to select files; empty if there is no such thing."""
    if sys.platform == "darwin":
        return ["open", "-R", *map(str, files)]
    if sys.platform == "win32":
        return ["explorer", "/select,", QDir.toNativeSeparators(str(files[0]))]
    if shutil.which("gdbus") is None:
        return []
    addresses = ", ".join(f"'{file_address(file)}'" for file in files)
    path = "/" + _FILE_MANAGER.replace(".", "/")
    method = f"{_FILE_MANAGER}.ShowItems"
    return [
        *("gdbus", "call", "--session", "--timeout=3"),
        *("--dest", _FILE_MANAGER, "--object-path", path, "--method", method),
        *(f"[{addresses}]", ""),
    ]


def file_address(file: Path) -> str:
    """Return a file's address; it may stand between single quotes."""
    address = QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return address.replace("'", "%27")

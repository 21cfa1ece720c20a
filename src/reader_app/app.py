"""Puts the window together: paths, log, library, child process, window.

The document child is started first, and loads MuPDF while Qt is loaded here.
"""

from __future__ import annotations

import gc
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from reader_app.core.article import Article
from reader_app.errors import ReaderError, StorageError
from reader_app.library.location import default_folder
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.outbox import Outbox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from reader_app.gui.main_window import MainWindow
    from reader_app.gui.session import Session
    from reader_app.gui.shelf import Shelf
    from reader_app.library.library import Library

_PATIENCE = 0.25  # seconds that the window stands still for another program; what fails is tried again
_log = logging.getLogger(__name__)


def run(sources: Sequence[str], library_folder: Path | None = None) -> int:
    """Open the window; returns the exit status.

    Args:
        sources: Files to save and show.
        library_folder: None for the usual one.
    """
    # The collector would look through all that the imports make, again and again.
    gc.disable()
    outbox = Outbox()
    child = DocumentChild(outbox.post)
    try:
        return _run(sources, library_folder or default_folder(), child, outbox)
    finally:
        child.close()


def _run(sources: Sequence[str], folder: Path, child: DocumentChild, outbox: Outbox) -> int:
    from PySide6.QtWidgets import QApplication

    from reader_app.gui.look import Look
    from reader_app.gui.paths import log_file, settings_file
    from reader_app.gui.settings import COLUMN_ROOM, Settings
    from reader_app.gui.shelf import Shelf
    from reader_app.gui.single_instance import SingleInstance
    from reader_app.gui.theme import resource
    from reader_app.gui.worker_bridge import DocumentBridge

    sys.excepthook = _on_bug
    QApplication.setApplicationName("reader-app")
    QApplication.setApplicationDisplayName("Reader")
    QApplication.setDesktopFileName("reader-app")
    application = QApplication(sys.argv[:1])
    settings = Settings(settings_file())
    look = Look(application, settings)
    while True:
        instance = SingleInstance(folder)
        if not instance.claim_or_hand_over(sources):
            return 0
        try:
            library, session = _open(folder, child)
            break
        except StorageError as error:
            print(f"Error: {error}", file=sys.stderr)
            instance.release()
            application.setWindowIcon(look.icons.icon("reader-app"))
            chosen = _ask_what_to_do(application, folder, error)
        if chosen is None:
            return 1
        folder = chosen
    with library:
        bridge = DocumentBridge(child, outbox)
        shelf = Shelf(library)
        article = _known_article(shelf, sources)
        if article is not None:
            # The child opens it, and lays it out for the width of the last time, while the window is made.
            session.open(article, look.style.fitted(settings.get(COLUMN_ROOM)))
        from reader_app.gui.main_window import MainWindow

        application.setWindowIcon(look.icons.icon("reader-app"))
        window = MainWindow(session, shelf, settings, look)
        instance.received.connect(lambda arguments: _receive(window, arguments))
        _close_when_told(window)
        application.commitDataRequest.connect(lambda _session: window.flush())  # logging out
        window.show()
        _start_log(log_file())
        if article is None:
            window.arrivals.add_named(sources or [str(resource("samples/welcome.txt"))], is_shown=True)
        status = application.exec()
        bridge.close()
        instance.release()
    return status


def _open(folder: Path, child: DocumentChild) -> tuple[Library, Session]:
    """Open the library, and read of it what the window cannot do without.

    Raises:
        StorageError: It cannot be opened, or it is damaged.
    """
    from reader_app.gui.session import Session
    from reader_app.library.library import open_library

    library = open_library(folder)
    try:
        library.set_patience(_PATIENCE)
        return library, Session(library, child)
    except BaseException:
        library.close()
        raise


def _ask_what_to_do(application: QApplication, folder: Path, error: StorageError) -> Path | None:
    """Show what is wrong with the library; returns the folder to try next, None to end."""
    from reader_app.gui.trouble_dialog import TroubleDialog  # late: most libraries can be opened

    # The window is still to come when this one is closed.
    application.setQuitOnLastWindowClosed(False)
    dialog = TroubleDialog(folder, error)
    is_tried_again = dialog.exec() == TroubleDialog.DialogCode.Accepted
    application.setQuitOnLastWindowClosed(True)
    return dialog.folder if is_tried_again else None


def _known_article(shelf: Shelf, sources: Sequence[str]) -> Article | None:
    """Return the article to show first if it is saved already: the file named, else that of the last time."""
    if not sources:
        return shelf.latest()
    return shelf.find(Path(sources[0])) if len(sources) == 1 else None


def _close_when_told(window: MainWindow) -> None:
    """Close as the reader does, with all that was typed, on Ctrl+C in the terminal or a polite kill.

    The interpreter looks for signals when it runs: at the latest with the bridge's next look at the child.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None:  # Windows has no SIGHUP
            signal.signal(number, lambda _number, _frame: window.close())


def _receive(window: MainWindow, arguments: Sequence[str]) -> None:
    """Show what another start was asked to show."""
    window.arrivals.add_named(arguments, is_shown=True)
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.raise_()
    window.activateWindow()


def _start_log(path: Path) -> None:
    """Write warnings and bugs to a file of limited size, and never to the reader's terminal alone."""
    from logging.handlers import RotatingFileHandler  # late: it brings sockets along

    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(path, maxBytes=500_000, backupCount=2, encoding="utf-8"))
    except OSError as error:
        print(f"There is no log: {error}", file=sys.stderr)
    logging.basicConfig(
        level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


def _on_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what nobody expected; the window stays, and with it what the reader typed."""
    if issubclass(kind, ReaderError):
        _log.error("an error was not shown: %s", error, exc_info=(kind, error, trace))
    else:
        _log.critical("a bug", exc_info=(kind, error, trace))

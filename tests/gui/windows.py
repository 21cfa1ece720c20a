"""The whole window on a library of its own, with real children, for tests of what its parts do together."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE
from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.look import Look
from reader_app.gui.main_window import MainWindow
from reader_app.gui.session import Session
from reader_app.gui.settings import Settings
from reader_app.gui.shelf import Shelf
from reader_app.gui.worker_bridge import DocumentBridge
from reader_app.library.library import Library
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.outbox import Outbox


class Desktop:
    """A window that is shown, and what a reader sees of it."""

    def __init__(self, library: Library, settings: Path, application: QApplication, qtbot: QtBot) -> None:
        outbox = Outbox()
        self.library, self._qtbot = library, qtbot
        self._bridge = DocumentBridge(DocumentChild(outbox.post), outbox)
        self.settings = Settings(settings)
        self.session = Session(library, self._bridge.child, self._bridge)
        self.shelf = Shelf(library, self._bridge)
        self.window = MainWindow(self.session, self.shelf, self.settings, Look(application, self.settings))
        self._is_closed = False
        self.window.show()
        self.window.furnish()

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.window.close()
            self.window.deleteLater()
            # Nothing of it may wake up after the library is closed.
            QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)
            self._bridge.close()

    def add(self, *names: Path | str) -> None:
        self.window.arrivals.add_named(map(str, names))

    def open(self, *names: Path | str) -> None:
        """Add one thing and wait until it is read."""
        with self._qtbot.waitSignal(self.session.opened, timeout=PATIENCE):
            self.add(*names)

    def run(self, action: str) -> None:
        """Do what a menu entry does."""
        self.window._actions[action].trigger()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE)

    def wait_until_read(self) -> None:
        """Wait until the text that is in sight was read."""
        session, view = self.session, self.window.article.view

        def is_read() -> bool:
            text = session.text
            return (
                text is not None
                and text.is_located
                and all(text.page(page) is not None for page in view.visible_pages())
            )

        self.wait_until(is_read)

    @property
    def title(self) -> str:
        return self.session.article.title if self.session.article is not None else ""

    @property
    def titles(self) -> list[str]:
        """The articles in the library, sorted."""
        return sorted(article.title for article in self.library.articles.list())

    @property
    def is_taking(self) -> bool:
        """Whether something of the watched folder is being added."""
        assert self.window._furniture is not None
        return self.window._furniture._watching.adding.is_busy

    @property
    def articles(self) -> ArticleList:
        """The list of articles."""
        assert self.window._furniture is not None
        return self.window._furniture.feed.articles

    @property
    def text(self) -> str:
        """The words of the open article, as the library has them."""
        assert self.session.article is not None
        texts = self.library.articles.texts(self.session.article.version_id) or []
        return "\n".join(section.reading for section in texts)

    @property
    def notice(self) -> str:
        """What the notice bar says, "" if it is hidden."""
        bar = self.window.article.notices
        return bar.accessibleName() if bar.isVisible() else ""

    def press_notice(self) -> None:
        """Press the button of the notice."""
        button = self.window.article.notices.findChild(QPushButton)
        assert isinstance(button, QPushButton)
        assert button.isVisible()
        button.click()

    @property
    def strip(self) -> str:
        """What the line at the foot says of the adding, "" if it is hidden."""
        furniture = self.window._furniture
        assert furniture is not None
        label = furniture._strip.findChild(QLabel)
        assert isinstance(label, QLabel)
        return label.text() if furniture._strip.isVisible() else ""

    @property
    def status(self) -> str:
        return self.window.statusBar().currentMessage()

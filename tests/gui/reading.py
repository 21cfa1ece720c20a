"""A real library, a real document child and a real page view for tests of the window's parts."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader_app.core.annotation import Annotation, Kind
from reader_app.core.article import Article
from reader_app.core.article_text import Place
from reader_app.core.layout import ReadingStyle
from reader_app.gui.marking import mark_selection
from reader_app.gui.page_view.view import PageView
from reader_app.gui.session import Session
from reader_app.gui.theme import LIGHT
from reader_app.gui.worker_bridge import DocumentBridge
from reader_app.intake.sources import given
from reader_app.library.library import Library, open_library
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import SaveSource
from reader_app.worker.outbox import Outbox
from reader_app.worker.saving import save_source

PATIENCE = 60_000  # milliseconds
NEWS = """\
A bridge is closed

The bridge over the river is closed until spring, the town says.

“We saw the cracks in June,” the engineer said, and "nobody listened" to her.

The ferry runs every hour, the town says.
"""


class Reading:
    """A session with its page view on a library of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder, self._qtbot = folder, qtbot
        self.library: Library = open_library(folder)
        outbox = Outbox()
        self.child = DocumentChild(outbox.post)
        self._owner = QObject()  # destroys what it owns in this thread
        self._bridge = DocumentBridge(self.child, outbox, self._owner)
        self.session = Session(self.library, self.child, self._owner)
        self.failures: list[str] = []
        self.session.failed.connect(self.failures.append)
        self.view = PageView(self.session, LIGHT)
        qtbot.addWidget(self.view)
        self.view.resize(900, 600)
        self.view.show()

    def close(self) -> None:
        self.view.close()
        self.session.close()
        self._bridge.close()
        self.library.close()

    def save(self, source: Path | bytes, name: str = "news.txt") -> Article:
        name = source.name if isinstance(source, Path) else name
        return save_source(SaveSource(self.folder, given(source, name))).article

    def open(self, article: Article, **options: str) -> None:
        """Open an article and wait until what is seen of it was read and drawn."""
        with self._qtbot.waitSignal(self.session.opened, timeout=PATIENCE):
            self.session.open(article, self.view.style_that_fits(), **options)
        self.settle()

    def open_text(self, text: str = NEWS, name: str = "news.txt") -> Article:
        article = self.save(text.encode(), name)
        self.open(article)
        return article

    def open_pdf(self, path: Path) -> Article:
        article = self.save(path)
        self.open(article)
        return article

    def settle(self) -> None:
        """Wait until nothing is asked for, laid out or scrolled any more."""
        self.wait_until(self._is_settled)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE)

    def place(self, words: str) -> tuple[Place, Place]:
        """Return where words that were read stand, the first time."""
        text = self.session.text
        assert text is not None
        chars = "".join(words.split())
        for number in range(len(self.view.stack)):
            page = text.page(number)
            if page is not None and (found := page.text.chars.find(chars)) >= 0:
                start = page.start + found
                return (page.section, start), (page.section, start + len(chars))
        raise AssertionError(f"nowhere: {words}")

    def select(self, words: str) -> None:
        self.session.select(*self.place(words))

    def mark(self, words: str, label: str = "claim", kind: Kind = Kind.HIGHLIGHT) -> Annotation:
        """Mark words; returns the annotation."""
        self.select(words)
        annotation = self.session.annotations.get(mark_selection(self.session, kind, label))
        assert annotation is not None
        return annotation

    def stored(self) -> list[Annotation]:
        """Return what another program finds in the library."""
        assert self.session.article is not None
        with open_library(self.folder) as library:
            return library.annotations.of_article(self.session.article.id)

    def area(self, words: str) -> QRectF:
        """Return where words stand in the viewport; those over several lines stand where the first is."""
        first, after = self.place(words)
        text = self.session.text
        assert text is not None
        page, quads = next(text.span_quads(first, after))
        return self.view.stack.bounds(page, quads[:1]).translated(-self.view.offset)

    def first_line(self) -> str:
        """Return the first words of the first line that is wholly or partly in the view."""
        view, text = self.view, self.session.text
        assert text is not None
        top = view.verticalScrollBar().value()
        page = text.page(view.stack.page_at(top))
        assert page is not None
        offset = page.first_below(view.stack.to_page(page.page, QPointF(0, top + 1)).y)
        assert offset is not None
        return page.text.chars[offset - page.start :][:12]

    def _is_settled(self) -> bool:
        view, session = self.view, self.session
        QApplication.processEvents()
        return (
            not self.child._queue
            and not self.child._sent
            and not view.glide.is_running
            and not view._resize_pause.isActive()
            and session.text is not None
            and session.text.is_located
            and all(session.text.page(page) is not None for page in view.visible_pages())
        )


class Mouse:
    """A mouse over a page view."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._viewport = reading.view.viewport()

    def click(self, at: QPointF, times: int = 1, shift: bool = False) -> None:
        for number in range(times):
            self.press(at, double=number == 1, shift=shift)
            self.release(at)

    def drag(self, start: QPointF, *way: QPointF) -> None:
        self.press(start)
        for at in way:
            self.move(at)
        self.release(way[-1])

    def press(self, at: QPointF, *, double: bool = False, shift: bool = False) -> None:
        kind = QEvent.Type.MouseButtonDblClick if double else QEvent.Type.MouseButtonPress
        self._send(kind, at, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, shift=shift)

    def move(self, at: QPointF, *, held: bool = True) -> None:
        buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
        self._send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, buttons)

    def release(self, at: QPointF) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)

    def _send(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        *,
        shift: bool = False,
    ) -> None:
        keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        everywhere = QPointF(self._viewport.mapToGlobal(QPoint(0, 0))) + at
        QApplication.sendEvent(self._viewport, QMouseEvent(kind, at, everywhere, button, buttons, keys))


def left_of(area: QRectF) -> QPointF:
    """Return a point just inside the left end of an area."""
    return QPointF(area.left() + 1, area.center().y())


def right_of(area: QRectF) -> QPointF:
    """Return a point just inside the right end of an area."""
    return QPointF(area.right() - 1, area.center().y())


def long_text(paragraphs: int = 120) -> str:
    """Return an article whose paragraphs all begin with words of their own."""
    body = "\n\n".join(
        f"Number{n:03d} begins this paragraph, which goes on with as many words as it takes to fill"
        f" more than one line of the column, and ends with end{n:03d}."
        for n in range(paragraphs)
    )
    return f"A long article\n\n{body}\n"


def write_pages(path: Path, pages: int = 4, password: str = "") -> Path:
    """Write pages, each with some numbered lines."""
    with pymupdf.open() as pdf:
        for number in range(pages):
            page = pdf.new_page(width=300, height=400)
            for line in range(12):
                page.insert_text((30, 50 + 28 * line), f"Page{number} line{line:02d} has a few words.")
        encryption = pymupdf.PDF_ENCRYPT_AES_256 if password else pymupdf.PDF_ENCRYPT_NONE
        pdf.save(path, encryption=encryption, user_pw=password, owner_pw=password)
    return path


def write_columns(path: Path) -> Path:
    """Write a page of two columns."""
    left = [f"leftline{n:02d} of the story" for n in range(12)]
    right = [f"rightline{n:02d} of the story" for n in range(12)]
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=400)
        page.insert_textbox(pymupdf.Rect(30, 40, 190, 380), "\n".join(left), fontsize=12)
        page.insert_textbox(pymupdf.Rect(230, 40, 390, 380), "\n".join(right), fontsize=12)
        pdf.save(path)
    return path


def styled(view: PageView, **changes: float) -> ReadingStyle:
    """Return the view's style with some parts exchanged."""
    from dataclasses import replace

    return replace(view._wanted_style, **changes)

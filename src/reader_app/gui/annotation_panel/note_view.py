"""Shows a note as rendered Markdown on the active card.

Renders text only: no HTML, no images, nothing fetched.
"""

from PySide6.QtCore import QPoint, QPointF, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from reader_app.gui.annotation_panel.face import LEADING
from reader_app.gui.annotation_panel.lines import set_note

INDENT = 16  # pixels a level of lists


class _TextOnly(QTextDocument):
    """A document that loads nothing: a note may come from another person's file."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Give nothing, whatever is asked for."""
        return None


class NoteView:
    """A rendered note that can be measured, painted and asked for links.

    Attributes:
        width: Of its lines, in pixels.
        height: Of the whole note, in pixels.
    """

    def __init__(self, note: str, hint: str, font: QFont, width: int, link_color: str) -> None:
        self._is_empty = not note.strip()
        self._document = _TextOnly()
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(font)
        self._document.setIndentWidth(INDENT)
        if self._is_empty:
            self._document.setPlainText(hint)
        else:
            set_note(self._document, note)
            self._refine(link_color)
        self._document.setTextWidth(width)
        self.width = width
        self.height = round(self._document.size().height())

    def paint(self, painter: QPainter, place: QPoint, palette: QPalette) -> None:
        """Paint the note with its top left corner at a place; the hint is quieter than a note."""
        context = QAbstractTextDocumentLayout.PaintContext()
        if self._is_empty:
            palette.setColor(QPalette.ColorRole.Text, palette.color(QPalette.ColorRole.PlaceholderText))
        context.palette = palette
        painter.save()
        painter.translate(place)
        self._document.documentLayout().draw(painter, context)
        painter.restore()

    def _refine(self, link_color: str) -> None:
        """Lead the lines as the folded card does, and give links the theme's color."""
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        leading = QTextBlockFormat()
        leading.setLineHeight(100 * LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(leading)
        links = QTextCharFormat()
        links.setForeground(QColor(link_color))
        links.setFontUnderline(True)
        for start, end in self._link_ranges():
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(links)

    def _link_ranges(self) -> list[tuple[int, int]]:
        ranges = []
        block = self._document.begin()
        while block.isValid():
            for span in block.textFormats():
                if span.format.isAnchor():
                    start = block.position() + span.start
                    ranges.append((start, start + span.length))
            block = block.next()
        return ranges

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link at a point of the note, or ""."""
        return self._document.documentLayout().anchorAt(QPointF(point))

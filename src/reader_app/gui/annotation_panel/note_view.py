"""Shows a note as rendered Markdown on the active card.

Renders text only: no HTML, no images, nothing fetched.
"""

from PySide6.QtCore import QPoint, QPointF, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from reader_app.gui.annotation_panel.face import LEADING
from reader_app.gui.annotation_panel.lines import set_note

INDENT = 12  # pixels of quotations
PARAGRAPH_GAP = 6


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
        self._document.setIndentWidth(QFontMetricsF(font).horizontalAdvance("10. "))
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
        """Set the note as a card has room for it, and give links the theme's color."""
        cursor = QTextCursor(self._document)
        links = QTextCharFormat()
        links.setForeground(QColor(link_color))
        links.setFontUnderline(True)
        block = self._document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(self._block_format(block))
            if block.blockFormat().headingLevel():
                cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(_heading_format(block.blockFormat().headingLevel()))
            for start, end in _link_ranges(block):
                cursor.setPosition(start)
                cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(links)
            block = block.next()

    def _block_format(self, block: QTextBlock) -> QTextBlockFormat:
        """Return the leading of the folded card, and margins smaller than those of a page."""
        given = block.blockFormat()
        refined = QTextBlockFormat()
        refined.setLineHeight(100 * LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        refined.setTopMargin(0)
        follower = block.next()
        is_last = not follower.isValid()
        is_in_list = block.textList() is not None and follower.textList() is not None
        is_tight = is_last or is_in_list or QTextCursor(block).currentTable() is not None
        refined.setBottomMargin(0 if is_tight else PARAGRAPH_GAP)
        if given.leftMargin():
            refined.setLeftMargin(INDENT)
            refined.setRightMargin(0)
        return refined

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link at a point of the note, or ""."""
        return self._document.documentLayout().anchorAt(QPointF(point))


def _heading_format(level: int) -> QTextCharFormat:
    """Return a bold format little or no larger than the note's text."""
    heading = QTextCharFormat()
    heading.setFontWeight(QFont.Weight.Bold)
    heading.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1 if level == 1 else 0)
    return heading


def _link_ranges(block: QTextBlock) -> list[tuple[int, int]]:
    spans = [span for span in block.textFormats() if span.format.isAnchor()]
    return [(block.position() + span.start, block.position() + span.start + span.length) for span in spans]

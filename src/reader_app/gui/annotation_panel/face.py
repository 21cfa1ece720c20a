"""Where the parts of a card stand, and how they are painted.

A face is made from content and width alone, without a widget, so the height of a card is known
before there is one. Folded cards are nothing but their face; the open card adds tools and an editor.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from reader_app.core.annotation import Status
from reader_app.gui.annotation_panel.content import CardContent, Look, kind_name
from reader_app.gui.annotation_panel.lines import broken, paint_lines, plain
from reader_app.gui.controls import mixed

STRIPE = 4
PADDING = 12
HEADER = 20  # at least
GAP = 4
RADIUS = 6
FOLDED_NOTE_LINES = 3
FOLDED_QUOTE_LINES = 2  # one beside a note
OPEN_QUOTE_LINES = 6
LEADING = 1.2
ANCHOR = PADDING // 2 + HEADER // 2  # from a card's top to where a connector meets it

_INNER_MARKS = str.maketrans('“”"', "‘’'")


@dataclass(frozen=True, slots=True)
class Face:
    """The parts of a card of one width, in pixels from its top left corner.

    Attributes:
        header: Label name and page.
        quote: The quote's lines stand here.
        quote_lines: What of the quote is shown.
        note: The note, or the hint to write one, or the editor.
        note_lines: What of the note is shown while folded; () when something else shows it.
        tags: The line of tags; empty while folded.
        tools: The row of buttons; empty while folded.
        height: Of the whole card.
    """

    header: QRect
    quote: QRect
    quote_lines: tuple[str, ...]
    note: QRect
    note_lines: tuple[str, ...]
    tags: QRect
    tools: QRect
    height: int


def label_font(look: Look) -> QFont:
    """Return the font of label names and page numbers."""
    font = _scaled(look.font, 0.92)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def quote_font(look: Look) -> QFont:
    """Return the font of quotes, tags and hints: smaller and quieter than the note's."""
    return _scaled(look.font, 0.92)


def line_height(font: QFont) -> int:
    """Return the distance of two lines in pixels."""
    return round(QFontMetricsF(font).height() * LEADING)


def header_height(look: Look) -> int:
    """Return the height of the line with the label's name."""
    return max(HEADER, round(QFontMetricsF(label_font(look)).height()))


def text_width(width: int) -> int:
    """Return how wide the text of a card may run."""
    return max(1, width - STRIPE - 2 * PADDING)


def folded_face(content: CardContent, width: int, look: Look) -> Face:
    """Return the face of a card that is not active."""
    most = 1 if content.note else FOLDED_QUOTE_LINES
    quote_lines = broken(quoted(content.quote), quote_font(look), text_width(width), most)
    note_lines = broken(plain(content.note), look.font, text_width(width), FOLDED_NOTE_LINES)
    return _stacked(width, look, quote_lines, note_lines, len(note_lines) * line_height(look.font))


def row_face(content: CardContent, width: int, look: Look) -> Face:
    """Return the face of a card in a list: one line of quote and note each, so that none is measured."""
    quote_lines = broken(quoted(content.quote), quote_font(look), text_width(width), 1)
    note_lines = broken(plain(content.note), look.font, text_width(width), 1)
    return _stacked(width, look, quote_lines, note_lines, len(note_lines) * line_height(look.font))


def folded_heights(look: Look) -> tuple[tuple[int, ...], ...]:
    """Return the heights of folded cards, by lines of the quote, then by lines of the note."""
    quotes = [GAP + lines * line_height(quote_font(look)) for lines in range(1, FOLDED_QUOTE_LINES + 1)]
    notes = [GAP + lines * line_height(look.font) for lines in range(1, FOLDED_NOTE_LINES + 1)]
    rest = PADDING // 2 + header_height(look) + PADDING - 2
    return tuple(tuple(rest + quote + note for note in (0, *notes)) for quote in (0, *quotes))


def open_face(
    content: CardContent, width: int, look: Look, note_height: int, tags_height: int, tools_height: int
) -> Face:
    """Return the face of the active card, whose note or editor, tags and tools have the given heights."""
    quote_lines = broken(quoted(content.quote), quote_font(look), text_width(width), OPEN_QUOTE_LINES)
    return _stacked(
        width, look, quote_lines, (), note_height, tags_height=tags_height, tools_height=tools_height
    )


def edge_pen(look: Look, is_active: bool, *, has_focus: bool = False, is_lit: bool = False) -> QPen:
    """Return what a card's edge is drawn with."""
    colors = look.colors
    if is_active:
        return QPen(QColor(colors.accent), 2 if has_focus else 1.25)
    return QPen(mixed(colors.border, colors.text, 0.4 if is_lit else 0), 1)


def paint_ground(painter: QPainter, size: QRect, content: CardContent, look: Look, edge: QPen) -> None:
    """Paint the rounded card with its edge and the stripe in the label's color."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = edge.widthF() / 2
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(size).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
    painter.fillPath(outline, QColor(look.colors.card))
    painter.strokePath(outline, edge)
    painter.save()  # the stripe lies over the edge, so that an accent does not hide the label's color
    outline.clear()
    outline.addRoundedRect(QRectF(size), RADIUS, RADIUS)
    painter.setClipPath(outline)
    painter.fillRect(QRect(size.left(), size.top(), STRIPE, size.height()), QColor(content.label_color))
    painter.restore()


def paint_shadow(painter: QPainter, card: QRect, *, is_dark: bool) -> None:
    """Paint a soft shadow below and around a card."""
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in range(1, 6):
        painter.setBrush(QColor(0, 0, 0, 26 if is_dark else 9))
        area = QRectF(card).adjusted(-spread, -spread + 2, spread, spread + 2)
        painter.drawRoundedRect(area, RADIUS + spread, RADIUS + spread)


def paint_texts(painter: QPainter, face: Face, content: CardContent, look: Look, *, has_name: bool) -> None:
    """Paint header, quote and folded note.

    Args:
        painter: Of the card.
        face: Of the card.
        content: What it shows.
        look: How.
        has_name: Whether the label's name is painted; a button shows it on the active card.
    """
    colors = look.colors
    aside = _aside(content)
    painter.setFont(quote_font(look))
    painter.setPen(QColor(colors.secondary))
    aside_width = round(painter.fontMetrics().horizontalAdvance(aside))
    flags = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(face.header, flags | Qt.AlignmentFlag.AlignRight, aside)
    paint_lines(painter, face.quote, face.quote_lines, line_height(quote_font(look)))
    painter.setPen(QColor(colors.text))
    if has_name:
        painter.setFont(label_font(look))
        room = face.header.width() - (aside_width + PADDING if aside else 0)
        name = painter.fontMetrics().elidedText(content.label_name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(face.header, flags | Qt.AlignmentFlag.AlignLeft, name)
    painter.setFont(look.font)
    paint_lines(painter, face.note, face.note_lines, line_height(look.font))


def _stacked(
    width: int,
    look: Look,
    quote_lines: tuple[str, ...],
    note_lines: tuple[str, ...],
    note_height: int,
    *,
    tags_height: int = 0,
    tools_height: int = 0,
) -> Face:
    """Stack the parts from the top, each but the first with a gap above it if it has a height."""
    left, room = STRIPE + PADDING, text_width(width)
    bottom = PADDING // 2
    areas: list[QRect] = []
    small = line_height(quote_font(look))
    header_room = header_height(look)
    for height in (
        header_room,
        len(quote_lines) * small,
        note_height,
        tags_height,
        tools_height,
    ):
        top = bottom + (GAP if height and areas else 0)
        areas.append(QRect(left, top, room, height))
        bottom = top + height
    header, quote, note, tags, tools = areas
    height = bottom + (PADDING // 2 if tools_height else PADDING - 2)
    return Face(header, quote, quote_lines, note, note_lines, tags, tools, height)


def _aside(content: CardContent) -> str:
    """Return what stands at the right of the header."""
    doubt = {Status.PLACED: "", Status.REVIEW: "to review", Status.UNPLACED: "unplaced"}[content.status]
    kind = "" if content.kind.marks_text and not content.is_foreign else kind_name(content.kind)
    author = "" if content.is_foreign else content.author
    return " · ".join(part for part in (doubt, author, kind, _replies(content), content.page_label) if part)


def _replies(content: CardContent) -> str:
    count = len(content.replies)
    return "" if not count else "1 reply" if count == 1 else f"{count} replies"


def quoted(quote: str) -> str:
    """Return the quote in double quotation marks, those within it single."""
    return f"“{quote.translate(_INNER_MARKS)}”" if quote else ""


def _scaled(font: QFont, factor: float) -> QFont:
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    return scaled

"""Breaks a text into lines that fit a width, and elides what is too much.

Qt counts in UTF-16 units, so positions are converted here and nowhere else in the panel.
"""

import re
from collections.abc import Iterator
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextDocument, QTextLayout, QTextOption

_MARKDOWN = re.compile(r"[*_`\[\]~\\|<&]|^\s*(?:[#>+-]|\d+[.)])", re.MULTILINE)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CHARACTERS_A_LINE = 240  # more than fit the widest panel; what is beyond cannot be seen


def broken(text: str, font: QFont, width: float, most: int) -> tuple[str, ...]:
    """Return at most ``most`` lines of the text, the last one elided if there is more."""
    paragraphs = [paragraph for line in text.split("\n") if (paragraph := line.strip())]
    lines: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        found, rest = _wrapped(paragraph, font, width, most - len(lines))
        lines += found
        if len(lines) == most:
            if rest:
                lines[-1] = _elided(rest, font, width)
            elif index < len(paragraphs) - 1:
                lines[-1] = _elided(f"{lines[-1]} …", font, width)
            break
    return tuple(lines)


def paint_lines(painter: QPainter, area: QRect, lines: tuple[str, ...], height: float) -> None:
    """Paint the lines in the painter's font and pen, right-to-left text from the right edge."""
    metrics = QFontMetricsF(painter.font())
    painter.save()
    for index, line in enumerate(lines):
        baseline = area.top() + index * height + (height - metrics.height()) / 2 + metrics.ascent()
        is_from_right = not line.isascii() and _is_right_to_left(line)
        left = area.right() + 1 - metrics.horizontalAdvance(line) if is_from_right else float(area.left())
        direction = Qt.LayoutDirection.RightToLeft if is_from_right else Qt.LayoutDirection.LeftToRight
        painter.setLayoutDirection(direction)
        painter.drawText(QPointF(left, baseline), line)
    painter.restore()


def plain(note: str) -> str:
    """Return the note without its Markdown signs."""
    if not _MARKDOWN.search(note):
        return note
    document = QTextDocument()
    set_note(document, note)
    return re.sub("\n{2,}", "\n", document.toPlainText()).strip()


def set_note(document: QTextDocument, note: str) -> None:
    """Render the note into the document: GitHub's Markdown, no HTML, and each line break is kept."""
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(
        "\n".join(_with_hard_breaks(note)),
        features(features.MarkdownDialectGitHub.value | features.MarkdownNoHTML.value),
    )


def _with_hard_breaks(note: str) -> Iterator[str]:
    """Yield the note's lines, with the two spaces at their ends that keep a break in Markdown."""
    is_code = False
    for line in note.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        is_kept = is_code or not line.strip() or line.lstrip().startswith("|")
        yield line if is_kept else line.rstrip() + "  "


def _wrapped(text: str, font: QFont, width: float, most: int) -> tuple[list[str], str]:
    """Return up to ``most`` lines and, if there are more, the text from the start of the last of them."""
    text = text[: _CHARACTERS_A_LINE * most]
    units = text.encode("utf-16-le")
    layout = QTextLayout(text, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    lines: list[str] = []
    start = end = 0
    while len(lines) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        lines.append(units[start:end].decode("utf-16-le").rstrip())
    layout.endLayout()
    return lines, units[start:].decode("utf-16-le") if end < len(units) else ""


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _elided(text: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    directions = (bidirectional(character) for character in text)
    return next((direction for direction in directions if direction in {"L", "R", "AL"}), "L") != "L"

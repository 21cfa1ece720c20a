"""Finds the first and the last line of a strip, and what stands under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pymupdf
from pymupdf import mupdf

from reader_app.core.visible import SOFT_HYPHEN

_TEXT, _PICTURE, _VECTOR = 0, 1, 3
_ITEM_MARK = re.compile(r"(?:[•◦▪○■‣–-]|\(?\w{1,5}[.)])\s+")
_SAME_EDGE = 1.0
# Of lines that end so close above the lowest one, that with the lowest baseline is the last: cells of a row.
_LOWEST = 6.0


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or last line of a strip.

    Attributes:
        text: Its raw characters.
        baseline: In points from the top of the page.
        size: Of its font, in points.
        start: Where its text starts, after the mark of a list item: x of its left edge, or of its right
            edge if it runs leftward.
        end: The other edge.
        first_word: Width of its first word.
        is_item: Whether it starts a list item.
        is_code: Whether its font is monospaced.
        is_leftward: Whether it runs from right to left.
    """

    text: str
    baseline: float
    size: float
    start: float
    end: float
    first_word: float
    is_item: bool
    is_code: bool
    is_leftward: bool


@dataclass(frozen=True, slots=True)
class StripEdges:
    """What decides where a strip is cut.

    Attributes:
        first: Its first line, None without text.
        last: Its lowest line.
        bottom: Lower edge of all that stands on it.
        bottom_under_text: Lower edge of pictures, and of rules that start under the last line; 0 without.
        width: Of the page.
    """

    first: Edge | None
    last: Edge | None
    bottom: float
    bottom_under_text: float
    width: float

    def goes_on(self, following: Edge | None, margin: float, *, justified: bool) -> bool:
        """Tell whether the paragraph of the last line goes on with the first line of the next strip.

        It does if the two look alike and the next word had no room on the line; a line of straight
        edges leaves no room at all.
        """
        last = self.last
        if last is None or following is None or following.is_item:
            return False
        if (last.is_leftward, last.is_code) != (following.is_leftward, following.is_code):
            return False
        if abs(last.size - following.size) > 0.01 or abs(last.start - following.start) > _SAME_EDGE:
            return False
        room = (last.end if last.is_leftward else self.width - last.end) - margin
        if last.text.endswith(SOFT_HYPHEN):
            return True
        return room < (1.0 if justified and not last.is_code else following.first_word + 0.25 * last.size)


def read_edges(everything: pymupdf.TextPage, page: pymupdf.Rect) -> StripEdges:
    """Read the edges of a page of text that reflows, from its text, pictures and rules."""
    blocks = [(block.type, pymupdf.Rect(_rect(block.bbox)), block) for block in _blocks(everything)]
    texts = [(area, block) for kind, area, block in blocks if kind == _TEXT]
    first = next((edge for _, block in texts for edge in _edges(block, 0.0)), None)
    low = max((area.y1 for area, _ in texts), default=0.0) - _LOWEST
    lowest = [edge for area, block in texts if area.y1 > low for edge in _edges(block, low)]
    last = _joined(lowest) if lowest else None
    line_top = last.baseline - last.size / 2 if last else 0.0
    # A book may paint its page: that reaches to the bottom, whatever stands on it.
    bottoms = [
        min(area.y1, page.y1)
        for kind, area, _ in blocks
        if kind != _VECTOR or area.y0 > page.y0 + _SAME_EDGE or area.y1 < page.y1 - _SAME_EDGE
    ]
    # What reaches below the page is the border of a box that goes on in the next strip.
    under = [
        area.y1
        for kind, area, _ in blocks
        if (kind == _PICTURE or (kind == _VECTOR and area.y0 > line_top)) and area.y1 <= page.y1
    ]
    return StripEdges(
        first=first,
        last=last,
        bottom=max(bottoms, default=0.0),
        bottom_under_text=max(under, default=0.0),
        width=page.width,
    )


def _joined(pieces: list[Edge]) -> Edge:
    """Return the lowest line, of which MuPDF gives several pieces where spaces are wide."""
    baseline = max(piece.baseline for piece in pieces)
    pieces = [piece for piece in pieces if piece.baseline > baseline - 0.5]
    first, last = pieces[0], pieces[-1]
    return replace(first, text=last.text, end=last.end)


def _blocks(text_page: pymupdf.TextPage) -> Iterator[mupdf.fz_stext_block]:
    block = text_page.this.m_internal.first_block
    while block:
        yield block
        block = block.next


def _rect(bounds: mupdf.fz_rect) -> tuple[float, float, float, float]:
    return bounds.x0, bounds.y0, bounds.x1, bounds.y1


def _edges(block: mupdf.fz_stext_block, below: float) -> Iterator[Edge]:
    """Yield the lines of a block that reach below a height, as far as there is text in them."""
    for line in mupdf.FzStextBlock(block):
        if line.m_internal.bbox.y1 > below and (edge := _edge(line)) is not None:
            yield edge


def _edge(line: mupdf.FzStextLine) -> Edge | None:
    chars = [char.m_internal for char in line]
    text = "".join(chr(char.c) for char in chars)
    if not text.strip():
        return None
    mark = _ITEM_MARK.match(text)
    skipped = mark.end() if mark and mark.end() < len(chars) else 0
    word = chars[skipped : skipped + max(len(text[skipped:].split(maxsplit=1)[0]), 1)]
    body = [char for char in chars[skipped:] if not chr(char.c).isspace()]
    left, right = min(char.quad.ll.x for char in body), max(char.quad.lr.x for char in body)
    is_leftward = sum(char.bidi % 2 for char in chars) * 2 > len(chars)
    largest = max(chars, key=lambda char: char.size)
    return Edge(
        text=text,
        baseline=largest.origin.y,
        size=largest.size,
        start=right if is_leftward else left,
        end=left if is_leftward else right,
        first_word=max(char.quad.lr.x for char in word) - min(char.quad.ll.x for char in word),
        is_item=skipped > 0,
        is_code=bool(mupdf.ll_fz_font_is_monospaced(largest.font)),
        is_leftward=is_leftward,
    )

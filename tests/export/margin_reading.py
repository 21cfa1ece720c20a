"""Reads the cards of a margin edition back out of the PDF, by the bars that stand at their left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf

_STUB = re.compile(r"(note \d+, )?(next page|\d+ pages on)$")
_THICKEST = 6.0  # points
_NUMBERS = 12.0  # points left of a bar: for the number of a card behind its page
_ABOVE, _BELOW = 3.0, 3.0  # what the letters of a card reach beyond its bar


@dataclass(frozen=True)
class CardPiece:
    """A bar and the text beside it.

    Attributes:
        page: Zero-based.
        area: Of bar and text, in page space.
        text: As a reader of the PDF extracts it.
    """

    page: int
    area: pymupdf.Rect
    text: str

    @property
    def is_stub(self) -> bool:
        """Whether it only says where the card is."""
        return _STUB.search(self.text) is not None


def card_pieces(path: Path, colors: set[str]) -> list[CardPiece]:
    """Return the pieces of all cards in the order in which they are read.

    Args:
        path: A margin edition.
        colors: Of the bars, "#rrggbb".
    """
    with pymupdf.open(path) as pdf:
        return [piece for page in pdf for piece in _on_page(page, colors)]


def _on_page(page: pymupdf.Page, colors: set[str]) -> Iterator[CardPiece]:
    turn = page.rotation_matrix  # PyMuPDF turns pages back
    filled = [drawing for drawing in page.get_drawings() if drawing["type"] == "f"]
    shown = [
        drawing["rect"] * turn for drawing in filled if any(_is(drawing["fill"], each) for each in colors)
    ]
    bars = [rect for rect in shown if rect.width < _THICKEST]
    bars.sort(key=lambda bar: (round(bar.x0), bar.y0))
    characters = [
        (*_turned_center(char["bbox"], turn), char["c"])
        for block in page.get_text("rawdict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for char in span["chars"]
    ]
    lefts = sorted({round(bar.x0) for bar in bars})
    for bar in bars:
        right = next((left for left in lefts if left > bar.x0 + 20), page.rect.width)
        area = pymupdf.Rect(bar.x0, bar.y0, right, bar.y1)
        text = "".join(
            char
            for x, y, char in characters
            if bar.x0 < x < right - _NUMBERS and bar.y0 - _ABOVE < y < bar.y1 + _BELOW
        )
        yield CardPiece(page.number, area, text)


def _is(fill: tuple[float, ...] | None, color: str) -> bool:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return fill is not None and all(
        abs(one - other) < 0.01 for one, other in zip(fill, channels, strict=True)
    )


def _turned_center(box: tuple[float, float, float, float], turn: pymupdf.Matrix) -> tuple[float, float]:
    """Return the middle of a box; a page has thousands, so that no objects of MuPDF are made for them."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x * turn.a + y * turn.c + turn.e, x * turn.b + y * turn.d + turn.f

"""Marks the hyphens that a layout added at line ends as what they are, for readers of the converted PDF.

They are drawn with the same glyph as hyphens of the text. Marked with U+00AD as their actual text, as the
PDF standard proposes, they are left out where a person copies or searches: the text stays the article's.
"""

import re
from collections.abc import Sequence

import pymupdf

from reader_app.core.visible import SOFT_HYPHEN
from reader_app.export.pdf.unicode_maps import GlyphText

_SHOWN = re.compile(rb"\[([^\]]*)\]TJ")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_MARKED = b"/Span<</ActualText<FEFF00AD>>>BDC %b EMC"


def mark_soft_hyphens(pdf: pymupdf.Document, page: int, texts: Sequence[GlyphText]) -> None:
    """Mark the soft hyphens of a page.

    Args:
        pdf: The PDF, made from a layout.
        page: The number of its page's object.
        texts: What the page's glyphs stand for, in the order in which they are drawn.
    """
    kind, value = pdf.xref_get_key(page, "Contents")
    if kind == "xref" and any(text == SOFT_HYPHEN for _, text in texts):
        xref = int(value.split()[0])
        content = marked_content(pdf.xref_stream(xref), texts)
        pdf.update_stream(xref, content, compress=False)  # compressed once, when all is saved


def marked_content(content: bytes, texts: Sequence[GlyphText]) -> bytes:
    """Return a content stream with its soft hyphens marked.

    Args:
        content: As MuPDF writes it: glyphs in four hexadecimal digits, a soft hyphen always alone.
        texts: What each glyph stands for, in order.
    """
    counts = [sum(map(len, _HEX.findall(match[1]))) // 4 for match in _SHOWN.finditer(content)]
    if sum(counts) != len(texts):
        return content  # part of the text is drawn elsewhere, in a picture: it cannot be told which
    pieces: list[bytes] = []
    done = first = 0
    for match, count in zip(_SHOWN.finditer(content), counts, strict=True):
        if count == 1 and texts[first][1] == SOFT_HYPHEN:
            pieces += [content[done : match.start()], _MARKED % match[0]]
            done = match.end()
        first += count
    return b"".join([*pieces, content[done:]])

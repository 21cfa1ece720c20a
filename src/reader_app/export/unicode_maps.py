"""Tells readers of a converted PDF which characters its glyphs stand for.

MuPDF looks glyphs up in the font, which knows nothing of glyphs that shaping chose: the forms of Arabic
letters, ligatures, small capitals. It also misspells what lies beyond the basic plane (emoji). Copying
from such a PDF, and searching in it, fail. The layout that the PDF was made from knows the text of every
glyph, in the same order, so the maps (ToUnicode) are written anew from that.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pymupdf

from reader_app.core.visible import SOFT_HYPHEN

_Texts = dict[int, Counter[str]]
"""The texts that each glyph of a font was seen to stand for."""

_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{chars}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_BLOCK = 100  # entries that the format allows in one list


def write_unicode_maps(layout: pymupdf.Document, pdf: pymupdf.Document) -> None:
    """Write the maps of all fonts whose names are unique, as they are once the fonts are subsets."""
    fonts: defaultdict[str, _Texts] = defaultdict(lambda: defaultdict(Counter))
    with _full_font_names():
        for before, after in zip(layout, pdf, strict=True):
            names = [name for name, glyph in _drawn(after) if glyph >= 0]
            texts = list(glyph_texts(before))
            if len(names) != len(texts):
                return  # not the same drawing after all: MuPDF's own maps are better than wrong ones
            for name, (glyph, text) in zip(names, texts, strict=True):
                fonts[name][glyph][text] += 1
        xrefs = {
            name[:31]: xref for page in pdf for xref, _, kind, name, *_ in page.get_fonts() if kind == "Type0"
        }
    for name, seen in fonts.items():
        xref = xrefs.get(name[:31])
        kind, value = pdf.xref_get_key(xref, "ToUnicode") if xref else ("null", "")
        if kind == "xref":
            pdf.update_stream(
                int(value.split()[0]), unicode_map({glyph: _best(seen[glyph]) for glyph in seen})
            )


def unicode_map(texts: dict[int, str]) -> bytes:
    """Return the ToUnicode map for the texts of glyphs."""
    lines = [f"<{glyph:04X}> <{texts[glyph].encode('utf-16-be').hex().upper()}>\n" for glyph in sorted(texts)]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    chars = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _MAP.format(chars=chars).encode("ascii")


def _best(texts: Counter[str]) -> str:
    """Return what a glyph stands for; it may be for several characters, such as two kinds of space.

    A hyphen that the text has outweighs all that were added at the ends of lines.
    """
    lasting = {text: count for text, count in texts.items() if text != SOFT_HYPHEN} or texts
    return max(lasting, key=lambda text: (lasting[text], text))


def glyph_texts(page: pymupdf.Page) -> Iterator[tuple[int, str]]:
    """Yield the glyphs of a layout's page with their texts: a ligature has several characters."""
    glyph, text = -1, ""
    for span in page.get_texttrace():
        for char, index, *_ in span["chars"]:
            if index < 0:
                text += chr(char)
                continue
            if glyph >= 0:
                yield glyph, text
            glyph, text = index, chr(char)
    if glyph >= 0:
        yield glyph, text


def _drawn(page: pymupdf.Page) -> Iterator[tuple[str, int]]:
    """Yield the font and the glyph of everything that a page of the PDF draws."""
    for span in page.get_texttrace():
        for _, glyph, *_ in span["chars"]:
            yield span["font"], glyph


@contextmanager
def _full_font_names() -> Iterator[None]:
    """Let MuPDF give the names of subsets, which are unique."""
    before = pymupdf.TOOLS.set_subset_fontnames()
    pymupdf.TOOLS.set_subset_fontnames(True)
    try:
        yield
    finally:
        pymupdf.TOOLS.set_subset_fontnames(before)

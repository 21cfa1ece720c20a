"""Tells readers of a converted PDF which characters its glyphs stand for.

MuPDF looks glyphs up in the font, which knows nothing of glyphs that shaping chose: the forms of Arabic
letters, ligatures, small capitals. It also misspells what lies beyond the basic plane (emoji). Copying
from such a PDF, and searching in it, fail. The layout that the PDF was made from knows the text of every
glyph, in the same order, so the maps (ToUnicode) are written anew from that.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pymupdf

from reader_app.core.visible import SOFT_HYPHEN

GlyphText = tuple[int, str]
"""A glyph and the characters it stands for: several for a ligature."""

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
_NAME = 31  # bytes that MuPDF keeps of a font's name; the prefix of a subset comes first


class UnicodeMaps:
    """Learns page by page what the glyphs of a PDF stand for, then writes the maps of its fonts.

    The fonts must be subsets already: their names are unique then.
    """

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        self._fonts: dict[int, _Texts] = {}
        self._is_sure = True

    def learn(self, page: pymupdf.Page, texts: Sequence[GlyphText]) -> None:
        """Take a page of the PDF with what its layout says of every glyph, in order."""
        with _full_font_names():
            xrefs = {name[:_NAME]: xref for xref, _, kind, name, *_ in page.get_fonts() if kind == "Type0"}
            drawn = [
                xrefs.get(span["font"][:_NAME], 0)
                for span in page.get_texttrace()
                for _, glyph, *_ in span["chars"]
                if glyph >= 0
            ]
        self._is_sure &= len(drawn) == len(texts)
        for xref, (glyph, text) in zip(drawn, texts, strict=False):
            self._fonts.setdefault(xref, defaultdict(Counter))[glyph][text] += 1

    def write(self) -> None:
        """Write the maps, unless a page was drawn otherwise: MuPDF's own are better than wrong ones."""
        for xref, seen in self._fonts.items() if self._is_sure else ():
            kind, value = self._pdf.xref_get_key(xref, "ToUnicode") if xref else ("null", "")
            if kind == "xref":
                texts = {glyph: _best(seen[glyph]) for glyph in seen}
                self._pdf.update_stream(int(value.split()[0]), unicode_map(texts))


def unicode_map(texts: dict[int, str]) -> bytes:
    """Return the ToUnicode map for the texts of glyphs."""
    lines = [f"<{glyph:04X}> <{texts[glyph].encode('utf-16-be').hex().upper()}>\n" for glyph in sorted(texts)]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    chars = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _MAP.format(chars=chars).encode("ascii")


def _best(texts: Counter[str]) -> str:
    """Return what a glyph stands for; it may be for several characters, such as two kinds of space.

    What the text has outweighs all that was added: hyphens at the ends of lines, circles below accents.
    Such a circle stands for nothing, and readers take another map of theirs for nothing: U+00AD is left out.
    """
    lasting = {text: count for text, count in texts.items() if text not in ("", SOFT_HYPHEN)} or texts
    return max(lasting, key=lambda text: (lasting[text], text)) or SOFT_HYPHEN


def glyph_texts(page: pymupdf.Page) -> Iterator[GlyphText]:
    """Yield the glyphs of a layout's page in the order in which they are drawn."""
    glyphs, text = list[int](), ""
    for span in page.get_texttrace():
        for code, glyph, *_ in span["chars"]:
            if code >= 0 and glyph >= 0:
                yield from _shared(text, glyphs)
                glyphs, text = [], ""
            if glyph >= 0:
                glyphs.append(glyph)
            if code >= 0:
                text += chr(code)
    yield from _shared(text, glyphs)


def _shared(text: str, glyphs: Sequence[int]) -> Iterator[GlyphText]:
    """Yield the glyphs that stand for a text together, each with its share.

    Some vowels of Thai, Tamil or Bengali are drawn in parts; an accent without a letter gets a circle that
    stands for nothing.
    """
    parts = text if len(glyphs) < 2 else unicodedata.normalize("NFKD", text)
    for number, glyph in enumerate(glyphs, start=1):
        yield glyph, parts[number - 1 : number if number < len(glyphs) else None]


@contextmanager
def _full_font_names() -> Iterator[None]:
    """Let MuPDF give the names of subsets, which are unique."""
    before = pymupdf.TOOLS.set_subset_fontnames()
    pymupdf.TOOLS.set_subset_fontnames(True)
    try:
        yield
    finally:
        pymupdf.TOOLS.set_subset_fontnames(before)

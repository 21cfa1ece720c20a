"""Tells readers of a converted PDF which characters its glyphs stand for.

MuPDF looks glyphs up in the font, which knows nothing of glyphs that shaping chose: the forms of Arabic
letters, ligatures, small capitals. It also misspells what lies beyond the basic plane (emoji). Copying
from such a PDF, and searching in it, fail. The layout that the PDF was made from knows the text of every
glyph, in the same order, so the maps (ToUnicode) are written anew from that.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import repeat

import pymupdf

from reader_app.core.visible import SOFT_HYPHEN

GlyphText = tuple[int, str]
"""A glyph and the characters it stands for: several for a ligature."""

_Texts = dict[str, int]
"""The texts that a glyph was seen to stand for, and how often."""

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
# Contents as MuPDF writes them: a font is chosen, glyphs are shown, a form is drawn, a state kept or left.
_DRAWN = re.compile(rb"/(\w+) [-\d.]+ Tf|(\[[^\]]*\])TJ|/(\w+) Do|\b([qQ])\b")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_DIGITS = 4  # of a glyph


class UnicodeMaps:
    """Learns page by page what the glyphs of a PDF stand for, then writes the maps of its fonts."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        self._seen: Counter[tuple[int, GlyphText]] = Counter()
        self._is_sure = True

    def learn(self, page: int, texts: Sequence[GlyphText]) -> None:
        """Take a page of the PDF.

        Args:
            page: The number of its object.
            texts: What its layout says of every glyph, in order.
        """
        contents = int(self._pdf.xref_get_key(page, "Contents")[1].split()[0])
        drawn = list(self._fonts_of_glyphs(page, contents))
        self._is_sure &= len(drawn) == len(texts)
        self._seen.update(zip(drawn, texts, strict=False))

    def write(self) -> None:
        """Write the maps, unless a page was drawn otherwise: MuPDF's own are better than wrong ones.

        What makes subsets of the fonts goes before: it writes such maps too.
        """
        if not self._is_sure:
            return
        fonts: defaultdict[int, defaultdict[int, _Texts]] = defaultdict(lambda: defaultdict(dict))
        for (font, (glyph, text)), count in self._seen.items():
            fonts[font][glyph][text] = count
        for font, seen in fonts.items():
            kind, value = self._pdf.xref_get_key(font, "ToUnicode") if font else ("null", "")
            if kind == "xref":
                texts = {glyph: _best(seen[glyph]) for glyph in seen}
                self._pdf.update_stream(int(value.split()[0]), unicode_map(texts))

    def _fonts_of_glyphs(self, holder: int, contents: int) -> Iterator[int]:
        """Yield the font of each glyph that a page or a form draws, in order; 0 for one without an object."""
        font, fonts_before, fonts = 0, [], dict[bytes, int]()
        for name, shown, form, state in _DRAWN.findall(self._pdf.xref_stream(contents)):
            if name:
                if name not in fonts:
                    fonts[name] = self._resource(holder, "Font", name)
                font = fonts[name]
            elif shown:
                yield from repeat(font, sum(map(len, _HEX.findall(shown))) // _DIGITS)
            elif form:
                number = self._resource(holder, "XObject", form)
                if number and self._pdf.xref_get_key(number, "Subtype")[1] == "/Form":
                    yield from self._fonts_of_glyphs(number, number)
            elif state == b"q":
                fonts_before.append(font)
            else:
                font = fonts_before.pop()

    def _resource(self, holder: int, kind: str, name: bytes) -> int:
        kind, value = self._pdf.xref_get_key(holder, f"Resources/{kind}/{name.decode()}")
        return int(value.split()[0]) if kind == "xref" else 0


def unicode_map(texts: dict[int, str]) -> bytes:
    """Return the ToUnicode map for the texts of glyphs."""
    lines = [f"<{glyph:04X}> <{texts[glyph].encode('utf-16-be').hex().upper()}>\n" for glyph in sorted(texts)]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    chars = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _MAP.format(chars=chars).encode("ascii")


def _best(texts: _Texts) -> str:
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

"""Corrects how the fonts of a converted PDF map glyphs to characters beyond the basic plane (emoji).

MuPDF spells U+1F600 as <1f600>; PDF asks for UTF-16, <D83DDE00>. Without it, copying and searching fail.
"""

import re

import pymupdf

_LONG = rb"<([0-9a-f]{5,6})>"
_RANGE = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{4})> " + _LONG)
_SINGLE = re.compile(_LONG)


def correct_unicode_maps(pdf: pymupdf.Document) -> None:
    """Correct the ToUnicode maps of all fonts."""
    for xref in range(1, pdf.xref_length()):
        kind, value = pdf.xref_get_key(xref, "ToUnicode")
        if kind == "xref":
            target = int(value.split()[0])
            before = pdf.xref_stream(target)
            after = corrected_map(before)
            if after != before:
                pdf.update_stream(target, after)


def corrected_map(source: bytes) -> bytes:
    """Return a ToUnicode map with its long characters in UTF-16."""
    return _SINGLE.sub(lambda match: _utf16(int(match[1], 16)), _RANGE.sub(_spelled_out, source))


def _spelled_out(match: re.Match[bytes]) -> bytes:
    """Return a range with a list of its characters: one in UTF-16 may count only in its last byte."""
    first, last, char = (int(number, 16) for number in match.groups())
    chars = b" ".join(_utf16(char + index) for index in range(last - first + 1))
    return b"<%b> <%b> [%b]" % (match[1], match[2], chars)


def _utf16(char: int) -> bytes:
    return b"<%b>" % chr(char).encode("utf-16-be").hex().encode("ascii")

"""Runs a page through MuPDF's text device: the one way that text is read in this program.

What it gives is in displayed page space, so turned with the page. MuPDF is asked through a page's drawing
commands and not by ``Page.get_text``, which turns rotated pages back.
"""

from collections.abc import Iterator
from typing import Any

import pymupdf
from pymupdf import mupdf

_FLAGS = int(
    pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)
_TEXT = 0
# Text that reflows is kept where it sticks out of its column: what is left out in one layout and not in
# another would move every mark behind it.
REFLOWING_FLAGS = _FLAGS
FIXED_FLAGS = _FLAGS | int(pymupdf.TEXT_MEDIABOX_CLIP)


def read_text_page(commands: pymupdf.DisplayList, *, reflows: bool) -> pymupdf.TextPage:
    """Return the text that a page's drawing commands set."""
    bounds = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE) if reflows else mupdf.FzRect(commands.this)
    text_page, device = _text_device(bounds, REFLOWING_FLAGS if reflows else FIXED_FLAGS)
    everything = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
    mupdf.fz_run_display_list(commands.this, device, mupdf.FzMatrix(), everything, mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.TextPage(text_page)


def raw_blocks(text_page: pymupdf.TextPage) -> list[dict[str, Any]]:
    """Return the blocks of text as PyMuPDF's ``rawdict`` has them, but with all of their characters.

    PyMuPDF leaves out a span without width at the end of a line: an accent from a font of its own.
    """
    blocks = [block for block in text_page.extractRAWDICT()["blocks"] if block["type"] == _TEXT]
    lines = [line for block in blocks for line in block["lines"] if _raw(line)]
    texts = [text for text in text_page.extractText().split("\n") if text]
    if sum(len(_raw(line)) for line in lines) != sum(map(len, texts)):
        for line, lost in _lost(lines, texts):
            chars = line["spans"][-1]["chars"]
            chars.extend({**chars[-1], "c": char} for char in lost)
    return blocks


def _lost(lines: list[dict[str, Any]], texts: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the lines that lack characters at their end, and what they lack."""
    at = 0
    for index, text in enumerate(texts):
        if at < len(lines) and text.startswith(_raw(lines[at])):
            at += 1
            yield lines[at - 1], text[len(_raw(lines[at - 1])) :]
        elif at and index:  # nothing is left of this line: it goes with the one before it
            yield lines[at - 1], text


def _raw(line: dict[str, Any]) -> str:
    return "".join(char["c"] for span in line["spans"] for char in span["chars"])


def read_everything(page: pymupdf.Page) -> pymupdf.TextPage:
    """Return text, pictures and rules of a page of text that reflows, without keeping its commands."""
    bounds = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
    flags = REFLOWING_FLAGS | mupdf.FZ_STEXT_PRESERVE_IMAGES | mupdf.FZ_STEXT_COLLECT_VECTORS
    text_page, device = _text_device(bounds, flags)
    mupdf.fz_run_page(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.TextPage(text_page)


def _text_device(bounds: mupdf.FzRect, flags: int) -> tuple[mupdf.FzStextPage, mupdf.FzDevice]:
    text_page = mupdf.FzStextPage(bounds)
    return text_page, mupdf.fz_new_stext_device(text_page, mupdf.FzStextOptions(flags))

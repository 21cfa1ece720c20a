"""Runs a page through MuPDF's text device: the one way that text is read in this program.

What it gives is in displayed page space, so turned with the page. MuPDF is asked through a page's drawing
commands and not by ``Page.get_text``, which turns rotated pages back.
"""

from collections.abc import Callable, Iterator
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
    blocks = _text_blocks(text_page.extractRAWDICT())
    for line, lost in _lost(blocks, text_page, _raw):
        chars = line["spans"][-1]["chars"]
        chars.extend({**chars[-1], "c": char} for char in lost)
    return blocks


def span_blocks(text_page: pymupdf.TextPage) -> list[dict[str, Any]]:
    """Return the blocks of text as ``raw_blocks`` does, but as PyMuPDF's ``dict``: without its boxes."""
    blocks = _text_blocks(text_page.extractDICT())
    for line, lost in _lost(blocks, text_page, _spanned):
        line["spans"][-1]["text"] += lost
    return blocks


def _text_blocks(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in page["blocks"] if block["type"] == _TEXT]


def _lost(
    blocks: list[dict[str, Any]], text_page: pymupdf.TextPage, text_of: Callable[[dict[str, Any]], str]
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the lines that lack characters at their end, and what they lack."""
    lines = [(line, text) for block in blocks for line in block["lines"] if (text := text_of(line))]
    texts = [text for text in text_page.extractText().split("\n") if text]
    if sum(len(text) for _, text in lines) == sum(map(len, texts)):
        return
    at = 0
    for index, text in enumerate(texts):
        if at < len(lines) and text.startswith(lines[at][1]):
            at += 1
            yield lines[at - 1][0], text[len(lines[at - 1][1]) :]
        elif at and index:  # nothing is left of this line: it goes with the one before it
            yield lines[at - 1][0], text


def _raw(line: dict[str, Any]) -> str:
    return "".join(char["c"] for span in line["spans"] for char in span["chars"])


def _spanned(line: dict[str, Any]) -> str:
    return "".join(span["text"] for span in line["spans"])


def read_reflowing(page: pymupdf.Page) -> pymupdf.TextPage:
    """Return the text of a page of text that reflows, without keeping its commands."""
    return _run(page, REFLOWING_FLAGS)


def read_everything(page: pymupdf.Page) -> pymupdf.TextPage:
    """Return text, pictures and rules of a page of text that reflows, without keeping its commands."""
    return _run(page, REFLOWING_FLAGS | mupdf.FZ_STEXT_PRESERVE_IMAGES | mupdf.FZ_STEXT_COLLECT_VECTORS)


def _run(page: pymupdf.Page, flags: int) -> pymupdf.TextPage:
    bounds = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
    text_page, device = _text_device(bounds, flags)
    mupdf.fz_run_page(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.TextPage(text_page)


def _text_device(bounds: mupdf.FzRect, flags: int) -> tuple[mupdf.FzStextPage, mupdf.FzDevice]:
    text_page = mupdf.FzStextPage(bounds)
    return text_page, mupdf.fz_new_stext_device(text_page, mupdf.FzStextOptions(flags))

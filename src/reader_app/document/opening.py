"""Opens a document file, lays it out, and hands out its pages.

Every format goes the same way: a PDF keeps its pages, everything else is laid out as tall strips that
the window stacks into one seamless column. This is the only reader of document files.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pymupdf

from reader_app.core.layout import DocumentLayout, PageBox, PageColors, ReadingStyle
from reader_app.core.page_text import PageText, page_starts
from reader_app.core.text import Gap, SectionText, joined_text
from reader_app.document.faults import mupdf_errors
from reader_app.document.fixed_pages import fixed_pages
from reader_app.document.outline import read_outline
from reader_app.document.rendering import DrawnPage, draw, render_part
from reader_app.document.strips import STRIP_HEIGHT, Strip, cut_strips
from reader_app.document.styling import style_sheet
from reader_app.document.text import extract_page_text, extract_text
from reader_app.errors import (
    DamagedDocumentError,
    DocumentError,
    PasswordRequiredError,
    UnsupportedFormatError,
)

_FILE_TYPES = {
    "application/pdf": "pdf",
    "text/html": "html",
    "application/epub+zip": "epub",
    "application/x-fictionbook+xml": "fb2",
    "application/x-mobipocket-ebook": "mobi",
}
# A display list makes a tile of its page cost 1 ms; a screen shows a few pages, neighbors are prepared.
_DRAWN_PAGES = 8
_PREPARED_SIDE = 900  # pixels


def open_document(
    source: Path | bytes,
    media_type: str,
    password: str = "",
    rules: str = "",
    style: ReadingStyle | None = None,
) -> "Document":
    """Open a document file.

    Args:
        source: The file, or what is in it.
        media_type: MIME type that says how to read it, whatever the file's name is.
        password: For an encrypted PDF.
        rules: CSS for text that reflows, where it is not to be laid out in a reading style.
        style: The reading style that reflowing text will have, if known: MuPDF lays out while opening.

    Raises:
        UnsupportedFormatError: No reader for the media type.
        PasswordRequiredError: The file is encrypted and the password does not open it.
        DamagedDocumentError: The file cannot be read, or has no page.
        DocumentError: The file is not there.
    """
    if media_type not in _FILE_TYPES:
        raise UnsupportedFormatError(f"Files of type {media_type} cannot be shown.")
    return Document(source, _FILE_TYPES[media_type], password, rules, style or ReadingStyle())


class Document:
    """An open document, laid out; a context manager that closes it."""

    def __init__(
        self, source: Path | bytes, file_type: str, password: str, rules: str, style: ReadingStyle
    ) -> None:
        self._source, self._file_type, self._password = source, file_type, password
        self._style_sheet = rules or style_sheet(style)
        self._style = style
        self.mupdf = self._open()
        self.reflows = bool(self.mupdf.is_reflowable)
        self._layout: DocumentLayout | None = None
        self._strips: list[Strip] = []
        self._starts: list[int] | None = None
        self._drawn: OrderedDict[int, DrawnPage] = OrderedDict()
        self._hidden: dict[int, set[int]] = {}

    def __enter__(self) -> "Document":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._drawn.clear()
        self.mupdf.close()

    @property
    def layout(self) -> DocumentLayout:
        """The present layout; in the default style if nobody asked for another."""
        return self._layout or self.lay_out(ReadingStyle())

    def lay_out(self, style: ReadingStyle) -> DocumentLayout:
        """Lay the document out; a PDF is not changed by a style.

        Raises:
            DamagedDocumentError: MuPDF cannot lay it out.
        """
        if self.reflows:
            self._use(style)
        self._drawn.clear()
        self._starts = None
        with mupdf_errors("The file is damaged and cannot be laid out."):
            if self.reflows:
                self.mupdf.layout(width=style.width, height=STRIP_HEIGHT, fontsize=style.font_size)
            pages = tuple(self._cut_pages() if self.reflows else fixed_pages(self.mupdf))
            self._layout = DocumentLayout(
                pages=pages,
                section_count=self.mupdf.chapter_count if self.reflows else len(pages),
                outline=read_outline(self.mupdf),
                reflows=self.reflows,
                may_annotate=not self.mupdf.is_pdf
                or bool(self.mupdf.permissions & pymupdf.PDF_PERM_ANNOTATE),
            )
        return self._layout

    def page_text(self, page: int) -> PageText:
        """Return the text of a page with its boxes, in reading order.

        Raises:
            DamagedDocumentError: The page cannot be read.
        """
        box = self.layout.pages[page]
        start = self.character_starts()[page] if self.reflows else 0
        with mupdf_errors(f"Page {page + 1} is damaged and cannot be read."):
            return extract_page_text(
                self.mupdf[page],
                number=page,
                section=box.section,
                start=start,
                reflows=self.reflows,
                first_gap=self._strips[page - 1].next_gap if start > 0 else Gap.PARAGRAPH,
                line_height=self._style.line_height,
            )

    def character_starts(self) -> list[int]:
        """Return for each page the section offset of its first visible character."""
        if self._starts is None:
            sections = [box.section for box in self.layout.pages]
            lengths = [strip.length for strip in self._strips] if self.reflows else [0] * len(sections)
            self._starts = page_starts(lengths, sections)
        return self._starts

    def section_texts(self, progress: Callable[[int, int], None] | None = None) -> list[SectionText]:
        """Return the text of every section; a page that cannot be read counts as empty.

        Args:
            progress: Told how many of how many pages are read.
        """
        with mupdf_errors("The file is damaged and cannot be laid out."):
            chapters = [self.mupdf.chapter_page_count(each) for each in range(self.mupdf.chapter_count)]
            pages = sum(chapters)
            sections = chapters if self.reflows else [1] * pages
            if self.reflows and not self._strips and max(chapters, default=0) > 1:
                self._strips = cut_strips(self.mupdf, self._style)
        texts, done = [], 0
        for count in sections:
            parts = []
            for page in range(done, done + count):
                parts.append(self._text_or_empty(page, is_first=page == done))
                if progress is not None:
                    progress(page + 1, pages)
            texts.append(joined_text(parts))
            done += count
        return texts

    def metadata(self) -> dict[str, str]:
        """Return what the file says of itself: ``title``, ``author`` and others that MuPDF knows."""
        return {key: value.strip() for key, value in (self.mupdf.metadata or {}).items() if value}

    def prepare(self, page: int, scale: float) -> None:
        """Draw the upper part of a page once and throw it away: fonts and letters are ready then.

        A page that cannot be drawn is no error yet; drawing it in earnest says so.
        """
        number = page if 0 <= page < len(self.layout.pages) else 0
        box = self.layout.pages[number]
        width = min(round(box.width * scale), _PREPARED_SIDE)
        height = min(round(box.height * scale), _PREPARED_SIDE)
        with suppress(DamagedDocumentError):
            self.render(
                number, scale, (0, 0, width, height), PageColors(), memoryview(bytearray(width * height * 3))
            )

    def render(
        self,
        page: int,
        scale: float,
        part: tuple[int, int, int, int],
        colors: PageColors,
        into: memoryview,
    ) -> None:
        """Render a part of a page: RGB samples, 3 bytes a pixel, rows without padding.

        Args:
            page: Zero-based page.
            scale: Pixels per point.
            part: Left, top, width and height in pixels, at that scale.
            colors: What black on white becomes.
            into: Where the samples are written.

        Raises:
            DamagedDocumentError: The page cannot be drawn.
        """
        with mupdf_errors(f"Page {page + 1} is damaged and cannot be shown."):
            render_part(self._draw(page), scale, part, colors, into)

    def untouched(self) -> pymupdf.Document:
        """Open the file once more: no page of that was loaded, which would mend its annotations."""
        return self._open()

    def hide(self, annotations: Iterable[tuple[int, int]]) -> None:
        """Draw pages without these from now on: the page of each, and its place in the page's list."""
        before, self._hidden = self._hidden, {}
        for page, place in annotations:
            self._hidden.setdefault(page, set()).add(place)
        for page in {*before, *self._hidden}:
            self._drawn.pop(page, None)

    def _open(self) -> pymupdf.Document:
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        pymupdf.mupdf.fz_set_user_css(self._style_sheet)
        with mupdf_errors("The file is damaged and cannot be opened."):
            try:
                handle = pymupdf.open(
                    **{"stream" if isinstance(self._source, bytes) else "filename": self._source},
                    filetype=self._file_type,
                    width=self._style.width,
                    height=STRIP_HEIGHT,
                    fontsize=self._style.font_size,
                )
            except pymupdf.FileNotFoundError as error:
                raise DocumentError("The article's file is missing.") from error
            if handle.needs_pass and not handle.authenticate(self._password):
                raise PasswordRequiredError(
                    "This password does not open the file."
                    if self._password
                    else "This file asks for a password."
                )
            if handle.is_pdf and handle.page_count == 0:
                raise DamagedDocumentError("The file is damaged: it has no page.")
        return handle

    def _use(self, style: ReadingStyle) -> None:
        """Set the style; MuPDF reads its sheet only while it opens a document."""
        before = self._style, self._style_sheet
        self._style, self._style_sheet = style, style_sheet(style)
        if self._style_sheet == before[1]:
            return
        try:
            again = self._open()
        except DocumentError:
            self._style, self._style_sheet = before  # the file is gone: what was open stays open
            raise
        self.mupdf.close()
        self.mupdf = again

    def _draw(self, page: int) -> DrawnPage:
        if page in self._drawn:
            self._drawn.move_to_end(page)
        else:
            self._drawn[page] = draw(self.mupdf[page], self._hidden.get(page, ()))
            if len(self._drawn) > _DRAWN_PAGES:
                self._drawn.popitem(last=False)
        return self._drawn[page]

    def _cut_pages(self) -> Iterator[PageBox]:
        self._strips = cut_strips(self.mupdf, self._style)
        number = 0
        for chapter in range(self.mupdf.chapter_count):
            for _ in range(self.mupdf.chapter_page_count(chapter)):
                yield PageBox(self.mupdf[number].rect.width, self._strips[number].height, chapter)
                number += 1

    def _text_or_empty(self, page: int, *, is_first: bool) -> SectionText:
        try:
            if not self.reflows:
                return self.page_text(page).text
            with mupdf_errors(f"Page {page + 1} is damaged and cannot be read."):
                gap = Gap.PARAGRAPH if is_first else self._strips[page - 1].next_gap
                return extract_text(self.mupdf[page], first_gap=gap, line_height=self._style.line_height)
        except DamagedDocumentError:
            return SectionText("", b"")

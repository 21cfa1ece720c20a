"""Draws on the pages of a PDF, above what they show, and adds links; the pages themselves are not loaded.

What a page draws itself stays byte for byte; what is added stands before or behind it in a stream of its own,
which is also the order in which most programs read the page's text. Everything is
said in page space (points, as displayed, from the upper left corner), whatever the page's rotation, crop box
and unit. Where a PDF is tagged, what is added is no part of its text's structure (an artifact). Knows nothing
of annotations.
"""

from collections import defaultdict
from typing import Final

import pymupdf
from pymupdf import mupdf

from reader_app.core.geometry import Point, Rect, bounds_of_points
from reader_app.document.page_space import from_page_space, moved
from reader_app.export.pdf.objects import pdf_address, pdf_number, pdf_numbers, pdf_text

_PRINT: Final = 4


class PageCanvas:
    """Collects what is added to pages; each page is written once, by ``finish``."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        self._file = mupdf.pdf_document_from_fz_document(pdf.this)
        self._commands: defaultdict[int, list[str]] = defaultdict(list)
        self._commands_before: defaultdict[int, list[str]] = defaultdict(list)
        self._used: defaultdict[int, set[int]] = defaultdict(set)
        self._links: defaultdict[int, list[int]] = defaultdict(list)
        self._is_tagged = pdf.xref_get_key(pdf.pdf_catalog(), "StructTreeRoot")[0] != "null"

    def draw(self, page: int, commands: str) -> None:
        """Add drawing commands to a page.

        Args:
            page: Zero-based.
            commands: Of a content stream, in points from the page's upper left corner as displayed; y up, so
                that everything on the page has a negative y. They must leave the graphics state as it was.
        """
        self._commands[page].append(commands)

    def draw_form(
        self,
        page: int,
        form: int,
        place: Point,
        scale: float = 1.0,
        direction: tuple[float, float] = (1.0, 0.0),
        *,
        is_before: bool = False,
    ) -> None:
        """Draw a form whose origin is its upper left corner, y up.

        Args:
            page: Zero-based.
            form: Its number.
            place: Of its upper left corner, in page space.
            scale: How much larger than it was made.
            direction: Unit vector in page space of what runs to the right in the form.
            is_before: Whether it is drawn, and read, before what the page shows itself, and lies below that.
        """
        self._used[page].add(form)
        right, up = direction[0] * scale, -direction[1] * scale
        way = pdf_numbers((right, up, -up, right, place.x, -place.y))
        commands = self._commands_before if is_before else self._commands
        commands[page].append(f"q {way} cm /{_name(form)} Do Q\n")

    def link_out(self, page: int, area: Rect, address: str) -> None:
        """Let an area of a page lead to an address.

        Args:
            page: Zero-based.
            area: In page space.
            address: Such as "https://example.org/".
        """
        self._add_link(page, area, f"/A<</S/URI/URI{pdf_text(pdf_address(address))}>>")

    def link_to(self, page: int, area: Rect, other: int, place: Point) -> None:
        """Let an area of a page lead to a place on a page.

        Args:
            page: Zero-based.
            area: In page space.
            other: The page that it leads to, zero-based.
            place: On that page, in page space.
        """
        self._add_link(page, area, f"/Dest{self.destination(other, place)}")

    def destination(self, page: int, place: Point) -> str:
        """Return a place on a page as a destination, spelled as PDF does."""
        there = moved(place, from_page_space(self._page(page)))
        number = self._pdf.page_xref(page)
        holder = f"{number} 0 R" if number else page  # a page may stand in its parent, without a number
        return f"[{holder}/XYZ {pdf_numbers((there.x, there.y))} null]"

    def finish(self) -> None:
        """Write all pages that something was added to."""
        for page in {*self._commands, *self._commands_before}:
            self._write(page, "".join(self._commands_before[page]), "".join(self._commands[page]))
        for page, links in self._links.items():
            self._write_links(page, links)
        self._commands.clear()
        self._commands_before.clear()
        self._links.clear()
        self._used.clear()

    def _page(self, page: int) -> "mupdf.PdfObj":
        return mupdf.pdf_lookup_page_obj(self._file, page)

    def _add_link(self, page: int, area: Rect, target: str) -> None:
        way = from_page_space(self._page(page))
        corners = (moved(Point(x, y), way) for x in (area.x0, area.x1) for y in (area.y0, area.y1))
        box = bounds_of_points(corners)
        rect = pdf_numbers((box.x0, box.y0, box.x1, box.y1))
        link: int = self._pdf.get_new_xref()
        self._pdf.update_object(
            link, f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F {_PRINT}{target}>>"
        )
        self._links[page].append(link)

    def _write(self, page: int, commands_before: str, commands: str) -> None:
        holder = self._page(page)
        resources = self._own_resources(holder)
        forms = mupdf.pdf_dict_gets(resources, "XObject")
        forms = mupdf.pdf_copy_dict(forms) if mupdf.pdf_is_dict(forms) else mupdf.pdf_new_dict(self._file, 1)
        for form in self._used[page]:
            mupdf.pdf_dict_puts(forms, _name(form), mupdf.pdf_new_indirect(self._file, form, 0))
        mupdf.pdf_dict_puts(resources, "XObject", forms)
        present = mupdf.pdf_dict_gets(holder, "Contents")
        missing, surplus = self._balance(resources, present)
        way = from_page_space(holder)
        before = self._stream(self._upright(way, commands_before) + "q\n" * (missing + 1))
        after = self._stream("\nQ" * (surplus + 1) + "\n" + self._upright(way, commands))
        streams = mupdf.pdf_new_array(self._file, 3)
        mupdf.pdf_array_push(streams, before)
        if mupdf.pdf_is_array(present):
            for number in range(mupdf.pdf_array_len(present)):
                mupdf.pdf_array_push(streams, mupdf.pdf_array_get(present, number))
        elif mupdf.pdf_is_stream(present):
            mupdf.pdf_array_push(streams, present)
        mupdf.pdf_array_push(streams, after)
        mupdf.pdf_dict_puts(holder, "Contents", streams)

    def _upright(self, way: pymupdf.Matrix, commands: str) -> str:
        """Return commands that are said as the page is displayed in its own coordinates."""
        if not commands:
            return ""
        if self._is_tagged:
            commands = f"/Artifact BMC\n{commands}EMC\n"
        upright = pdf_numbers((way.a, way.b, -way.c, -way.d, way.e, way.f))
        return f"q {upright} cm\n{commands}Q\n"

    def _own_resources(self, holder: "mupdf.PdfObj") -> "mupdf.PdfObj":
        """Give a page resources of its own: those that it has may be shared with others."""
        present = mupdf.pdf_dict_get_inheritable(holder, mupdf.pdf_new_name("Resources"))
        own = (
            mupdf.pdf_copy_dict(present) if mupdf.pdf_is_dict(present) else mupdf.pdf_new_dict(self._file, 2)
        )
        mupdf.pdf_dict_puts(holder, "Resources", own)
        return own

    def _balance(self, resources: "mupdf.PdfObj", contents: "mupdf.PdfObj") -> tuple[int, int]:
        """Return how many "q" a page's content lacks before it, and how many "Q" after it."""
        try:
            counts: tuple[int, int] = mupdf.pdf_count_q_balance_outparams_fn(self._file, resources, contents)
        except (RuntimeError, mupdf.FzErrorBase):
            return 0, 0  # a damaged page is drawn as far as it goes
        return counts

    def _stream(self, content: str) -> "mupdf.PdfObj":
        number: int = self._pdf.get_new_xref()
        self._pdf.update_object(number, "<<>>")
        self._pdf.update_stream(number, content.encode("latin-1"), new=True)
        return mupdf.pdf_new_indirect(self._file, number, 0)

    def _write_links(self, page: int, links: list[int]) -> None:
        holder = self._page(page)
        present = mupdf.pdf_dict_gets(holder, "Annots")
        # A new list in the page itself: an indirect one may be shared with other pages.
        listed = mupdf.pdf_new_array(self._file, mupdf.pdf_array_len(present) + len(links))
        for place in range(mupdf.pdf_array_len(present)):
            mupdf.pdf_array_push(listed, mupdf.pdf_array_get(present, place))
        for link in links:
            mupdf.pdf_array_push(listed, mupdf.pdf_new_indirect(self._file, link, 0))
        mupdf.pdf_dict_puts(holder, "Annots", listed)


def _name(form: int) -> str:
    """Return what a page calls a form: a name that no other program gives."""
    return f"RA{pdf_number(form)}"

"""Writes marks as PDF annotations, object by object, with an appearance of their own.

Objects are written directly: MuPDF's own annotations need a loaded page (which repairs the appearances of
other programs' annotations on the way), carry no dates, and name themselves anew on every page.
Knows nothing of where marks belong.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Kind, Label
from reader_app.core.geometry import Point, Quad, bounds_of_quads
from reader_app.export.pdf_objects import pdf_color, pdf_date, pdf_number, pdf_numbers, pdf_text
from reader_app.export.plain_note import plain_note


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind is drawn.

    Attributes:
        subtype: Its name in PDF.
        top: The upper edge of the colored band as a part of the quad's height, from its top.
        bottom: The lower edge of the band.
        opacity: Of the band. It is painted in Multiply, so the text stays legible at any opacity; less than
            1 keeps it legible where a program draws a highlight anew without Multiply.
    """

    subtype: str
    top: float
    bottom: float
    opacity: float


_LOOKS = {
    Kind.HIGHLIGHT: _Look("Highlight", 0.0, 1.0, 0.7),
    Kind.UNDERLINE: _Look("Underline", 0.89, 0.97, 1.0),
    Kind.STRIKEOUT: _Look("StrikeOut", 0.54, 0.62, 1.0),
}
_BULGE = 1.0  # around the quads, so that no program clips the edge of a band
_PRINT = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """The part of an annotation that lies on one page.

    Attributes:
        annotation: What the reader made.
        page: Zero-based page.
        quads: One a line, in page space: as displayed, from the top left corner.
        part: From 1; a mark over several pages has several parts.
        parts: How many there are.
    """

    annotation: Annotation
    page: int
    quads: tuple[Quad, ...]
    part: int = 1
    parts: int = 1

    @property
    def name(self) -> str:
        """Its name in the PDF (NM): the annotation's id, with the part's number from the second on."""
        return self.annotation.id if self.part == 1 else f"{self.annotation.id}/{self.part}"


class MarkupWriter:
    """Adds marks to a PDF; each page's list of annotations is written once, by ``finish``."""

    def __init__(self, pdf: pymupdf.Document, labels: Iterable[Label], author: str) -> None:
        self._pdf = pdf
        self._file = mupdf.pdf_document_from_fz_document(pdf.this)
        self._labels = {label.id: label for label in labels}
        self._author = author
        self._resources: dict[float, int] = {}
        self._added: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, mark: Mark) -> None:
        """Add one mark."""
        look = _LOOKS[mark.annotation.kind]
        label_id = mark.annotation.label_id
        # A label that is gone does not take its marks with it.
        label = self._labels.get(label_id) or Label(label_id, label_id, DEFAULT_LABELS[0].color, 0)
        quads = self._in_pdf_space(mark)
        bounds = bounds_of_quads(quads)
        rect = pdf_numbers((bounds.x0 - _BULGE, bounds.y0 - _BULGE, bounds.x1 + _BULGE, bounds.y1 + _BULGE))
        appearance = self._add_appearance(look, quads, label.color, rect)
        corners = (value for quad in quads for corner in quad.corners for value in (corner.x, corner.y))
        holder = self._pdf.page_xref(mark.page)
        page = f"/P {holder} 0 R" if holder else ""  # a page may stand in its parent, without a number
        xref = self._pdf.get_new_xref()
        self._pdf.update_object(
            xref,
            f"<</Type/Annot/Subtype/{look.subtype}{page}/F {_PRINT}"
            f"/Rect[{rect}]/QuadPoints[{pdf_numbers(corners)}]"
            f"/C[{pdf_color(label.color)}]/CA {pdf_number(look.opacity)}/AP<</N {appearance} 0 R>>"
            f"{_words(mark, label, self._author)}>>",
        )
        self._added[mark.page].append(xref)

    def finish(self) -> None:
        """Append the added annotations to the lists of their pages."""
        for page, xrefs in self._added.items():
            holder = self._page(page)
            present = mupdf.pdf_dict_gets(holder, "Annots")
            # A new list in the page itself: an indirect one may be shared with other pages.
            annotations = mupdf.pdf_new_array(self._file, mupdf.pdf_array_len(present) + len(xrefs))
            for index in range(mupdf.pdf_array_len(present)):
                mupdf.pdf_array_push(annotations, mupdf.pdf_array_get(present, index))
            for xref in xrefs:
                mupdf.pdf_array_push(annotations, mupdf.pdf_new_indirect(self._file, xref, 0))
            mupdf.pdf_dict_puts(holder, "Annots", annotations)
        self._added.clear()

    def _page(self, page: int) -> "mupdf.PdfObj":
        """Return a page's dictionary; the page itself is not loaded."""
        return mupdf.pdf_lookup_page_obj(self._file, page)

    def _in_pdf_space(self, mark: Mark) -> list[Quad]:
        """Return a mark's quads in the page's own coordinates: not rotated, y up, in user units."""
        box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
        mupdf.pdf_page_obj_transform(self._page(mark.page), box, matrix)
        back = mupdf.fz_invert_matrix(matrix)

        def moved(point: Point) -> Point:
            return Point(
                point.x * back.a + point.y * back.c + back.e, point.x * back.b + point.y * back.d + back.f
            )

        return [Quad(*map(moved, quad.corners)) for quad in mark.quads]

    def _add_appearance(self, look: _Look, quads: Iterable[Quad], color: str, rect: str) -> int:
        """Write the form that draws the bands, in page coordinates: its box is the annotation's Rect."""
        xref: int = self._pdf.get_new_xref()
        self._pdf.update_object(
            xref,
            f"<</Type/XObject/Subtype/Form/FormType 1/BBox[{rect}]"
            f"/Resources {self._resources_for(look.opacity)} 0 R>>",
        )
        bands = "".join(_band(quad, look.top, look.bottom) for quad in quads)
        # One fill for all bands: painted one by one they would darken where they touch.
        drawing = f"/G gs {pdf_color(color)} rg\n{bands}f\n"
        self._pdf.update_stream(xref, drawing.encode("ascii"), new=True)
        return xref

    def _resources_for(self, opacity: float) -> int:
        """Return the resources that paint in Multiply; all marks of one opacity share them."""
        if opacity not in self._resources:
            xref: int = self._pdf.get_new_xref()
            alpha = pdf_number(opacity)
            state = f"<</Type/ExtGState/BM/Multiply/ca {alpha}/CA {alpha}/AIS false>>"
            self._pdf.update_object(xref, f"<</ExtGState<</G {state}>>>>")
            self._resources[opacity] = xref
        return self._resources[opacity]


def _band(quad: Quad, top: float, bottom: float) -> str:
    """Return the path of a part of a quad, given by parts of its height from its top."""
    left_top, right_top = _between(quad.ul, quad.ll, top), _between(quad.ur, quad.lr, top)
    left_bottom, right_bottom = _between(quad.ul, quad.ll, bottom), _between(quad.ur, quad.lr, bottom)
    first, *others = (
        pdf_numbers((point.x, point.y)) for point in (left_top, right_top, right_bottom, left_bottom)
    )
    return f"{first} m {' '.join(f'{point} l' for point in others)} h\n"


def _between(start: Point, end: Point, part: float) -> Point:
    return Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)


def _words(mark: Mark, label: Label, author: str) -> str:
    """Return what a mark says. The note stands on the first part alone: once is enough."""
    annotation, is_first = mark.annotation, mark.part == 1
    note, quote = (annotation.note, annotation.quote) if is_first else ("", "")
    return (
        f"/NM{pdf_text(mark.name)}/T{pdf_text(author)}"
        f"/Subj{pdf_text(label.name)}/Contents{pdf_text(plain_note(note))}"
        f"/CreationDate{pdf_date(annotation.created_at)}/M{pdf_date(annotation.modified_at)}"
        f"/RA_Id{pdf_text(annotation.id)}/RA_Part[{mark.part} {mark.parts}]"
        f"/RA_Label{pdf_text(label.id)}/RA_LabelName{pdf_text(label.name)}"
        f"/RA_Tags[{''.join(map(pdf_text, annotation.tags))}]"
        f"/RA_Note{pdf_text(note)}/RA_Quote{pdf_text(quote)}"
    )

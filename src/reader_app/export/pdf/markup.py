"""Writes marks as PDF annotations, object by object, with an appearance of their own.

Objects are written directly: MuPDF's own annotations need a loaded page (which repairs the appearances of
other programs' annotations on the way), carry no dates, and name themselves anew on every page.
Knows nothing of where marks belong.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pymupdf
from pymupdf import mupdf

from reader_app.core.annotation import Annotation, Drawing, Kind, Label
from reader_app.core.geometry import Point, Quad, Rect, bounds_of_points, bounds_of_quads
from reader_app.document.embedded import TEXT_COLOR
from reader_app.document.embedded_entries import Entry
from reader_app.document.embedded_groups import KINDS, Group
from reader_app.document.page_space import from_page_space, moved, scale_of
from reader_app.export.item import label_of
from reader_app.export.pdf.markup_words import NOTHING, Keys, part_name, reply_words, spelled, words
from reader_app.export.pdf.objects import pdf_color, pdf_number, pdf_numbers
from reader_app.export.pdf.shapes import drawing_picture, frame, outer_bounds, text_mark
from reader_app.export.pdf.text_box import add_text_box

_SUBTYPES: Final = {kind: subtype for subtype, kind in KINDS.items()}
# A highlight is painted in Multiply, so the text stays legible at any opacity; less than 1 keeps it legible
# where a program draws a highlight anew without Multiply.
_OPACITY: Final = {Kind.HIGHLIGHT: 0.7}
_BULGE: Final = 1.0  # around the quads, so that no program clips the edge of a band
_PRINT: Final = 4
_SIGN: Final = 28  # a sign for a note: printed, neither zoomed nor turned
_MARGIN: Final = 3.0  # around the text in a box
_FONT_SIZE: Final = 11


@dataclass(frozen=True, slots=True)
class Mark:
    """The part of an annotation that lies on one page.

    Attributes:
        annotation: What the reader made.
        page: Zero-based page.
        quads: One a line, in page space: as displayed, from the top left corner.
        part: From 1; a mark over several pages has several parts.
        parts: How many there are.
        drawing: What is drawn, instead of quads.
    """

    annotation: Annotation
    page: int
    quads: tuple[Quad, ...]
    part: int = 1
    parts: int = 1
    drawing: Drawing | None = None

    @property
    def name(self) -> str:
        """Its name in the PDF (NM)."""
        return part_name(self.annotation, self.part)


class MarkupWriter:
    """Adds marks to a PDF; each page's list of annotations is written once, by ``finish``."""

    def __init__(self, pdf: pymupdf.Document, labels: Iterable[Label], author: str) -> None:
        self._pdf = pdf
        self._file = mupdf.pdf_document_from_fz_document(pdf.this)
        self._labels = tuple(labels)
        self._author = author
        self._resources: dict[float, int] = {}
        self._added: defaultdict[int, list[int]] = defaultdict(list)
        self._removed: defaultdict[int, set[int]] = defaultdict(set)
        self._closed: set[int] = set()

    def add(self, mark: Mark) -> None:
        """Add one mark, and what was answered to it."""
        annotation = mark.annotation
        label = label_of(annotation, self._labels)
        color = annotation.color or (TEXT_COLOR if annotation.kind is Kind.FREE_TEXT else label.color)
        to_pdf = from_page_space(self._page(mark.page))
        if mark.drawing is None:
            rect, looks = self._text_looks(mark, color, to_pdf)
        else:
            rect, looks = self._drawing_looks(mark, mark.drawing, color, to_pdf)
        said = words(annotation, label, self._author, mark.part, mark.parts)
        head = self._add_object(mark.page, {"Subtype": f"/{_SUBTYPES[annotation.kind]}", **looks, **said})
        for reply in annotation.replies if mark.part == 1 else ():
            # A note without a picture: programs show it below the annotation that it answers.
            looks = {
                "Subtype": "/Text",
                "F": str(_SIGN),
                "Rect": f"[{rect}]",
                "AP": self._appearance("", "0 0 0 0"),
            }
            self._add_object(mark.page, {**looks, **reply_words(reply, head)})

    def remove(self, group: Group) -> None:
        """Leave out what stands in the file, with its replies and the windows that they open."""
        for entry in (*group.parts, *group.replies):
            self._removed[entry.page].add(entry.place)
            if entry.popup:
                self._closed.add(entry.popup)

    def reword(self, group: Group, annotation: Annotation) -> None:
        """Let what stands in the file say what the annotation says; its picture stays."""
        label = label_of(annotation, self._labels)
        for part, entry in enumerate(group.parts, start=1):
            number = entry.number or self._made_object(entry)
            said = words(annotation, label, self._author, part, len(group.parts))
            if annotation.drawing is not None:
                to_pdf = from_page_space(self._page(entry.page))
                said["RA_Area"] = f"[{_numbers_of(annotation.drawing.area, to_pdf)}]"
            for key, value in {**said, "RC": NOTHING}.items():
                self._pdf.xref_set_key(number, key, value)

    def _made_object(self, entry: Entry) -> int:
        """Make an annotation an object that stands in the list of its page itself; return its number."""
        item = mupdf.pdf_array_get(self._listed(entry.page), entry.place)
        number: int = mupdf.pdf_to_num(mupdf.pdf_add_object(self._file, item))
        self._removed[entry.page].add(entry.place)
        self._added[entry.page].append(number)
        return number

    def finish(self) -> None:
        """Write the list of annotations of each page that has others now."""
        for page in {*self._added, *self._removed}:
            present = self._listed(page)
            # A new list in the page itself: an indirect one may be shared with other pages.
            listed = mupdf.pdf_new_array(self._file, mupdf.pdf_array_len(present) + len(self._added[page]))
            for place in range(mupdf.pdf_array_len(present)):
                item = mupdf.pdf_array_get(present, place)
                if place not in self._removed[page] and mupdf.pdf_to_num(item) not in self._closed:
                    mupdf.pdf_array_push(listed, item)
            for xref in self._added[page]:
                mupdf.pdf_array_push(listed, mupdf.pdf_new_indirect(self._file, xref, 0))
            mupdf.pdf_dict_puts(self._page(page), "Annots", listed)
        self._added.clear()
        self._removed.clear()

    def _page(self, page: int) -> "mupdf.PdfObj":
        """Return a page's dictionary; the page itself is not loaded."""
        return mupdf.pdf_lookup_page_obj(self._file, page)

    def _listed(self, page: int) -> "mupdf.PdfObj":
        return mupdf.pdf_dict_gets(self._page(page), "Annots")

    def _add_object(self, page: int, keys: Keys) -> int:
        xref: int = self._pdf.get_new_xref()
        holder = self._pdf.page_xref(page)
        of_page = f"/P {holder} 0 R" if holder else ""  # a page may stand in its parent, without a number
        self._pdf.update_object(xref, f"<</Type/Annot{of_page}{spelled(keys)}>>")
        self._added[page].append(xref)
        return xref

    def _text_looks(self, mark: Mark, color: str, to_pdf: pymupdf.Matrix) -> tuple[str, Keys]:
        """Return where a mark on text is, and the keys that draw it."""
        kind = mark.annotation.kind
        quads = [Quad(*(moved(corner, to_pdf) for corner in quad.corners)) for quad in mark.quads]
        bounds = bounds_of_quads(quads)
        rect = pdf_numbers((bounds.x0 - _BULGE, bounds.y0 - _BULGE, bounds.x1 + _BULGE, bounds.y1 + _BULGE))
        corners = (value for quad in quads for corner in quad.corners for value in (corner.x, corner.y))
        opacity = _OPACITY.get(kind, 1.0)
        # The picture is in page coordinates: its box is the annotation's Rect.
        picture = self._appearance(text_mark(kind, quads, color), rect, opacity=opacity)
        return rect, {
            "F": str(_PRINT),
            "Rect": f"[{rect}]",
            "QuadPoints": f"[{pdf_numbers(corners)}]",
            "C": f"[{pdf_color(color)}]",
            "CA": pdf_number(opacity),
            "AP": picture,
        }

    def _drawing_looks(
        self, mark: Mark, drawing: Drawing, color: str, to_pdf: pymupdf.Matrix
    ) -> tuple[str, Keys]:
        """Return where a drawing is, and the keys that draw it."""
        kind, box = mark.annotation.kind, outer_bounds(drawing)
        scale = scale_of(to_pdf)
        # A sign is not turned with its page, but stands where the upper left corner of its Rect comes to be.
        rect = _upright(box, to_pdf, scale) if kind is Kind.NOTE else _numbers_of(box, to_pdf)
        matrix = (to_pdf.a, to_pdf.b, -to_pdf.c, -to_pdf.d, 0, 0)
        turn = "" if kind is Kind.NOTE else f"/Matrix[{pdf_numbers(matrix)}]"
        bounds = pdf_numbers((0, 0, box.width, box.height))
        keys = {
            "F": str(_SIGN if kind is Kind.NOTE else _PRINT),
            "Rect": f"[{rect}]",
            "C": f"[{pdf_color(color)}]",
            "CA": "1",
            "BS": f"<</W {pdf_number(drawing.width * scale)}/S/S>>",
            **_geometry(kind, drawing, to_pdf),
        }
        if mark.annotation.drawing is not None:
            keys["RA_Area"] = f"[{_numbers_of(drawing.area, to_pdf)}]"
        if kind in (Kind.FREE_TEXT, Kind.STAMP):
            edge = frame(box.width, box.height, drawing.width, color, drawing.fill)
            ink = mark.annotation.color or TEXT_COLOR
            content, resources = add_text_box(
                self._pdf, mark.annotation.note, box.width, box.height, ink, _FONT_SIZE, _MARGIN
            )
            keys["AP"] = self._appearance(f"q\n{edge}Q\n{content}", bounds, more=turn, resources=resources)
            if kind is Kind.FREE_TEXT:
                keys["DA"] = f"(/Helv {_FONT_SIZE} Tf {pdf_color(color)} rg)"
                # What is the border's color elsewhere is the paper's of a text box.
                keys["C"] = f"[{pdf_color(drawing.fill) if drawing.fill else ''}]"
        else:
            keys["AP"] = self._appearance(drawing_picture(kind, drawing, color), bounds, more=turn)
        return rect, keys

    def _appearance(
        self, drawing: str, box: str, *, opacity: float = 1.0, more: str = "", resources: int = 0
    ) -> str:
        """Write the form that draws an annotation; return the key's value that refers to it."""
        xref: int = self._pdf.get_new_xref()
        used = resources or self._resources_for(opacity)
        self._pdf.update_object(
            xref, f"<</Type/XObject/Subtype/Form/FormType 1/BBox[{box}]{more}/Resources {used} 0 R>>"
        )
        self._pdf.update_stream(xref, drawing.encode("latin-1"), new=True)
        return f"<</N {xref} 0 R>>"

    def _resources_for(self, opacity: float) -> int:
        """Return the resources that paint in Multiply; all marks of one opacity share them."""
        if opacity not in self._resources:
            xref: int = self._pdf.get_new_xref()
            alpha = pdf_number(opacity)
            state = f"<</Type/ExtGState/BM/Multiply/ca {alpha}/CA {alpha}/AIS false>>"
            self._pdf.update_object(xref, f"<</ExtGState<</G {state}>>>>")
            self._resources[opacity] = xref
        return self._resources[opacity]


def _geometry(kind: Kind, drawing: Drawing, to_pdf: pymupdf.Matrix) -> Keys:
    """Return the keys that say what is drawn, beside the rectangle around it."""
    strokes = [
        pdf_numbers(number for each in stroke for number in _pair(moved(each, to_pdf)))
        for stroke in drawing.strokes
    ]
    keys: Keys = {}
    if kind is Kind.INK:
        keys["InkList"] = f"[{''.join(f'[{stroke}]' for stroke in strokes)}]"
    elif kind is Kind.LINE:
        keys["L"] = f"[{strokes[0] if strokes else _numbers_of(drawing.area, to_pdf)}]"
    elif kind in (Kind.POLYGON, Kind.POLYLINE):
        keys["Vertices"] = f"[{' '.join(strokes)}]"
    elif kind is Kind.NOTE:
        keys["Name"] = "/Note"
    if drawing.fill and kind is not Kind.FREE_TEXT:
        keys["IC"] = f"[{pdf_color(drawing.fill)}]"
    return keys


def _pair(point: Point) -> tuple[float, float]:
    return point.x, point.y


def _numbers_of(area: Rect, to_pdf: pymupdf.Matrix) -> str:
    corners = Point(area.x0, area.y0), Point(area.x1, area.y1)
    bounds = bounds_of_points(moved(corner, to_pdf) for corner in corners)
    return pdf_numbers((bounds.x0, bounds.y0, bounds.x1, bounds.y1))


def _upright(area: Rect, to_pdf: pymupdf.Matrix, scale: float) -> str:
    corner = moved(Point(area.x0, area.y0), to_pdf)
    right, low = corner.x + area.width * scale, corner.y - area.height * scale
    return pdf_numbers((corner.x, low, right, corner.y))

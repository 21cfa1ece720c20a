"""The annotations that stand in a PDF, entry by entry, as its objects say; no page is loaded for that.

MuPDF mends annotations when it loads their page, so what they are is read from objects that nothing touched.
Knows neither the text under them nor what becomes of them here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pymupdf
from pymupdf import mupdf

from reader_app.core.geometry import Point, Rect, bounds_of_points
from reader_app.document import pdf_values as values
from reader_app.document.page_space import moved, scale_of, to_page_space
from reader_app.document.pdf_values import Object

HIDDEN, NO_VIEW = 2, 32
_NO_ROTATE = 16
_BROKEN = (mupdf.FzErrorBase, RuntimeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """What this program writes into its annotations beside what the standard has.

    Attributes:
        id: Of the annotation.
        part: Which part of it, from 1.
        label_id: ``Label.id``.
        label_name: What the label was called.
        tags: As they are.
        note: Markdown.
        quote: Of all parts.
        contents: What ``Contents`` was when it was written; None if that was not noted.
        author: "" for the reader; None if that was not noted.
        dates: When it was made and changed, ISO 8601; empty if that was not noted.
        colors: Of the annotation and its label; empty if that was not noted.
        area: Of the drawing, in page space; None if that was not noted.
    """

    id: str
    part: int
    label_id: str
    label_name: str
    tags: tuple[str, ...]
    note: str
    quote: str
    contents: str | None
    author: str | None
    dates: tuple[str, ...]
    colors: tuple[str, ...]
    area: Rect | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation as it stands in the list of a page; lengths in page space (``core.geometry``).

    Attributes:
        page: Zero-based page.
        place: Its index in the page's list.
        number: Of its object; 0 where it stands in the list itself.
        subtype: What the PDF calls its kind.
        flags: Of the PDF.
        area: Its rectangle; without the margin that it names around what is drawn.
        shape: The rectangle in the file's own numbers, which tells it from others.
        quads: Four corners each, in any order.
        strokes: Lines of ink, the one line, or the corners.
        width: Of lines, in points.
        color: "#rrggbb", "" for none.
        fill: "#rrggbb", "" for none.
        text: What it says.
        author: Who says it.
        subject: What it is called.
        name: That tells it from the others on its page.
        created: Date as written.
        modified: Date as written.
        answers: Number of the object that it answers to or is grouped with; 0 for none.
        is_grouped: Whether it is a part of that one rather than a reply.
        state: What it sets the state of that one to.
        popup: Number of the window that it opens; 0 for none.
        own: Of an annotation that this program wrote.
    """

    page: int
    place: int
    number: int
    subtype: str
    flags: int
    area: Rect
    shape: tuple[float, ...]
    quads: tuple[tuple[Point, ...], ...] = ()
    strokes: tuple[tuple[Point, ...], ...] = ()
    width: float = 1.0
    color: str = ""
    fill: str = ""
    text: str = ""
    author: str = ""
    subject: str = ""
    name: str = ""
    created: str = ""
    modified: str = ""
    answers: int = 0
    is_grouped: bool = False
    state: str = ""
    popup: int = 0
    own: OwnKeys | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands: page and place."""
        return self.page, self.place


@dataclass(slots=True)
class Entries:
    """All entries of a file, and a sentence for each that cannot be read."""

    found: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_entries(pdf: pymupdf.Document) -> Entries:
    """Read the annotations of all pages; links, form fields and pop-ups are none."""
    entries = Entries()
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    for page in range(pdf.page_count):
        try:
            holder = mupdf.pdf_lookup_page_obj(file, page)
            listed = mupdf.pdf_dict_gets(holder, "Annots")
            count = mupdf.pdf_array_len(listed)
            if count:
                _read_page(entries, page, listed, to_page_space(holder))
        except _BROKEN:
            continue  # a page that cannot be read says so where it is shown
    return entries


def _read_page(entries: Entries, page: int, listed: Object, matrix: pymupdf.Matrix) -> None:
    for place, item in enumerate(values.items_of(listed)):
        subtype = ""
        try:
            if not mupdf.pdf_is_dict(item):
                what = (
                    "an annotation is missing" if mupdf.pdf_is_indirect(item) else "an entry is no annotation"
                )
                entries.problems.append(f"Page {page + 1}: {what} ({place + 1}. in its list).")
                continue
            subtype = values.name_of(item, "Subtype")
            if subtype in ("Link", "Widget", "Popup", "TrapNet", "PrinterMark"):
                continue
            entry = _entry(page, place, subtype, item, matrix)
        except _BROKEN:
            entry = None
        if entry is None:
            what = f"an annotation ({subtype or 'without a type'})"
            entries.problems.append(f"Page {page + 1}: {what} is damaged ({place + 1}. in its list).")
        else:
            entries.found.append(entry)


def _entry(page: int, place: int, subtype: str, item: Object, matrix: pymupdf.Matrix) -> Entry | None:
    """Return an entry; None if it does not say where it is."""

    def get(key: str) -> Object:
        return mupdf.pdf_dict_gets(item, key)

    def there(numbers: list[float]) -> tuple[Point, ...]:
        return tuple(_moved(point, matrix) for point in values.points_of(numbers))

    quad_points = there(values.numbers_of(get("QuadPoints")))
    quads = tuple(quad_points[at : at + 4] for at in range(0, len(quad_points) - 3, 4))
    shape = values.numbers_of(get("Rect"))
    if len(shape) != 4:
        if not quads:
            return None
        shape = []
    strokes = tuple(stroke for stroke in _strokes(subtype, item) if stroke)
    points = there(_inner(shape, values.numbers_of(get("RD")))) if shape else quad_points
    flags = values.integer_of(item, "F")
    scale = scale_of(matrix)
    area = bounds_of_points(points)
    if shape and flags & _NO_ROTATE:
        area = _upright(shape, matrix, scale)
    if max(abs(area.x0), abs(area.y0), abs(area.x1), abs(area.y1)) > _FARTHEST:
        return None
    is_text = subtype == "FreeText"
    color = values.color_of(values.numbers_of(get("C")))
    parent = get("IRT")
    return Entry(
        page=page,
        place=place,
        number=mupdf.pdf_to_num(item),
        subtype=subtype,
        flags=flags,
        area=area,
        shape=tuple(shape),
        quads=quads,
        strokes=tuple(tuple(_moved(point, matrix) for point in stroke) for stroke in strokes),
        width=round(_line_width(item) * scale, 2),
        # What is the border's color elsewhere is the paper's of a text box.
        color=values.appearance_color(values.text_of(item, "DA")) if is_text else color,
        fill=color if is_text else values.color_of(values.numbers_of(get("IC"))),
        text=values.text_of(item, "Contents") or values.plain_of_rich(values.text_of(item, "RC")),
        author=values.text_of(item, "T").strip(),
        subject=values.text_of(item, "Subj").strip(),
        name=values.text_of(item, "NM"),
        created=values.text_of(item, "CreationDate"),
        modified=values.text_of(item, "M"),
        answers=mupdf.pdf_to_num(parent) if mupdf.pdf_is_dict(parent) else 0,
        is_grouped=values.name_of(item, "RT") == "Group",
        state=values.text_of(item, "State"),
        popup=mupdf.pdf_to_num(get("Popup")),
        own=_own_keys(item, matrix) if values.text_of(item, "RA_Id") else None,
    )


_FARTHEST = 1e6  # points: fifty times as far as a page can reach


def _own_keys(item: Object, matrix: pymupdf.Matrix) -> OwnKeys:
    def noted(key: str) -> str | None:
        return values.text_of(item, key) if mupdf.pdf_is_string(mupdf.pdf_dict_gets(item, key)) else None

    part = values.numbers_of(mupdf.pdf_dict_gets(item, "RA_Part"))
    corners = values.points_of(values.numbers_of(mupdf.pdf_dict_gets(item, "RA_Area")))
    area = [_moved(corner, matrix) for corner in corners]
    return OwnKeys(
        id=values.text_of(item, "RA_Id"),
        part=int(part[0]) if part else 1,
        label_id=values.text_of(item, "RA_Label"),
        label_name=values.text_of(item, "RA_LabelName"),
        tags=tuple(tag for each in values.texts_of(item, "RA_Tags") if (tag := each.strip())),
        note=values.text_of(item, "RA_Note"),
        quote=values.text_of(item, "RA_Quote"),
        contents=noted("RA_Contents"),
        author=noted("RA_Author"),
        dates=values.texts_of(item, "RA_Dates"),
        colors=values.texts_of(item, "RA_Colors"),
        area=bounds_of_points(area) if len(area) == 2 else None,
    )


def _strokes(subtype: str, item: Object) -> Iterator[tuple[Point, ...]]:
    """Yield what is drawn from point to point, in the file's own numbers."""
    if subtype == "Ink":
        for line in values.items_of(mupdf.pdf_dict_gets(item, "InkList")):
            yield values.points_of(values.numbers_of(line))
    elif subtype == "Line":
        yield values.points_of(values.numbers_of(mupdf.pdf_dict_gets(item, "L")))
    elif subtype in ("Polygon", "PolyLine"):
        yield values.points_of(values.numbers_of(mupdf.pdf_dict_gets(item, "Vertices")))


def _line_width(item: Object) -> float:
    style = mupdf.pdf_dict_gets(item, "BS")
    border = values.numbers_of(mupdf.pdf_dict_gets(item, "Border"))
    width = values.number_of(style, "W", border[2] if len(border) > 2 else 1.0)
    return min(max(width, 0.0), 100.0)


def _inner(shape: list[float], margins: list[float]) -> list[float]:
    """Return the rectangle without the margin that it says it has around what is drawn."""
    x0, x1 = sorted((shape[0], shape[2]))
    y0, y1 = sorted((shape[1], shape[3]))
    if len(margins) == 4 and min(margins) >= 0:
        left, low, right, top = margins
        if left + right < x1 - x0 and low + top < y1 - y0:
            return [x0 + left, y0 + low, x1 - right, y1 - top]
    return [x0, y0, x1, y1]


def _upright(shape: list[float], matrix: pymupdf.Matrix, scale: float) -> Rect:
    """Return the area of what is not turned with its page: it hangs from its upper left corner."""
    x0, x1 = sorted((shape[0], shape[2]))
    y0, y1 = sorted((shape[1], shape[3]))
    corner = _moved(Point(x0, y1), matrix)
    return Rect(
        corner.x, corner.y, round(corner.x + (x1 - x0) * scale, 2), round(corner.y + (y1 - y0) * scale, 2)
    )


def _moved(point: Point, matrix: pymupdf.Matrix) -> Point:
    """Return a point in page space; rounded, so that it does not drift where it is written and read again."""
    there = moved(point, matrix)
    return Point(round(there.x, 2), round(there.y, 2))

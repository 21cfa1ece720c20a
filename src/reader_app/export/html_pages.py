"""Writes the pages of a PDF as HTML: each a picture with its marks over it and its words to select.

All of a page is one SVG, so that it keeps together at every size. Pages are drawn one at a time.
"""

import base64
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

from PIL import Image

from reader_app.core.annotation import Drawing, Kind
from reader_app.core.geometry import Point, Quad, Rect
from reader_app.core.layout import PageColors
from reader_app.core.lines import Line
from reader_app.core.page_text import Link, PageText
from reader_app.document.embedded_groups import groups_in
from reader_app.document.opening import Document, open_document
from reader_app.errors import DamagedDocumentError
from reader_app.export.edition import Edition, edition_of
from reader_app.export.html_cards import Looks, Note, card_html
from reader_app.export.item import ExportItem
from reader_app.export.markup import Mark
from reader_app.export.note_html import direction, note_html
from reader_app.export.options import ExportOptions

_SCALE = 2.0  # pixels for each point: 144 dpi
_MOST_PIXELS = 5_000_000  # of a page
_LOSSY = 150_000  # bytes: above this a photograph is likely, which is smaller with losses that nobody sees
_QUALITY = 82
_MOST_SIDE = 16_383  # pixels, of WebP
_BANDS = {Kind.HIGHLIGHT: (0.0, 1.0), Kind.UNDERLINE: (0.89, 0.97), Kind.STRIKEOUT: (0.54, 0.62)}
_WAVE = 0.055  # of the height of a quad
_ASCENT = 0.8  # of the height of a line


class DrawnPages:
    """The pages of a PDF with its marks and cards.

    Attributes:
        count: How many pages there are.
        placed: The annotations that have a place.
        beginning: "", as titles in pictures are not read.
        direction: "", as pages do not say it.
    """

    beginning = direction = ""

    def __init__(
        self,
        edition: Edition,
        document: Document,
        article: str,
        notes: Sequence[Note],
        looks: Looks,
        options: ExportOptions,
    ) -> None:
        self._edition, self._document, self._article = edition, document, article
        self._looks, self._options = looks, options
        self._notes = {note.annotation.id: note for note in notes}
        self._marks: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in edition.marks:
            self._marks[mark.page].append(mark)
        marked = {mark.annotation.id for mark in edition.marks}
        self.placed = [note for note in notes if note.annotation.id in marked]
        self.count = len(document.layout.pages)

    def html(self) -> Iterator[str]:
        """Yield each page as HTML."""
        return (self._page(page) for page in range(self.count))

    def _page(self, page: int) -> str:
        box = self._document.layout.pages[page]
        text = self._edition.page_text(page)
        marks = self._marks[page]
        cards = "\n".join(
            card_html(self._notes[mark.annotation.id], self._looks, self._options)
            for mark in marks
            if mark.part == 1
        )
        return (
            f'<figure class="page" id="{self._page_id(page)}">\n'
            f'<svg viewBox="0 0 {_number(box.width)} {_number(box.height)}" width="{_number(box.width * 4 / 3)}"'
            f' role="group" aria-label="Page {page + 1}">\n'
            f"{self._picture(page, box.width, box.height)}\n"
            f'<g class="marks">{"".join(self._mark(mark) for mark in marks)}</g>\n'
            f'<g class="words">{_words(text)}</g>\n'
            f"{''.join(self._link(link) for link in text.links)}"
            f"{''.join(self._reference(mark) for mark in marks if mark.part == mark.parts)}</svg>\n"
            f"{cards}\n</figure>\n"
        )

    def _page_id(self, page: int) -> str:
        return f"{self._article}-p{page + 1}"

    def _picture(self, page: int, width: float, height: float) -> str:
        size = f'width="{_number(width)}" height="{_number(height)}"'
        try:
            content = _drawn(self._document, page, width, height)
        except DamagedDocumentError as error:
            return (
                f'<rect {size} class="blank"/><text x="20" y="30" class="fault">{escape(str(error))}</text>'
            )
        address = base64.b64encode(content).decode()
        return f'<image {size} preserveAspectRatio="none" href="data:image/webp;base64,{address}"/>'

    def _mark(self, mark: Mark) -> str:
        annotation = mark.annotation
        note = self._notes[annotation.id]
        name = f' id="{note.mark_id}"' if mark.part == 1 else ""
        look = annotation.kind.value if annotation.kind.marks_text else "drawing"
        shapes = (
            _drawing(annotation.kind, mark.drawing, annotation.note)
            if mark.drawing is not None
            else _text_mark(annotation.kind, mark.quads)
        )
        return (
            f'<g class="{look} {self._looks.color_class(annotation)}"{name} data-mark="{note.mark_id}"'
            f' data-label="{escape(self._looks.label(annotation).id)}">{shapes}</g>'
        )

    def _reference(self, mark: Mark) -> str:
        """Return the link from a mark to its card: a small number at its end."""
        note = self._notes[mark.annotation.id]
        if mark.drawing is not None:
            place = Point(mark.drawing.area.x1, mark.drawing.area.y0)
        else:
            place = mark.quads[-1].ur
        return (
            f'<a class="reference" href="#{note.card_id}" aria-label="Annotation {note.number}">'
            f'<text x="{_number(place.x)}" y="{_number(place.y + 3)}">{note.number}</text></a>'
        )

    def _link(self, link: Link) -> str:
        if link.address:
            address = f'href="{escape(link.address)}" rel="noopener noreferrer"'
        elif link.page < self.count:
            address = f'href="#{self._page_id(link.page)}"'
        else:
            return ""
        return f'<a class="link" {address} aria-label="Link">{_box(link.area)}</a>'


@contextmanager
def drawn_pages(
    item: ExportItem, article: str, notes: Sequence[Note], looks: Looks, options: ExportOptions
) -> Iterator[DrawnPages]:
    """Open a PDF whose pages are to be written; it is closed when the block ends.

    Args:
        item: The article.
        article: The id that it has in the file.
        notes: Its annotations.
        looks: Of the labels.
        options: What is written.

    Raises:
        ExportError: Its owner forbids annotations.
        DocumentError: The source cannot be read.
    """
    with (
        edition_of(item, tuple(looks.labels.values()), options, lambda done, total: None) as edition,
        open_document(item.source, item.article.media_type, item.password) as document,
    ):
        # What is in the library as well is drawn as that says; the picture of a stamp is only here.
        stamps = {each.id for each in item.annotations if each.kind is Kind.STAMP}
        groups = groups_in(document, item.article.id)[0] if item.known else []
        document.hide(
            key
            for group in groups
            if {group.id, group.other_id} & (item.known - stamps)
            for key in group.keys
        )
        yield DrawnPages(edition, document, article, notes, looks, options)


def _drawn(document: Document, page: int, width: float, height: float) -> bytes:
    """Return a page as a WebP picture: to the pixel, or with losses where that is much smaller.

    Raises:
        DamagedDocumentError: It cannot be drawn.
    """
    scale = min(
        _SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5, _MOST_SIDE / max(width, height, 1.0)
    )
    across, down = max(int(width * scale), 1), max(int(height * scale), 1)
    samples = bytearray(across * down * 3)
    document.render(page, scale, (0, 0, across, down), PageColors(), memoryview(samples))
    picture = Image.frombuffer("RGB", (across, down), samples, "raw", "RGB", 0, 1)
    exact = _webp(picture, lossless=True, quality=30, method=1)
    if len(exact) <= _LOSSY:
        return exact
    return min(exact, _webp(picture, lossless=False, quality=_QUALITY, method=2), key=len)


def _webp(picture: Image.Image, *, lossless: bool, quality: int, method: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, format="WEBP", lossless=lossless, quality=quality, method=method)
    return written.getvalue()


def _words(text: PageText) -> str:
    return "".join(_line(text, line) for line in text.lines)


def _line(text: PageText, line: Line) -> str:
    """Return a line of text that is not seen, as wide as the one in the picture."""
    words = text.text.quote(line.start, line.end)
    dx, dy = line.direction
    height = line.across[1] - line.across[0]
    length = line.along[1] - line.along[0]
    if height <= 0 or length <= 0:
        return ""
    leftward = direction(words) == "rtl"
    turned = f' transform="matrix({dx:g} {dy:g} {-dy:g} {dx:g} 0 0)"' if (dx, dy) != (1.0, 0.0) else ""
    right = ' direction="rtl"' if leftward else ""
    return (
        f'<text x="{_number(line.along[1] if leftward else line.along[0])}"'
        f' y="{_number(line.across[0] + _ASCENT * height)}" font-size="{_number(_ASCENT * height)}"'
        f' textLength="{_number(length)}" lengthAdjust="spacingAndGlyphs"{turned}{right}>{escape(words)}</text>'
    )


def _text_mark(kind: Kind, quads: Iterable[Quad]) -> str:
    if kind is Kind.SQUIGGLY:
        return "".join(_wave(quad) for quad in quads)
    top, bottom = _BANDS[kind]
    bands = "".join(
        f"M{_pair(_between(quad.ul, quad.ll, top))}L{_pair(_between(quad.ur, quad.lr, top))}"
        f"L{_pair(_between(quad.ur, quad.lr, bottom))}L{_pair(_between(quad.ul, quad.ll, bottom))}Z"
        for quad in quads
    )
    return f'<path class="fill" d="{bands}"/>'


def _wave(quad: Quad) -> str:
    height = max(abs(quad.ll.y - quad.ul.y), abs(quad.ll.x - quad.ul.x), 1.0)
    length = max(abs(quad.lr.x - quad.ll.x), abs(quad.lr.y - quad.ll.y))
    count = max(int(length / (2 * _WAVE * height)), 1)
    points = (
        _between(
            _between(quad.ul, quad.ll, 0.95 - _WAVE * (1 + (-1) ** step)),
            _between(quad.ur, quad.lr, 0.95 - _WAVE * (1 + (-1) ** step)),
            step / count,
        )
        for step in range(count + 1)
    )
    path = "L".join(_pair(point) for point in points)
    return f'<path class="stroke" stroke-width="{_number(_WAVE * height)}" d="M{path}"/>'


def _drawing(kind: Kind, drawing: Drawing, note: str) -> str:
    area = drawing.area
    if kind is Kind.NOTE:
        return f'<rect class="sheet" rx="2" {_sides(area)}/>{_writing(area)}'
    if kind in (Kind.FREE_TEXT, Kind.STAMP):
        text = ""
        if kind is Kind.FREE_TEXT:
            text = f"<foreignObject {_sides(area)}><div>{note_html(note)}</div></foreignObject>"
        return f'<rect class="frame" {_sides(area)}/>{text}'
    look = f'class="stroke" stroke-width="{_number(drawing.width)}"'
    if kind is Kind.ELLIPSE:
        middle = f'cx="{_number((area.x0 + area.x1) / 2)}" cy="{_number((area.y0 + area.y1) / 2)}"'
        return f'<ellipse {look} {middle} rx="{_number(area.width / 2)}" ry="{_number(area.height / 2)}"/>'
    if kind is Kind.CARET:
        tip = Point((area.x0 + area.x1) / 2, area.y0)
        return f'<path class="fill" d="M{_number(area.x0)} {_number(area.y1)}L{_pair(tip)}L{_number(area.x1)} {_number(area.y1)}Z"/>'
    if drawing.strokes:
        closing = "Z" if kind is Kind.POLYGON else ""
        lines = (
            "M" + "L".join(_pair(each) for each in stroke) + closing for stroke in drawing.strokes if stroke
        )
        return f'<path {look} d="{"".join(lines)}"/>'
    return f"<rect {look} {_sides(area)}/>"


def _writing(area: Rect) -> str:
    """Return the lines on the sign of a note."""
    rows = (
        f"M{_number(area.x0 + 0.22 * area.width)} {_number(area.y0 + at * area.height)}h{_number(0.56 * area.width)}"
        for at in (0.3, 0.5, 0.7)
    )
    return f'<path class="writing" d="{"".join(rows)}"/>'


def _box(area: Rect) -> str:
    return f"<rect {_sides(area)}/>"


def _sides(area: Rect) -> str:
    return (
        f'x="{_number(area.x0)}" y="{_number(area.y0)}"'
        f' width="{_number(max(area.width, 0))}" height="{_number(max(area.height, 0))}"'
    )


def _between(one: Point, other: Point, part: float) -> Point:
    return Point(one.x + (other.x - one.x) * part, one.y + (other.y - one.y) * part)


def _pair(point: Point) -> str:
    return f"{_number(point.x)} {_number(point.y)}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

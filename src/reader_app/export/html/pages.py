"""Writes the pages of a PDF as HTML: each a picture with its marks over it and its words to select.

All of a page is one SVG, so that it keeps together at every size. Pages are drawn one at a time.
"""

import base64
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

from PIL import Image

from reader_app.core.annotation import Kind
from reader_app.core.geometry import Point
from reader_app.core.layout import PageColors
from reader_app.core.lines import Line
from reader_app.core.page_text import Link, PageText
from reader_app.document.embedded_groups import groups_in
from reader_app.document.opening import Document, open_document
from reader_app.errors import DamagedDocumentError
from reader_app.export.html.cards import Looks, Note, card_html
from reader_app.export.html.svg_shapes import svg_box, svg_drawing, svg_number, svg_text_mark
from reader_app.export.item import ExportItem
from reader_app.export.note_html import direction
from reader_app.export.options import ExportOptions
from reader_app.export.pdf.edition import Edition, edition_of
from reader_app.export.pdf.markup import Mark

_SCALE = 2.0  # pixels for each point: 144 dpi
_MOST_PIXELS = 5_000_000  # of a page
_LOSSY = 150_000  # bytes: above this a photograph is likely, which is smaller with losses that nobody sees
_QUALITY = 82
_PIXELS = 4 / 3  # CSS pixels for each point
_MOST_SIDE = 16_383  # pixels, of WebP
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
        width, height = svg_number(box.width), svg_number(box.height)
        return (
            f'<figure class="page" id="{self._page_id(page)}">\n'
            f'<svg viewBox="0 0 {width} {height}" width="{svg_number(box.width * _PIXELS)}"'
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
        size = f'width="{svg_number(width)}" height="{svg_number(height)}"'
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
            svg_drawing(annotation.kind, mark.drawing, annotation.note)
            if mark.drawing is not None
            else svg_text_mark(annotation.kind, mark.quads)
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
            f'<text x="{svg_number(place.x)}" y="{svg_number(place.y + 3)}">{note.number}</text></a>'
        )

    def _link(self, link: Link) -> str:
        if link.address:
            address = f'href="{escape(link.address)}" rel="noopener noreferrer"'
        elif link.page < self.count:
            address = f'href="#{self._page_id(link.page)}"'
        else:
            return ""
        return f'<a class="link" {address} aria-label="Link">{svg_box(link.area)}</a>'


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
        edition_of(item, looks.labels, options, lambda done, total: None) as edition,
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
    runs = ' direction="rtl"' if leftward else ""
    return (
        f'<text x="{svg_number(line.along[1] if leftward else line.along[0])}"'
        f' y="{svg_number(line.across[0] + _ASCENT * height)}" font-size="{svg_number(_ASCENT * height)}"'
        f' textLength="{svg_number(length)}" lengthAdjust="spacingAndGlyphs"{turned}{runs}>'
        f"{escape(words)}</text>"
    )

"""Lines in a margin that stand for notes on a page behind: level with their marks, they say where to look."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader_app.core.annotation import Annotation
from reader_app.core.geometry import Point, Rect
from reader_app.export.pdf.margin_cards import CardWriter
from reader_app.export.pdf.margin_places import MarginShape
from reader_app.export.pdf.margin_setting import MarginSetter
from reader_app.export.pdf.page_canvas import PageCanvas


@dataclass(frozen=True, slots=True)
class Stub:
    """A line that stands for a note.

    Attributes:
        annotation: Has the note.
        page: That the line stands beside.
        shape: Of that page.
        top: Of the line.
        number: That the note has behind the page; 0 for none.
        behind: The page with the note.
        pages_on: How many pages that is further on.
        corner: Upper left one of the note's bar.
    """

    annotation: Annotation
    page: int
    shape: MarginShape
    top: float
    number: int
    behind: int
    pages_on: int
    corner: Point

    @property
    def said(self) -> str:
        """Where the note is."""
        where = "next page" if self.pages_on == 1 else f"{self.pages_on} pages on"
        return f"note {self.number}, {where}" if self.number else where


def add_stubs(stubs: Sequence[Stub], writer: CardWriter, setter: MarginSetter, canvas: PageCanvas) -> None:
    """Draw the lines, each as a link.

    Args:
        stubs: The lines; their bars are there.
        writer: Writes them.
        setter: Sets and draws.
        canvas: Draws on the pages.
    """
    lines = setter.set((each.shape, writer.stub(each.annotation, each.said)) for each in stubs)
    # A long name of a label would need a second line: its color says it as well.
    long = [at for at, each in enumerate(stubs) if lines[at].heights[0] > each.shape.stub]
    short = (writer.stub(stubs[at].annotation, stubs[at].said, with_label=False) for at in long)
    for at, line in zip(
        long, setter.set(zip((stubs[at].shape for at in long), short, strict=True)), strict=True
    ):
        lines[at] = line
    for stub, line in zip(stubs, lines, strict=True):
        shape, place = stub.shape, Point(stub.shape.left + stub.shape.indent, stub.top)
        setter.draw(stub.page, line, 0, place)
        area = Rect(shape.left, place.y, place.x + shape.column_width, place.y + shape.stub)
        canvas.link_to(stub.page, area, stub.behind, Point(0.0, stub.corner.y))

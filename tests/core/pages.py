"""Builds pages of text with a box for every character, turned by any angle."""

import math
from array import array
from dataclasses import dataclass, field

from reader_app.core.geometry import Point, Quad
from reader_app.core.page_text import Line, PageText
from reader_app.core.text import Gap, SectionText

Box = tuple[float, float, float, float]


@dataclass
class PageBuilder:
    """Sets lines of text in a frame turned by an angle.

    Attributes:
        angle: Of the writing, in degrees, clockwise as y points down.
        width: Of a character, in points.
        height: Of a line.
    """

    angle: int = 0
    width: float = 6.0
    height: float = 12.0
    start: int = 0
    chars: str = ""
    gaps: bytearray = field(default_factory=bytearray)
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def direction(self) -> tuple[float, float]:
        exact = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
        turned = math.radians(self.angle)
        return exact.get(self.angle, (math.cos(turned), math.sin(turned)))

    def line(self, text: str, along: float, across: float, leftward: str = "") -> "PageBuilder":
        """Set a line; a space is a gap; stretches of the given characters run leftward."""
        placed: list[tuple[str, Gap, Box]] = []
        gap, at, index = Gap.LINE, along, 0
        while index < len(text):
            run = index + 1
            while text[index] in leftward and run < len(text) and text[run] in leftward:
                run += 1
            for step, char in enumerate(text[index:run]):
                from_ = at + (run - index - 1 - step) * self.width
                if char == " ":
                    gap = Gap.SPACE
                    continue
                placed.append((char, gap, (from_, from_ + self.width, across, across + self.height)))
                gap = Gap.NONE
            at += (run - index) * self.width
            index = run
        return self.set(placed)

    def set(self, placed: list[tuple[str, Gap, Box]]) -> "PageBuilder":
        """Set a line of characters with the boxes given."""
        start = len(self.chars)
        self.chars += "".join(char for char, _, _ in placed)
        self.gaps += bytes(gap for _, gap, _ in placed)
        boxes = [box for _, _, box in placed]
        self.boxes += boxes
        along = min(box[0] for box in boxes), max(box[1] for box in boxes)
        across = min(box[2] for box in boxes), max(box[3] for box in boxes)
        self.lines.append(Line(start, len(self.chars), self.direction, along, across))
        return self

    def page(self) -> PageText:
        text = SectionText(self.chars, bytes(self.gaps))
        boxes = array("d", (number for box in self.boxes for number in box))
        return PageText(0, 0, self.start, text, tuple(self.lines), boxes)

    def point(self, along: float, across: float) -> Point:
        dx, dy = self.direction
        return Point(along * dx - across * dy, along * dy + across * dx)


def middle(page: PageText, index: int, part: float = 0.5) -> Point:
    """Return a point inside a character: a part of its way along it, half of its way across."""
    a0, a1, c0, c1 = page.boxes[index * 4 : index * 4 + 4]
    dx, dy = page.lines[page.line_at(index)].direction
    along, across = a0 + part * (a1 - a0), (c0 + c1) / 2
    return Point(along * dx - across * dy, along * dy + across * dx)


def inside(quad: Quad, point: Point) -> bool:
    """Tell whether a point lies inside a quad of any direction."""
    ux, uy = quad.ur.x - quad.ul.x, quad.ur.y - quad.ul.y
    vx, vy = quad.ll.x - quad.ul.x, quad.ll.y - quad.ul.y
    px, py = point.x - quad.ul.x, point.y - quad.ul.y
    return (
        -1e-6 <= px * ux + py * uy <= ux * ux + uy * uy + 1e-6
        and -1e-6 <= px * vx + py * vy <= vx * vx + vy * vy + 1e-6
    )

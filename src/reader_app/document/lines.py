"""Lines as MuPDF gives them, with a box for every raw character in the frame of its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# Upper and lower edge of a line's boxes, in em. Fonts announce up to 1.2 and 0.6 em; a mark that tall
# runs into the neighbor lines, and one made from a font that announces nothing would not be seen.
_ASCENT = (0.7, 0.95)
_DESCENT = (0.2, 0.3)
# Of signs in vertical text, in em: where fonts for it have their base line.
_VERTICAL_ASCENT = 0.88
_MONOSPACED = 8  # in the flags of a span


@dataclass(slots=True)
class RawLine:
    """A line as MuPDF gave it.

    Attributes:
        text: Its raw characters, white space included.
        boxes: For each, from and to along the line, then across it; empty where only text is read.
        direction: Unit vector of the writing.
        size: Largest font size, in points.
        along: Where the line begins and ends along its direction.
        across: Its upper and lower edge, across its direction.
        is_code: Whether all of it is set in a monospaced font.
    """

    text: str
    boxes: list[tuple[float, float, float, float]]
    direction: tuple[float, float]
    size: float
    along: tuple[float, float]
    across: tuple[float, float]
    is_code: bool = False


@dataclass(slots=True)
class RawBlock:
    """A block as MuPDF gave it: its lines with text in them, and its upright bounds in points."""

    lines: list[RawLine]
    bounds: tuple[float, float, float, float]


def read_block(block: dict[str, Any], *, with_boxes: bool = True) -> RawBlock:
    """Read a block of MuPDF's ``rawdict``; lines of white space are left out.

    Args:
        block: The block; of MuPDF's ``dict`` where the lines are to have no boxes. These are written
            from left to right or from right to left, as all text is that reflows.
        with_boxes: Whether the lines get boxes.
    """
    lines: list[RawLine] = []
    for raw in block["lines"]:
        line = _read_line(raw) if with_boxes else _read_spans(raw)
        if not line.text.strip():
            continue
        if lines and raw["wmode"] == 1 and _goes_on(lines[-1], line):
            _append(lines[-1], line)  # MuPDF gives each sign of vertical text a line of its own
        else:
            lines.append(line)
    for upper, lower in pairwise(lines):
        _part(upper, lower)
    return RawBlock(lines, tuple(block["bbox"]))


def _read_line(line: dict[str, Any]) -> RawLine:
    direction = _unit(line["dir"])
    vertical = line["wmode"] == 1
    chars: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    size = 0.0
    for span in line["spans"]:
        size = max(size, span["size"])
        if not span["chars"]:
            continue
        read = _boxes_from_bounds if vertical or _is_square(direction) else _boxes_from_origins
        boxes.extend(read(span, direction, vertical))
        chars.extend(char["c"] for char in span["chars"])
    edges = list(zip(*boxes, strict=True)) or [(0.0,)] * 4
    along, across = (min(edges[0]), max(edges[1])), (min(edges[2]), max(edges[3]))
    is_code = all(span["flags"] & _MONOSPACED for span in line["spans"])
    return RawLine("".join(chars), boxes, direction, size, along, across, is_code)


def _read_spans(line: dict[str, Any]) -> RawLine:
    """Read a line by the bounds of its spans, which hold those of its characters."""
    spans = [span for span in line["spans"] if span["text"]]
    extents = [(span["origin"][1], *_extent(span)) for span in spans] or [(0.0, 0.0, 0.0)]
    return RawLine(
        "".join(span["text"] for span in spans),
        [],
        _unit(line["dir"]),
        max((span["size"] for span in line["spans"]), default=0.0),
        (min((s["bbox"][0] for s in spans), default=0.0), max((s["bbox"][2] for s in spans), default=0.0)),
        (min(base - up for base, up, _ in extents), max(base + down for base, _, down in extents)),
        all(span["flags"] & _MONOSPACED for span in line["spans"]),
    )


def _goes_on(before: RawLine, line: RawLine) -> bool:
    """Tell whether a line starts where the one before it ends."""
    return (
        before.direction == line.direction
        and abs(before.across[0] - line.across[0]) < 0.1 * line.size
        and abs(line.along[0] - before.along[1]) < 0.5 * line.size
    )


def _append(line: RawLine, more: RawLine) -> None:
    line.text += more.text
    line.boxes += more.boxes
    line.size = max(line.size, more.size)
    line.along = line.along[0], max(line.along[1], more.along[1])
    line.across = min(line.across[0], more.across[0]), max(line.across[1], more.across[1])


def _unit(direction: tuple[float, float]) -> tuple[float, float]:
    """Take rounding noise off directions along the axes, so that lines compare equal."""
    x, y = direction
    if abs(x) > 0.9999:
        return (1.0 if x > 0 else -1.0), 0.0
    if abs(y) > 0.9999:
        return 0.0, (1.0 if y > 0 else -1.0)
    return float(x), float(y)


def _is_square(direction: tuple[float, float]) -> bool:
    return 0.0 in direction


def _boxes_from_bounds(
    span: dict[str, Any], direction: tuple[float, float], vertical: bool
) -> Iterator[tuple[float, float, float, float]]:
    """Yield boxes in the line's frame from upright bounds, which are exact along the axes."""
    dx, dy = direction
    up, down = _extent(span)
    if direction == (1.0, 0.0) and not vertical:
        for char in span["chars"]:
            x0, _, x1, _ = char["bbox"]
            base = char["origin"][1]
            yield x0, x1, base - up, base + down
        return
    for char in span["chars"]:
        x0, y0, x1, y1 = char["bbox"]
        along = (x0 * dx + y0 * dy, x1 * dx + y1 * dy)
        if vertical:
            # MuPDF starts the box at the sign's base line, which is that far under its upper edge.
            along = along[0] - _VERTICAL_ASCENT * span["size"], along[1] - _VERTICAL_ASCENT * span["size"]
            across = (-x0 * dy + y0 * dx, -x1 * dy + y1 * dx)
        else:
            base = -char["origin"][0] * dy + char["origin"][1] * dx
            across = (base - up, base + down)
        yield min(along), max(along), min(across), max(across)


def _boxes_from_origins(
    span: dict[str, Any], direction: tuple[float, float], vertical: bool
) -> Iterator[tuple[float, float, float, float]]:
    """Yield boxes of text at any angle: from each character's origin to the next one's."""
    del vertical
    dx, dy = direction
    up, down = _extent(span)
    origins = [char["origin"] for char in span["chars"]]
    alongs = [x * dx + y * dy for x, y in origins]
    # The last character has no next one: its upright bounds hold advance and height, turned.
    x0, y0, x1, y1 = span["chars"][-1]["bbox"]
    turned = (x1 - x0) * abs(dx) + (y1 - y0) * abs(dy)
    width = max((turned - 2 * abs(dx * dy) * (up + down)), 0.2 * span["size"])
    alongs.append(alongs[-1] + min(width, span["size"]))
    for (x, y), (from_, to) in zip(origins, pairwise(alongs), strict=True):
        base = -x * dy + y * dx
        yield min(from_, to), max(from_, to), base - up, base + down


def _extent(span: dict[str, Any]) -> tuple[float, float]:
    """Return how far a span's boxes reach above and below the baseline, in points."""
    up = min(max(span["ascender"], _ASCENT[0]), _ASCENT[1])
    down = min(max(-span["descender"], _DESCENT[0]), _DESCENT[1])
    return up * span["size"], down * span["size"]


def _part(upper: RawLine, lower: RawLine) -> None:
    """Cut the boxes of two lines that overlap at the middle of the overlap."""
    if upper.direction != lower.direction:
        return
    if min(upper.along[1], lower.along[1]) <= max(upper.along[0], lower.along[0]):
        return
    (top, bottom), (next_top, next_bottom) = upper.across, lower.across
    if not (top < next_top < bottom < next_bottom):
        return
    middle = (bottom + next_top) / 2
    upper.boxes = [(a, b, min(c, middle - 0.5), min(d, middle)) for a, b, c, d in upper.boxes]
    lower.boxes = [(a, b, max(c, middle), max(d, middle + 0.5)) for a, b, c, d in lower.boxes]
    upper.across, lower.across = (top, middle), (middle, next_bottom)


def join_paragraphs(blocks: list[RawBlock], line_height: float) -> list[RawBlock]:
    """Join the blocks that are one paragraph of text that reflows.

    MuPDF starts a new block where lines are 1.5 times their size apart, which is a usual line height.

    Args:
        blocks: In reading order.
        line_height: Of the text, as a multiple of the font size.
    """
    joined: list[RawBlock] = []
    for block in blocks:
        if joined and _is_next_line(joined[-1].lines[-1], block.lines[0], line_height):
            (x0, y0, x1, y1), other = joined[-1].bounds, block.bounds
            bounds = min(x0, other[0]), min(y0, other[1]), max(x1, other[2]), max(y1, other[3])
            joined[-1] = RawBlock([*joined[-1].lines, *block.lines], bounds)
        else:
            joined.append(block)
    return joined


def _is_next_line(before: RawLine, line: RawLine, line_height: float) -> bool:
    if before.direction != line.direction or abs(before.size - line.size) > 0.01:
        return False
    step = line.across[1] - before.across[1]
    return abs(step - line_height * line.size) < 0.1 * line.size


def is_beside(before: RawLine, line: RawLine) -> bool:
    """Tell whether MuPDF cut one visual line in two."""
    if before.direction != line.direction:
        return False
    shared = min(before.across[1], line.across[1]) - max(before.across[0], line.across[0])
    return shared > 0.5 * min(before.across[1] - before.across[0], line.across[1] - line.across[0])

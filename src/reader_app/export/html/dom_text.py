"""The text of an HTML tree as visible characters, and elements put around ranges of it.

Knows neither annotations nor where they belong. Nothing but the new elements is added, so the tree reads
as it did before.
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from lxml import etree

from reader_app.core.text import Gap, SectionText, Spelling
from reader_app.core.visible import SOFT_HYPHEN, as_written, visible_with_origins

IN_LINE = frozenset(
    """
    a abbr b bdi bdo cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strike strong
    sub sup time tt u var wbr
    """.split()  # noqa: SIM905  shorter than a list
)
"""Elements that stand within a line; all others begin and end one."""

_BREAK = "\u2029"  # white space, so it never counts as visible

Wrap = Callable[[int], etree._Element]
"""Makes the element that goes around a piece of the range with a number."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that stands in one place of the tree.

    Attributes:
        element: Whose text it is.
        is_tail: Whether it stands after the element, and not at its beginning.
        start: Where it begins in the whole raw text.
        text: The text.
    """

    element: etree._Element
    is_tail: bool
    start: int
    text: str

    @property
    def holder(self) -> etree._Element:
        """The element that it stands in."""
        parent = self.element.getparent() if self.is_tail else self.element
        assert parent is not None
        return parent


class DomText:
    """The text in the order of the tree; the tree may be changed once, by ``wrap``."""

    def __init__(self, root: etree._Element) -> None:
        self._pieces: list[_Piece] = []
        raw: list[str] = []
        length = 0
        for element, is_tail, text in _texts(root):
            if element is not None:
                self._pieces.append(_Piece(element, is_tail, length, text))
            raw.append(text)
            length += len(text)
        self._raw = "".join(raw)
        self._starts = [piece.start for piece in self._pieces]
        self._visible = visible_with_origins(self._raw)
        self.text = self._section_text()

    def wrap(self, ranges: Sequence[tuple[int, int]], wrap: Wrap) -> None:
        """Put elements around ranges of visible characters.

        A range becomes as many elements as it needs; where ranges overlap, the element of the one that
        begins first, or ends last, is the outer one. An empty range becomes an empty element.

        Args:
            ranges: From the first character of each to after its last one.
            wrap: Makes an element for a piece of a range.
        """
        nested = sorted(range(len(ranges)), key=lambda each: (ranges[each][0], -ranges[each][1], each))
        covers: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for number in nested:
            for place, start, end in self._cut(*ranges[number]):
                covers[place].append((start, end, number))
        for place, cover in covers.items():
            _rebuild(self._pieces[place], cover, wrap)

    def _section_text(self) -> SectionText:
        visible, raw = self._visible, self._raw
        gaps = bytearray()
        spellings: list[Spelling] = []
        done = 0
        for start, group in groupby(range(len(visible.chars)), key=visible.starts.__getitem__):
            cluster = list(group)
            end = visible.ends[cluster[0]]
            gaps.append(_gap(raw[done:start]) if gaps else Gap.PARAGRAPH)
            gaps += bytes(len(cluster) - 1)
            chars = visible.chars[cluster[0] : cluster[-1] + 1]
            if raw[start:end] != chars and (written := as_written(raw[start:end])) != chars:
                spellings.append(Spelling(cluster[0], cluster[-1] + 1, written))
            done = end
        return SectionText(visible.chars, bytes(gaps), tuple(spellings))

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield the pieces that a range touches, and from where to where in each."""
        if start == end:
            yield from self._spot(start)
            return
        first, last = self._visible.starts[start], self._visible.ends[end - 1]
        for place in range(self._piece_at(first), len(self._pieces)):
            piece = self._pieces[place]
            if piece.start >= last:
                break
            begin, stop = max(first - piece.start, 0), min(last - piece.start, len(piece.text))
            if begin < stop and (piece.text[begin:stop].strip() or _is_in_line(piece)):
                yield place, begin, stop

    def _spot(self, offset: int) -> Iterator[tuple[int, int, int]]:
        """Yield the place before a visible character, or after the last one."""
        if self._pieces:
            is_end = offset == len(self._visible.chars)
            raw = self._visible.starts[offset] if not is_end else len(self._raw)
            place = self._piece_at(raw)
            at = min(max(raw - self._starts[place], 0), len(self._pieces[place].text))
            yield place, at, at

    def _piece_at(self, raw: int) -> int:
        """Return the piece at an offset in the raw text, or the last one before it.

        The first one for what is before all: an accent that a block begins with goes with the break there.
        """
        return max(bisect_right(self._starts, raw) - 1, 0)


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element | None, bool, str]]:
    """Yield each text with the element that it belongs to, and what separates blocks without one."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag not in IN_LINE:
            yield None, False, _BREAK
        is_tail = event == "end"
        text = (None if element is root else element.tail) if is_tail else element.text
        if text:
            yield element, is_tail, text


def _gap(between: str) -> Gap:
    if _BREAK in between:
        return Gap.PARAGRAPH
    return Gap.SPACE if between.strip(SOFT_HYPHEN) else Gap.NONE


def _is_in_line(piece: _Piece) -> bool:
    """Tell whether white space is seen: not where it only separates blocks, the rows of a table."""
    holder = piece.holder
    return holder.tag in IN_LINE or not any(child.tag not in IN_LINE | {"br"} for child in holder)


def _rebuild(piece: _Piece, covers: Sequence[tuple[int, int, int]], wrap: Wrap) -> None:
    """Put a text back in parts, each inside the elements of the ranges that cover it.

    Args:
        piece: The text.
        covers: From where to where in it each range reaches, with its number; the outer ones first.
        wrap: Makes an element for a piece of a range.
    """
    edges = sorted({0, len(piece.text), *(edge for start, end, _ in covers for edge in (start, end))})
    before = ""
    made: list[etree._Element] = []
    over: list[tuple[int, int]] = []  # where it ends, and its number
    waiting = deque(sorted(covers, key=itemgetter(0)))
    for start, end in (*pairwise(edges), (edges[-1], edges[-1])):
        over = [each for each in over if each[0] > start]
        while waiting and waiting[0][0] == start:
            _, last, number = waiting.popleft()
            if last == start:
                made.append(wrap(number))
            else:
                over.append((last, number))
        text = piece.text[start:end]
        if over:
            made.append(_nested([number for _, number in over], text, wrap))
        elif made and text:
            made[-1].tail = text
        elif text:
            before = text
    _set_text(piece, before, made)


def _nested(numbers: Sequence[int], text: str, wrap: Wrap) -> etree._Element:
    outer = inner = wrap(numbers[0])
    for number in numbers[1:]:
        inside = wrap(number)
        inner.append(inside)
        inner = inside
    inner.text = text
    return outer


def _set_text(piece: _Piece, text: str, made: Sequence[etree._Element]) -> None:
    """Let a piece be a text followed by elements, which have their tails."""
    if piece.is_tail:
        piece.element.tail = text
        holder = piece.holder
        place = holder.index(piece.element) + 1
    else:
        piece.element.text = text
        holder, place = piece.element, 0
    holder[place:place] = made

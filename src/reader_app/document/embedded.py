"""The annotations that stand in a PDF as annotations of this program: on the words under them, or drawn.

What this program wrote comes back as it was, unless another program changed it since. Knows no library.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from reader_app.core.anchoring import describe, describe_place
from reader_app.core.annotation import Annotation, Drawing, Kind, Label, Reply, Target
from reader_app.core.covered import CoveredCharacters
from reader_app.core.geometry import Point, Rect, bounds_of_points
from reader_app.core.label_choice import choose_label
from reader_app.core.page_text import PageText
from reader_app.core.visible import visible_characters
from reader_app.document.embedded_entries import Entry, OwnKeys
from reader_app.document.embedded_groups import KINDS, Group, reply_id
from reader_app.document.pdf_values import date_of

# Pages whose text is kept: annotations come page by page.
_KEPT_PAGES: Final = 4
TEXT_COLOR: Final = "#000000"
"""Of the text in a box that has no color of its own: labels have pale colors, which nobody can read."""

# A date in a PDF has no parts of a second.
_SECOND: Final = timedelta(seconds=1)

ReadText = Callable[[int], PageText]
"""Gives the text of a page; an empty one where it cannot be read."""


class EmbeddedReader:
    """Makes annotations of groups of entries."""

    def __init__(
        self, read_text: ReadText, article_id: str, labels: Sequence[Label], undated: datetime
    ) -> None:
        """Take what is the same for all.

        Args:
            read_text: Gives the text of the file's pages.
            article_id: The article that the annotations are on.
            labels: Among which each gets one.
            undated: When what has no date is said to be made.
        """
        self._read_text = read_text
        self._article_id = article_id
        self._labels = labels
        self._undated = undated
        self._pages: OrderedDict[int, tuple[PageText, CoveredCharacters]] = OrderedDict()

    def annotation(self, group: Group) -> Annotation:
        """Return a group as an annotation."""
        head = group.parts[0]
        kind = KINDS[head.subtype]
        quote = head.own.quote if head.own else ""
        targets = tuple(self._targets(group.parts, quote)) if kind.marks_text else ()
        drawing = None
        color, fill = head.color, head.fill
        if not targets:
            if kind.marks_text:  # on a picture of text: its area, in its color
                kind, fill = Kind.RECTANGLE, color
            drawing = _drawing(head, kind, fill)
            targets = (self._place(head.page, drawing.area, kind),)
        created, modified = self._dates(head)
        said = _own_words(head) if head.own else _Words(head.text, (), head.author)
        label, color, tags = self._label(head)
        if head.own and head.own.area is None and not kind.marks_text and kind is KINDS[head.subtype]:
            drawing = None  # it is about a place in the text, and its sign was put beside that
        return Annotation(
            id=group.id,
            article_id=self._article_id,
            kind=kind,
            label_id=label.id,
            note=said.note,
            tags=tuple(sorted({*said.tags, *tags})),
            created_at=created,
            modified_at=modified,
            targets=targets,
            color=color,
            author=said.author,
            drawing=drawing,
            replies=tuple(self._reply(group.id, reply) for reply in group.replies),
        )

    def _targets(self, parts: Sequence[Entry], quote: str) -> Iterator[Target]:
        for part in parts:
            text, covered = self._page(part.page)
            ranges = covered.ranges(part.quads or [_corners(part.area)])
            if quote and len(parts) == 1 and len(ranges) == 1:
                ranges = [_meant(text, *ranges[0], quote)]
            for start, end in ranges:
                yield describe(text.text, part.page, start, end)

    def _place(self, page: int, area: Rect, kind: Kind) -> Target:
        """Describe the place in the text that a drawing belongs to: the one nearest to it."""
        text, _ = self._page(page)
        is_sign = kind in (Kind.NOTE, Kind.CARET)
        point = (
            Point((area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2) if is_sign else Point(area.x0, area.y0)
        )
        return describe_place(text.text, page, text.hit(point) or 0)

    def _page(self, page: int) -> tuple[PageText, CoveredCharacters]:
        if page not in self._pages:
            text = self._read_text(page)
            self._pages[page] = text, CoveredCharacters(text)
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        return self._pages[page]

    def _dates(self, entry: Entry) -> tuple[datetime, datetime]:
        return stated_dates(entry) or (self._undated, self._undated)

    def _label(self, entry: Entry) -> tuple[Label, str, tuple[str, ...]]:
        """Return the label, the color beside it, and a tag with the name of a label that is not here."""
        own = entry.own
        if own is None:
            return (*choose_label(self._labels, name=entry.subject, color=entry.color), ())
        label, color = choose_label(
            self._labels, label_id=own.label_id, name=own.label_name, color=entry.color
        )
        if own.label_id != label.id and own.label_name.casefold() != label.name.casefold():
            return label, color, (own.label_name,) if own.label_name.strip() else ()
        kept, of_label = (*own.colors, "", "")[:2]
        usual = TEXT_COLOR if entry.subtype == "FreeText" else of_label
        is_as_written = entry.color == (kept or usual)
        return label, kept if is_as_written else color, ()

    def _reply(self, group_id: str, entry: Entry) -> Reply:
        created, modified = self._dates(entry)
        return Reply(reply_id(group_id, entry), entry.author, entry.text or entry.state, created, modified)


def stated_dates(entry: Entry) -> tuple[datetime, datetime] | None:
    """Return when an entry says that it was made and changed; None if it says neither."""
    stated, changed = date_of(entry.created), date_of(entry.modified)
    if entry.own and (exact := _exact_dates(entry.own)):
        created, modified = exact
        is_as_written = changed is None or abs(changed - modified) < _SECOND
        return created, modified if is_as_written else max(changed or created, created)
    first = stated or changed
    return (first, max(changed or first, first)) if first else None


@dataclass(frozen=True, slots=True)
class _Words:
    note: str
    tags: tuple[str, ...]
    author: str


def _own_words(entry: Entry) -> _Words:
    """Return what an annotation of this program says; where another program changed it, its text."""
    own = entry.own
    assert own is not None
    is_changed = own.contents is not None and own.contents != entry.text
    author = entry.author if own.author is None else own.author
    return _Words(entry.text if is_changed else own.note, own.tags, author)


def _exact_dates(own: OwnKeys) -> tuple[datetime, datetime] | None:
    try:
        created, modified = (datetime.fromisoformat(date).astimezone(UTC) for date in own.dates)
    except (ValueError, OverflowError):
        return None
    return created, modified


def _drawing(entry: Entry, kind: Kind, fill: str) -> Drawing:
    if kind is not KINDS[entry.subtype]:
        corners = [corner for quad in entry.quads for corner in quad] or _corners(entry.area)
        return Drawing(bounds_of_points(corners), (), 0.0, fill)
    return Drawing(_area(entry), entry.strokes, entry.width, fill)


def _area(entry: Entry) -> Rect:
    """Return what a drawing covers: as it was here, unless another program moved it."""
    own = entry.own
    if own is None or own.area is None:
        return entry.area
    one, other = own.area, entry.area
    holds = (
        other.x0 <= one.x0 + 1
        and other.y0 <= one.y0 + 1
        and one.x1 <= other.x1 + 1
        and one.y1 <= other.y1 + 1
    )
    return one if holds else other


def _corners(area: Rect) -> tuple[Point, ...]:
    return Point(area.x0, area.y0), Point(area.x1, area.y0), Point(area.x1, area.y1), Point(area.x0, area.y1)


def _meant(text: PageText, start: int, end: int, quote: str) -> tuple[int, int]:
    """Return the range of the quote where it stands at a range's place, which letters on others may blur."""
    wanted = visible_characters(quote)
    chars = text.text.chars
    if visible_characters(text.text.quote(start, end)) == wanted or not wanted:
        return start, end
    reach = max(len(wanted), 8)
    found = chars.find(wanted, max(start - reach, 0), end + reach)
    return (found, found + len(wanted)) if found >= 0 else (start, end)

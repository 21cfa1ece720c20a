"""What the reader made: annotations, where they belong, and the labels that give them meaning."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import uuid4

from reader_app.core.geometry import Point, Rect


class Kind(StrEnum):
    """How a mark is drawn: the first four mark text, the others are drawn on a page (``Drawing``)."""

    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    STRIKEOUT = "strikeout"
    SQUIGGLY = "squiggly"
    NOTE = "note"
    FREE_TEXT = "free-text"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    INK = "ink"
    LINE = "line"
    POLYGON = "polygon"
    POLYLINE = "polyline"
    STAMP = "stamp"
    CARET = "caret"

    @property
    def marks_text(self) -> bool:
        """Whether its place is words, and not an area of a page."""
        return self in _TEXT_KINDS


_TEXT_KINDS = frozenset((Kind.HIGHLIGHT, Kind.UNDERLINE, Kind.STRIKEOUT, Kind.SQUIGGLY))


class Status(StrEnum):
    """How sure the program is of an annotation's place."""

    PLACED = "placed"
    REVIEW = "review"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Label:
    """A meaning with a color.

    Attributes:
        id: Stable name that annotations refer to, such as "claim".
        name: What the reader sees and may change.
        color: "#rrggbb".
        position: Place in the list, from 0; its key is ``position + 1``.
    """

    id: str
    name: str
    color: str
    position: int


DEFAULT_LABELS = (
    Label("key-point", "Key point", "#ffd54a", 0),
    Label("claim", "Claim to check", "#ffa29a", 1),
    Label("evidence", "Evidence", "#a3dda6", 2),
    Label("question", "Question", "#9cc8ff", 3),
    Label("quotation", "Quotation", "#d7bafa", 4),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where an annotation belongs, as stored: W3C position, quote and fragment selectors in one.

    Attributes:
        section: Zero-based section (FragmentSelector).
        start: Offset in visible characters of the section (TextPositionSelector).
        end: Offset after the last visible character; ``start`` where it is a place between characters,
            which is where a drawing stands.
        exact: The quote, words separated by single spaces (TextQuoteSelector); "" for such a place.
        prefix: Reading text before it, 32 to 96 characters where there are as many.
        suffix: Reading text after it.
    """

    section: int
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page of a PDF by an annotation that marks no text; its section says which page.

    Attributes:
        area: In page space: points, as displayed, from the top left corner.
        strokes: The points of each line of ink, of the one line, or of the corners; in page space.
        width: Of its lines, in points; 0 for none.
        fill: "#rrggbb" inside, "" for none.
    """

    area: Rect
    strokes: tuple[tuple[Point, ...], ...] = ()
    width: float = 1.0
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered to an annotation in another program.

    Attributes:
        id: Tells it from the other replies of the annotation.
        author: "" if unknown.
        note: Plain text or Markdown.
        created_at: UTC.
        modified_at: UTC.
    """

    id: str
    author: str
    note: str
    created_at: datetime
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One mark, with or without a note. Frozen: a change makes a new one.

    Attributes:
        id: UUID in its usual form with hyphens.
        article_id: The article it was made on.
        label_id: ``Label.id``.
        note: The reader's Markdown; "" for a bare mark.
        tags: Sorted, without duplicates.
        created_at: UTC.
        modified_at: UTC.
        targets: One for each section touched, in reading order; never empty. While the annotation is in
            review or unplaced they are those of the version where its place was last sure.
        status: How sure the place is on the article's current version.
        color: "#rrggbb" where it is not the label's, as it comes from other programs; else "".
        author: Who made it, where that is not the reader; else "".
        drawing: What is drawn, for kinds that do not mark text.
        replies: In the order in which they were made.
        suggestions: The places on the current version that come into question while it is in review,
            best first; each is targets as above.
    """

    id: str
    article_id: str
    kind: Kind = Kind.HIGHLIGHT
    label_id: str = "key-point"
    note: str = ""
    tags: tuple[str, ...] = ()
    created_at: datetime
    modified_at: datetime
    targets: tuple[Target, ...]
    status: Status = Status.PLACED
    color: str = ""
    author: str = ""
    drawing: Drawing | None = None
    replies: tuple[Reply, ...] = ()
    suggestions: tuple[tuple[Target, ...], ...] = ()

    @property
    def quote(self) -> str:
        """The marked text of all targets."""
        return " ".join(target.exact for target in self.targets)

    @property
    def order(self) -> tuple[int, int, int, datetime]:
        """Sort key of reading order."""
        first, last = self.targets[0], self.targets[-1]
        return (first.section, first.start, last.end, self.created_at)

    def changed(
        self,
        *,
        kind: Kind | None = None,
        label_id: str | None = None,
        note: str | None = None,
        tags: tuple[str, ...] | None = None,
        targets: tuple[Target, ...] | None = None,
    ) -> "Annotation":
        """Return this annotation with the given parts exchanged and ``modified_at`` set to now.

        With another label comes that label's color; with targets, which the reader chose, a sure place.
        """
        return replace(
            self,
            color=self.color if label_id in (None, self.label_id) else "",
            status=self.status if targets is None else Status.PLACED,
            suggestions=self.suggestions if targets is None else (),
            kind=self.kind if kind is None else kind,
            label_id=self.label_id if label_id is None else label_id,
            note=self.note if note is None else note,
            tags=self.tags if tags is None else tuple(sorted(set(tags))),
            targets=self.targets if targets is None else targets,
            modified_at=utc_now(),
        )

    def unplaced(self) -> "Annotation":
        """Return this annotation without a place; it keeps its old targets."""
        return replace(self, status=Status.UNPLACED, suggestions=())


def new_annotation(
    article_id: str,
    targets: tuple[Target, ...],
    *,
    kind: Kind = Kind.HIGHLIGHT,
    label_id: str = "key-point",
    note: str = "",
    tags: tuple[str, ...] = (),
) -> Annotation:
    """Make an annotation with an id of its own, created now."""
    now = utc_now()
    return Annotation(
        id=str(uuid4()),
        article_id=article_id,
        kind=kind,
        label_id=label_id,
        note=note,
        tags=tuple(sorted(set(tags))),
        created_at=now,
        modified_at=now,
        targets=targets,
    )


def utc_now() -> datetime:
    """Return the present time in UTC, to the millisecond, which is what the library keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)

"""Items with text and annotations of every sort, for the formats that list annotations."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader_app.core.anchoring import describe_place, describe_span
from reader_app.core.annotation import (
    DEFAULT_LABELS,
    Annotation,
    Drawing,
    Kind,
    Reply,
    Status,
    Target,
    new_annotation,
)
from reader_app.core.article import Article, Metadata
from reader_app.core.geometry import Point, Rect
from reader_app.core.text import Gap, SectionText
from reader_app.core.visible import visible_characters
from reader_app.export.item import ExportItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LABELS = DEFAULT_LABELS


def section(text: str) -> SectionText:
    """Return text with single spaces and line ends as a section has it."""
    gaps, gap = bytearray(), Gap.NONE
    for char in text:
        if char in " \n":
            gap = Gap.SPACE if char == " " else Gap.PARAGRAPH
        else:
            gaps += bytes([gap]) * len(visible_characters(char))
            gap = Gap.NONE
    return SectionText(visible_characters(text), bytes(gaps))


SECTIONS = (section("One 🚢 page of words.\nAnd more."), section(""), section("The last page of words."))


def item(
    *annotations: Annotation,
    media_type: str = "application/pdf",
    source: Path = Path("/nowhere/a.pdf"),
    sections: tuple[SectionText, ...] | None = SECTIONS,
    **metadata: object,
) -> ExportItem:
    """Return an article with its text, which needs no file unless it has none."""
    known: dict[str, object] = {"title": "A page", "url": "https://example.org/a"}
    article = Article(
        id="0123456789abcdef" * 2,
        metadata=Metadata(**{**known, **metadata}),  # type: ignore[arg-type]
        media_type=media_type,
        saved_at=NOON,
        tags=("law", "two words"),
        version_id=1,
    )
    return ExportItem(source=source, article=article, annotations=annotations, sections=sections)


def marked(quote: str, at: int = 0, **changes: object) -> Annotation:
    """Annotate the first place of a quote in a section of ``SECTIONS``."""
    chars = visible_characters(quote)
    start = SECTIONS[at].chars.index(chars)
    targets = describe_span(SECTIONS, (at, start), (at, start + len(chars)))
    return made(targets, **changes)


def made(targets: tuple[Target, ...], **changes: object) -> Annotation:
    """Return an annotation that was made at noon and changed an hour later."""
    annotation = new_annotation("0123456789abcdef" * 2, targets)
    later = NOON.replace(hour=13, microsecond=5000)
    known: dict[str, object] = {"created_at": NOON, "modified_at": later}
    return replace(annotation, **{**known, **changes})  # type: ignore[arg-type]


def every_sort() -> list[Annotation]:
    """Return annotations that have all there is to have."""
    reply = Reply(str(made(SPAN).id), "Bob", "I **agree**.", NOON, NOON)
    foreign = replace(reply, id="fitz-A0 ü/1", note="Me too")
    stroke = ((Point(1.1, 2.2), Point(3.3, 1 / 3)), (Point(5.0, 6.0),))
    place = (describe_place(SECTIONS[0], 0, 5),)
    return [
        marked("page of words", note="# Why?\n\n*Because*\n", tags=("a b", "c"), label_id="claim"),
        marked("One 🚢 page", kind=Kind.UNDERLINE, color="#123456", author="Ann Other"),
        marked("last", 2, kind=Kind.STRIKEOUT, label_id="question", note="=1+1"),
        marked("page of", 2, kind=Kind.SQUIGGLY, replies=(reply, foreign)),
        made(SPAN, note="Over two pages"),
        made(place, kind=Kind.INK, drawing=Drawing(Rect(1.1, 1 / 3, 5.0, 6.0), stroke, 1.5)),
        made(place, kind=Kind.ELLIPSE, drawing=Drawing(Rect(1, 2, 30, 40), (), 2.0, "#ffffff")),
        made(place, kind=Kind.NOTE, note="A sign", drawing=Drawing(Rect(1, 2, 17, 18), (), 0.0)),
    ]


SPAN = describe_span(SECTIONS, (0, SECTIONS[0].chars.index("more")), (2, 3))


def unsure() -> list[Annotation]:
    """Return one that is to be confirmed, and one that has no place."""
    gone = (Target(2, 40, 45, "gone words", "before the ", " that were"),)
    asked = replace(marked("One"), targets=gone, status=Status.REVIEW, suggestions=(marked("words").targets,))
    return [asked, made(gone, status=Status.UNPLACED, note="Where is it?")]

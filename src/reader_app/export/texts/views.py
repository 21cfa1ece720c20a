"""What a template gets to know of an article and its annotations: texts, numbers and dates, nothing else.

Nothing here leads to a file or to the program, because templates come from anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reader_app.core.annotation import Annotation, Label, Status
from reader_app.core.article import Article
from reader_app.export.citation import citation_of, page_name, published, web_address
from reader_app.export.headings import Headings, headings_of
from reader_app.export.item import ExportItem, in_order, label_of
from reader_app.export.options import ExportOptions
from reader_app.export.text_fragment import text_fragment_address

_STATES = {
    Status.PLACED: "",
    Status.REVIEW: "the place is to be confirmed",
    Status.UNPLACED: "the passage is not in the present text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article; each text is "" where nothing is known.

    Attributes:
        id: Of the article in the library.
        title: Never empty.
        authors: Names.
        site: The publication.
        url: Web address.
        published: "2026-03-01", "2026" or "about 2026".
        saved: When it was saved, UTC.
        language: Such as "en".
        tags: The reader's.
        state: "inbox", "reading", "finished" or "archived".
        word_count: Words of its text.
        is_pdf: Whether it has pages.
        citation: All of that on one line.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    site: str
    url: str
    published: str
    saved: datetime
    language: str
    tags: tuple[str, ...]
    state: str
    word_count: int
    is_pdf: bool
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """What somebody answered: who, what and when."""

    author: str
    note: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationView:
    """An annotation; each text is "" where there is nothing.

    Attributes:
        id: A UUID.
        kind: "highlight", "underline", "strikeout", "squiggly", "note" and others.
        label: The label's name.
        color: "#rrggbb".
        quote: The marked words, on one line.
        note: Markdown.
        tags: As the reader wrote them.
        place: "p. 3", or the heading that it stands under.
        page: From 1; 0 for text without pages.
        heading: The heading that it stands under; "" in a PDF.
        link: Address of the passage: on the web, or the page of a PDF on this computer.
        created: UTC.
        modified: UTC.
        author: Who made it, where that is not the reader.
        replies: Of others.
        state: What keeps the place from being sure, "" for nothing.
    """

    id: str
    kind: str
    label: str
    color: str
    quote: str
    note: str
    tags: tuple[str, ...]
    place: str
    page: int
    heading: str
    link: str
    created: datetime
    modified: datetime
    author: str
    replies: tuple[ReplyView, ...]
    state: str


def article_view(article: Article) -> ArticleView:
    """Return an article for a template."""
    metadata = article.metadata
    return ArticleView(
        id=article.id,
        title=article.title,
        authors=metadata.authors,
        site=metadata.site,
        url=web_address(article),
        published=published(article),
        saved=article.saved_at,
        language=metadata.language,
        tags=article.tags,
        state=article.state.value,
        word_count=article.word_count,
        is_pdf=article.is_pdf,
        citation=citation_of(article).plain(),
    )


def annotation_views(
    item: ExportItem, labels: Sequence[Label], options: ExportOptions
) -> tuple[AnnotationView, ...]:
    """Return the annotations of an article for a template, in the order that was asked for."""
    headings = headings_of(item)
    return tuple(
        _view(item, annotation, label_of(annotation, labels), headings)
        for annotation in in_order(item.annotations, options.order, labels)
    )


def _view(item: ExportItem, annotation: Annotation, label: Label, headings: Headings) -> AnnotationView:
    heading = headings.above(annotation) if annotation.status is Status.PLACED else ""
    return AnnotationView(
        id=annotation.id,
        kind=annotation.kind.value,
        label=label.name,
        color=annotation.color or label.color,
        quote=annotation.quote,
        note=annotation.note,
        tags=annotation.tags,
        place=page_name(item.article, annotation) or heading,
        page=annotation.targets[0].section + 1 if item.article.is_pdf else 0,
        heading=heading,
        link=_link(item, annotation),
        created=annotation.created_at,
        modified=annotation.modified_at,
        author=annotation.author,
        replies=tuple(
            ReplyView(author=each.author, note=each.note, created=each.created_at)
            for each in annotation.replies
        ),
        state=_STATES[annotation.status],
    )


def _link(item: ExportItem, annotation: Annotation) -> str:
    """Return the address of an annotation's passage, "" if there is none."""
    address, first = web_address(item.article), annotation.targets[0]
    if item.article.is_pdf:
        file = address.partition("#")[0] or item.source.absolute().as_uri()
        return f"{file}#page={first.section + 1}"
    return text_fragment_address(address, first) if address else ""

"""A saved article as the library knows it, whatever its format."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where an article stands in the reader's work."""

    INBOX = "inbox"
    READING = "reading"
    FINISHED = "finished"
    ARCHIVED = "archived"


class Form(StrEnum):
    """Which part of a source is shown, and who chose it.

    A web page has all of them; whatever is shown as HTML can be repaired: the reader takes out what the
    article should not have.
    """

    ARTICLE = "article"
    WHOLE_PAGE = "whole page"
    OTHER = "other extraction"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a source says of itself.

    Attributes:
        title: Never empty in a saved article; the file's name serves where nothing else does.
        authors: Names in the source's order.
        site: The publication or site.
        url: The canonical address.
        published: ISO 8601 date or date and time, as exact as the source is; "" if unknown.
        language: BCP 47 tag, "" if unknown.
        is_date_guessed: Whether ``published`` was made out from the text and is shown as "about".
    """

    title: str
    authors: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    is_date_guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One saved article.

    Attributes:
        id: 32 hexadecimal digits, given when the article is saved.
        metadata: What the source said of itself.
        media_type: MIME type of the reading file: "application/pdf", "text/html",
            "application/epub+zip", "application/x-fictionbook+xml" or "application/x-mobipocket-ebook".
        word_count: Words in the reading text; 0 until the text was read.
        section_count: PDF pages, or chapters of anything that reflows; 0 until the text was read.
        saved_at: UTC.
        opened_at: UTC; None if it was never opened.
        progress: From 0 to 1, the part that was read.
        version_id: The version that is shown.
        form: Which part of its web page that version is; ``ARTICLE`` for what is no web page.
        is_web_page: Whether it was made of a web page, so that its other forms can be shown.
        is_doubtful: Whether it is doubtful that ``Form.ARTICLE`` is the article's part of the page.
    """

    id: str
    metadata: Metadata
    media_type: str
    word_count: int = 0
    section_count: int = 0
    saved_at: datetime
    opened_at: datetime | None = None
    state: State = State.INBOX
    progress: float = 0.0
    tags: tuple[str, ...] = ()
    version_id: int
    form: Form = Form.ARTICLE
    is_web_page: bool = False
    is_doubtful: bool = False

    @property
    def title(self) -> str:
        """The title, which every article has."""
        return self.metadata.title

    @property
    def is_pdf(self) -> bool:
        """Whether the article has fixed pages; everything else reflows."""
        return self.media_type == "application/pdf"

    def opened(self, now: datetime) -> "Article":
        """Return this article as one that is being read, unless it was read to its end before."""
        state = State.READING if self.state is State.INBOX else self.state
        return replace(self, opened_at=now, state=state)

    def learned_from(self, other: "Article") -> "Article":
        """Return this article with what was learned of its content and its tags meanwhile."""
        return replace(
            self,
            metadata=other.metadata,
            word_count=other.word_count,
            section_count=other.section_count,
            tags=other.tags,
        )

"""What an article is cited by, in the order in which people do: who, what, where, when, at which address.

Knows neither how names are taken apart nor what reference managers read.
"""

import html
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article

_WEB: Final = ("http://", "https://")
_FORBIDDEN: Final = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation for people; each is "" where it is not known, but for the title.

    Attributes:
        authors: Their names, separated by commas.
        title: Without quotation marks.
        site: The publication.
        date: When it was published: "2026-03-01", "2026", or "about 2026-03-01" where that was guessed.
        address: Web address.
    """

    authors: str
    title: str
    site: str = ""
    date: str = ""
    address: str = ""

    def plain(self, place: str = "") -> str:
        """Return the citation on one line, with a place in the article such as "p. 3" at its end."""
        parts = (self.authors, f"“{self.title}”", self.site, self.date, self.address, place)
        return ", ".join(filter(None, parts))

    def html(self, place: str = "") -> str:
        """Return the same as HTML, its address a link."""
        address = html.escape(self.address)
        parts = (
            html.escape(self.authors),
            f"“{html.escape(self.title)}”",
            self.site and f"<cite>{html.escape(self.site)}</cite>",
            html.escape(self.date),
            address and f'<a href="{address}">{address}</a>',
            html.escape(place),
        )
        return ", ".join(filter(None, parts))


def citation_of(article: Article) -> Citation:
    """Return what an article is cited by; its title does when nothing else is known."""
    metadata = article.metadata
    return Citation(
        authors=", ".join(_line(author) for author in metadata.authors),
        title=_line(metadata.title),
        site=_line(metadata.site),
        date=_line(published(article)),
        address=web_address(article),
    )


def published(article: Article) -> str:
    """Return the day, month or year of publication, as people read it; "" if it is unknown."""
    day = article.metadata.published.partition("T")[0].partition(" ")[0]
    return f"about {day}" if day and article.metadata.is_date_guessed else day


def web_address(article: Article) -> str:
    """Return where the article is on the web, "" for what is nowhere or has another address.

    What no address may have is escaped, as a browser does, so that it ends neither a link nor a field.
    """
    address = article.metadata.url.strip()
    if not address.lower().startswith(_WEB):
        return ""
    return _FORBIDDEN.sub(lambda sign: quote(sign[0], safe="", errors="replace"), address)


def page_name(article: Article, annotation: Annotation) -> str:
    """Return the page, or pages, of a PDF that an annotation is on, "" for text without pages."""
    first, last = annotation.targets[0].section, annotation.targets[-1].section
    return page_range(article, first, last)


def page_range(article: Article, first: int, last: int) -> str:
    """Return what pages of a PDF are called, "" for text without pages; both count from 0."""
    if not article.is_pdf:
        return ""
    return f"p. {first + 1}" if first == last else f"pp. {first + 1}–{last + 1}"


def _line(text: str) -> str:
    return " ".join(text.split())

"""What reference managers need to know of an article: names taken apart, dates in parts, kinds of works."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from reader_app.core.article import Article
from reader_app.export.citation import web_address
from reader_app.export.person_names import PersonName, person_name

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_BOOKS: Final = frozenset(
    ("application/epub+zip", "application/x-fictionbook+xml", "application/x-mobipocket-ebook")
)


class Work(Enum):
    """What an article is, as far as it can be told from its file."""

    WEB_PAGE = auto()
    BOOK = auto()
    DOCUMENT = auto()


@dataclass(frozen=True, slots=True)
class Reference:
    """An article as something to be cited.

    Attributes:
        work: What it is.
        title: On one line.
        authors: In the source's order.
        site: The publication, "" if unknown.
        address: Web address, "" if it has none.
        published: Year, month and day, as many of them as are known.
        is_about: Whether that date was guessed.
        accessed: Year, month and day when it was saved.
        language: BCP 47 tag, "" if unknown.
        tags: The reader's.
    """

    work: Work
    title: str
    authors: tuple[PersonName, ...]
    site: str
    address: str
    published: tuple[int, ...]
    is_about: bool
    accessed: tuple[int, ...]
    language: str
    tags: tuple[str, ...]


def reference_of(article: Article) -> Reference:
    """Return an article as something to be cited."""
    metadata = article.metadata
    address = web_address(article)
    saved = article.saved_at
    return Reference(
        work=_work(article, address),
        title=" ".join(metadata.title.split()),
        authors=tuple(person_name(author) for author in metadata.authors if author.strip()),
        site=" ".join(metadata.site.split()),
        address=address,
        published=date_parts(metadata.published),
        is_about=metadata.is_date_guessed,
        accessed=(saved.year, saved.month, saved.day),
        language=metadata.language,
        tags=article.tags,
    )


def date_parts(stated: str) -> tuple[int, ...]:
    """Return year, month and day of an ISO 8601 date, as many as it states; nothing for what is none."""
    found = _DATE.match(stated)
    if found is None:
        return ()
    parts = tuple(int(part) for part in found.groups() if part is not None)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return parts[:1] if parts[0] else ()
    return parts


def iso_date(parts: Sequence[int]) -> str:
    """Return a date in parts as ISO 8601 writes it."""
    return "-".join(f"{part:0{4 if at == 0 else 2}}" for at, part in enumerate(parts))


def _work(article: Article, address: str) -> Work:
    if article.media_type in _BOOKS:
        return Work.BOOK
    return Work.WEB_PAGE if address else Work.DOCUMENT

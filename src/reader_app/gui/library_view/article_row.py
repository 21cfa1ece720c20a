"""One row of the list: what it shows of an article, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from reader_app.core.article import Article

_LONG_DATE = "d MMMM yyyy"
_WORDS_A_MINUTE = 230
_NEVER = datetime.min.replace(tzinfo=UTC)


class Order(StrEnum):
    """What comes first in the list."""

    SAVED = "saved"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with what the list says of it.

    Attributes:
        article: As the library knows it.
        annotation_count: Its annotations, without deleted ones.
    """

    article: Article
    annotation_count: int


def arranged(rows: Sequence[ArticleRow], order: Order) -> list[ArticleRow]:
    """Return the rows newest first; articles never opened stand behind those that were."""
    if order is Order.SAVED:
        return sorted(rows, key=lambda row: row.article.saved_at, reverse=True)
    return sorted(rows, key=lambda row: (row.article.opened_at or _NEVER, row.article.saved_at), reverse=True)


def source(article: Article) -> str:
    """Return where an article is from, or who wrote it; "" if neither is known."""
    return article.metadata.site or ", ".join(article.metadata.authors)


def facts(article: Article, locale: QLocale) -> str:
    """Return when an article was saved, how long it is and how far it was read."""
    local = article.saved_at.astimezone()
    saved = QDate(local.year, local.month, local.day)
    parts = [locale.toString(saved, QLocale.FormatType.ShortFormat)]
    if article.word_count:
        minutes = max(1, round(article.word_count / _WORDS_A_MINUTE))
        parts.append(QCoreApplication.translate("ArticleRow", "{minutes} min").format(minutes=minutes))
    if article.progress > 0:
        parts.append(f"{locale.toString(round(article.progress * 100))} %")
    return " · ".join(parts)


def published(article: Article, locale: QLocale) -> str:
    """Return when an article was published, as exactly as that is known; "" if it is not."""
    metadata = article.metadata
    day = metadata.published[:10]  # perhaps a year alone, or a year and a month
    if (date := QDate.fromString(day, Qt.DateFormat.ISODate)).isValid():
        day = locale.toString(date, _LONG_DATE)
    if day and metadata.is_date_guessed:
        return QCoreApplication.translate("ArticleRow", "about {day}").format(day=day)
    return day


def details(article: Article, locale: QLocale) -> str:
    """Return what is known of an article, a line for each thing, for tooltips."""
    origin = [", ".join(article.metadata.authors), article.metadata.site, published(article, locale)]
    return "\n".join(filter(None, (article.title, " · ".join(filter(None, origin)), facts(article, locale))))


def spoken(row: ArticleRow, locale: QLocale) -> str:
    """Return the whole row in one line, for screen readers."""
    parts = [row.article.title, source(row.article), published(row.article, locale)]
    parts.append(facts(row.article, locale))
    if row.annotation_count:
        count = QCoreApplication.translate("ArticleRow", "annotations: {count}")
        parts.append(count.format(count=row.annotation_count))
    return ", ".join(part for part in parts if part)

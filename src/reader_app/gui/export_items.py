"""Collects what an export needs to know of articles: their files, annotations and texts."""

from dataclasses import dataclass

from reader_app.export.item import ExportItem
from reader_app.gui.session import Session
from reader_app.library.library import Library
from reader_app.worker.export_items import export_item


@dataclass(frozen=True, slots=True)
class ExportItems:
    """The articles that were asked for, and why others cannot be had.

    Attributes:
        items: Each with all its annotations.
        problems: One sentence for each article that cannot be had.
    """

    items: tuple[ExportItem, ...]
    problems: tuple[str, ...] = ()


def open_item(session: Session, library: Library) -> ExportItem | None:
    """Return the open article as the window has it, None if none is open.

    Raises:
        StorageError: The library cannot be read.
    """
    if session.article is None or session.layout is None:
        return None
    return export_item(library, session.article, session.annotations.in_order(), session.password)


def saved_item(session: Session, library: Library, article_id: str) -> ExportItem:
    """Return an article as the library has it; the open one as the window has it.

    Raises:
        StorageError: It is gone, or the library cannot be read.
    """
    if session.article is not None and article_id == session.article.id:
        return export_item(library, session.article, session.annotations.in_order(), session.password)
    article = library.articles.get(article_id)
    return export_item(library, article, library.annotations.of_article(article.id, article.version_id))

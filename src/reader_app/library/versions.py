"""Versions of articles: other forms of a saved page, and what its address gave later.

Whatever is added, the versions before it stay, with the places that annotations have on them.
"""

import sqlite3
from collections.abc import Sequence

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article, Form
from reader_app.library import article_rows, version_rows
from reader_app.library.annotation_rows import write_placings
from reader_app.library.database import Database
from reader_app.library.files import ArticleFiles
from reader_app.library.new_article import NewArticle
from reader_app.library.version_rows import Version


class VersionRepository:
    """Adds versions, finds them, and says which one is shown."""

    def __init__(self, database: Database, files: ArticleFiles) -> None:
        self._database = database
        self._files = files

    def of_article(self, article_id: str) -> list[Version]:
        """Return all versions of an article, newest first; none for one that is not in the library."""
        with self._database.reading("find the article's versions") as connection:
            return version_rows.select_of_article(connection, article_id)

    def find(self, article_id: str, original_file: str, form: Form) -> Version | None:
        """Return the article's version of this form, made of this original; None if there is none."""
        with self._database.reading("find the article's version") as connection:
            return version_rows.select_form(connection, article_id, original_file, form)

    def forms(self, version_id: int) -> frozenset[Form]:
        """Return the forms that were made of the same original as a version, its own among them."""
        with self._database.reading("find the article's versions") as connection:
            return version_rows.select_forms(connection, version_id)

    def add(self, article_id: str, new: NewArticle, placed: Sequence[Annotation] = ()) -> Article:
        """Give an article a new version, which is shown from now on; the old ones are kept.

        Args:
            article_id: The article; its state, progress and tags stay, tags of ``new`` are added.
            new: What the new version is.
            placed: The article's annotations with their targets on the new version, and how sure
                these are. Only their places are written.

        Raises:
            NotFoundError: The article is not in the library, or a file was never stored.
        """
        with self._database.writing("save the article's new version") as connection:
            before = article_rows.select_one(connection, article_id)
            version_id = insert_with_files(connection, self._files, article_id, new)
            write_placings(connection, version_id, placed)
            version_rows.show_version(connection, article_id, version_id)
            article_rows.write_details(
                connection, before, metadata=new.metadata, tags=(*before.tags, *new.tags)
            )
            article_rows.link_addresses(connection, article_id, new.addresses)
            return article_rows.select_one(connection, article_id)

    def show(self, version: Version, placed: Sequence[Annotation] = ()) -> Article:
        """Show this version of its article.

        Args:
            version: One that the article has.
            placed: Annotations that have no place on it yet, with their targets on it.

        Raises:
            NotFoundError: The article is not in the library.
        """
        with self._database.writing("show another version of the article") as connection:
            article_rows.select_one(connection, version.article_id)
            write_placings(connection, version.id, placed)
            version_rows.show_version(connection, version.article_id, version.id)
            return article_rows.select_one(connection, version.article_id)


def insert_with_files(
    connection: sqlite3.Connection, files: ArticleFiles, article_id: str, new: NewArticle
) -> int:
    """Insert the article's next version, inside the caller's transaction; return its id.

    Raises:
        NotFoundError: One of its files was never stored.
    """
    # Under the write lock, so that no other program's purge removes them before the commit.
    for sha256 in new.files:
        files.path(sha256)
    if new.whole_page:
        version_rows.insert_whole_page(connection, article_id, new)
    return version_rows.insert_version(connection, article_id, new)

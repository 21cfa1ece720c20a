"""The articles and their versions."""

from collections.abc import Callable, Collection, Iterable, Sequence

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article, State
from reader_app.core.text import SectionText
from reader_app.errors import NotFoundError
from reader_app.library import article_rows, version_rows
from reader_app.library.database import Database
from reader_app.library.files import ArticleFiles
from reader_app.library.new_article import NewArticle
from reader_app.library.purged import write_new
from reader_app.library.search import article_condition
from reader_app.library.texts import storable, unpacked
from reader_app.library.version_rows import Version
from reader_app.library.versions import insert_with_files


class ArticleRepository:
    """Adds, changes, finds and removes articles.

    What is in the trash is not found, but where that is said.
    """

    def __init__(self, database: Database, files: ArticleFiles) -> None:
        self._database = database
        self._files = files

    def add(
        self, new: NewArticle, annotations: Sequence[Annotation] = (), *, unlike: Collection[str] = ()
    ) -> tuple[Article, bool]:
        """Add an article, unless its original file or one of its addresses belongs to one already.

        One in the trash that they belong to comes back, with its annotations.

        The look and the addition are one transaction: of several programs that add the same source at
        the same moment, one makes the article, and the others get it.

        Args:
            new: The article.
            annotations: What comes with it; those that are in the library already stay as they are.
            unlike: Ids of articles that have one of its addresses, but are known to be others.

        Returns:
            The article, and whether it is new.

        Raises:
            NotFoundError: One of its files was never stored.
        """
        with self._database.writing("save the article") as connection:
            addresses = (*new.addresses, new.metadata.url)
            by_file = article_rows.select_by_file(connection, new.original_file, with_trash=True)
            at_addresses = article_rows.select_at(connection, addresses, with_trash=True)
            known = [by_file] if by_file else [each for each in at_addresses if each.id not in unlike]
            if known:
                article_rows.restore(connection, known[0].id)
                return known[0], False
            article_rows.insert_article(connection, new)
            version_id = insert_with_files(connection, self._files, new.id, new)
            version_rows.show_version(connection, new.id, version_id)
            article_rows.write_details(connection, article_rows.select_one(connection, new.id), tags=new.tags)
            write_new(connection, annotations)
            return article_rows.select_one(connection, new.id), True

    def enrich(
        self,
        article_id: str,
        addresses: Iterable[str] = (),
        tags: Sequence[str] = (),
        annotations: Sequence[Annotation] = (),
    ) -> Article:
        """Give an article that was saved again the addresses, tags and annotations that it lacks.

        One in the trash comes back; annotations that were deleted one by one stay there.

        Raises:
            NotFoundError: It is not in the library.
        """
        with self._database.writing("save the article") as connection:
            article_rows.restore(connection, article_id)
            before = article_rows.select_one(connection, article_id)
            if not set(tags) <= set(before.tags):
                article_rows.write_details(connection, before, tags=(*before.tags, *tags))
            article_rows.link_addresses(connection, article_id, addresses)
            write_new(connection, annotations)
            return article_rows.select_one(connection, article_id)

    def find_by_file(self, sha256: str, *, with_trash: bool = False) -> Article | None:
        """Return the article that has this file, as reading or original file of any version.

        One in the trash is returned only ``with_trash``, and where no other has it.
        """
        with self._database.reading("find the article") as connection:
            return article_rows.select_by_file(connection, sha256, with_trash=with_trash)

    def at_addresses(self, addresses: Iterable[str], *, with_trash: bool = False) -> "list[Article]":
        """Return the articles that were saved from one of these addresses, last saved first.

        Several can be: some sites give all their pages one address. Those in the trash come last, and
        only ``with_trash``.
        """
        with self._database.reading("find the article") as connection:
            return article_rows.select_at(connection, addresses, with_trash=with_trash)

    def get(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash.
        """
        with self._database.reading("read the article") as connection:
            return article_rows.select_one(connection, article_id)

    def find(self, name: str) -> Article:
        """Return the article with this id, this beginning of an id, or this title.

        Raises:
            NotFoundError: There is none, or there are several.
        """
        with self._database.reading("find the article") as connection:
            return article_rows.select_named(connection, name)

    def with_title(self, title: str) -> "list[Article]":
        """Return the articles that are called exactly so, last saved first."""
        with self._database.reading("find the articles of this title") as connection:
            return article_rows.select(
                connection,
                "articles.title = ? AND articles.deleted_at IS NULL ORDER BY articles.saved_at DESC",
                storable(title),
            )

    def update(self, article_id: str, change: Callable[[Article], Article]) -> None:
        """Save what a change makes of an article's metadata, state, progress, time of opening and tags.

        Args:
            article_id: The article.
            change: Is given the article as it is now, with all that other programs did to it.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash.
        """
        with self._database.writing("save the article") as connection:
            article_rows.write_details(connection, change(article_rows.select_one(connection, article_id)))

    def version(self, version_id: int) -> Version:
        """Return one version of an article.

        Raises:
            NotFoundError: It is not in the library.
        """
        with self._database.reading("read the article's version") as connection:
            return version_rows.select_version(connection, version_id)

    def set_texts(self, version_id: int, texts: Sequence[SectionText], word_count: int) -> None:
        """Keep the text of a version's sections, and let it be found.

        Raises:
            NotFoundError: The version is not in the library.
        """
        with self._database.writing("save the article's text") as connection:
            version_rows.select_version(connection, version_id)
            version_rows.write_texts(connection, version_id, texts, word_count)

    def texts(self, version_id: int) -> list[SectionText] | None:
        """Return the text of each section; None if they were never set.

        Raises:
            NotFoundError: The version is not in the library.
        """
        with self._database.reading("read the article's text") as connection:
            blob = version_rows.select_texts(connection, version_id)
        return None if blob is None else unpacked(blob)

    def trash(self, article_id: str) -> None:
        """Move the article with all that belongs to it to the trash, for 30 days.

        Raises:
            NotFoundError: It is not in the library, or it is in the trash already.
        """
        with self._database.writing("delete the article") as connection:
            if not article_rows.move_to_trash(connection, article_id):
                raise NotFoundError(f"There is no article “{article_id}” in the library.")

    def restore(self, article_id: str) -> None:
        """Bring the article back from the trash, with its annotations.

        Raises:
            NotFoundError: It is not in the trash.
        """
        with self._database.writing("restore the article") as connection:
            if not article_rows.restore(connection, article_id):
                raise NotFoundError(f"There is no article “{article_id}” in the trash.")

    def trashed(self) -> list[Article]:
        """Return the articles in the trash, last deleted first."""
        with self._database.reading("read the trash") as connection:
            return article_rows.select(
                connection, "articles.deleted_at IS NOT NULL ORDER BY articles.deleted_at DESC"
            )

    def remove_unused(self, files: Iterable[str]) -> None:
        """Remove those of these files that no article has, by their SHA-256."""
        # Under the write lock, so that no other program adds an article with the same file between
        # the look and the removal.
        with self._database.writing("remove files that no article has") as connection:
            version_rows.remove_unused_files(connection, self._files, files)

    def unread(self) -> "list[Article]":
        """Return the articles whose text was not read yet, last saved first."""
        with self._database.reading("look for texts that were not read yet") as connection:
            return article_rows.select(
                connection,
                "articles.deleted_at IS NULL AND article_versions.texts IS NULL"
                " ORDER BY articles.saved_at DESC, articles.rowid DESC",
            )

    @property
    def are_there(self) -> bool:
        """Whether there is any article, in the trash or not."""
        with self._database.reading("look for articles") as connection:
            return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM articles)").fetchone()[0])

    def latest(self) -> Article | None:
        """Return the article opened last, else the one saved last; None if there is none."""
        with self._database.reading("look for the last article") as connection:
            for condition in (
                "articles.opened_at IS NOT NULL ORDER BY articles.opened_at DESC LIMIT 1",
                "TRUE ORDER BY articles.saved_at DESC, articles.rowid DESC LIMIT 1",
            ):
                found = article_rows.select(connection, f"articles.deleted_at IS NULL AND {condition}")
                if found:
                    return found[0]
        return None

    # After all others: in a class body, "list" means this method from here on.
    def list(
        self,
        query: str = "",
        tag: str = "",
        state: State | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Article]:
        """Return articles, last saved first.

        Args:
            query: Words that each stand in the title, authors, site, tags or text; "" for all.
            tag: Only articles with this tag, whatever the case of its Latin letters.
            state: Only articles in this state.
            limit: No more than these.
            offset: How many to leave out at the start.
        """
        conditions, parameters = ["articles.deleted_at IS NULL"], []
        if state is not None:
            conditions.append("articles.state = ?")
            parameters.append(state.value)
        if tag:
            conditions.append(article_rows.HAS_TAG)
            parameters.append(storable(tag))
        if query.strip():
            condition, words = article_condition(query)
            conditions.append(condition)
            parameters += words
        with self._database.reading("list the articles") as connection:
            return article_rows.select(
                connection,
                f"{' AND '.join(conditions)} ORDER BY articles.saved_at DESC, articles.rowid DESC"
                f" LIMIT {-1 if limit is None else int(limit)} OFFSET {int(offset)}",
                *parameters,
            )

"""``delete``, ``restore`` and ``trash``: articles and annotations go, and come back for 30 days.

A call that names several things changes nothing unless it understands each of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from reader_app.cli.call import Call, subcommand
from reader_app.cli.shapes import annotations_json
from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.errors import NotFoundError
from reader_app.export.records import Json, article_record
from reader_app.library.library import Library


@dataclass(frozen=True, slots=True)
class _Things:
    """Articles and annotations, each once."""

    articles: Sequence[Article]
    annotations: Sequence[Annotation]

    @property
    def ids(self) -> list[str]:
        """The ids of all."""
        return [
            *(annotation.id for annotation in self.annotations),
            *(article.id for article in self.articles),
        ]

    def json(self, library: Library) -> dict[str, Json]:
        """Return them for scripts."""
        return {
            "articles": [article_record(article) for article in self.articles],
            "annotations": annotations_json(library, self.annotations),
        }

    def lines(self) -> list[str]:
        """Return them for people."""
        return [
            *(f"article     {article.id}  {article.title}" for article in self.articles),
            *(f"annotation  {annotation.id}  “{annotation.quote}”" for annotation in self.annotations),
        ]

    def find(self, name: str) -> Article | Annotation:
        """Return the one of these things that is called so.

        Raises:
            NotFoundError: None is, or several are.
        """
        things: list[Article | Annotation] = [*self.articles, *self.annotations]
        exact = [thing for thing in things if thing.id == name]
        alike = [article for article in self.articles if name in (article.title, article.id[: len(name)])]
        found = exact or (alike if name else [])
        if not found:
            raise NotFoundError(f"There is no article or annotation “{name}” in the trash.")
        if len(found) > 1:
            ids = ", ".join(thing.id[:8] for thing in found[:5])
            raise NotFoundError(
                f"Several articles in the trash are called “{name}”; give one by its id ({ids} …)."
            )
        return found[0]

    def with_articles(self, chosen: "_Things") -> "_Things":
        """Return what is chosen of these, and the articles of these that its annotations are on."""
        ids = {thing.id for thing in chosen.articles} | {each.article_id for each in chosen.annotations}
        return _Things([article for article in self.articles if article.id in ids], chosen.annotations)


@subcommand("delete")
@click.argument("names", metavar="ARTICLE|ANNOTATION...", nargs=-1, required=True)
def delete(call: Call, names: tuple[str, ...]) -> None:
    """Move articles and annotations to the trash, where they stay for 30 days."""
    with call.open() as library:
        things = _named(names, lambda name: _kept(library, name))
        # Before the change: an answer that fails afterwards would tell that nothing was done.
        shape = things.json(library) if call.as_json else None
        for annotation in things.annotations:
            library.annotations.remove(annotation.id)
        for article in things.articles:
            library.articles.trash(article.id)
    call.answer(shape, things.lines())


@subcommand("restore")
@click.argument("names", metavar="ARTICLE|ANNOTATION...", nargs=-1, required=True)
def restore(call: Call, names: tuple[str, ...]) -> None:
    """Bring articles and annotations back from the trash."""
    with call.open() as library:
        trashed = _in_trash(library)
        things = trashed.with_articles(_named(names, trashed.find))
        shape = things.json(library) if call.as_json else None
        for article in things.articles:
            library.articles.restore(article.id)
        for annotation in things.annotations:
            library.annotations.restore(annotation.id)
    call.answer(shape, things.lines())


@subcommand("trash")
@click.option("--empty", is_flag=True, help="Delete for good what is in the trash, or what is named.")
@click.argument("names", metavar="[ARTICLE|ANNOTATION...]", nargs=-1)
def trash(call: Call, empty: bool, names: tuple[str, ...]) -> None:
    """List what is in the trash, last deleted first."""
    if names and not empty:
        raise click.UsageError("Names are for --empty: what of the trash to delete for good.")
    with call.open() as library:
        things = _in_trash(library)
        if names:
            things = _named(names, things.find)
        shape = things.json(library) if call.as_json else None
        if empty:
            library.trash.purge(things.ids)
    call.answer(shape, things.lines())


def _in_trash(library: Library) -> _Things:
    return _Things(library.articles.trashed(), library.annotations.trashed())


def _named(names: Sequence[str], find: Callable[[str], Article | Annotation]) -> _Things:
    found = {thing.id: thing for thing in map(find, names)}.values()
    return _Things(
        [thing for thing in found if isinstance(thing, Article)],
        [thing for thing in found if isinstance(thing, Annotation)],
    )


def _kept(library: Library, name: str) -> Article | Annotation:
    """Return what this name means in the library."""
    try:
        return library.annotations.get(name)
    except NotFoundError:
        pass
    return library.articles.find(name)

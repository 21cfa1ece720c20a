"""Which annotations a call is about: the options that ``annotations`` and ``export`` share."""

import functools
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, cast

import click

from reader_app.cli.call import Call
from reader_app.core.annotation import Annotation, Kind, Status
from reader_app.library.library import Library

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Filter:
    """What annotations must be like; "" and None leave a question out.

    Attributes:
        label: Name of the label, whatever the case.
        tag: One of the tags, whatever the case.
        kind: How they are drawn.
        query: Words that each stand in the quote, note or tags, whatever the case and accents.
        placed: True for those that are placed, False for those that are not surely.
    """

    label: str = ""
    tag: str = ""
    kind: Kind | None = None
    query: str = ""
    placed: bool | None = None

    def annotations(self, library: Library, article_id: str) -> list[Annotation]:
        """Return the article's annotations that fit, in reading order.

        Raises:
            NotFoundError: There is no such label.
        """
        label = library.labels.by_name(self.label) if self.label else None
        return [
            annotation
            for annotation in library.annotations.of_article(article_id)
            if (label is None or annotation.label_id == label.id) and self._fits(annotation)
        ]

    def _fits(self, annotation: Annotation) -> bool:
        if self.kind is not None and annotation.kind is not self.kind:
            return False
        if self.placed is not None and (annotation.status is Status.PLACED) is not self.placed:
            return False
        if self.tag and self.tag.casefold() not in map(str.casefold, annotation.tags):
            return False
        words = _folded(self.query).split()
        text = _folded("\n".join((annotation.quote, annotation.note, *annotation.tags)))
        return all(word in text for word in words)


def filtered(
    function: Callable[Concatenate[Call, Filter, P], None],
) -> Callable[Concatenate[Call, P], None]:
    """Give a sub-command the options of a filter; it gets a ``Filter`` after its ``Call``."""

    @click.option("--label", metavar="LABEL", default="", help="Only with this label.")
    @click.option("--tag", metavar="TAG", default="", help="Only with this tag.")
    @click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only this kind.")
    @click.option("--query", metavar="TEXT", default="", help="Only with these words in quote, note or tags.")
    @click.option("--placed/--unplaced", default=None, help="Only those placed, or those not surely.")
    @functools.wraps(function)
    def run(
        call: Call,
        label: str,
        tag: str,
        kind: str | None,
        query: str,
        placed: bool | None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        wanted = Filter(label, tag, None if kind is None else Kind(kind), query, placed)
        function(call, wanted, *args, **kwargs)

    # click gives the options by name, which this type does not tell.
    return cast("Callable[Concatenate[Call, P], None]", run)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))

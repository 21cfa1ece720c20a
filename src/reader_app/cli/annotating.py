"""``annotate`` and ``annotations``: marks on an article's passages."""

from collections.abc import Iterable

import click

from reader_app.cli.call import Call, subcommand
from reader_app.cli.filters import Filter, filtered
from reader_app.cli.shapes import annotations_json
from reader_app.cli.texts import article_text
from reader_app.core.annotation import Annotation, Kind, Label, Status, Target, new_annotation
from reader_app.core.article_text import ArticleText
from reader_app.errors import AnchoringError

_QUOTE_SHOWN = 60
_KINDS = (Kind.HIGHLIGHT, Kind.UNDERLINE, Kind.STRIKEOUT)


@subcommand("annotate")
@click.argument("name", metavar="ARTICLE")
@click.option("--quote", metavar="TEXT", required=True, help="The passage to mark, in whole words.")
@click.option("--prefix", metavar="TEXT", default="", help="What stands right before it.")
@click.option("--suffix", metavar="TEXT", default="", help="What stands right after it.")
@click.option("--nth", metavar="N", type=click.IntRange(min=1), help="Which of several places, from 1.")
@click.option("--kind", type=click.Choice([kind.value for kind in _KINDS]), default="highlight")
@click.option("--label", "label_name", metavar="NAME", default="Key point", help="Its meaning.")
@click.option("--note", metavar="MARKDOWN", default="", help="What you have to say about it.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="A tag; may be given several times.")
def annotate(
    call: Call,
    name: str,
    quote: str,
    prefix: str,
    suffix: str,
    nth: int | None,
    kind: str,
    label_name: str,
    note: str,
    tags: tuple[str, ...],
) -> None:
    """Mark a passage of an article, with or without a note."""
    with call.open() as library:
        article = library.articles.find(name)
        label = library.labels.by_name(label_name)
        targets = _find(article_text(library, article), quote, prefix, suffix, nth)
        annotation = new_annotation(
            article.id, targets, kind=Kind(kind), label_id=label.id, note=note, tags=_cleaned(tags)
        )
        library.annotations.put(annotation)
        [shape] = annotations_json(library, [annotation])
    call.answer(shape, lines_of(annotation, label))


@subcommand("annotations")
@click.argument("name", metavar="ARTICLE")
@filtered
def list_annotations(call: Call, wanted: Filter, name: str) -> None:
    """List an article's annotations in reading order."""
    with call.open() as library:
        found = wanted.annotations(library, library.articles.find(name).id)
        labels = {label.id: label for label in library.labels.all()}
        shapes = annotations_json(library, found) if call.as_json else []
    call.answer(
        shapes, (line for annotation in found for line in lines_of(annotation, labels[annotation.label_id]))
    )


def _cleaned(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags with one space where there is any space, without those that are empty."""
    return tuple(filter(None, (" ".join(tag.split()) for tag in tags)))


def _find(text: ArticleText, quote: str, prefix: str, suffix: str, nth: int | None) -> tuple[Target, ...]:
    """Return the targets of the one place that is meant.

    Raises:
        AnchoringError: There is none, or there are several.
    """
    if not quote.strip():
        raise AnchoringError("The quote is empty; give the words to mark.")
    places = text.quote_places(quote, prefix, suffix)
    shown = f"“{_shortened(quote)}”"
    if not places:
        around = " with what should stand around it" if prefix or suffix else ""
        raise AnchoringError(f"The article does not have the words {shown}{around}.")
    if nth is not None and nth > len(places):
        times = "once" if len(places) == 1 else f"{len(places)} times"
        raise AnchoringError(
            f"The words {shown} stand in the article only {times}, so there is no place {nth}."
        )
    if nth is None and len(places) > 1:
        raise AnchoringError(
            f"The words {shown} stand in the article {len(places)} times; say which with --nth,"
            " or with --prefix or --suffix."
        )
    return text.targets(*places[(nth or 1) - 1])


def lines_of(annotation: Annotation, label: Label) -> list[str]:
    """Return an annotation for people: its quote with what it is, then its note."""
    unsure = "" if annotation.status is Status.PLACED else f" ({annotation.status})"
    tags = "".join(f" #{tag}" for tag in annotation.tags)
    marked = f"“{_shortened(annotation.quote)}”" if annotation.quote else f"({annotation.kind.value})"
    return [
        f"{annotation.id}  {label.name}{unsure}: {marked}{tags}",
        *(f"    {line}" for line in annotation.note.splitlines()),
    ]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_SHOWN else f"{line[: _QUOTE_SHOWN - 1]}…"

"""``update``: an article has a new version; the old one is kept, and its annotations move over."""

from collections import Counter
from pathlib import Path

import click

from reader_app.cli.call import Call, subcommand
from reader_app.cli.shapes import annotations_json
from reader_app.core.annotation import Annotation, Status
from reader_app.core.article import Article
from reader_app.export.records import article_record
from reader_app.intake.sources import given


@subcommand("update")
@click.argument("name", metavar="ARTICLE")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def update(call: Call, name: str, file: Path) -> None:
    """Make a file the new version of an article, and move the annotations over.

    The old version is kept. Annotations whose place is not sure in the new one wait in review or
    unplaced, with their quotes.
    """
    # Late on purpose: most calls need no child process.
    from reader_app.cli.children import child_of

    with call.open() as library:
        before = library.articles.find(name)
        with child_of(library.folder) as child:
            article = child.update(before.id, given(file, file.name))
        annotations = library.annotations.of_article(article.id)
        count = Counter(annotation.status for annotation in annotations)
        shapes = annotations_json(library, annotations) if call.as_json else []
    if article.version_id == before.version_id:
        click.echo("The article has this file already; nothing was changed.", err=True)
    call.answer(
        {
            "article": article_record(article),
            **{status.value: count[status] for status in Status},
            "annotations": shapes,
        },
        _lines(article, annotations, count),
    )


def _lines(article: Article, annotations: list[Annotation], count: Counter[Status]) -> list[str]:
    counted = ", ".join(f"{count[status]} {status}" for status in Status)
    unsure = [each for each in annotations if each.status is not Status.PLACED]
    return [
        f"{article.id[:8]}  {article.title}: {counted}",
        *(f"{each.status}  {each.id}  “{each.quote}”" for each in unsure),
    ]

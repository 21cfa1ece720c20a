"""``import``: brings the annotations of a file to an article.

The good entries of a file are kept; each bad one gets its sentence.
"""

from pathlib import Path

import click

from reader_app.cli.annotating import lines_of
from reader_app.cli.call import Call, show_error, subcommand
from reader_app.cli.shapes import annotations_json


@subcommand("import")
@click.argument("name", metavar="ARTICLE")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def import_(call: Call, name: str, file: Path) -> None:
    """Read annotations from a file: a PDF that has some, Web Annotations, or an export of Hypothesis."""
    # Late on purpose: most calls need no child process.
    from reader_app.cli.children import child_of

    with call.open() as library:
        article = library.articles.find(name)
    with child_of(call.folder) as child:
        imported = child.import_annotations(article.id, file)
    with call.open() as library:
        labels = {label.id: label for label in library.labels.all()}
        shapes = annotations_json(library, imported.added) if call.as_json else []
    call.answer(
        {
            "article": article.id,
            "added": len(imported.added),
            "known": imported.known,
            "problems": imported.problems,
            "annotations": shapes,
        },
        [
            *(line for each in imported.added for line in lines_of(each, labels[each.label_id])),
            _summary(len(imported.added), imported.known),
        ],
    )
    for problem in imported.problems:
        show_error(problem)
    if imported.problems:
        raise click.exceptions.Exit(1)


def _summary(added: int, known: int) -> str:
    if not added and not known:
        return "There are no annotations in the file."
    here = f", {known} {'was' if known == 1 else 'were'} there before" if known else ""
    return f"{added} {'annotation' if added == 1 else 'annotations'} added{here}"

"""The options of ``export`` that say what a file is to be, and which of them fit which format."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, cast

import click
from click.core import ParameterSource

from reader_app.cli.call import Call
from reader_app.cli.filters import Filter
from reader_app.core.layout import ReadingStyle
from reader_app.export.options import PAPERS, ExportOptions, Format, Layout, Order

P = ParamSpec("P")

_FOR_PEOPLE: Final = frozenset((Format.PDF, Format.HTML, Format.MARKDOWN))
_OF_ANNOTATIONS: Final = frozenset(each for each in Format if each.has_annotations)
# What the others have no use for, and who wrote it should not believe that they had.
_FITTING: Final = {
    "layout": frozenset((Format.PDF,)),
    "paper": frozenset((Format.PDF,)),
    "font_size": frozenset((Format.PDF, Format.HTML)),
    "order": _OF_ANNOTATIONS,
    "quotes": _FOR_PEOPLE,
    "tags": _FOR_PEOPLE,
    "dates": _FOR_PEOPLE,
    "legend": frozenset((Format.PDF, Format.HTML)),
    "summary": frozenset((Format.PDF, Format.HTML)),
    "author": frozenset((Format.PDF, Format.WEB_ANNOTATION)),
    "template": frozenset((Format.MARKDOWN,)),
}


def export_options(
    function: Callable[Concatenate[Call, Filter, ExportOptions, P], None],
) -> Callable[Concatenate[Call, Filter, P], None]:
    """Give a sub-command the options of an export; it gets ``ExportOptions`` after its ``Filter``."""
    default = ExportOptions()

    @click.option(
        "--format",
        type=_choice(Format),
        default=default.format.value,
        show_default=True,
        help="What is written.",
    )
    @click.option(
        "--layout",
        type=_choice(Layout),
        default=default.layout.value,
        show_default=True,
        help="Where a PDF has the notes.",
    )
    @click.option(
        "--paper",
        type=click.Choice(tuple(PAPERS)),
        default=default.paper,
        show_default=True,
        help="For text that reflows.",
    )
    @click.option(
        "--font-size",
        metavar="POINTS",
        type=click.FloatRange(6, 32),
        default=default.style.font_size,
        show_default=True,
        help="Of text that reflows.",
    )
    @click.option(
        "--order",
        type=_choice(Order),
        default=default.order.value,
        show_default=True,
        help="Of the annotations.",
    )
    @click.option("--quotes/--no-quotes", default=default.quotes, help="Repeat the words that are marked.")
    @click.option("--tags/--no-tags", default=default.tags, help="Show tags.")
    @click.option("--dates/--no-dates", default=default.dates, help="Show when notes were made.")
    @click.option("--legend/--no-legend", default=default.legend, help="Say what each color means.")
    @click.option("--summary/--no-summary", default=default.summary, help="Begin with a page on the article.")
    @click.option("--author", metavar="NAME", default=default.author, help="Who made the annotations.")
    @click.option(
        "--template",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Of Markdown, in place of the program's own.",
    )
    @functools.wraps(function)
    def run(
        call: Call,
        wanted: Filter,
        format: str,
        layout: str,
        paper: str,
        font_size: float,
        order: str,
        quotes: bool,
        tags: bool,
        dates: bool,
        legend: bool,
        summary: bool,
        author: str,
        template: Path | None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        options = ExportOptions(
            format=Format(format),
            layout=Layout(layout),
            paper=paper,
            style=ReadingStyle(font_size=font_size),
            order=Order(order),
            quotes=quotes,
            tags=tags,
            dates=dates,
            legend=legend,
            summary=summary,
            author=author,
            template=None if template is None else template.absolute(),
        )
        _refuse_idle(options.format)
        function(call, wanted, options, *args, **kwargs)

    # click gives the options by name, which this type does not tell.
    return cast("Callable[Concatenate[Call, Filter, P], None]", run)


def _choice(kinds: type[Format] | type[Layout] | type[Order]) -> click.Choice[str]:
    return click.Choice([kind.value for kind in kinds])


def _refuse_idle(format: Format) -> None:
    """Refuse options that were written and that the format has no use for.

    Raises:
        UsageError: There is one.
    """
    context = click.get_current_context()
    for name, fitting in _FITTING.items():
        is_written = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if is_written and format not in fitting:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{option} does not go with --format {format.value}.")

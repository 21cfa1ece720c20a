"""The program ``reader-app`` as click sees it: all sub-commands, and how errors are told."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from reader_app import __version__
from reader_app.cli.adding import add
from reader_app.cli.annotating import annotate, list_annotations
from reader_app.cli.call import library_option, on_one_line
from reader_app.cli.care import backup, check, restore_library
from reader_app.cli.exporting import export
from reader_app.cli.importing import import_
from reader_app.cli.reading import list_articles, search, show, text
from reader_app.cli.trash import delete, restore, trash
from reader_app.cli.updating import update
from reader_app.errors import ReaderError


class _Program(click.Group):
    """Tells what the world did wrong in one sentence; bugs crash."""

    def invoke(self, context: click.Context) -> None:
        """Run the sub-command."""
        try:
            super().invoke(context)
        except ReaderError as error:
            raise click.ClickException(on_one_line(str(error))) from error

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the sub-command; what is none is taken for a file that is not there."""
        if self.get_command(context, arguments[0]) is None:
            context.fail(f"There is no file and no command “{arguments[0]}”.")
        return super().resolve_command(context, arguments)


@click.group(
    "reader-app",
    cls=_Program,
    subcommand_metavar="[FILE-OR-ADDRESS ...] | COMMAND [ARGUMENT ...]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", prog_name="reader-app", message="%(prog)s %(version)s")
@library_option
@click.pass_context
def program(context: click.Context, folder: Path | None) -> None:
    """Read saved articles with your notes level with the text.

    Without a command the window opens; the files and addresses that are named are saved and shown.

    ARTICLE is an id, the beginning of one, or a title. Each command has a --help of its own.
    """
    context.obj = folder


for _command in (
    *(add, list_articles, show, text, search),
    *(annotate, list_annotations, import_, update, export),
    *(delete, restore, trash, backup, restore_library, check),
):
    program.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status."""
    _write_utf8()
    try:
        program.main(list(arguments), prog_name="reader-app")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0


def _write_utf8() -> None:
    """Make what is piped to other programs the same on every system; a terminal keeps its own ways."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")

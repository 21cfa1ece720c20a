"""``backup`` and ``check``: care for the library as a whole."""

import sys
from pathlib import Path

import click

from reader_app.cli.call import Call, show_error, subcommand


@subcommand("backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def backup(call: Call, file: Path) -> None:
    """Write the library's whole database to a file."""
    with call.open() as library:
        library.backup(file)
    call.answer({"file": str(file)}, f"The database is backed up to {file}.")


@subcommand("check")
def check(call: Call) -> None:
    """Check the database and the article files."""
    with call.open() as library:
        problems = library.check()
    call.answer({"sound": not problems, "problems": problems}, problems or "The library is sound.")
    if problems:
        show_error(f"The check found {len(problems)} faults." if problems[1:] else "The check found a fault.")
        sys.exit(1)

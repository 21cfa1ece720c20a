"""``backup``, ``restore-backup`` and ``check``: care for the library as a whole."""

import sys
from pathlib import Path

import click

from reader_app.cli.call import Call, show_error, subcommand
from reader_app.library.backups import restore_backup
from reader_app.library.library import open_library


@subcommand("backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def backup(call: Call, file: Path) -> None:
    """Write the library's whole database to a file."""
    with call.open() as library:
        library.backup(file)
    call.answer({"file": str(file)}, f"The database is backed up to {file}.")


@subcommand("restore-backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def restore_library(call: Call, file: Path) -> None:
    """Let a backup take the place of the library, which is kept."""
    kept = restore_backup(call.folder, file)
    lines = [f"The library is what it was in {file}."]
    if kept is not None:
        lines.append(f"What it was until now is kept in {kept}.")
    call.answer({"file": str(file), "kept": None if kept is None else str(kept)}, lines)


@subcommand("check")
@click.option(
    "--rebuild-search", is_flag=True, help="First make anew what search finds; nothing else changes."
)
def check(call: Call, rebuild_search: bool) -> None:
    """Check the database, what search finds, and the article files."""
    with open_library(call.folder) as library:  # as it is, without the care of the day
        if rebuild_search:
            library.rebuild_search()
        problems = library.check()
    call.answer({"sound": not problems, "problems": problems}, problems or "The library is sound.")
    if problems:
        show_error(f"The check found {len(problems)} faults." if problems[1:] else "The check found a fault.")
        sys.exit(1)

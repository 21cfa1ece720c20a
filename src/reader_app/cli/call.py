"""What all sub-commands share: their library, and their way to answer."""

import functools
import json
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

import click

from reader_app.errors import DamagedLibraryError, ReaderError, StorageError
from reader_app.export.records import Json
from reader_app.library.backups import BACKUPS_FOLDER, newest_good_backup
from reader_app.library.library import Library, open_library
from reader_app.library.location import VARIABLE, default_folder

# Notes and titles come from files of others, and must not give orders to the terminal.
_CONTROLS: Final = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}

P = ParamSpec("P")
Callback = TypeVar("Callback", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Call:
    """How a sub-command was called.

    Attributes:
        folder: The library's folder.
        as_json: Whether standard output is one JSON value and nothing else.
    """

    folder: Path
    as_json: bool

    def open(self) -> Library:
        """Open the library, and take the care of it that is due once a day."""
        library = open_library(self.folder)
        try:
            library.take_daily_care(datetime.now(UTC))
        except StorageError as error:
            # What was asked for may succeed all the same, and the next call tries again.
            click.echo(f"Warning: {error}", err=True)
        except BaseException:
            library.close()
            raise
        return library

    def answer(self, value: Json, text: str | Iterable[str]) -> None:
        """Write the value as JSON, or the text or lines for people, whichever was asked for.

        Raises:
            ReaderError: Standard output takes no more; what was asked for is done.
        """
        with _writing_errors():
            if self.as_json:
                click.echo(json.dumps(value, ensure_ascii=False, indent=2))
                return
            for line in [text] if isinstance(text, str) else text:
                click.echo(line.translate(_CONTROLS))

    def pass_on(self, content: bytes) -> None:
        """Write the content of a file to standard output as it is.

        Raises:
            ReaderError: Standard output takes no more.
        """
        with _writing_errors():
            click.echo(content, nl=False)


@contextmanager
def _writing_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads has enough, and click ends in silence
    except OSError as error:
        raise ReaderError(f"Cannot write the answer: {error.strerror}.") from error


def library_option(function: Callback) -> Callback:
    """Give a command the option that names the library's folder."""
    return click.option(
        "--library",
        "folder",
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help=f"The library's folder (also {VARIABLE}; default: in your user data).",
    )(function)


def subcommand(name: str) -> Callable[[Callable[Concatenate[Call, P], None]], click.Command]:
    """Make a function the sub-command of this name; it gets a ``Call`` before its own parameters."""

    def decorate(function: Callable[Concatenate[Call, P], None]) -> click.Command:
        @click.command(name)
        @library_option
        @click.option("--json", "as_json", is_flag=True, help="Answer with one JSON value.")
        @functools.wraps(function)
        def run(folder: Path | None, as_json: bool, *args: P.args, **kwargs: P.kwargs) -> None:
            before = click.get_current_context().find_object(Path)  # given before the sub-command
            call = Call(folder or before or default_folder(), as_json)
            try:
                function(call, *args, **kwargs)
            except DamagedLibraryError as error:
                raise DamagedLibraryError(_with_way_back(str(error), call.folder)) from error

        return run

    return decorate


def _with_way_back(sentence: str, folder: Path) -> str:
    """Say also which backup can take the place of a damaged library, and how."""
    try:
        backup = newest_good_backup(folder)
    except StorageError:
        backup = None
    if backup is None:
        return f"{sentence.removesuffix('.')}, and there is no sound backup in “{folder / BACKUPS_FOLDER}”."
    command = shlex.join(["reader-app", "restore-backup", "--library", str(folder), str(backup)])
    return f"{sentence.removesuffix('.')}; the newest sound backup is restored by: {command}"


def show_error(sentence: str) -> None:
    """Write one of several errors to standard error; an only one is raised instead."""
    click.echo(f"Error: {on_one_line(sentence)}", err=True)


def on_one_line(sentence: str) -> str:
    """Return a sentence as one line, whatever the names of files in it are."""
    return " ".join(sentence.split()).translate(_CONTROLS)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while the block runs, if that is a terminal.

    Gives a function that is told how many of how many steps are done.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show

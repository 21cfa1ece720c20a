"""The entry: a sub-command goes to the command line, anything else opens the window.

Nothing heavy is imported before it is known which of the two is wanted.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader_app.cli import SUBCOMMANDS


@dataclass(frozen=True, slots=True)
class WindowCall:
    """A call that opens the window.

    Attributes:
        sources: Files and addresses to save and show.
        library: The library's folder; None for the usual one.
    """

    sources: tuple[str, ...] = ()
    library: Path | None = None


def window_call(arguments: Sequence[str]) -> WindowCall | None:
    """Return what the window is called with, None if the call is one for the command line."""
    sources: list[str] = []
    library: Path | None = None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            sources += rest
        elif argument == "--library":
            folder = next(rest, None)
            if folder is None:
                return None
            library = Path(folder)
        elif argument.startswith("--library="):
            library = Path(argument.removeprefix("--library="))
        elif argument.startswith("-") or not (sources or _is_source(argument)):
            return None
        else:
            sources.append(argument)
    return WindowCall(tuple(sources), library)


def _is_source(argument: str) -> bool:
    """Tell a file or an address from a sub-command, and from a slip of the keyboard."""
    return argument not in SUBCOMMANDS and ("://" in argument or Path(argument).exists())


def main() -> None:
    """Run the program."""
    arguments = sys.argv[1:]
    window = window_call(arguments)
    if window is None:
        from reader_app.cli import program

        sys.exit(program.run(arguments))
    from reader_app import app

    sys.exit(app.run(list(window.sources), window.library))


if __name__ == "__main__":
    main()

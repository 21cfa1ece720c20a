#!/usr/bin/env python3
"""Sets this checkout up and starts it, or tests it: needs nothing but Python itself.

    python3 packaging/bootstrap.py run [FILE-OR-COMMAND ...]   open the program
    python3 packaging/bootstrap.py test [PYTEST-ARGUMENT ...]  run every check of the project
    python3 packaging/bootstrap.py install [--dev]             only set up; with the tools

Each of them first installs what is missing. A second start installs nothing and needs no network.

Only this file must be readable to older Pythons, so that they get a sentence, not a traceback.
"""

import io
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this file is started by any Python)
    sys.exit(
        "reader-app needs Python 3.11 or newer, and this is Python {}.{}.{}: "
        "start this file with a newer one.".format(*sys.version_info[:3])
    )


def main(arguments: "list[str]") -> int:
    """Carry out one command and return the exit status."""
    # Late, because older Pythons cannot read these modules and have just been told so above.
    import checks
    import launch
    from checkout import SetupError

    commands = {"install": launch.install, "run": launch.run, "test": checks.test}
    if not arguments or arguments[0] not in commands:
        asked_for_help = arguments[:1] in (["-h"], ["--help"])
        print(__doc__.strip(), file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a title may have what the terminal has not
    try:
        return commands[arguments[0]](arguments[1:])
    except SetupError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The shared libraries that Qt's wheels expect from the system, and fonts to draw text with.

The loader is asked, nothing is guessed: what it cannot find is what must be installed.
"""

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from checkout import SetupError, run_quietly
from system_packages import install_libraries, install_packages

# What the program loads at run time; all else that it needs hangs on these.
_ENTRANCES = (
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqwayland*.so",
    "plugins/platforms/libqoffscreen.so",
    "lib/libQt6Widgets.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6Network.so.6",
    "lib/libQt6PrintSupport.so.6",
)
_BROUGHT_ALONG = ("libQt6", "libpyside6", "libshiboken6")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def ensure_qt_libraries(environment: Path) -> None:
    """Install what Qt misses on Linux; the other systems miss nothing.

    Raises:
        SetupError: Something is missing and cannot be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    entrances = list(find_entrances(environment))
    already_tried: set[str] = set()
    # Without ldd the loader names one library at a time, hence the loop.
    while missing := find_missing(entrances):
        if already_tried.issuperset(missing):
            raise SetupError(f"Qt still misses {', '.join(missing)} after installing them.")
        already_tried.update(missing)
        install_libraries(missing)
    if not has_fonts():
        install_packages(["fontconfig", "fonts-dejavu-core"], "No font is installed to draw with")


def find_entrances(environment: Path) -> Iterator[Path]:
    """Yield the files of Qt in a virtual environment whose needs are asked for."""
    for qt in environment.glob("lib/python3*/site-packages/PySide6/Qt"):
        for pattern in _ENTRANCES:
            yield from sorted(qt.glob(pattern))


def find_missing(entrances: Iterable[Path]) -> list[str]:
    """Return the sonames that the loader cannot find for these files."""
    refused = [(file, refusal) for file in entrances if (refusal := _refusal(file))]
    missing = {name for file, refusal in refused for name in _names_missing(file, refusal)}
    return sorted(name for name in missing if not name.startswith(_BROUGHT_ALONG))


def parse_ldd(output: str) -> list[str]:
    """Return the sonames that a run of ldd reports as not found."""
    return re.findall(r"^\s*(\S+) => not found", output, re.MULTILINE)


def parse_refusal(message: str) -> list[str]:
    """Return the soname that the loader's own message names."""
    return re.findall(r"^(\S+): cannot open shared object file", message)


def has_fonts() -> bool:
    """Whether at least one font is installed."""
    endings = (".ttf", ".otf", ".ttc", ".pfb")
    for folder in _FONT_FOLDERS:
        for _, _, files in os.walk(os.path.expanduser(folder)):  # noqa: PTH111 (stops at the first)
            if any(name.endswith(endings) for name in files):
                return True
    return shutil.which("fc-list") is not None and bool(run_quietly(["fc-list"]).stdout.strip())


def _refusal(file: Path) -> str:
    """Load a file as the program will; return what the loader says against it."""
    program = "import ctypes, sys; ctypes.CDLL(sys.argv[1])"
    try:
        ctypes.CDLL(str(file))
    except OSError as error:
        # This process may remember a failure from before an installation; a new one does not.
        again = run_quietly([sys.executable, "-I", "-S", "-c", program, str(file)])
        return str(error) if again.returncode else ""
    return ""


def _names_missing(file: Path, refusal: str) -> list[str]:
    """Return all that a file misses if ldd is there, and the first one if not."""
    if shutil.which("ldd"):
        return parse_ldd(run_quietly(["ldd", file]).stdout) or parse_refusal(refusal)
    return parse_refusal(refusal)

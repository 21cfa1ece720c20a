"""Whether a window can be shown: asks the display servers instead of trusting variables."""

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_SECONDS = 3.0
_X11_FOLDER = Path("/tmp/.X11-unix")


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown here.

    On Linux an X11 or Wayland server has to answer, unless Qt was told to draw elsewhere.
    """
    if not sys.platform.startswith("linux"):
        return True
    asked = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if asked and not asked.startswith(("xcb", "wayland")):
        return True
    return _wayland_answers(environment) or x11_answers(environment.get("DISPLAY", ""))


def x11_answers(display: str) -> bool:
    """Whether the server of a DISPLAY value, such as ":0" or "host:10.0", takes a connection."""
    match = re.fullmatch(r"(?:unix/?)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?", display)
    if match is None:
        return False
    host, number = match["host"], int(match["number"])
    if host:
        try:
            socket.create_connection((host, 6000 + number), timeout=_SECONDS).close()
        except (OSError, OverflowError):
            return False
        return True
    name = str(_X11_FOLDER / f"X{number}")
    return _socket_answers(name) or _socket_answers("\0" + name)


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    return _socket_answers(str(Path(environment.get("XDG_RUNTIME_DIR", "/")) / name))


def _socket_answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_SECONDS)
        try:
            probe.connect(address)
        except (OSError, ValueError):
            return False
    return True

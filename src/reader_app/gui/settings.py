"""What the program remembers of its window and of the reader's taste: one frozen table, typed access.

Knows the file that keeps the values; does not know who uses them. A value that is missing, unreadable
or out of range is the default, so a damaged settings file never keeps anybody from reading.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QSettings

from reader_app.export.options import PAPERS, Format, Layout, Order

T = TypeVar("T", str, float, bool, bytes)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One thing that is remembered.

    Attributes:
        key: "group/name" in the file.
        type: Of the value.
        default: Serves until another value is set.
        description: For people, one line.
        low: The least number allowed.
        high: The greatest number allowed.
        choices: The only texts allowed; empty if any is.
    """

    key: str
    type: type[T]
    default: T
    description: str
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()

    def allows(self, value: T) -> bool:
        """Tell whether the value is in range."""
        if isinstance(value, float):
            return isfinite(value) and self.low <= value <= self.high
        return not self.choices or value in self.choices


FONT_FAMILY = Setting(
    "text/font_family",
    str,
    "serif",
    "Typeface of text that reflows",
    choices=("serif", "sans-serif", "monospace"),
)
FONT_SIZE = Setting("text/font_size", float, 13.0, "Size of text that reflows, in points", low=8.0, high=36.0)
COLUMN_WIDTH = Setting(
    "text/column_width",
    float,
    520.0,
    "Width of the column with its margins, in points",
    low=280.0,
    high=960.0,
)
LINE_HEIGHT = Setting(
    "text/line_height", float, 1.5, "Distance of lines as a multiple of the font size", low=1.0, high=2.4
)
JUSTIFY = Setting("text/justify", bool, False, "Whether the right edge of text that reflows is straight")
THEME = Setting(
    "window/theme", str, "system", "Colors of the window", choices=("system", "light", "sepia", "dark")
)
GEOMETRY = Setting("window/geometry", bytes, b"", "Place and size of the window, as Qt saves it")
WINDOW_STATE = Setting("window/state", bytes, b"", "Places of tool bars and panels, as Qt saves them")
PANEL_WIDTH = Setting(
    "window/panel_width", float, 320.0, "Width of the annotation panel, in pixels", low=48.0, high=2000.0
)
SIDEBAR_WIDTH = Setting(
    "window/sidebar_width", float, 250.0, "Width of outline and library, in pixels", low=48.0, high=2000.0
)
SIDEBAR_VISIBLE = Setting("window/sidebar_visible", bool, True, "Whether outline and library are shown")
COLUMN_ROOM = Setting(
    "window/column_room",
    float,
    520.0,
    "Room for a column the last time, in points: text is laid out for it before the window is there",
    low=50.0,
    high=20000.0,
)
AUTHOR = Setting("export/author", str, "", "Name that exported annotations carry")
LAST_EXPORT_FOLDER = Setting("export/folder", str, "", "Folder of the last export")
EXPORT_GEOMETRY = Setting(
    "export/geometry", bytes, b"", "Place and size of the export dialog, as Qt saves it"
)
EXPORT_FORMAT = Setting(
    "export/format", str, Format.PDF.value, "What was written last", choices=tuple(Format)
)
EXPORT_LAYOUT = Setting(
    "export/layout", str, Layout.ANNOTATIONS.value, "How a PDF shows notes", choices=tuple(Layout)
)
EXPORT_PAPER = Setting("export/paper", str, "a4", "Paper for text that reflows", choices=tuple(PAPERS))
EXPORT_FONT_SIZE = Setting(
    "export/font_size", float, 12.0, "Size of text that is set on paper, in points", low=7.0, high=36.0
)
EXPORT_ORDER = Setting(
    "export/order", str, Order.PLACE.value, "What lists of notes are sorted by", choices=tuple(Order)
)
EXPORT_QUOTES = Setting("export/quotes", bool, True, "Whether notes repeat the words that they belong to")
EXPORT_TAGS = Setting("export/tags", bool, True, "Whether notes show their tags")
EXPORT_DATES = Setting("export/dates", bool, False, "Whether notes show when they were made")
EXPORT_LEGEND = Setting("export/legend", bool, False, "Whether it is said what the colors stand for")
EXPORT_SUMMARY = Setting("export/summary", bool, False, "Whether a page on the article comes first")
EXPORT_NOTES_ONLY = Setting("export/notes_only", bool, False, "Whether marks without a note are left out")
EXPORT_BOUND = Setting("export/bound", bool, False, "Whether several articles become one file")
EXPORT_TEMPLATE = Setting("export/template", str, "", "The reader's own template for Markdown")
WATCHED_FOLDER = Setting(
    "add/watched_folder", str, "", "Folder whose new files are added by themselves; empty for none"
)

SETTINGS = (
    FONT_FAMILY,
    FONT_SIZE,
    COLUMN_WIDTH,
    LINE_HEIGHT,
    JUSTIFY,
    THEME,
    GEOMETRY,
    WINDOW_STATE,
    PANEL_WIDTH,
    SIDEBAR_WIDTH,
    SIDEBAR_VISIBLE,
    COLUMN_ROOM,
    AUTHOR,
    LAST_EXPORT_FOLDER,
    EXPORT_GEOMETRY,
    EXPORT_FORMAT,
    EXPORT_LAYOUT,
    EXPORT_PAPER,
    EXPORT_FONT_SIZE,
    EXPORT_ORDER,
    EXPORT_QUOTES,
    EXPORT_TAGS,
    EXPORT_DATES,
    EXPORT_LEGEND,
    EXPORT_SUMMARY,
    EXPORT_NOTES_ONLY,
    EXPORT_BOUND,
    EXPORT_TEMPLATE,
    WATCHED_FOLDER,
)
"""Every setting there is."""


class Settings:
    """Reads and keeps settings in one INI file."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, setting: Setting[T]) -> T:
        """Return the value, or the default where there is no usable value."""
        text = self._store.value(setting.key)
        if not isinstance(text, str):
            return setting.default
        try:
            value = _READERS[setting.type](text)
        except (ValueError, Base64Error):
            return setting.default
        if isinstance(value, setting.type) and setting.allows(value):
            return value
        return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep a value.

        Raises:
            ValueError: The value is out of range, which is a bug of the caller.
        """
        if not setting.allows(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        self._store.setValue(setting.key, _text(value))

    def reset(self, setting: Setting[T]) -> None:
        """Go back to the default."""
        self._store.remove(setting.key)

    def save(self) -> bool:
        """Write what changed now, not at leisure; False if the file cannot be written."""
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError


def _text(value: str | float | bool | bytes) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _read_bool(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


def _read_bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


_READERS: dict[type[object], Callable[[str], object]] = {
    str: str,
    float: float,
    bool: _read_bool,
    bytes: _read_bytes,
}

"""The three themes as one table, and how a theme reaches the application.

Knows colors and where resources are; does not know which widgets there are (their look is in
``resources/themes/window.qss``), how icons are drawn (``icons``) or how marks are painted (``mark_paint``).
"""

from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from reader_app.core.layout import PageColors

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colors of the window and of the pages, each "#rrggbb".

    Attributes:
        name: What the settings call it.
        is_dark: Whether text is lighter than what it stands on.
        window: Behind tool bars and the page view.
        panel: Behind lists and side panels.
        card: Behind annotation cards and input fields.
        hover: Behind what the pointer is over.
        pressed: Behind what is held down or switched on.
        text: Text on any of the above.
        secondary: Quieter text on any of the above.
        border: Hairlines between surfaces.
        outline: Around fields and boxes, clearly visible.
        accent: Focus rings, links, the main button.
        accent_text: Text on ``accent``.
        selection: Behind selected rows and selected text in fields; ``text`` stands on it.
        danger: Text of errors and of what destroys.
        warning: Behind a warning.
        warning_text: Text on ``warning``.
        page_ink: What black becomes on a page.
        page_paper: What white becomes on a page.
        page_selection: Selected text on a page is painted with it, as a mark is (``mark_paint``).
    """

    name: str
    is_dark: bool
    window: str
    panel: str
    card: str
    hover: str
    pressed: str
    text: str
    secondary: str
    border: str
    outline: str
    accent: str
    accent_text: str
    selection: str
    danger: str
    warning: str
    warning_text: str
    page_ink: str
    page_paper: str
    page_selection: str

    @property
    def page_colors(self) -> PageColors:
        """What a page is rendered with."""
        return PageColors(self.page_ink, self.page_paper)

    @property
    def faded(self) -> str:
        """Text and icons of what is switched off."""
        return blend(self.text, self.window, 0.45)


LIGHT = Theme(
    name="light",
    is_dark=False,
    window="#f5f4f0",
    panel="#faf9f6",
    card="#ffffff",
    hover="#eae7e1",
    pressed="#dedad2",
    text="#24221f",
    secondary="#625e57",
    border="#dcd8d0",
    outline="#938e84",
    accent="#2a6592",
    accent_text="#ffffff",
    selection="#d5e5f1",
    danger="#a8271f",
    warning="#fdf1d3",
    warning_text="#5c4300",
    page_ink="#000000",
    page_paper="#ffffff",
    page_selection="#b5d3ee",
)

SEPIA = Theme(
    name="sepia",
    is_dark=False,
    window="#ebdfc8",
    panel="#f1e7d3",
    card="#faf3e4",
    hover="#e0d2b6",
    pressed="#d5c5a5",
    text="#3a2d1f",
    secondary="#5e4d38",
    border="#d3c2a2",
    outline="#96825f",
    accent="#86481d",
    accent_text="#ffffff",
    selection="#e6cfae",
    danger="#8c2117",
    warning="#f6dfa6",
    warning_text="#573c00",
    page_ink="#352818",
    page_paper="#f7eedd",
    page_selection="#e3c9a2",
)

DARK = Theme(
    name="dark",
    is_dark=True,
    window="#1c1d1f",
    panel="#222326",
    card="#2a2b2e",
    hover="#303236",
    pressed="#3a3c41",
    text="#e3e1dc",
    secondary="#adaba5",
    border="#3b3c40",
    outline="#7d7e83",
    accent="#86b9e0",
    accent_text="#10202d",
    selection="#2b4256",
    danger="#f2a099",
    warning="#3d341c",
    warning_text="#f0d999",
    page_ink="#d9d6d0",
    page_paper="#18191b",
    page_selection="#1d3142",
)

THEMES = {theme.name: theme for theme in (LIGHT, SEPIA, DARK)}


def chosen_theme(choice: str, scheme: Qt.ColorScheme) -> Theme:
    """Return the theme for a setting: a theme's name, or "system", which follows the desktop.

    Args:
        choice: "light", "sepia", "dark" or "system".
        scheme: ``QStyleHints.colorScheme()``.
    """
    if choice == SYSTEM:
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return THEMES[choice]


def apply(application: QApplication, theme: Theme) -> None:
    """Give every window the theme's colors."""
    if application.style().name() != "fusion":
        application.setStyle("Fusion")
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """Return the colors that Fusion and our own painting take from the palette."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.card,
        role.Text: theme.text,
        role.PlaceholderText: theme.secondary,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.card,
        role.ToolTipText: theme.text,
        role.Light: theme.card,
        role.Midlight: theme.hover,
        role.Mid: theme.border,
        role.Dark: theme.outline,
        role.Shadow: theme.outline,
    }
    result = QPalette()
    for color_role, color in colors.items():
        result.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(theme.faded))
    return result


def style_sheet(theme: Theme) -> str:
    """Return what the palette cannot say: shapes, margins, hover and focus."""
    folder = resource("themes")
    colors = {field.name: getattr(theme, field.name) for field in fields(theme)}
    return Template((folder / "window.qss").read_text(encoding="utf-8")).substitute(
        colors,
        faded=theme.faded,
        thumb=blend(theme.outline, theme.window, 0.5),
        accent_hover=blend(theme.accent, theme.text, 0.85),
        warning_line=blend(theme.warning_text, theme.warning, 0.2),
        images=folder.as_posix(),
        check="dark" if theme.is_dark else "light",  # on the accent
        menu_check="light" if theme.is_dark else "dark",
    )


def blend(over: str, under: str, share: float) -> str:
    """Mix two colors; ``share`` is the part of ``over``, from 0 to 1."""
    pairs = ((int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def system_scheme() -> Qt.ColorScheme:
    """Return whether the desktop is light or dark now."""
    return QGuiApplication.styleHints().colorScheme()


def resource(relative: str) -> Path:
    """Return the path of a file that comes with the program.

    In an installed program the resources lie inside the package; in an editable checkout they lie
    at its root.
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    folder = installed if installed.is_dir() else package.parent.parent / "resources"
    return folder / relative

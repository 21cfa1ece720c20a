"""How everything looks: the theme and the reading style, as chosen and remembered."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader_app.core.layout import ReadingStyle
from reader_app.gui.controls import PanelColors
from reader_app.gui.icons import Icons
from reader_app.gui.settings import (
    COLUMN_WIDTH,
    FONT_FAMILY,
    FONT_SIZE,
    JUSTIFY,
    LINE_HEIGHT,
    THEME,
    Settings,
)
from reader_app.gui.theme import SYSTEM, Theme, apply, chosen_theme, system_scheme


class Look(QObject):
    """The present theme and reading style.

    Signals:
        changed: The theme or the style is another one.
    """

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application, self._settings = application, settings
        self.theme: Theme = chosen_theme(settings.get(THEME), system_scheme())
        self.icons = Icons(self.theme)
        apply(application, self.theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def theme_choice(self) -> str:
        """What the reader chose: a theme, or "system"."""
        return self._settings.get(THEME)

    @property
    def style(self) -> ReadingStyle:
        """The reading style; its width is the widest that the reader wants."""
        get = self._settings.get
        return ReadingStyle(
            font_family=get(FONT_FAMILY),
            font_size=get(FONT_SIZE),
            width=get(COLUMN_WIDTH),
            line_height=get(LINE_HEIGHT),
            justify=get(JUSTIFY),
        )

    @property
    def panel_colors(self) -> PanelColors:
        """The theme's colors for cards and bars."""
        theme = self.theme
        return PanelColors(
            background=theme.panel,
            card=theme.card,
            text=theme.text,
            secondary=theme.secondary,
            border=theme.border,
            accent=theme.accent,
            is_dark=theme.is_dark,
        )

    def set_theme(self, choice: str) -> None:
        """Choose a theme, or "system"."""
        self._settings.set(THEME, choice)
        self._use(chosen_theme(choice, system_scheme()))

    def set_style(self, style: ReadingStyle) -> None:
        """Choose a reading style; sizes out of range are brought into it."""
        style = replace(
            style,
            font_size=min(max(style.font_size, FONT_SIZE.low), FONT_SIZE.high),
            width=min(max(style.width, COLUMN_WIDTH.low), COLUMN_WIDTH.high),
            line_height=min(max(style.line_height, LINE_HEIGHT.low), LINE_HEIGHT.high),
        )
        put = self._settings.set
        put(FONT_FAMILY, style.font_family)
        put(FONT_SIZE, style.font_size)
        put(COLUMN_WIDTH, style.width)
        put(LINE_HEIGHT, style.line_height)
        put(JUSTIFY, style.justify)
        self.changed.emit()

    def reset_size(self) -> None:
        """Go back to the usual size of text."""
        self.set_style(replace(self.style, font_size=FONT_SIZE.default))

    def _use(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        self.icons.set_theme(theme)
        apply(self._application, theme)
        self.changed.emit()

    def _on_scheme_changed(self) -> None:
        if self.theme_choice == SYSTEM:
            self._use(chosen_theme(SYSTEM, system_scheme()))

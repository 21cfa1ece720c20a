"""The "Aa" popover: how the article looks. Every change applies at once.

Knows the reading style and the names of the themes; what a change costs is for others to know.
"""

from dataclasses import replace

from PySide6.QtCore import QLocale, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader_app.core.layout import ReadingStyle
from reader_app.gui.settings import COLUMN_WIDTH, FONT_FAMILY, FONT_SIZE, LINE_HEIGHT
from reader_app.gui.theme import SYSTEM, THEMES

_WIDTH_STEP = 20.0  # points
_SPACING_STEP = 0.05
_SIZE_STEP = 1.0  # points


class ReadingPopover(QFrame):
    """Theme, typeface, size, column width, line spacing and justification.

    Signals:
        style_changed: Carries the new ``ReadingStyle``.
        theme_changed: Carries "light", "sepia", "dark" or "system".
    """

    style_changed = Signal(object)
    theme_changed = Signal(str)

    def __init__(self, style: ReadingStyle, theme_choice: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(self.tr("Text and colors"))
        self._style = style
        self._themes = QButtonGroup(self)
        self._family = QComboBox()
        self._smaller = _size_button(self.tr("Smaller text"), 0.9)
        self._larger = _size_button(self.tr("Larger text"), 1.5)
        self._size = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._width = _slider(COLUMN_WIDTH.low, COLUMN_WIDTH.high, _WIDTH_STEP)
        self._spacing = _slider(LINE_HEIGHT.low, LINE_HEIGHT.high, _SPACING_STEP)
        self._justify = QCheckBox(self.tr("&Justify"))
        self._text_rows = self._make_text_rows()

        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(16)
        layout.addLayout(self._make_theme_row(theme_choice))
        layout.addWidget(self._text_rows)
        self._show_style()
        self._smaller.clicked.connect(self._on_smaller)
        self._larger.clicked.connect(self._on_larger)
        self._family.currentIndexChanged.connect(self._on_family_changed)
        self._width.valueChanged.connect(self._on_width_changed)
        self._spacing.valueChanged.connect(self._on_spacing_changed)
        self._justify.toggled.connect(self._on_justify_toggled)

    def set_style(self, style: ReadingStyle) -> None:
        """Show a style that was changed elsewhere (a shortcut), without signalling it again."""
        self._style = style
        self._show_style()

    def set_theme_choice(self, choice: str) -> None:
        """Show a choice that was made elsewhere, without signalling it again."""
        for button in self._themes.buttons():
            if button.objectName() == choice:
                button.setChecked(True)

    def set_reflows(self, reflows: bool) -> None:
        """Hide what has no effect on an article with fixed pages."""
        self._text_rows.setVisible(reflows)
        self.adjustSize()

    def show_below(self, widget: QWidget) -> None:
        """Open under a widget, its right edge below the widget's, on the screen that shows the widget."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        screen = widget.screen().availableGeometry()
        left = min(max(place.x(), screen.left()), screen.right() - self.width())
        self.move(left, min(place.y(), screen.bottom() - self.height()))
        self.show()

    def _make_theme_row(self, choice: str) -> QHBoxLayout:
        names = {
            "light": self.tr("Light"),
            "sepia": self.tr("Sepia"),
            "dark": self.tr("Dark"),
            SYSTEM: self.tr("System"),
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text in names.items():
            button = QToolButton()
            button.setObjectName(name)
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(name == choice)
            button.setMinimumSize(68, 44)
            button.setStyleSheet(_swatch(name))
            button.setAccessibleName(self.tr("Theme: {name}").format(name=text))
            self._themes.addButton(button)
            row.addWidget(button, 1)
        self._themes.buttonClicked.connect(self._on_theme_clicked)
        return row

    def _make_text_rows(self) -> QWidget:
        for family, text in zip(
            FONT_FAMILY.choices, (self.tr("Serif"), self.tr("Sans serif"), self.tr("Monospace")), strict=True
        ):
            self._family.addItem(text, family)
        size = QWidget()
        sizes = QHBoxLayout(size)
        sizes.setContentsMargins(0, 0, 0, 0)
        sizes.setSpacing(4)
        sizes.addWidget(self._smaller)
        sizes.addWidget(self._size, 1)
        sizes.addWidget(self._larger)
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        fields = (
            (self.tr("&Typeface"), self._family),
            (self.tr("Size"), size),
            (self.tr("Column &width"), self._width),
            (self.tr("&Line spacing"), self._spacing),
        )
        for number, (text, field) in enumerate(fields):
            label = QLabel(text)
            label.setProperty("role", "secondary")
            label.setBuddy(field)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        grid.addWidget(self._justify, 4, 1)
        return rows

    def _show_style(self) -> None:
        style = self._style
        with QSignalBlocker(self._family):
            self._family.setCurrentIndex(self._family.findData(style.font_family))
        with QSignalBlocker(self._width):
            self._width.setValue(round(style.width / _WIDTH_STEP))
        with QSignalBlocker(self._spacing):
            self._spacing.setValue(round(style.line_height / _SPACING_STEP))
        with QSignalBlocker(self._justify):
            self._justify.setChecked(style.justify)
        locale = QLocale()
        self._size.setText(self.tr("{size} pt").format(size=locale.toString(style.font_size, "g", 3)))
        self._smaller.setEnabled(style.font_size > FONT_SIZE.low)
        self._larger.setEnabled(style.font_size < FONT_SIZE.high)
        self._width.setToolTip(self.tr("{width} points").format(width=locale.toString(round(style.width))))
        self._spacing.setToolTip(locale.toString(style.line_height, "g", 3))

    def _change(self, style: ReadingStyle) -> None:
        if style != self._style:
            self._style = style
            self._show_style()
            self.style_changed.emit(style)

    def _on_theme_clicked(self, button: QAbstractButton) -> None:
        self.theme_changed.emit(button.objectName())

    def _on_smaller(self) -> None:
        size = max(self._style.font_size - _SIZE_STEP, FONT_SIZE.low)
        self._change(replace(self._style, font_size=size))

    def _on_larger(self) -> None:
        size = min(self._style.font_size + _SIZE_STEP, FONT_SIZE.high)
        self._change(replace(self._style, font_size=size))

    def _on_family_changed(self, index: int) -> None:
        self._change(replace(self._style, font_family=self._family.itemData(index)))

    def _on_width_changed(self, steps: int) -> None:
        self._change(replace(self._style, width=steps * _WIDTH_STEP))

    def _on_spacing_changed(self, steps: int) -> None:
        self._change(replace(self._style, line_height=round(steps * _SPACING_STEP, 2)))

    def _on_justify_toggled(self, is_on: bool) -> None:
        self._change(replace(self._style, justify=is_on))


def _size_button(text: str, size: float) -> QToolButton:
    """Return a button with a letter in the size that it promises, relative to other buttons."""
    button = QToolButton()
    button.setText("A")
    font = button.font()
    font.setPointSizeF(font.pointSizeF() * size)
    button.setFont(font)
    button.setFixedSize(40, 32)
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setAutoRepeat(True)
    return button


def _slider(low: float, high: float, step: float) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(round(low / step), round(high / step))
    slider.setPageStep(2)
    slider.setMinimumWidth(170)
    return slider


def _swatch(name: str) -> str:
    """Return the look of a theme's button: its own paper and ink."""
    theme = THEMES.get(name)
    colors = "" if theme is None else f"background: {theme.page_paper}; color: {theme.page_ink};"
    return (
        f"QToolButton {{ {colors} border: 1px solid palette(mid); border-radius: 6px; margin: 1px; }}"
        "QToolButton:hover { border-color: palette(dark); }"
        "QToolButton:focus { border-color: palette(text); }"
        "QToolButton:checked { border: 2px solid palette(link); margin: 0; }"
        "QToolButton:checked:focus { border: 3px solid palette(link); margin: 0; }"
    )

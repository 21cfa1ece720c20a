import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from reader_app.core.layout import ReadingStyle
from reader_app.gui.reading_popover import ReadingPopover
from reader_app.gui.settings import COLUMN_WIDTH, FONT_SIZE, LINE_HEIGHT


@pytest.fixture
def popover(qtbot: QtBot) -> ReadingPopover:
    widget = ReadingPopover(ReadingStyle(), "sepia")
    qtbot.addWidget(widget)
    widget.show()
    return widget


def named(popover: ReadingPopover, name: str) -> QToolButton:
    return next(each for each in popover.findChildren(QToolButton) if each.accessibleName() == name)


def sliders(popover: ReadingPopover) -> list[QSlider]:
    return popover.findChildren(QSlider)


def checked_theme(popover: ReadingPopover) -> str:
    return next(each.objectName() for each in popover.findChildren(QToolButton) if each.isChecked())


def test_theme_applies_at_once(popover: ReadingPopover, qtbot: QtBot) -> None:
    assert checked_theme(popover) == "sepia"

    with qtbot.waitSignal(popover.theme_changed) as changed:
        named(popover, "Theme: Dark").click()

    assert changed.args == ["dark"]
    assert checked_theme(popover) == "dark"


def test_theme_chosen_elsewhere_is_shown_but_not_signalled(popover: ReadingPopover, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(popover.theme_changed):
        popover.set_theme_choice("system")

    assert checked_theme(popover) == "system"


def test_each_control_changes_its_part_of_the_style(popover: ReadingPopover) -> None:
    styles: list[ReadingStyle] = []
    popover.style_changed.connect(styles.append)
    family = popover.findChild(QComboBox)
    justify = popover.findChild(QCheckBox)
    assert isinstance(family, QComboBox)
    assert isinstance(justify, QCheckBox)
    width, spacing = sliders(popover)

    family.setCurrentIndex(1)
    named(popover, "Larger text").click()
    width.setValue(width.value() + 2)
    spacing.setValue(spacing.value() + 1)
    justify.click()

    assert styles[0] == ReadingStyle(font_family="sans-serif")
    assert styles[1] == ReadingStyle(font_family="sans-serif", font_size=14.0)
    assert styles[2].width == 560.0
    assert styles[3].line_height == 1.55
    assert styles[4] == ReadingStyle(
        font_family="sans-serif", font_size=14.0, width=560.0, line_height=1.55, justify=True
    )
    assert len(styles) == 5


@pytest.mark.parametrize(
    ("button", "limit"), [("Smaller text", FONT_SIZE.low), ("Larger text", FONT_SIZE.high)]
)
def test_size_stops_at_its_limits(popover: ReadingPopover, button: str, limit: float) -> None:
    styles: list[ReadingStyle] = []
    popover.style_changed.connect(styles.append)

    for _ in range(60):
        named(popover, button).click()

    assert styles[-1].font_size == limit
    assert not named(popover, button).isEnabled()


def test_sliders_stay_in_the_range_of_the_settings(popover: ReadingPopover) -> None:
    styles: list[ReadingStyle] = []
    popover.style_changed.connect(styles.append)

    for slider in sliders(popover):
        slider.setValue(slider.minimum())
        slider.setValue(slider.maximum())

    assert [style.width for style in styles[:2]] == [COLUMN_WIDTH.low, COLUMN_WIDTH.high]
    assert [style.line_height for style in styles[2:]] == [LINE_HEIGHT.low, LINE_HEIGHT.high]


def test_style_set_elsewhere_is_shown_kept_and_not_signalled(popover: ReadingPopover, qtbot: QtBot) -> None:
    odd = ReadingStyle(font_size=17.5, width=517.0, line_height=1.47, margin=20.0)

    with qtbot.assertNotEmitted(popover.style_changed):
        popover.set_style(odd)
    with qtbot.waitSignal(popover.style_changed) as changed:
        named(popover, "Larger text").click()

    assert changed.args == [ReadingStyle(font_size=18.5, width=517.0, line_height=1.47, margin=20.0)]


def test_fixed_pages_have_a_theme_only(popover: ReadingPopover) -> None:
    popover.set_reflows(False)

    assert not any(slider.isVisible() for slider in sliders(popover))
    assert named(popover, "Theme: Light").isVisible()


def test_popover_opens_below_a_button_on_the_screen(popover: ReadingPopover, qtbot: QtBot) -> None:
    popover.hide()
    button = QWidget()
    qtbot.addWidget(button)
    button.setGeometry(100, 100, 30, 30)
    button.show()

    popover.show_below(button)

    assert popover.isVisible()
    assert button.screen().availableGeometry().contains(popover.geometry())
    assert popover.windowFlags() & Qt.WindowType.Popup

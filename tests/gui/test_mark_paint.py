import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from reader_app.core.annotation import DEFAULT_LABELS, Label
from reader_app.core.color import READABLE, VISIBLE, contrast
from reader_app.gui.mark_paint import line_color, mark_paint
from reader_app.gui.theme import DARK, LIGHT, THEMES, Theme

any_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
any_label = pytest.mark.parametrize("label", DEFAULT_LABELS, ids=lambda label: label.id)
colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@any_theme
@any_label
def test_ink_is_readable_on_marked_paper(theme: Theme, label: Label) -> None:
    paint = mark_paint(label.color, theme)

    assert contrast(paint.over(theme.page_ink), paint.over(theme.page_paper)) >= READABLE


@any_theme
@any_label
def test_mark_stands_out_from_the_paper(theme: Theme, label: Label) -> None:
    paint = mark_paint(label.color, theme)

    assert contrast(paint.over(theme.page_paper), theme.page_paper) >= 1.35


@any_theme
def test_marks_of_different_labels_can_be_told_apart(theme: Theme) -> None:
    painted = [QColor(mark_paint(label.color, theme).over(theme.page_paper)) for label in DEFAULT_LABELS]

    for index, one in enumerate(painted):
        for other in painted[index + 1 :]:
            difference = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
            assert sum(abs(channel) for channel in difference) >= 30


@any_theme
@any_label
def test_line_is_visible_on_the_paper(theme: Theme, label: Label) -> None:
    assert contrast(line_color(label.color, theme).name(), theme.page_paper) >= VISIBLE


def test_default_labels_keep_their_colors_on_white() -> None:
    assert [mark_paint(label.color, LIGHT).color.name() for label in DEFAULT_LABELS] == [
        label.color for label in DEFAULT_LABELS
    ]


@given(color=colors, theme=st.sampled_from(list(THEMES.values())))
def test_no_color_a_reader_chooses_hides_the_text(color: str, theme: Theme) -> None:
    paint = mark_paint(color, theme)

    assert contrast(paint.over(theme.page_ink), paint.over(theme.page_paper)) >= READABLE
    assert contrast(line_color(color, theme).name(), theme.page_paper) >= VISIBLE


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["multiply", "screen"])
def test_qt_blends_as_the_rule_foretells(theme: Theme) -> None:
    paint = mark_paint("#9cc8ff", theme)
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page_paper))

    painter = QPainter(image)
    painter.setCompositionMode(paint.composition)
    painter.fillRect(image.rect(), paint.color)
    painter.end()

    seen, foretold = image.pixelColor(0, 0), QColor(paint.over(theme.page_paper))
    assert abs(seen.red() - foretold.red()) <= 1
    assert abs(seen.green() - foretold.green()) <= 1
    assert abs(seen.blue() - foretold.blue()) <= 1


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@any_theme
@any_label
def test_selected_marks_can_still_be_read(theme: Theme, label: Label) -> None:
    mark, selection = mark_paint(label.color, theme), mark_paint(theme.page_selection, theme)

    ink = selection.over(mark.over(theme.page_ink))
    paper = selection.over(mark.over(theme.page_paper))

    assert contrast(ink, paper) >= 3.5

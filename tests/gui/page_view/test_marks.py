import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from reader_app.core.annotation import DEFAULT_LABELS, Kind
from reader_app.gui.mark_paint import contrast
from reader_app.gui.page_view.marks import Mark, paint_mark, stacked
from reader_app.gui.theme import THEMES, Theme


def mark(left: float, width: float, *, top: float = 0.0, kind: Kind = Kind.HIGHLIGHT, label: int = 0) -> Mark:
    return Mark(kind, DEFAULT_LABELS[label].color, [QPolygonF(QRectF(left, top, width, 20))], is_lit=False)


def test_depth_counts_the_highlights_below() -> None:
    marks = [mark(0, 100), mark(50, 100), mark(90, 20), mark(200, 50)]

    assert [each.depth for each in stacked(marks)] == [0, 1, 2, 0]


def test_lines_that_touch_and_marks_that_are_lines_do_not_count() -> None:
    marks = [mark(0, 100), mark(0, 100, top=19), mark(0, 100, kind=Kind.UNDERLINE), mark(99, 100)]

    assert [each.depth for each in stacked(marks)] == [0, 0, 0, 0]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("count", [2, 3, 6])
def test_words_under_many_highlights_can_be_read(theme: Theme, count: int) -> None:
    image = QImage(100, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page_paper))
    painter = QPainter(image)
    painter.fillRect(0, 0, 50, 20, QColor(theme.page_ink))

    for each in stacked(mark(0, 100, label=number % 5) for number in range(count)):
        paint_mark(painter, each, theme)
    painter.end()

    ink, paper = image.pixelColor(25, 10).name(), image.pixelColor(75, 10).name()
    print(theme.name, count, contrast(ink, paper))
    assert contrast(ink, paper) >= 3.0

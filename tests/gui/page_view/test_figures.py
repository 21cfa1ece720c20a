from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from reader_app.core.annotation import Annotation, Drawing, Kind, Target, new_annotation
from reader_app.core.geometry import Point, Quad, Rect, quad_of
from reader_app.core.layout import PageBox
from reader_app.gui.page_view.figures import Figure, figure_of, light_figure, paint_figure
from reader_app.gui.page_view.page_stack import PageStack
from reader_app.gui.theme import DARK, LIGHT, Theme

AREA = QRectF(20, 20, 60, 40)
STACK = PageStack([PageBox(100, 100, 0)], 2.0, 200, gap=0, border=0)
DIAGONAL = (QPolygonF([QPointF(20, 20), QPointF(80, 60)]),)
pytestmark = pytest.mark.usefixtures("qapp")  # letters are drawn
DRAWN = [kind for kind in Kind if not kind.marks_text]


def figure(kind: Kind, **changes: object) -> Figure:
    strokes = DIAGONAL if kind in (Kind.INK, Kind.LINE, Kind.POLYGON, Kind.POLYLINE) else ()
    plain = Figure(kind, "#c00000", AREA, strokes, width=2.0, words="Words", scale=1.0)
    return replace(plain, **changes)  # type: ignore[arg-type]


def painted(each: Figure, theme: Theme, *, is_lit: bool = False) -> QImage:
    image = QImage(100, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page_paper))
    painter = QPainter(image)
    paint_figure(painter, each, theme, is_lit=is_lit)
    painter.end()
    return image


def changed(image: QImage, theme: Theme) -> int:
    paper = QColor(theme.page_paper)
    return sum(image.pixelColor(x, y) != paper for x in range(100) for y in range(80))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", DRAWN)
def test_every_kind_shows_on_the_page_and_more_when_lit(kind: Kind, theme: Theme) -> None:
    plain, lit = painted(figure(kind), theme), painted(figure(kind), theme, is_lit=True)

    assert changed(plain, theme) > 20
    assert changed(lit, theme) > changed(plain, theme)


def test_figure_that_the_page_draws_is_lit_without_being_drawn_twice() -> None:
    image = QImage(100, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.page_paper))
    painter = QPainter(image)
    light_figure(painter, figure(Kind.INK), LIGHT)
    painter.end()

    assert changed(image, LIGHT) > 20
    assert image.pixelColor(50, 40).lightness() > 200


@pytest.mark.parametrize(
    ("kind", "on", "off"),
    [
        (Kind.RECTANGLE, QPointF(50, 20), QPointF(50, 40)),
        (Kind.ELLIPSE, QPointF(50, 60), QPointF(50, 40)),
        (Kind.LINE, QPointF(50, 41), QPointF(75, 25)),
        (Kind.INK, QPointF(50, 41), QPointF(75, 25)),
        (Kind.FREE_TEXT, QPointF(50, 40), QPointF(90, 70)),
        (Kind.STAMP, QPointF(50, 40), QPointF(90, 70)),
        (Kind.NOTE, QPointF(50, 40), QPointF(90, 70)),
    ],
)
def test_figure_is_hit_where_it_is_drawn(kind: Kind, on: QPointF, off: QPointF) -> None:
    assert figure(kind).is_hit(on)
    assert not figure(kind).is_hit(off)


def test_filled_figure_is_hit_inside() -> None:
    assert figure(Kind.RECTANGLE, inside="#ffff00").is_hit(QPointF(50, 40))


def test_wide_ink_leaves_the_text_below_it_readable() -> None:
    image = QImage(100, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    paint_figure(painter, figure(Kind.INK, width=12.0, color="#80ff60"), LIGHT, is_lit=False)
    painter.end()

    assert image.pixelColor(50, 40) == QColor("#000000")


def drawn(kind: Kind, drawing: Drawing | None, exact: str = "") -> Annotation:
    target = Target(0, 3, 3 + len(exact), exact)
    return replace(new_annotation("a", (target,), kind=kind), drawing=drawing)


def test_drawing_stands_where_its_page_stands() -> None:
    drawing = Drawing(Rect(10, 20, 30, 40), ((Point(10, 20), Point(30, 40)),), 1.5, "#00ff00")

    found = figure_of(drawn(Kind.INK, drawing), "#c00000", 0, [quad_of(drawing.area)], STACK)

    assert found is not None
    assert found.area == QRectF(20, 40, 40, 40)
    assert found.strokes == (QPolygonF([QPointF(20, 40), QPointF(60, 80)]),)
    assert (found.width, found.inside) == (3.0, "#00ff00")


def test_drawing_in_text_that_reflows_is_a_sign_at_its_place() -> None:
    drawing = Drawing(Rect(10, 20, 30, 40), ((Point(10, 20), Point(30, 40)),))
    caret = Quad(Point(50, 10), Point(50, 10), Point(50, 22), Point(50, 22))

    found = figure_of(drawn(Kind.INK, drawing), "#c00000", 0, [caret], STACK)

    assert found is not None
    assert (found.kind, found.strokes) == (Kind.NOTE, ())
    assert found.area.center().x() == 100


def test_note_on_words_is_a_mark_of_words() -> None:
    words = quad_of(Rect(10, 10, 60, 22))

    assert figure_of(drawn(Kind.NOTE, None, "words"), "#c00000", 0, [words], STACK) is None

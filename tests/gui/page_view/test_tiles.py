import os
import signal
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.reading import Reading, long_text, write_pages
from reader_app.core.layout import PageColors
from reader_app.gui.page_view.tiles import CACHE_BYTES, TileKey, Tiles
from reader_app.gui.theme import DARK, LIGHT


def grab(reading: Reading) -> QImage:
    return reading.view.viewport().grab().toImage()


def ink(image: QImage) -> int:
    """Count the pixels, of every third line, that are not the paper."""
    paper = image.pixel(2, image.height() // 2)
    return sum(
        image.pixel(x, y) != paper for y in range(0, image.height(), 3) for x in range(0, image.width(), 2)
    )


def test_what_is_seen_gets_drawn(reading: Reading) -> None:
    reading.open_text(long_text())

    assert ink(grab(reading)) > 2000


def test_scrolled_view_is_drawn_and_what_was_asked_for_in_passing_is_taken_back(reading: Reading) -> None:
    reading.open_text(long_text(400))
    bar = reading.view.verticalScrollBar()

    for value in range(0, bar.maximum(), bar.maximum() // 60):
        bar.setValue(value)
        reading.view.viewport().repaint()
    assert len(reading.view.tiles._asked) < 20
    bar.setValue(bar.maximum() // 2)
    reading.settle()

    assert ink(grab(reading)) > 2000
    assert sorted(reading.child._free_slots) == [0, 1, 2]


def test_another_scale_is_drawn_from_the_old_tiles_until_the_new_ones_come(
    reading: Reading, tmp_path: Path
) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    sharp = ink(grab(reading))
    os.kill(reading.child.pid, signal.SIGSTOP)

    reading.view.set_zoom(2.6)
    stretched = ink(grab(reading))
    os.kill(reading.child.pid, signal.SIGCONT)
    reading.settle()

    assert sharp > 500
    assert stretched > 500
    assert ink(grab(reading)) > 500


def test_dark_theme_draws_light_text_on_dark_paper(reading: Reading) -> None:
    reading.open_text(long_text())
    assert grab(reading).pixelColor(2, 300).lightness() > 200

    reading.view.set_theme(DARK)
    reading.settle()
    assert grab(reading).pixelColor(2, 300).lightness() < 80
    assert ink(grab(reading)) > 2000

    reading.view.set_theme(LIGHT)
    reading.settle()
    assert grab(reading).pixelColor(2, 300).lightness() > 200


def test_page_that_cannot_be_drawn_says_why_and_the_others_are_drawn(
    reading: Reading, tmp_path: Path
) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    reading.view.tiles.clear()
    original = reading.session.request

    def request(job, priority, done, failed):  # type: ignore[no-untyped-def]
        page = getattr(job, "page", None)
        broken = type(job).__name__ == "RenderTile" and page == 0
        return original(replace(job, page=99) if broken else job, priority, done, failed)

    reading.session.request = request  # type: ignore[method-assign]
    reading.view._use_tiles()
    reading.view.viewport().repaint()
    reading.settle()

    assert reading.view.tiles.failure(0)
    assert reading.view.tiles.failure(1) == ""


def test_memory_for_tiles_is_bounded(reading: Reading) -> None:
    reading.open_text(long_text(1500))
    bar = reading.view.verticalScrollBar()

    for value in range(0, bar.maximum(), reading.view.viewport().height()):
        bar.setValue(value)
        reading.view.viewport().repaint()
        if value % 7 == 0:
            reading.settle()

    tiles = reading.view.tiles
    assert tiles._bytes == sum(image.sizeInBytes() for image in tiles._images.values()) <= CACHE_BYTES


def test_another_article_is_never_drawn_with_tiles_of_the_one_before(
    reading: Reading, tmp_path: Path
) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    with_lines = ink(grab(reading))
    empty = tmp_path / "empty.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page(width=300, height=400)
        pdf.save(empty)
    article = reading.save(empty)

    reading.session.open(article, reading.view.style_that_fits())
    for _ in range(5):
        reading.view.viewport().repaint()  # asks for pages while the other article is being opened
    reading.wait_until(
        lambda: reading.session.article is not None and reading.session.article.id == article.id
    )
    reading.settle()

    assert with_lines > 500
    assert ink(grab(reading).copy(120, 30, 600, 400)) == 0


@pytest.mark.parametrize("ratio", [1, 2])
def test_old_tiles_are_stretched_to_the_same_place_on_a_screen_of_any_density(
    reading: Reading, ratio: int
) -> None:
    colors, tiles = PageColors(), Tiles(reading.session)
    half_red = QImage(100 * ratio, 100 * ratio, QImage.Format.Format_RGB32)
    half_red.fill(Qt.GlobalColor.blue)
    with QPainter(half_red) as painter:
        painter.fillRect(0, 0, 50 * ratio, 100 * ratio, Qt.GlobalColor.red)
    tiles.use(1.0 * ratio, colors)
    tiles._images[TileKey(0, 1.0 * ratio, colors, 0, 0)] = half_red
    screen = QImage(200 * ratio, 200 * ratio, QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)

    tiles.use(2.0 * ratio, colors)
    page = QRect(0, 0, 200, 200)
    with QPainter(screen) as painter:
        is_complete = tiles.paint(painter, 0, page, page, ratio)

    assert not is_complete
    assert screen.pixelColor(40 * ratio, 100 * ratio) == QColor(Qt.GlobalColor.red)
    assert screen.pixelColor(160 * ratio, 100 * ratio) == QColor(Qt.GlobalColor.blue)

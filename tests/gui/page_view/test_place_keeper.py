from pathlib import Path

import pymupdf
import pytest

from gui.reading import Reading, long_text, styled, write_pages


def scroll(reading: Reading, words: str) -> None:
    """Scroll so that words that were read stand in the first line of the view."""
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.value() + round(reading.area(words).top()) - 1)
    reading.view.keeper.release()
    reading.settle()


@pytest.fixture
def far(reading: Reading) -> str:
    """A long article, scrolled to the middle; gives the words of the first line."""
    reading.open_text(long_text())
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    reading.settle()
    scroll(reading, "Number060")
    assert reading.first_line().startswith("Number060")
    return "Number060"


def test_first_line_stays_over_any_size_of_the_text(reading: Reading, far: str) -> None:
    for size in (20.0, 9.0, 30.0, 13.0):
        reading.view.set_style(styled(reading.view, font_size=size))
        reading.settle()

        assert reading.first_line().startswith(far), size


def test_first_line_stays_over_any_width_of_the_window(reading: Reading, far: str) -> None:
    for width in (500, 1200, 320, 900):
        reading.view.resize(width, 600)
        reading.settle()

        assert reading.first_line().startswith(far), width


def test_first_line_stays_when_changes_come_faster_than_layouts(reading: Reading, far: str) -> None:
    for size in range(10, 30, 2):
        reading.view.set_style(styled(reading.view, font_size=float(size)))
        reading.view.resize(900 - 10 * size, 600)
    reading.settle()

    assert reading.first_line().startswith(far)


def test_line_that_is_half_scrolled_past_stays_half_scrolled_past(reading: Reading, far: str) -> None:
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.value() + 8)
    before = reading.area(far).top()

    reading.view.resize(700, 600)
    reading.settle()

    assert reading.area(far).top() == pytest.approx(before, abs=2)


def test_line_that_is_half_scrolled_past_stays_the_first_in_smaller_text(reading: Reading, far: str) -> None:
    reading.view.set_style(styled(reading.view, font_size=32.0))
    reading.settle()
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.value() + 30)
    assert reading.first_line().startswith(far)

    reading.view.set_style(styled(reading.view, font_size=9.0))
    reading.settle()

    assert reading.first_line().startswith(far)


def test_page_of_a_pdf_keeps_its_place_over_zoom(reading: Reading, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf", pages=9))
    reading.view.travel.show_page(4)
    reading.settle()
    scroll(reading, "Page4 line05")

    for zoom in (0.5, 3.0, 1.0, 0.0):
        reading.view.set_zoom(zoom)
        reading.settle()

        assert reading.first_line().startswith("Page4line05"), zoom


def test_middle_of_a_page_stays_in_the_middle_over_zoom(reading: Reading, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    view, side = reading.view, reading.view.horizontalScrollBar()

    offsets = []
    for zoom in (5.0, 6.0):
        view.set_zoom(zoom)
        reading.settle()
        offsets.append(abs(side.value() - side.maximum() / 2))
    side.setValue(side.maximum())
    view.set_zoom(5.0)
    reading.settle()

    assert side.maximum() > 0
    assert max(offsets) <= 1
    assert side.value() > 0.8 * side.maximum()


def test_place_is_the_same_when_the_article_is_opened_again(reading: Reading, far: str) -> None:
    article = reading.session.article
    assert article is not None
    reading.session.keep_position(*reading.view.keeper.position())
    reading.open_text("Another\n\nWith few words.\n", "other.txt")
    assert reading.view.verticalScrollBar().value() == 0

    reading.open(article)
    reading.wait_until(lambda: reading.first_line().startswith(far))

    assert reading.area(far).top() < 60


@pytest.mark.parametrize("kind", ["text", "pdf"])
def test_place_does_not_creep_when_the_article_is_opened_again_and_again(
    reading: Reading, tmp_path: Path, kind: str
) -> None:
    article = reading.open_text(long_text()) if kind == "text" else reading.open_pdf(tight_pages(tmp_path))
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    reading.settle()
    positions = set()

    for _ in range(4):
        position, _ = reading.view.keeper.position()
        positions.add((position.section, position.offset))
        reading.session.keep_position(position, 0.5)
        reading.open(article)
        reading.settle()

    assert len(positions) == 1


def tight_pages(folder: Path) -> Path:
    """Write pages whose lines touch."""
    with pymupdf.open() as pdf:
        for number in range(5):
            page = pdf.new_page(width=300, height=400)
            for line in range(30):
                page.insert_text((30, 30 + 11 * line), f"Page{number} line{line:02d} gjpqy", fontsize=11)
        pdf.save(folder / "tight.pdf")
    return folder / "tight.pdf"


def test_place_is_the_same_in_another_window_of_another_width(reading: Reading, far: str) -> None:
    article = reading.session.article
    assert article is not None
    reading.session.keep_position(*reading.view.keeper.position())
    reading.open_text("Another\n\nWith few words.\n", "other.txt")
    reading.view.resize(420, 500)
    reading.settle()

    reading.open(article)

    reading.wait_until(lambda: reading.first_line().startswith(far))


def test_article_that_was_never_read_begins_at_its_beginning(reading: Reading, far: str) -> None:
    reading.open_text(long_text(50), "another.txt")

    assert reading.view.verticalScrollBar().value() == 0
    position, progress = reading.view.keeper.position()
    assert (position.section, position.offset) == (0, 0)
    assert 0 < progress < 0.5


def test_end_of_the_article_is_all_of_it(reading: Reading) -> None:
    reading.open_text(long_text(50))
    bar = reading.view.verticalScrollBar()

    bar.setValue(bar.maximum())
    reading.settle()

    assert reading.view.keeper.position()[1] == 1.0


def test_scrolling_by_the_reader_ends_the_return_to_a_place(reading: Reading, far: str) -> None:
    reading.view.set_style(styled(reading.view, font_size=22.0))
    reading.view.travel.scroll_by(3000)
    reading.settle()

    assert not reading.first_line().startswith(far)

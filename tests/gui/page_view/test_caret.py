from collections.abc import Callable
from pathlib import Path

import pytest

from gui.reading import Reading, long_text, write_columns, write_pages
from reader_app.core.article_text import Place
from reader_app.gui.page_view.caret import CaretWalk, Step


def walk_of(reading: Reading) -> CaretWalk:
    assert reading.session.text is not None
    assert reading.session.layout is not None
    return CaretWalk(reading.session.text, reading.session.layout)


def after(reading: Reading, place: Place, length: int = 6) -> str:
    """Return the characters after a place."""
    text = reading.session.text
    assert text is not None
    base, chars = text.text_at(place)
    return chars.chars[place[1] - base :][:length]


def test_characters_and_words_are_walked_there_and_back(reading: Reading) -> None:
    reading.open_text()
    walk, (start, _) = walk_of(reading), reading.place("The bridge over")

    places = [start]
    for _ in range(3):
        places.append(walk.move(places[-1], Step.WORD, True))
    assert [after(reading, place, 3) for place in places[:3]] == ["The", "bri", "ove"]
    for place in reversed(places[:-1]):
        assert walk.move(places.pop(), Step.WORD, False) == place
    there = walk.move(start, Step.CHARACTER, True)
    assert there == (start[0], start[1] + 1)
    assert walk.move(there, Step.CHARACTER, False) == start


def test_lines_are_walked_straight_down_and_up_and_to_their_edges(reading: Reading) -> None:
    reading.open_text(long_text(10))
    walk, (start, _) = walk_of(reading), reading.place("Number001")

    below = walk.move(start, Step.LINE, True)
    end = walk.move(start, Step.LINE_EDGE, True)

    assert below == end  # the next line begins where this one ends
    assert walk.move(below, Step.LINE, False) == start
    assert walk.move((end[0], end[1] - 3), Step.LINE_EDGE, False) == start


def test_paragraphs_are_walked_to_their_ends(reading: Reading) -> None:
    reading.open_text(long_text(10))
    walk, (start, _) = walk_of(reading), reading.place("Number001")

    end = walk.move(start, Step.PARAGRAPH, True)

    assert after(reading, (end[0], end[1] - 7), 7) == "end001."
    assert walk.move(end, Step.PARAGRAPH, False) == start
    assert after(reading, walk.move(start, Step.PARAGRAPH, False), 9) == "Number000"


def test_word_and_paragraph_around_a_place(reading: Reading) -> None:
    reading.open_text()
    walk, (start, _) = walk_of(reading), reading.place("nobody")

    inside = (start[0], start[1] + 3)
    assert walk.word(inside) == (start, (start[0], start[1] + 6))
    first, last = walk.paragraph(inside)
    assert after(reading, first, 3) == "“We"
    assert after(reading, (last[0], last[1] - 4), 4) == "her."


def test_caret_goes_over_the_border_of_pages_both_ways(reading: Reading, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    reading.session.read_page(1)
    text = reading.session.text
    assert text is not None
    reading.wait_until(lambda: text.page(1) is not None)
    walk = walk_of(reading)
    last_line, _ = reading.place("Page0 line11")
    end = walk.move(last_line, Step.LINE_EDGE, True)

    assert walk.move(last_line, Step.LINE, True) == (1, 0)
    assert walk.move(end, Step.CHARACTER, True) in [(1, 0), (1, 1)]
    assert walk.move((1, 0), Step.LINE, False)[0] == 0
    assert walk.move((1, 0), Step.CHARACTER, False) == end


@pytest.mark.parametrize("step", list(Step))
def test_caret_stays_at_both_ends_of_the_article(reading: Reading, step: Step) -> None:
    reading.open_text("Tides\n\nTwice.\n")
    walk = walk_of(reading)
    end = last_place(walk)

    assert walk.move((0, 0), step, False) == (0, 0)
    assert walk.move(end, step, True) == end


def last_place(walk: CaretWalk) -> Place:
    return walk.move((0, 0), Step.PAGE_EDGE, True)


def test_lines_of_a_column_are_walked_before_those_of_the_next(reading: Reading, tmp_path: Path) -> None:
    reading.open_pdf(write_columns(tmp_path / "columns.pdf"))
    walk = walk_of(reading)
    place, _ = reading.place("leftline00")

    seen = []
    for _ in range(14):
        seen.append(after(reading, place, 11).rstrip("o"))
        place = walk.move(place, Step.LINE, True)

    assert seen[:12] == [f"leftline{n:02d}" for n in range(12)]
    assert seen[12:] == ["rightline00", "rightline01"]


def test_every_step_forward_is_a_step_forward(reading: Reading) -> None:
    reading.open_text(long_text(6))
    walk = walk_of(reading)
    end = last_place(walk)
    is_forward: Callable[[Place, Place], bool] = lambda one, other: other > one  # noqa: E731

    for step in (Step.CHARACTER, Step.WORD, Step.LINE, Step.PARAGRAPH):
        place, steps = (0, 0), 0
        while place != end and steps < 3000:
            there = walk.move(place, step, True)
            assert is_forward(place, there) or there == place
            if there == place:
                break
            place, steps = there, steps + 1
        assert place[1] >= end[1] - 90, step

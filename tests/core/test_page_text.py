from array import array
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pages import PageBuilder, inside, middle
from reader_app.core.geometry import Point, Quad
from reader_app.core.page_text import Line, PageText, page_starts
from reader_app.core.text import Gap, SectionText, Spelling

HEBREW = "שלוםעברית"
PARAGRAPH = ["One line of words that is long", "and another one as long as it", "short end."]


def upright(angle: int = 0, leading: float = 14.0) -> PageText:
    builder = PageBuilder(angle)
    for number, line in enumerate(PARAGRAPH * 2):
        builder.line(line, 50, 100 + number * leading)
    return builder.page()


def two_columns() -> PageText:
    builder = PageBuilder()
    for number in range(6):
        builder.line("left column here" if number != 2 else "left", 50, 100 + number * 14)
    for number in range(6):
        builder.line("right column too", 160, 100 + number * 14)
    return builder.page()


def right_to_left() -> PageText:
    return PageBuilder().line(HEBREW, 50, 100, HEBREW).line("א", 50, 114, HEBREW).page()


def mixed() -> PageText:
    return PageBuilder().line("abc שלום def, עברית", 50, 100, HEBREW).line("12 שלום", 50, 114, HEBREW).page()


def vertical() -> PageText:
    builder = PageBuilder(90, width=12)
    for number, line in enumerate(["縦書きの文", "二行目です"]):
        builder.line(line, 50, -300 + number * 18)
    return builder.page()


def scripts() -> PageText:
    return (
        PageBuilder()
        .set(
            [
                ("E", Gap.NONE, (50, 56, 100, 112)),
                ("x", Gap.SPACE, (60, 66, 100, 112)),
                ("2", Gap.NONE, (66, 69, 98, 105)),
                ("i", Gap.NONE, (66, 69, 107, 114)),
                ("y", Gap.NONE, (70, 76, 100, 112)),
            ]
        )
        .line("next line", 50, 113)
        .page()
    )


def drop_cap() -> PageText:
    builder = PageBuilder()
    first = [("O", Gap.NONE, (50.0, 75.0, 98.0, 140.0))]
    first += [
        (char, Gap.NONE, (78.0 + 6 * at, 84.0 + 6 * at, 100.0, 112.0))
        for at, char in enumerate("nceuponatime")
    ]
    builder.set(first)
    return (
        builder.line("there was", 78, 114)
        .line("a drop cap", 78, 128)
        .line("under which more", 50, 142)
        .page()
    )


PAGES = {
    "upright": upright,
    "tight leading": lambda: upright(leading=11.2),
    "turned by 30": lambda: upright(30),
    "turned by 90": lambda: upright(90),
    "turned by 180": lambda: upright(180),
    "turned by 270": lambda: upright(270),
    "two columns": two_columns,
    "right to left": right_to_left,
    "mixed": mixed,
    "vertical": vertical,
    "scripts": scripts,
    "drop cap": drop_cap,
    "later in its section": lambda: replace(upright(), start=700),
}
every_page = pytest.mark.parametrize("page", [make() for make in PAGES.values()], ids=PAGES)


@every_page
def test_quads_cover_the_characters_asked_for_and_no_others(page: PageText) -> None:
    length = len(page.text)
    for start in range(0, length, 1 if length < 40 else 7):
        for end in range(start + 1, length + 1):
            quads = page.quads(page.start + start, page.start + end)

            covered = [any(inside(quad, middle(page, index)) for quad in quads) for index in range(length)]
            assert covered == [start <= index < end for index in range(length)]


@every_page
def test_quads_do_not_overlap(page: PageText) -> None:
    quads = page.quads(page.start, page.end)

    for number, quad in enumerate(quads):
        for other in quads[:number]:
            assert not any(inside(quad, corner) for corner in shrunk_corners(other))


def center(quad: Quad) -> Point:
    return Point(sum(corner.x for corner in quad.corners) / 4, sum(corner.y for corner in quad.corners) / 4)


def shrunk_corners(quad: Quad) -> list[Point]:
    middle_ = center(quad)
    return [
        Point(0.99 * each.x + 0.01 * middle_.x, 0.99 * each.y + 0.01 * middle_.y) for each in quad.corners
    ]


@every_page
def test_the_leading_half_of_a_character_hits_before_it_the_other_half_after_it(page: PageText) -> None:
    for index, char in enumerate(page.text.chars):
        leading = 0.7 if "\u0590" <= char <= "\u05ff" else 0.3

        assert page.hit(middle(page, index, leading)) == page.start + index
        assert page.hit(middle(page, index, 1 - leading)) == page.start + index + 1


@every_page
def test_the_caret_stands_where_a_hit_finds_its_offset(page: PageText) -> None:
    for offset in range(page.start, page.end + 1):
        caret = page.caret(offset)

        assert caret.ul == caret.ur
        if page.lines[0].end <= 12 or max(page.text.chars) < "\u05d0":
            assert page.hit(center(caret)) == offset


@every_page
def test_the_caret_after_a_character_stands_in_the_line_of_that_character(page: PageText) -> None:
    for index in range(len(page.text)):
        caret = center(page.caret(page.start + index + 1, is_after=True))
        line = page.lines[page.line_at(index)]

        assert line.distance(caret) < 0.01


@every_page
def test_the_character_under_its_middle_is_itself(page: PageText) -> None:
    for index in range(len(page.text)):
        assert page.character_at(middle(page, index)) == page.start + index


@every_page
def test_a_page_survives_being_replaced(page: PageText) -> None:
    moved = replace(page, page=3)

    assert moved.quads(page.start, page.end) == page.quads(page.start, page.end)
    assert [moved.line_at(index) for index in range(len(page.text))] == [
        page.line_at(index) for index in range(len(page.text))
    ]


def test_carets_of_right_to_left_text_stand_on_the_right() -> None:
    page = right_to_left()

    assert page.caret(0).ul.x == page.boxes[1]
    assert page.caret(8).ul.x == page.boxes[8 * 4 + 1]
    assert page.caret(9).ul == Point(56, 114)
    assert page.caret(10).ul == Point(50, 114)


def test_part_of_mixed_text_is_marked_in_pieces() -> None:
    page = mixed()

    quads = page.quads(2, 5)

    assert [(quad.ul.x, quad.ur.x) for quad in quads] == [(62, 68), (86, 98)]


def test_a_range_of_a_line_has_one_quad_and_an_empty_one_none() -> None:
    page = upright()

    assert len(page.quads(0, page.lines[0].end)) == 1
    assert len(page.quads(3, page.lines[1].start + 1)) == 2
    assert (
        page.quads(4, 4) == page.quads(9, 3) == page.quads(-5, 0) == page.quads(page.end, page.end + 9) == []
    )


def test_marks_on_neighbor_lines_meet_and_do_not_overlap() -> None:
    page = upright(leading=11.0)
    first, second = page.lines[:2]

    upper, lower = page.quads(first.start, first.end)[0], page.quads(second.start, second.end)[0]

    assert upper.ll.y == lower.ul.y == 111.5


@pytest.mark.parametrize(("x", "line"), [(150, 0), (154, 6), (147, 0), (158, 6), (10, 0), (400, 6)])
def test_a_point_between_columns_goes_to_the_nearer_one(x: float, line: int) -> None:
    page = two_columns()

    found = page.hit(Point(x, 106))

    assert found is not None
    assert page.lines[line].start <= found <= page.lines[line].end


def test_a_point_right_of_a_short_line_goes_to_its_end() -> None:
    page = two_columns()

    assert page.hit(Point(140, 134)) == page.lines[2].end
    assert upright().hit(Point(200, 134)) == upright().lines[2].end


def test_a_point_below_and_above_the_text_goes_to_the_nearest_line() -> None:
    page = upright()

    assert page.hit(Point(0, 0)) == 0
    assert page.hit(Point(200, 1000)) == page.end


def test_the_middle_of_a_ligature_has_no_boundary() -> None:
    page = PageBuilder().set([(char, Gap.NONE, (50, 60, 100, 112)) for char in "ffi"]).page()

    assert page.hit(Point(52, 105)) == 0
    assert page.hit(Point(58, 105)) == 3


def test_a_sign_that_counts_as_several_characters_has_no_boundary_inside() -> None:
    page = PageBuilder().line("a21⁄2b", 50, 100).page()
    page = replace(page, text=replace(page.text, spellings=(Spelling(2, 5, "½"),)))

    assert [page.hit(Point(x, 105)) for x in (61, 63, 70.9, 71.1, 79, 81)] == [2, 2, 2, 5, 5, 5]
    assert [page.hit(Point(x, 105)) for x in (58.9, 59.1, 82.9, 83.1)] == [1, 2, 5, 6]


def test_no_character_is_under_a_point_beside_the_text() -> None:
    page = upright()

    assert page.character_at(Point(48, 105)) is None
    assert page.character_at(Point(49.5, 105)) == 0
    assert page.character_at(Point(48, 105), slack=3) == 0


def test_a_page_without_text_has_no_marks_and_its_caret_at_the_origin() -> None:
    page = PageText(0, 0, 12, SectionText("", b""), (), array("d"))

    assert page.hit(Point(1, 1)) is None
    assert page.character_at(Point(1, 1)) is None
    assert page.first_below(0) is None
    assert page.quads(0, 100) == []
    assert page.caret(12).ul == Point(0, 0)
    assert page.top_of(12) == 0.0
    assert page.end == 12


def test_tops_and_first_lines_serve_for_scrolling() -> None:
    page = replace(upright(), start=100)

    assert page.top_of(100) == page.top_of(0) == 100
    assert page.top_of(page.end) == page.top_of(9999) == 170
    assert page.first_below(0) == 100
    assert page.first_below(112) == 100 + page.lines[1].start
    assert page.first_below(500) is None


@pytest.mark.parametrize("angle", [0, 30, 90, 180, 270])
def test_a_line_measures_points_in_its_own_frame(angle: int) -> None:
    builder = PageBuilder(angle).line("word", 50, 100)
    line = builder.lines[0]

    assert line.frame(builder.point(60, 105)) == pytest.approx((60, 105))
    assert line.distance(builder.point(60, 105)) == 0
    assert line.distance(builder.point(77, 116)) == pytest.approx(5)
    assert line.bounds.contains(builder.point(62, 106))


@settings(max_examples=300, deadline=None)
@given(
    st.floats(-100, 700),
    st.floats(-100, 700),
    st.sampled_from(sorted(PAGES)),
)
def test_every_point_hits_an_offset_of_the_page(x: float, y: float, name: str) -> None:
    page = PAGES[name]()

    found = page.hit(Point(x, y))

    assert found is not None
    assert page.start <= found <= page.end


def test_pages_start_where_those_before_them_in_the_section_end() -> None:
    assert page_starts([3, 4, 0, 5, 6], [0, 0, 0, 1, 1]) == [0, 3, 7, 0, 5]
    assert page_starts([], []) == []


def test_lines_are_told_by_index() -> None:
    page = upright()

    assert [page.line_at(line.start) for line in page.lines] == list(range(6))
    assert [page.line_at(line.end - 1) for line in page.lines] == list(range(6))
    assert isinstance(page.lines[0], Line)

from pathlib import Path

import pymupdf
from hypothesis import given
from hypothesis import strategies as st

from reader_app.document.opening import open_document
from reader_app.document.reading_order import Block, reading_order


def paper(*blocks: tuple[float, float, float, float, int], sample: str = "words") -> list[Block]:
    return [Block(x0, y0, x1, y1, lines, sample=sample) for x0, y0, x1, y1, lines in blocks]


def test_two_columns_with_a_title_across_figure_and_footnotes() -> None:
    blocks = paper(
        (200, 40, 400, 60, 1),  # title, not as wide as both columns
        (320, 100, 560, 300, 12),  # right column first in the file
        (40, 100, 280, 300, 12),
        (100, 310, 500, 340, 2),  # a figure's caption across both
        (40, 350, 280, 600, 12),
        (320, 350, 560, 600, 12),
        (40, 610, 280, 640, 3),  # footnotes
        (295, 700, 305, 710, 1),  # page number
    )

    assert reading_order(blocks) == [0, 2, 1, 3, 4, 6, 5, 7]


def test_heading_beside_the_title_comes_after_it() -> None:
    blocks = paper(
        (130, 100, 180, 110, 1),  # "Abstract", centered in the left column
        (200, 40, 400, 60, 1),
        (40, 120, 280, 600, 30),
        (320, 100, 560, 600, 30),
    )

    assert reading_order(blocks) == [1, 0, 2, 3]


def test_three_columns() -> None:
    blocks = paper(
        (400, 50, 560, 600, 9), (40, 50, 200, 600, 9), (220, 50, 380, 600, 9), (40, 10, 560, 40, 1)
    )

    assert reading_order(blocks) == [3, 1, 2, 0]


def test_columns_of_hebrew_are_read_from_the_right() -> None:
    blocks = paper((40, 50, 280, 600, 9), (320, 50, 560, 600, 9), sample="שלום עולם")

    assert reading_order(blocks) == [1, 0]


def test_pages_without_columns_keep_their_order() -> None:
    table = paper(*((x, y, x + 80, y + 12, 1) for y in (50, 70, 90) for x in (40, 140, 240)))

    assert reading_order(table) == list(range(9))
    assert reading_order([]) == []


@given(
    st.lists(
        st.builds(
            lambda x, y, width, height, lines: Block(x, y, x + width, y + height, lines),
            st.floats(0, 500), st.floats(0, 700), st.floats(1, 300), st.floats(1, 300), st.integers(1, 9),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_every_block_is_read_once(blocks: list[Block]) -> None:
    assert sorted(reading_order(blocks)) == list(range(len(blocks)))


def test_selection_goes_from_the_end_of_one_column_to_the_top_of_the_next(tmp_path: Path) -> None:
    left = "The left column has some lines of text that tell a story until the left side ends here"
    right = "and the right side begins at the top of the page, as columns of papers and journals do."
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        page.insert_textbox(pymupdf.Rect(230, 60, 390, 260), right, fontsize=12)
        page.insert_textbox(pymupdf.Rect(30, 60, 190, 260), left, fontsize=12)
        page.insert_text((150, 40), "A short title", fontsize=16)
        pdf.save(tmp_path / "a.pdf")

    with open_document(tmp_path / "a.pdf", "application/pdf") as document:
        text = document.page_text(0).text

    assert text.quote(0, len(text)) == f"A short title {left} {right}"

"""Pages that are added and filled with blocks: nothing is lost, nothing stands on anything."""

from itertools import pairwise

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader_app.core.geometry import Point
from reader_app.core.visible import visible_characters
from reader_app.export.pdf.added_pages import AddedPages, Sheet, add_page
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import typeset

RULES = "p { margin: 0 0 3pt 0; } .mark { border-left: 2pt solid #cc0000; padding-left: 5pt; }"


def block(number: int, words: int) -> str:
    return f'<div class="mark"><p>start{number}z {"word " * words}end{number}z</p></div>'


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=40),
    st.integers(1, 3),
    st.sampled_from([(595.276, 841.89), (419.5, 595.3), (842, 300.7)]),
)
def test_blocks_stand_in_full_below_each_other_in_columns(
    words: list[int], columns: int, size: tuple[float, float]
) -> None:
    sheet = Sheet(*size, margin=40.4, font_size=9.7, columns=columns)
    blocks = [block(number, count) for number, count in enumerate(words)]
    with pymupdf.open() as pdf:
        canvas = PageCanvas(pdf)

        spots = AddedPages(pdf, canvas, sheet, RULES, {}).add(blocks, 8.0)

        canvas.finish()
        text = visible_characters("".join(page.get_text() for page in pdf))
        assert text == visible_characters(
            "".join(f"start{n}z{'word' * w}end{n}z" for n, w in enumerate(words))
        )
        for page in pdf:
            areas = [word[:4] for word in page.get_text("words")]
            assert all(x0 >= 40 and x1 <= size[0] - 40 for x0, _, x1, _ in areas)
            assert all(y0 >= 36 and y1 <= size[1] - 36 for _, y0, _, y1 in areas)
            lines = sorted({(round(x0, 1), round(y0, 1)) for x0, y0, _, _ in areas})
            assert all(y1 - y0 > 9 for (x0, y0), (x1, y1) in pairwise(lines) if x0 == x1)
        for number, spot in enumerate(spots):
            (place, *_) = pdf[spot.page].search_for(f"start{number}z")
            assert place.y0 - spot.corner.y == pytest.approx(0, abs=6)
            assert place.x0 - spot.corner.x == pytest.approx(7, abs=1)


@pytest.mark.parametrize("height", [728.49, 300.0, 595.9, 83.7])
def test_every_block_of_a_long_list_has_its_piece(height: float) -> None:
    """Heights that are no whole points let the sums of a long layout drift: blocks were lost that way."""
    blocks = [block(number, number % 60) for number in range(250)]

    done = typeset(blocks, 200.7, height, 9.5, RULES)

    assert len(done.blocks) == 250
    for text, pieces in list(zip(blocks, done.blocks, strict=True))[::25]:
        (alone,) = typeset([text], 200.7, height, 9.5, RULES).blocks
        assert [piece.height for piece in pieces] == pytest.approx([piece.height for piece in alone], abs=0.1)


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0xFFFE, 0xFFFF, 0xD800, 0xAD, 0x200B, 0x2028])
def test_no_character_takes_what_follows_it_along(code: int) -> None:
    """MuPDF ends a document at a zero: all notes behind it were lost."""
    done = typeset([f"<p>before{chr(code)}after</p>", "<p>next</p>"], 200, 300, 10, RULES)

    with pymupdf.open() as pdf:
        pdf.new_page()
        canvas, forms = PageCanvas(pdf), done.forms(pdf)
        for number, (piece,) in enumerate(done.blocks):
            canvas.draw_form(0, forms.add(piece), Point(20, 20 + 40 * number))
        canvas.finish()
        text = pdf[0].get_text()
    assert "before" in text
    assert "after" in text
    assert "next" in text


def test_block_that_cannot_be_broken_does_not_stand_on_others() -> None:
    sheet = Sheet(300, 300, margin=20, font_size=10, columns=1)
    rows = "<br/>".join(f"row{number}" for number in range(16))
    whole = f"<table><tr><td>{rows}</td></tr></table>"
    with pymupdf.open() as pdf:
        canvas = PageCanvas(pdf)

        AddedPages(pdf, canvas, sheet, RULES, {}).add([block(0, 60), whole, block(1, 60)], 8.0)

        canvas.finish()
        words = [word[4] for page in pdf for word in page.get_text("words")]
        assert [word for word in words if word.startswith("row")] == [f"row{n}" for n in range(16)]
        for page in pdf:
            lines = sorted({round(word[1], 1) for word in page.get_text("words")})
            assert all(below - above > 9 for above, below in pairwise(lines))


def test_border_of_a_block_does_not_begin_on_the_page_before() -> None:
    done = typeset(["<p>One</p>", '<div class="mark"><p>Two</p></div>'], 200, 300, 10, RULES)

    assert all(piece.height < 30 for (piece,) in done.blocks)


def test_new_page_does_not_inherit_what_the_others_share() -> None:
    with pymupdf.open() as pdf:
        pdf.new_page(width=400, height=300)
        tree = int(pdf.xref_get_key(pdf.page_xref(0), "Parent")[1].split()[0])
        pdf.xref_set_key(tree, "CropBox", "[50 50 350 250]")
        pdf.xref_set_key(tree, "Rotate", "90")

        add_page(pdf, 1, 400, 300)
        add_page(pdf, 0, 400, 300)

        assert [pdf[page].rect.width for page in (0, 2)] == [400, 400]
        assert [pdf[page].rect.height for page in (0, 2)] == [300, 300]
        assert (pdf[1].rect.width, pdf[1].rect.height) == (300, 200)

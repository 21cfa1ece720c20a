from contextlib import closing
from unicodedata import normalize

import pymupdf
import pytest

from reader_app.core.geometry import Point
from reader_app.core.visible import SOFT_HYPHEN
from reader_app.export.note_html import note_html
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import Typeset, typeset

WIDTH, HEIGHT, SIZE = 140.0, 300.0, 9.0
RULES = "p, pre { margin: 0; overflow-wrap: break-word; } pre { white-space: pre-wrap; }"


def set_notes(*notes: str) -> Typeset:
    return typeset([note_html(note) for note in notes], WIDTH, HEIGHT, SIZE, RULES)


def drawn(done: Typeset) -> pymupdf.Document:
    """Return a PDF with each piece on a page of its own, as large as the piece."""
    pdf = pymupdf.open()
    canvas, forms = PageCanvas(pdf), done.forms(pdf)
    for piece in (piece for block in done.blocks for piece in block):
        pdf.new_page(width=piece.width, height=max(piece.height, 1))
        canvas.draw_form(pdf.page_count - 1, forms.add(piece), Point(0, 0))
    canvas.finish()
    return pymupdf.open("pdf", pdf.tobytes(garbage=3, deflate=True))


def visible(text: str) -> str:
    return "".join(text.split())


def test_each_block_begins_a_piece_as_high_as_what_stands_in_it() -> None:
    with closing(set_notes("one line", "two\nlines", "")) as done:
        heights = [[piece.height for piece in block] for block in done.blocks]

    assert [len(block) for block in heights] == [1, 1, 1]
    (one,), (two,), (none,) = heights
    assert SIZE < one < 1.6 * SIZE
    assert one + SIZE < two < one + 1.6 * SIZE
    assert none == 0


def test_block_that_is_taller_than_the_column_goes_on_in_the_next_ones() -> None:
    note = " ".join(f"word{number}" for number in range(600))
    with closing(set_notes("before", note, "after")) as done:
        assert len(done.blocks[1]) > 2
        assert all(piece.height <= HEIGHT for piece in done.blocks[1])
        with drawn(done) as pdf:
            texts = [page.get_text() for page in pdf]

    assert visible("".join(texts[1:-1])) == visible(note)
    assert (texts[0].strip(), texts[-1].strip()) == ("before", "after")


@pytest.mark.parametrize(
    "note",
    [
        "A sentence in Latin letters, ﬁne and oﬃcial.",
        "Немного по-русски",
        "λίγα ελληνικά",
        "漢字とかなの文。",
        "한국어 문장",
        "smile 😀 🎉",
        "x" * 300,
        "`code` " + "longer" * 30,
        "```\nif x:\n    y = 1\n```",
        "&lt; &amp;lt; <b>",
    ],
)
def test_every_character_can_be_copied(note: str) -> None:
    with closing(set_notes(note)) as done, drawn(done) as pdf:
        text = "".join(page.get_text() for page in pdf)

    plain = note.replace("`", "").replace("&lt;", "<", 1).replace("&amp;lt;", "&lt;")
    assert visible(text) == visible(plain)


@pytest.mark.parametrize("note", ["שלום עולם, זה טקסט", "مرحبا هذا نص عربي"])
def test_every_character_of_right_to_left_text_can_be_copied(note: str) -> None:
    with closing(set_notes(note)) as done, drawn(done) as pdf:
        text = "".join(page.get_text() for page in pdf)

    assert sorted(visible(text)) == sorted(visible(note))


@pytest.mark.parametrize(
    "note",
    ["น้ำใจ ทำ มา", "คำว่า", "மொழி", "আলোচনা", "කෝපය", "\u094d\u092f\u0942 at the start"],
)
def test_letters_that_are_drawn_in_parts_are_set_and_can_be_copied(note: str) -> None:
    with closing(set_notes(note, "after")) as done, drawn(done) as pdf:
        text = "".join(page.get_text() for page in pdf).replace(SOFT_HYPHEN, "")

    assert sorted(visible(normalize("NFKD", text))) == sorted(visible(normalize("NFKD", f"{note}after")))


def test_links_that_lead_out_are_found_where_they_stand() -> None:
    with closing(set_notes("See [this](https://example.org/a?b=1&c=2) and [that](#below).")) as done:
        ((piece,),) = done.blocks

    (link,) = piece.links
    assert link.address == "https://example.org/a?b=1&c=2"
    assert 10 < link.area.x0 < link.area.x1 < 60
    assert 0 <= link.area.y0 < link.area.y1 <= piece.height + 2


def test_table_that_is_too_wide_is_set_row_by_row() -> None:
    table = f"| Name | Address |\n|---|---|\n| Ada | {'unbreakable' * 4} |"
    with closing(set_notes("before", table, "| a | b |\n|---|---|\n| 1 | 2 |", "after")) as done:
        assert not any(piece.is_too_wide for block in done.blocks for piece in block)
        with drawn(done) as pdf:
            texts = [visible(page.get_text()) for page in pdf]

    assert texts == ["before", f"Name:AdaAddress:{'unbreakable' * 4}", "ab12", "after"]


def test_unprintable_characters_take_nothing_along() -> None:
    with closing(set_notes("before \x1b\x00\x7f\ud800\ufffe after")) as done, drawn(done) as pdf:
        text = pdf[0].get_text()

    assert "before" in text
    assert "after" in text


def test_hundreds_of_blocks_keep_their_order() -> None:
    notes = [f"note {number}" for number in range(230)]
    with closing(set_notes(*notes)) as done, drawn(done) as pdf:
        assert [page.get_text().strip() for page in pdf] == notes


@pytest.mark.parametrize("count", [1, 3])
def test_empty_blocks_are_pieces_without_height(count: int) -> None:
    with closing(set_notes(*[""] * count)) as done:
        assert [[piece.height for piece in block] for block in done.blocks] == [[0]] * count
        with drawn(done) as pdf:
            assert pdf.page_count == count


def test_form_holds_all_ink_of_its_piece() -> None:
    with closing(set_notes("ÅÄÖǺ gjpqy(,;)")) as done:
        ((piece,),) = done.blocks
        pictures = []
        for box in ("", f"[-50 -50 {WIDTH + 50} {HEIGHT + 50}]"):
            with pymupdf.open() as pdf:
                pdf.new_page(width=300, height=100)
                canvas, form = PageCanvas(pdf), done.forms(pdf).add(piece)
                canvas.draw_form(0, form, Point(50, 40))
                canvas.finish()
                if box:
                    pdf.xref_set_key(form, "BBox", box)
                with pymupdf.open("pdf", pdf.tobytes()) as saved:
                    pictures.append(bytes(saved[0].get_pixmap(dpi=200).samples))

    assert set(pictures[0]) != {255}
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("height", [100.0, 333.33, 595.276, 700.1, 728.504])
def test_each_block_begins_on_its_own_page_at_any_height(height: float) -> None:
    blocks = [f"<p>Block {number}</p>" for number in range(100)]

    done = typeset(blocks, 300, height, 10.5, "p { margin: 0; }")

    assert [[piece.page for piece in pieces] for pieces in done.blocks] == [[page] for page in range(100)]
    done.close()


def test_piece_that_is_drawn_twice_is_one_form() -> None:
    with closing(set_notes("a note", "another")) as done, pymupdf.open() as pdf:
        forms = done.forms(pdf)
        (one,), (other,) = done.blocks

        assert forms.add(one) == forms.add(one) != forms.add(other)


def test_nothing_at_all_can_be_set() -> None:
    with closing(Typeset()) as done, pymupdf.open() as pdf:
        assert not done.set([], WIDTH, HEIGHT, SIZE, RULES)
        done.forms(pdf)

        assert pdf.page_count == 0


def test_blocks_of_columns_of_different_widths_share_their_fonts() -> None:
    with closing(Typeset()) as done:
        for width in (100.0, 140.0, 200.0):
            done.blocks += done.set([f"<p>Note of {width:g} 漢字</p>"] * 120, width, HEIGHT, SIZE, RULES)
        with drawn(done) as pdf:
            fonts = {font[0] for page in range(pdf.page_count) for font in pdf.get_page_fonts(page)}
            texts = [visible(page.get_text()) for page in pdf]

    assert len(fonts) == 2
    assert texts == [f"Noteof{width}漢字" for width in (100, 140, 200) for _ in range(120)]

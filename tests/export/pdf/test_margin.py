"""The margin edition: notes level with their marks, in full, on pages that show what they showed."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from export.margin_reading import CardPiece, card_pieces
from export.painting import PAINTERS, Picture
from export.passages import NOON, export, marked
from export.sample_pdfs import (
    PHRASE,
    write_book,
    write_columns,
    write_page,
    write_right_to_left,
    write_turned,
)
from reader_app.core.anchoring import describe
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Label, Reply, new_annotation
from reader_app.core.visible import visible_characters
from reader_app.document.opening import open_document
from reader_app.export.options import PAPERS, Layout

COLORS = {label.color for label in DEFAULT_LABELS}
WRITINGS = {
    "Latin": "Sceptical readers of official figures ask who counted, and how. ",
    "Cyrillic": "Кто это сказал и когда именно? ",
    "Greek": "Ποιος το είπε και πότε ακριβώς; ",
    "CJK": "誰がいつ言ったのか、出典を確認すること。",
    "Arabic": "من قال هذا ومتى بالضبط؟ ",
    "Hebrew": "מי אמר את זה ומתי בדיוק? ",
    "emoji": "Really? 😀🎉 ",
}
PAGES = 30


def write_text(path: Path) -> Path:
    with pymupdf.open() as pdf:
        for number in range(PAGES):
            page = pdf.new_page(width=595, height=842)
            text = " ".join(f"Word{number}x{each} and so on" for each in range(150))
            page.insert_textbox((60, 60, 535, 780), text, fontsize=11, lineheight=1.3)
        pdf.save(path)
    return path


def notes_of(count: int) -> list[str]:
    """Return notes of 1 to 2,000 characters in seven writings."""
    drawn = random.Random(5)
    writings = list(WRITINGS.values())
    notes = []
    for number in range(count):
        text, length = writings[number % len(writings)], int(2000 ** drawn.random())
        notes.append((text * (length // len(text) + 1))[:length].strip() or "x")
    return notes


def noted(source: Path, notes: Sequence[str]) -> list[Annotation]:
    """Annotate places all over a file; each note has a tag of its own, "n" and its number."""
    drawn = random.Random(7)
    with open_document(source, "application/pdf") as document:
        texts = document.section_texts()
    annotations = []
    for number, note in enumerate(notes):
        section = number % len(texts)
        start = drawn.randrange(len(texts[section]) - 60)
        target = describe(texts[section], section, start, start + drawn.choice((5, 20, 60)))
        label = DEFAULT_LABELS[number % len(DEFAULT_LABELS)].id
        annotations.append(
            new_annotation("0" * 32, (target,), label_id=label, note=note, tags=(f"n{number}",))
        )
    return annotations


def cards_of(pieces: Sequence[CardPiece]) -> dict[int, str]:
    """Return the text of each card by the number in its tag, which stands at its end."""
    cards: dict[int, str] = {}
    text = ""
    for piece in pieces:
        if piece.is_stub:
            continue
        text += piece.text
        if found := re.search(r"#n(\d+)\s*$", text):
            cards[int(found[1])] = text
            text = ""
    assert not text.strip()
    return cards


def visible(text: str) -> Counter[str]:
    return Counter(visible_characters(text))


NOTES = notes_of(1000)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A margin edition with all notes."""
    folder = tmp_path_factory.mktemp("crowded")
    source, output = write_text(folder / "source.pdf"), folder / "output.pdf"
    export(source, output, *noted(source, NOTES), layout=Layout.MARGIN, quotes=False)
    return output


@pytest.fixture(scope="module")
def crowded_pieces(crowded: Path) -> list[CardPiece]:
    return card_pieces(crowded, COLORS)


def test_every_note_stands_there_in_full(crowded_pieces: list[CardPiece]) -> None:
    cards = cards_of(crowded_pieces)

    assert sorted(cards) == list(range(len(NOTES)))
    for number, note in enumerate(NOTES):
        expected = visible(f"{note}#n{number}{DEFAULT_LABELS[number % len(DEFAULT_LABELS)].name}")
        missing, more = expected - visible(cards[number]), visible(cards[number]) - expected
        assert not missing, number
        # On a page behind, the quote is there as well.
        assert sum(more.values()) <= 70, number


def test_no_two_cards_overlap_and_none_leaves_its_page(
    crowded: Path, crowded_pieces: list[CardPiece]
) -> None:
    with pymupdf.open(crowded) as pdf:
        sizes = [page.rect for page in pdf]

    for one, other in pairwise(crowded_pieces):
        is_stacked = one.page == other.page and round(one.area.x0) == round(other.area.x0)
        assert not is_stacked or other.area.y0 > one.area.y1
    for piece in crowded_pieces:
        page = sizes[piece.page]
        assert 0 < piece.area.y0 < piece.area.y1 < page.height
        assert 0 < piece.area.x0 < page.width - 80


KINDS_OF_PAGES = {
    "upright": (write_page, PHRASE),
    "columns": (write_columns, "left side ends here and the right side begins"),
    "Hebrew": (write_right_to_left, "עולם זה טקסט בעברית"),
    "upwards": (write_turned, "words run upwards"),
    "slanted": (write_turned, "words run at a slant"),
    **{
        f"turned by {rotation}, {name}": (
            lambda path, rotation=rotation, boxes=boxes: write_page(path, rotation=rotation, **boxes),
            PHRASE,
        )
        for rotation in (0, 90, 180, 270)
        for name, boxes in {
            "cropped": {"media_box": (-100, 250, 320, 550), "crop_box": (-70, 290, 310, 530)},
            "with a unit": {"user_unit": 2.0},
        }.items()
    },
}


@pytest.mark.parametrize("name", KINDS_OF_PAGES)
def test_page_shows_what_it_showed_beside_its_margin(tmp_path: Path, name: str) -> None:
    write, quote = KINDS_OF_PAGES[name]
    source = write(tmp_path / "source.pdf")
    alone, output = tmp_path / "alone.pdf", tmp_path / "output.pdf"
    annotation = marked(source, quote, note="Really? " * 12)
    export(source, alone, annotation)

    export(source, output, annotation, layout=Layout.MARGIN)

    for paint in PAINTERS.values():
        before, after = paint(alone, 0, 1.0, ""), paint(output, 0, 1.0, "")
        assert after.width >= 1.15 * before.width
        assert abs(after.height - before.height) <= 1
        assert new_ink(before, after) < 0.012 * before.width * before.height
        assert new_ink(before, after, left=before.width + 2) > 200
    (piece, *_) = card_pieces(output, COLORS)
    assert "Really?" in piece.text


def new_ink(before: Picture, after: Picture, left: int = 0) -> int:
    """Count the pixels that are darker than they were; right of the old page, those that are not white."""
    found = 0
    for y in range(min(before.height, after.height)):
        for x in range(left, after.width if left else before.width - 1):
            old = before.luma(x, y) if x < before.width else 255
            found += abs(after.luma(x, y) - old) > 20
    return found


def test_what_a_crop_box_hides_stays_hidden(tmp_path: Path) -> None:
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=600, height=400)
        page.insert_text((50, 100), "Some words to mark", fontsize=12)
        page.draw_rect((320, 0, 600, 400), fill=(0, 0, 0))
        page.set_cropbox((0, 0, 300, 400))
        pdf.save(source)

    export(source, output, marked(source, "words", note="x"), layout=Layout.MARGIN)

    for paint in PAINTERS.values():
        picture = paint(output, 0, 1.0, "")
        dark = sum(picture.luma(x, y) < 60 for y in range(200, 390) for x in range(300, picture.width))
        assert dark == 0


def test_note_stands_level_with_its_mark(tmp_path: Path) -> None:
    source, output = write_text(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    quotes = ["Word0x20", "Word0x80", "Word0x140"]

    export(source, output, *(marked(source, each, note="Who?") for each in quotes), layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        words = [pdf[0].search_for(quote)[0] for quote in quotes]
    for piece, word in zip(card_pieces(output, COLORS), words, strict=True):
        assert abs(piece.area.y0 - word.y0) < 6


def test_bare_mark_has_no_card_and_a_pdf_without_notes_keeps_its_pages(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, "quick"), layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        assert pdf[0].rect.width == 420
        assert len(list(pdf[0].annots())) == 1


def test_pages_without_a_note_are_as_wide_as_the_others(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, "Chapter 2 tells", note="What?"), layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        assert len({page.rect.width for page in pdf}) == 1
        assert pdf[0].rect.width > 500


def test_outline_links_metadata_and_other_annotations_stay(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    long = marked(source, "Chapter 1 tells", note="Why? " * 400)

    export(source, output, long, marked(source, "Chapter 3 tells", note="So?"), layout=Layout.MARGIN)

    with pymupdf.open(source) as before, pymupdf.open(output) as after:
        assert after.page_count > 3
        added = after.page_count - 3
        moved = {1: 1, 2: 2 + added, 3: 3 + added}
        outline = [[level, title, moved[page]] for level, title, page in before.get_toc()]
        assert after.get_toc()[: len(outline)] == outline
        assert after.get_toc()[-1] == [2, "Key point: So?", 3 + added]
        assert after.metadata == before.metadata
        for old, new in ((0, 0), (1, 1 + added), (2, 2 + added)):
            links = {(link["kind"], tuple(link["from"])) for link in before[old].get_links()}
            assert links <= {(link["kind"], tuple(link["from"])) for link in after[new].get_links()}
        kinds = [annot.type[1] for annot in after[0].annots()]
        assert kinds.count("Text") == 1
        assert kinds.count("Highlight") == 2
        target = after[0].get_links()[0]
        assert target["page"] == 2 + added


def test_form_fields_stay(tmp_path: Path) -> None:
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    with pymupdf.open(write_page(tmp_path / "plain.pdf")) as pdf:
        field = pymupdf.Widget()
        field.field_name, field.field_type = "name", pymupdf.PDF_WIDGET_TYPE_TEXT
        field.field_value, field.rect = "Ada", pymupdf.Rect(40, 200, 200, 220)
        pdf[0].add_widget(field)
        pdf.save(source)

    export(source, output, marked(source, "quick", note="x"), layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        (kept,) = pdf[0].widgets()
        assert (kept.field_name, kept.field_value) == ("name", "Ada")
        assert kept.rect == pymupdf.Rect(40, 200, 200, 220)


def test_what_does_not_fit_stands_on_a_page_behind_that_says_where_it_belongs(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    notes = [
        marked(source, "Chapter 2 tells", note=f"Number {number}: " + "why? " * 60) for number in range(5)
    ]

    export(source, output, *notes, layout=Layout.MARGIN, quotes=False)

    with pymupdf.open(output) as pdf:
        assert pdf.page_count == 4
        behind = pdf[2]
        assert behind.get_text().startswith("Notes to page 2, continued")
        assert behind.rect == pdf[1].rect
        assert "Chapter 2 tells" in behind.get_text()  # the quote, though none was asked for
        back = [link for link in behind.get_links() if link["kind"] == pymupdf.LINK_GOTO]
        assert {link["page"] for link in back} == {1}
        stubs = [piece for piece in card_pieces(output, COLORS) if piece.is_stub]
        assert stubs
        onward = [link for link in pdf[1].get_links() if link["kind"] == pymupdf.LINK_GOTO]
        assert [piece.text for piece in stubs] == [
            f"Key point · note {number}, next page" for number in range(1, len(stubs) + 1)
        ]
        assert [link["page"] for link in onward] == [2] * len(stubs)
        assert all(link["from"].intersects(piece.area) for link, piece in zip(onward, stubs, strict=True))
        for number in range(1, len(stubs) + 1):
            assert re.search(rf"^{number}\s+Key point", behind.get_text(), re.MULTILINE)
        assert [pdf[page].get_label() for page in (0, 1, pdf.page_count - 1)] == ["1", "2", "3"]
        text = "".join(page.get_text() for page in pdf)
    assert all(f"Number {number}:" in text for number in range(5))


def test_so_many_notes_behind_a_page_that_lines_for_them_would_fill_it_are_counted_at_its_foot(
    tmp_path: Path,
) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    notes = [marked(source, "Chapter 2 tells", note="why? " * 90) for _ in range(40)]

    export(source, output, *notes, layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        assert "more notes on the next page" in pdf[1].get_text()
        assert [link["page"] for link in pdf[1].get_links() if link["kind"] == pymupdf.LINK_GOTO] == [2]
    assert not any(piece.is_stub for piece in card_pieces(output, COLORS))


def test_long_name_of_a_label_leaves_the_line_for_its_note_one_line(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    long = Label("long", "A label with a name that is longer than a margin is wide", "#a3dda6", 9)
    notes = [replace(marked(source, "Chapter 2 tells", note="why? " * 90), label_id="long") for _ in range(4)]

    export(source, output, *notes, layout=Layout.MARGIN, labels=(*DEFAULT_LABELS, long))

    stubs = [piece for piece in card_pieces(output, {long.color}) if piece.is_stub]
    assert stubs
    assert stubs[0].text == "note 1, next page"


def test_only_note_of_a_page_begins_beside_it_and_goes_on_behind_it(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    note = " ".join(f"word{number}" for number in range(500))

    export(source, output, marked(source, "quick", note=note, tags=("n0",)), layout=Layout.MARGIN)

    pieces = card_pieces(output, COLORS)
    assert pieces[0].page == 0
    assert pieces[1].page == 1
    assert not visible(note) - visible(cards_of(pieces)[0])
    with pymupdf.open(output) as pdf:
        assert "Continued on the next page" in pdf[0].get_text()


def test_standing_annotation_that_is_known_has_a_card(tmp_path: Path) -> None:
    source, first, second = (tmp_path / f"{name}.pdf" for name in ("source", "first", "second"))
    write_page(source)
    annotation = marked(source, "quick", note="Really?")
    export(source, first, annotation)

    export(first, second, annotation, known=frozenset((annotation.id,)), layout=Layout.MARGIN)

    (piece,) = card_pieces(second, COLORS)
    assert "Really?" in piece.text
    with pymupdf.open(second) as pdf:
        assert len(list(pdf[0].annots())) == 1


def test_links_in_notes_can_be_followed(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf", rotation=90), tmp_path / "output.pdf"

    export(
        source, output, marked(source, "quick", note="See [this](https://example.org/)"), layout=Layout.MARGIN
    )

    with pymupdf.open(output) as pdf:
        (link,) = pdf[0].get_links()
        assert link["uri"] == "https://example.org/"
        # PyMuPDF gives links of turned pages as displayed.
        assert link["from"].x0 > 300


def test_answers_are_in_the_card(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = replace(marked(source, "quick"), replies=(Reply("1", "Grace", "I doubt it.", NOON, NOON),))

    export(source, output, annotation, layout=Layout.MARGIN)

    (piece,) = card_pieces(output, COLORS)
    assert "Grace" in piece.text
    assert "I doubt it." in piece.text


@pytest.mark.parametrize("paper", PAPERS)
def test_text_that_reflows_has_its_margin_on_the_paper(tmp_path: Path, paper: str) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    paragraphs = "".join(f"<p>Paragraph {each} tells a story. {'And so on. ' * 30}</p>" for each in range(12))
    source.write_text(f"<html><body><h1>Story</h1>{paragraphs}</body></html>", encoding="utf-8")

    export(
        source,
        output,
        marked(source, "Paragraph 3 tells", note="Which one?"),
        layout=Layout.MARGIN,
        paper=paper,
        quotes=False,
    )

    (piece,) = card_pieces(output, COLORS)
    assert "Which one?" in piece.text
    with pymupdf.open(output) as pdf:
        for page in pdf:
            assert (page.rect.width, page.rect.height) == pytest.approx(PAPERS[paper], abs=0.01)
        (found,) = pdf[piece.page].search_for("Paragraph 3 tells")
        assert found.x1 < piece.area.x0
        assert found.y0 < piece.area.y0 < found.y1


def test_export_with_a_margin_can_be_exported_again(tmp_path: Path) -> None:
    source, first, second = (tmp_path / f"{name}.pdf" for name in ("source", "first", "second"))
    write_page(source)
    export(source, first, marked(source, "quick", note="Really?"), layout=Layout.MARGIN)

    export(first, second, marked(first, "cats", note="Which?"), layout=Layout.MARGIN)

    with pymupdf.open(second) as pdf:
        text = pdf[0].get_text()
    assert "Really?" in text
    assert "Which?" in text


def test_page_that_is_damaged_is_left_as_it_is(tmp_path: Path) -> None:
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    with pymupdf.open(write_book(tmp_path / "book.pdf")) as pdf:
        parent = int(pdf.xref_get_key(pdf.page_xref(0), "Parent")[1].split()[0])
        first, last = pdf.page_xref(0), pdf.page_xref(2)
        pdf.xref_set_key(parent, "Kids", f"[{first} 0 R 42 {last} 0 R]")
        pdf.save(source)

    long = marked(source, "Chapter 3 tells", note="Why? " * 400)
    export(source, output, marked(source, "Chapter 1 tells", note="So?"), long, layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        assert pdf.page_count > 3
        assert "So?" in pdf[0].get_text()
        assert "Why?" in pdf[2].get_text()


def test_text_that_reflows_has_its_margin_without_any_note(tmp_path: Path) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    source.write_text("<h1>Title</h1><p>Words.</p>")

    export(source, output, layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        assert "Words." in pdf[0].get_text()

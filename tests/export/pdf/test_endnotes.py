"""The layout with endnotes: numbers in the text, notes in full at the end, linked both ways."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pymupdf
import pytest

from export.painting import PAINTERS, compare
from export.passages import NOON, article, export, marked
from export.sample_pdfs import write_book, write_page
from reader_app.core.anchoring import describe_place
from reader_app.core.annotation import (
    DEFAULT_LABELS,
    Annotation,
    Drawing,
    Kind,
    Reply,
    Status,
    new_annotation,
)
from reader_app.core.geometry import Point, Rect, quad_of
from reader_app.core.visible import visible_characters
from reader_app.document.opening import open_document
from reader_app.export.options import Layout, Order

NOTE = """Which *paper*? See [the site](https://example.org/a) and `code`.

- first
- second

| a | b |
|---|---|
| 1 | 2 |"""


def endnotes(source: Path, output: Path, *annotations: Annotation, **changes: object) -> list[str]:
    """Export; return the text of each page."""
    changes.setdefault("layout", Layout.ENDNOTES)
    export(source, output, *annotations, **changes)
    with pymupdf.open(output) as pdf:
        return [" ".join(page.get_text().split()) for page in pdf]


def links(pdf: pymupdf.Document, page: int) -> dict[str, dict[str, object]]:
    """Return the links of a page by the text that they lie over."""
    return {pdf[page].get_textbox(link["from"]).strip(): link for link in pdf[page].get_links()}


def numbers(pdf: pymupdf.Document, page: int) -> list[dict[str, object]]:
    """Return the links of a page that lead to the notes on the last page."""
    return [link for link in pdf[page].get_links() if link.get("page") == pdf.page_count - 1]


def test_note_is_listed_with_number_quote_label_tags_and_page(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = marked(source, "Chapter 2 tells", note=NOTE, label_id="claim", tags=("b", "a"))

    *pages, notes = endnotes(source, output, annotation, dates=True)

    assert len(pages) == 3
    day = annotation.created_at.astimezone()
    facts = f"1 Claim to check · p. 2 · #a · #b · {day.day} {day:%B %Y}"
    assert facts in notes
    assert "“Chapter 2 tells” Which paper? See the site and code. • first • second a b 1 2" in notes


def test_number_and_note_lead_to_each_other(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    endnotes(
        source, output, marked(source, "Chapter 2 tells", note=NOTE), marked(source, "word2", note="Other")
    )

    with pymupdf.open(output) as pdf:
        for page, words in ((1, "Which"), (2, "Other")):
            (there,) = numbers(pdf, page)
            assert 0 <= pdf[3].search_for(words)[0].y0 - there["to"].y < 60  # type: ignore[attr-defined]
        back = links(pdf, 3)
        assert [back[name]["page"] for name in ("1", "p. 2", "2", "p. 3")] == [1, 1, 2, 2]
        assert back["p. 2"]["to"].y < pdf[1].search_for("Chapter 2")[0].y0  # type: ignore[attr-defined]
        assert back["the site"]["uri"] == "https://example.org/a"


@pytest.mark.parametrize(
    "boxes",
    [
        {"rotation": 90},
        {"rotation": 180, "crop_box": (20, 30, 400, 280)},
        {"rotation": 270, "media_box": (-100, -50, 320, 250)},
        {"user_unit": 2.0},
    ],
    ids=["turned", "cropped", "odd origin", "user unit"],
)
def test_page_shows_what_it_showed_outside_mark_and_number(tmp_path: Path, boxes: dict[str, object]) -> None:
    source, output = write_page(tmp_path / "source.pdf", **boxes), tmp_path / "output.pdf"  # type: ignore[arg-type]
    annotation = marked(source, "foxes jump", note="A note")

    endnotes(source, output, annotation)

    with open_document(source, "application/pdf") as document:
        (target,) = annotation.targets
        quads = document.page_text(0).quads(target.start, target.end)
        width = document.layout.pages[0].width
    with pymupdf.open(output) as pdf:
        (number,) = [link["from"] for link in pdf[0].get_links()]
        sizes = {(page.rect.width, page.rect.height) for page in pdf}
        assert len(sizes) == 1
    areas = [*quads, quad_of(Rect(*number))]
    for name in ("mupdf", "pdfium"):
        before, after = (PAINTERS[name](path, 0, 2.0, "") for path in (source, output))
        change = compare(before, after, areas, width)
        assert change.outside == 0, name
        assert change.ink_lost == 0, name


def test_number_of_a_mark_over_two_pages_stands_at_its_end(tmp_path: Path) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    words = " ".join(f"word{number}" for number in range(600))
    source.write_text(f"<html><body><p>{words}</p></body></html>")
    annotation = marked(source, " ".join(f"word{number}" for number in range(250, 450)), note="Long")

    endnotes(source, output, annotation, paper="a5", article=article(source, title="word0"))

    with pymupdf.open(output) as pdf:
        (page,) = [page for page in range(pdf.page_count - 1) if numbers(pdf, page)]
        assert page > 0
        (number,), (end, *_) = numbers(pdf, page), pdf[page].search_for("word449")
        assert abs(number["from"].x0 - end.x1) < 12  # type: ignore[attr-defined]


def test_bare_marks_are_listed_and_numbered_too(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    *_, notes = endnotes(source, output, marked(source, "Chapter 1"), marked(source, "Chapter 3"))

    assert "1 Key point · p. 1 “Chapter 1” 2 Key point · p. 3 “Chapter 3”" in notes


def test_quotes_and_tags_can_be_left_out(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = marked(source, "Chapter 1", note="Said", tags=("tag",))

    *_, notes = endnotes(source, output, annotation, quotes=False, tags=False)

    assert "1 Key point · p. 1 Said" in notes


def test_order_can_be_that_of_time_or_of_labels_with_headings(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    first = replace(marked(source, "Chapter 1", note="N1", label_id="question"), created_at=NOON)
    second = replace(marked(source, "Chapter 2", note="N2"), created_at=NOON - timedelta(hours=1))
    third = replace(marked(source, "Chapter 3", note="N3", label_id="question"), created_at=NOON)

    by_time = endnotes(source, output, first, second, third, order=Order.TIME)[-1]
    by_label = endnotes(source, output, first, second, third, order=Order.LABEL)[-1]

    assert by_time.index("N2") < by_time.index("N1") < by_time.index("N3")
    assert "Key point 1 · p. 2 “Chapter 2” N2 Question 2 · p. 1 “Chapter 1” N1 3 · p. 3" in by_label
    with pymupdf.open(output) as pdf:
        tops = [numbers(pdf, page)[0]["to"].y for page in range(3)]  # type: ignore[attr-defined]
        assert tops[1] < tops[0] < tops[2]


def test_replies_follow_the_note_with_who_wrote_them(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    reply = Reply("r", "Bob <b>", "I *doubt* it", NOON, NOON)

    *_, notes = endnotes(source, output, replace(marked(source, "Chapter 1", note="Said"), replies=(reply,)))

    assert "Said Bob <b> · 4 May 2026 I doubt it" in notes


def test_drawing_is_numbered_at_its_corner(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    area = Rect(60, 200, 160, 260)
    with open_document(source, "application/pdf") as document:
        place = describe_place(document.page_text(0).text, 0, 0)
    drawn = new_annotation("0" * 32, (place,), kind=Kind.RECTANGLE, note="Look")
    drawn = replace(drawn, drawing=Drawing(area))

    *_, notes = endnotes(source, output, drawn)

    assert "1 Key point · p. 1 · rectangle Look" in notes
    with pymupdf.open(output) as pdf:
        number = numbers(pdf, 0)[0]["from"]
        assert abs(number.x0 - area.x1) < 6  # type: ignore[attr-defined]
        assert abs(number.y0 - area.y0) < 40  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "is_listed"),
    [
        ({"layout": Layout.ENDNOTES}, True),
        ({"layout": Layout.ANNOTATIONS, "summary": True}, True),
        ({"layout": Layout.ANNOTATIONS}, False),
    ],
)
def test_what_has_no_place_is_listed_with_all_that_is_known_of_it(
    tmp_path: Path, changes: dict[str, object], is_listed: bool
) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    placed = marked(source, "Chapter 1")
    target = replace(placed.targets[0], exact="Words that are gone " * 40)
    gone = replace(placed, id="gone", targets=(target,), tags=("lost",), note="Kept", status=Status.UNPLACED)

    text = " ".join(endnotes(source, output, placed, gone, quotes=False, tags=False, **changes))

    expected = "Without a place in the text The words that these belong to are not in the text as it is now. "
    expected += f"Key point · #lost “{target.exact}”".replace(" ”", " ”") + " Kept"
    assert (visible_characters(expected) in visible_characters(text)) == is_listed


SCRIPTS = {
    "Latin": "office affluent façade naïve ",
    "Cyrillic": "съешь ещё этих мягких булок ",
    "Greek": "ξεσκεπάζω την ψυχοφθόρα ",
    "CJK": "春眠不覺曉處處聞啼鳥",
    "Emoji": "😀 🇩🇪 👍 ",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_note_stands_in_full_at_the_end(tmp_path: Path, script: str) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    notes = [f"begin{n} {SCRIPTS[script] * (1 + n * 3)} end{n}" for n in range(25)]
    annotations = [
        replace(marked(source, "Chapter 1"), id=f"id{n}", note=note, created_at=NOON + timedelta(seconds=n))
        for n, note in enumerate(notes)
    ]

    pages = endnotes(source, output, *annotations, quotes=False)

    # What another column or page interrupts goes on after its number at the foot.
    text = visible_characters("".join(pages))
    feet = [visible_characters(str(number)) for number in range(4, len(pages) + 1)]
    for note in notes:
        rest = visible_characters(note)
        variants = [rest] + [rest[:at] + foot + rest[at:] for foot in feet for at in range(len(rest) + 1)]
        assert any(variant in text for variant in variants), note


def test_pages_at_the_end_go_on_counting_in_the_way_of_the_source(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "plain.pdf"), tmp_path / "output.pdf"
    labeled = tmp_path / "source.pdf"
    with pymupdf.open(source) as pdf:
        pdf.xref_set_key(pdf.pdf_catalog(), "PageLabels", "<</Nums[0<</S/r>>1<</S/D/St 41>>]>>")
        pdf.save(labeled)

    *_, notes = endnotes(labeled, output, marked(labeled, "Chapter 1"), marked(labeled, "Chapter 3"))

    assert "1 Key point · p. i" in notes
    assert "2 Key point · p. 42" in notes
    with pymupdf.open(output) as pdf:
        assert [page.get_label() for page in pdf] == ["i", "41", "42", "43"]
    assert notes.endswith(" 43")


def test_legend_stands_above_the_notes_and_names_only_labels_that_occur(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    *_, notes = endnotes(source, output, marked(source, "Chapter 1", label_id="evidence"), legend=True)

    assert notes.startswith("Notes source Evidence 1 Evidence")
    assert not any(label.name in notes for label in DEFAULT_LABELS if label.id != "evidence")


def test_nothing_is_added_where_there_is_nothing_to_list(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    assert len(endnotes(source, output)) == 3


def test_hostile_words_are_words(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = marked(source, "Chapter 1", note="</div><script>alert(1)</script> & <b>", tags=("<i>",))
    labels = [replace(DEFAULT_LABELS[0], name="A & <b>")]

    *_, notes = endnotes(source, output, annotation, labels=labels)

    assert "1 A & <b> · p. 1 · #<i>" in notes
    assert "</div><script>alert(1)</script> & <b>" in notes


def test_encrypted_pdf_gets_its_endnotes(tmp_path: Path) -> None:
    source = write_book(
        tmp_path / "source.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own"
    )
    output = tmp_path / "output.pdf"

    export(
        source,
        output,
        marked(source, "Chapter 2", password="open", note="Secret note"),
        password="open",
        layout=Layout.ENDNOTES,
        summary=True,
    )

    with pymupdf.open(output) as pdf:
        assert pdf.authenticate("open")
        assert "Secret note" in pdf[4].get_text()
        assert pdf[0].get_text().startswith("source")


def test_place_of_a_number_is_in_the_picture(tmp_path: Path) -> None:
    """The number is drawn where its link is."""
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    endnotes(source, output, marked(source, "Chapter 2 tells"))

    with pymupdf.open(output) as pdf:
        area = numbers(pdf, 1)[0]["from"]
        pixels = pdf[1].get_pixmap(dpi=200, clip=area, colorspace=pymupdf.csGRAY)
        assert min(pixels.samples) < 140
        assert Rect(*pdf[1].rect).contains(Point(area.x0, area.y0))  # type: ignore[attr-defined]

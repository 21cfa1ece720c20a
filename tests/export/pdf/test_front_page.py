"""The summary before the first page."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pymupdf
import pytest

from export.passages import NOON, article, export, marked
from export.sample_pdfs import write_book, write_page
from reader_app.core.annotation import DEFAULT_LABELS, Kind
from reader_app.export.options import Layout


def test_summary_says_what_the_article_is_and_what_was_noted(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    first = replace(marked(source, "Chapter 1", note="N"), created_at=NOON - timedelta(days=2))
    second = replace(marked(source, "Chapter 2", kind=Kind.UNDERLINE, label_id="claim"), created_at=NOON)
    third = replace(marked(source, "Chapter 3", label_id="claim"), created_at=NOON)
    about = replace(
        article(
            source,
            title="Of <harbors> & towns",
            authors=("Ada Example", "Ben Sample"),
            site="Example Weekly",
            published="2026-04",
            url="https://example.org/ä",
        ),
        word_count=1234,
        tags=("ships",),
    )

    export(source, output, first, second, third, article=about, summary=True)

    with pymupdf.open(output) as pdf:
        assert pdf.page_count == 4
        text = " ".join(pdf[0].get_text().split())
        (link,) = pdf[0].get_links()
    assert text == (
        "Of <harbors> & towns Ada Example, Ben Sample · Example Weekly · April 2026 https://example.org/ä "
        "Saved 4 May 2026 · 1,234 words · #ships 3 annotations Made from 2 May 2026 to 4 May 2026 · "
        "2 highlights · 1 underline · 1 with a note Key point 1 Claim to check 2"
    )
    assert link["uri"] == "https://example.org/%C3%A4"


@pytest.mark.parametrize("rotation", [0, 90])
def test_summary_has_the_size_of_the_first_page_as_displayed(tmp_path: Path, rotation: int) -> None:
    source, output = write_page(tmp_path / "source.pdf", rotation=rotation), tmp_path / "output.pdf"

    export(source, output, marked(source, "quick"), summary=True)

    with pymupdf.open(output) as pdf:
        assert pdf[0].rect == pdf[1].rect
        assert "1 annotation Made on" in " ".join(pdf[0].get_text().split())


def test_pages_marks_and_links_of_the_source_stay_behind_it(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = marked(source, "Chapter 2 tells")

    export(source, output, annotation, summary=True, layout=Layout.ENDNOTES)

    with pymupdf.open(source) as before, pymupdf.open(output) as after:
        assert [after[page].get_label() for page in range(5)] == ["Summary", "1", "2", "3", "4"]
        assert annotation.id in after[2].annot_names()
        assert [entry[:2] for entry in after.get_toc()[:3]] == [entry[:2] for entry in before.get_toc()]
        assert [entry[2] for entry in after.get_toc()[:3]] == [2, 3, 4]
        assert [link["page"] for link in after[1].get_links() if link["kind"] == pymupdf.LINK_GOTO] == [3]
        assert after[4].get_links()[0]["page"] == 2


def test_summary_of_an_article_without_annotations_says_so(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, summary=True)

    with pymupdf.open(output) as pdf:
        assert " ".join(pdf[0].get_text().split()) == "source Saved 4 May 2026 0 annotations"


def test_summary_of_a_tiny_page_goes_on_where_it_must(tmp_path: Path) -> None:
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page(width=60, height=125).insert_text((5, 20), "tiny")
        pdf.save(source)

    export(source, output, marked(source, "tiny"), summary=True, article=article(source, title="Long " * 40))

    with pymupdf.open(output) as pdf:
        assert pdf.page_count > 2
        assert pdf[-1].get_text().strip() == "tiny"
        text = "".join("".join(page.get_text().split()) for page in pdf)
        assert "Long" * 40 in text
        assert "Keypoint1" in text


@pytest.mark.parametrize("width", [595, 764, 612])
def test_neither_names_nor_numbers_of_labels_are_broken(tmp_path: Path, width: int) -> None:
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page(width=width).insert_text((72, 72), "Some words")
        pdf.save(source)
    made = [replace(marked(source, "Some"), label_id=label.id) for label in DEFAULT_LABELS]

    export(
        source,
        output,
        *(replace(each, id=f"{n}-{each.id}") for n in range(11) for each in made),
        summary=True,
    )

    with pymupdf.open(output) as pdf:
        lines = {(round(word[3]), word[4]) for word in pdf[0].get_text("words")}
        text = " ".join(pdf[0].get_text().split())
    numbers = {bottom for bottom, word in lines if word == "11"}
    assert {bottom for bottom, word in lines if word in ("Key", "point")} <= numbers
    assert all(f"{label.name} 11" in text for label in DEFAULT_LABELS)

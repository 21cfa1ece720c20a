"""The annotations in the outline, after what the PDF has there itself."""

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from export.passages import NOON, export, marked
from export.sample_pdfs import write_book, write_page
from reader_app.core.annotation import Annotation
from reader_app.export.options import Layout, Order


def outline(path: Path) -> list[list[object]]:
    with pymupdf.open(path) as pdf:
        return [entry[:3] for entry in pdf.get_toc()]


def with_outline(path: Path, spell: str) -> Path:
    """Write a book whose catalog has an outline spelled by hand; %d stands for objects 900 and on."""
    write_book(path)
    changed = path.with_name("changed.pdf")
    with pymupdf.open(path) as pdf:
        objects = [pdf.get_new_xref() for _ in range(3)]
        root, first, second = objects
        for number, source in zip(objects, spell.splitlines(), strict=False):
            filled = source.format(root=root, first=first, second=second, page=pdf.page_xref(1))
            pdf.update_object(number, filled)
        pdf.xref_set_key(pdf.pdf_catalog(), "Outlines", f"{root} 0 R")
        pdf.save(changed)
    return changed


@pytest.mark.parametrize("layout", [Layout.ANNOTATIONS, Layout.ENDNOTES])
def test_annotations_follow_the_outline_of_the_source(tmp_path: Path, layout: Layout) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    noted = marked(source, "Chapter 2 tells", note="Is *this* [so](https://e.org)?", label_id="claim")

    export(source, output, noted, marked(source, "Chapter 3 tells"), layout=layout, summary=True)

    shift = 1  # the first page is the summary
    assert outline(output) == [
        *([level, title, page + shift] for level, title, page in outline(source)),
        [1, "Annotations", -1],
        [2, "Claim to check: Is this so (https://e.org)?", 2 + shift],
        [2, "Key point: Chapter 3 tells", 3 + shift],
    ]


def test_entry_leads_a_little_above_its_place(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, "Its second line ends with word1"))

    with pymupdf.open(output) as pdf:
        target = pdf.get_toc(simple=False)[-1][3]
        top = pdf[1].search_for("second line")[0].y0
        assert 10 < top - target["to"].y < 40


def test_entries_are_in_the_order_that_was_asked_for(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    first = replace(marked(source, "Chapter 1 tells"), created_at=NOON.replace(hour=13))
    second = replace(marked(source, "Chapter 2 tells"), created_at=NOON)

    export(source, output, first, second, order=Order.TIME)

    assert [entry[2] for entry in outline(output)[-2:]] == [2, 1]


def test_objects_of_the_outline_stay_but_for_the_ways_to_the_new_entry(tmp_path: Path) -> None:
    source = with_outline(
        tmp_path / "source.pdf",
        "<</Type/Outlines/First {first} 0 R/Last {second} 0 R/Count 2>>\n"
        "<</Title(Open)/Parent {root} 0 R/Next {second} 0 R/Dest(named)/C[1 0 0]/F 2>>\n"
        "<</Title(Last)/Parent {root} 0 R/Prev {first} 0 R/Dest[{page} 0 R/Fit]>>",
    )
    output = tmp_path / "output.pdf"

    export(source, output, marked(source, "Chapter 2 tells"))

    with pymupdf.open(source) as before, pymupdf.open(output) as after:
        root = int(before.xref_get_key(before.pdf_catalog(), "Outlines")[1].split()[0])
        first = int(before.xref_get_key(root, "First")[1].split()[0])
        last = int(before.xref_get_key(root, "Last")[1].split()[0])
        assert after.xref_object(first) == before.xref_object(first)
        assert after.xref_get_key(root, "Count") == ("int", "3")
        head = after.xref_get_key(last, "Next")[1]
        assert after.xref_get_key(root, "Last")[1] == head
        number = int(head.split()[0])
        assert after.xref_get_key(number, "Count") == ("int", "-1")
        assert after.xref_get_key(number, "Prev")[1] == f"{last} 0 R"
        assert after.xref_get_key(number, "Parent")[1] == f"{root} 0 R"


@pytest.mark.parametrize(
    "spell",
    [
        "<</Type/Outlines>>",
        "<</Type/Outlines/Count 7/First 4711 0 R/Last 4711 0 R>>",
        "null",
        "<</First {first} 0 R/Last {first} 0 R>>\n<</Title(Round)/Parent {root} 0 R/Next {first} 0 R>>",
    ],
    ids=["empty", "leads nowhere", "no outline", "leads back into itself"],
)
def test_broken_outline_does_not_stop_the_export(tmp_path: Path, spell: str) -> None:
    source, output = with_outline(tmp_path / "source.pdf", spell), tmp_path / "output.pdf"

    report = export(source, output, marked(source, "Chapter 2 tells"))

    assert report.placed == 1


def test_outline_is_made_where_there_was_none(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    note = (
        "A long note that goes on and on, until nobody wants to read all of it in a narrow panel at the side"
    )

    export(source, output, marked(source, "quick", note=note))

    (head, entry) = outline(output)
    assert head == [1, "Annotations", -1]
    assert (
        entry[1] == "Key point: A long note that goes on and on, until nobody wants to read all of it in a…"
    )


def test_without_annotations_the_outline_stays_as_it_was(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotations: tuple[Annotation, ...] = ()

    export(source, output, *annotations)

    assert outline(output) == outline(source)

"""Exports of PDFs that carry annotations already: imported ones are there once, others stay as they are."""

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from document.marked_pdfs import highlight, read_all, write_marked
from export.passages import export
from reader_app.core.annotation import Annotation, Kind, Status

PICTURE = "/AP<</N 4 0 R>>"
YELLOW = highlight(
    more=f"/C[1 1 0]/NM(one)/T(Ada)/Contents(Look)/M(D:20240102030405Z)/RC(<p>rich</p>){PICTURE}"
)
BOX = f"<</Type/Annot/Subtype/Square/Rect[200 20 260 60]/NM(box)/C[1 0 0]/M(D:20240102030405Z){PICTURE}>>"
UNDATED = f"<</Type/Annot/Subtype/Stamp/Rect[300 20 360 60]/NM(stamp)/Contents(seen){PICTURE}>>"
REPLY = (
    "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/IRT @1 /Contents(No)/NM(reply)/M(D:20240102030405Z)/Popup @5 >>"
)
WINDOW = "<</Type/Annot/Subtype/Popup/Rect[0 0 9 9]/Parent @4 >>"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_marked(tmp_path / "source.pdf", YELLOW, BOX, UNDATED, REPLY, WINDOW)


def read(path: Path) -> list[Annotation]:
    return list(read_all(path).annotations)


def objects(path: Path) -> list[dict[str, str]]:
    """Return the annotations of the first page, as keys and values."""
    with pymupdf.open(path) as pdf:
        kind, listed = pdf.xref_get_key(pdf.page_xref(0), "Annots")
        assert kind == "array"
        numbers = [int(part) for part in listed.strip("[]").replace("0 R", "").split()]
        return [{key: pdf.xref_get_key(each, key)[1] for key in pdf.xref_get_keys(each)} for each in numbers]


def write(source: Path, annotations: list[Annotation], known: list[Annotation]) -> list[dict[str, str]]:
    output = source.with_name("output.pdf")
    export(source, output, *annotations, known=frozenset(each.id for each in known))
    return objects(output)


def test_imported_annotation_that_nobody_changed_stays_untouched(source: Path) -> None:
    imported = read(source)

    assert write(source, imported, imported) == objects(source)


def test_annotation_that_was_never_imported_stays_untouched(source: Path) -> None:
    assert write(source, [], []) == objects(source)


def test_deleted_annotation_is_left_out_with_its_replies_and_windows(source: Path) -> None:
    first, *others = imported = read(source)
    assert [each.note for each in first.replies] == ["No"]

    assert [each["NM"] for each in write(source, others, imported)] == ["box", "stamp"]


def test_changed_words_go_into_the_annotation_and_its_picture_stays(source: Path) -> None:
    first, *others = imported = read(source)
    changed = first.changed(note="**Look** closely", tags=("seen",))

    written = write(source, [changed, *others], imported)

    assert len(written) == len(objects(source))
    [head, *_] = written
    assert head["AP"] == objects(source)[0]["AP"]
    assert (head["Contents"], head["T"], head["RA_Id"]) == ("Look closely", "Ada", first.id)
    assert head.get("RC", "null") == "null"


def test_changed_color_is_written_anew_with_the_replies(source: Path) -> None:
    first, *others = imported = read(source)

    written = write(source, [first.changed(label_id="question"), *others], imported)

    assert [each.get("NM") for each in written] == ["box", "stamp", first.id, "reply"]
    assert written[2]["C"] == "[.6118 .7843 1]"
    assert (written[3]["Contents"], written[3]["RT"]) == ("No", "/R")


def test_stamp_keeps_its_picture_whatever_is_changed(source: Path) -> None:
    *others, stamp = imported = read(source)
    assert stamp.kind is Kind.STAMP

    written = write(source, [*others, stamp.changed(label_id="question", note="signed")], imported)

    assert written[2]["AP"] == objects(source)[2]["AP"]
    assert (written[2]["Contents"], written[2]["RA_Label"]) == ("signed", "question")


def test_undated_annotation_counts_as_changed_only_once_it_was(source: Path) -> None:
    *_, stamp = imported = read(source)
    assert stamp.created_at == stamp.modified_at

    assert write(source, imported, imported)[2] == objects(source)[2]


def test_annotation_without_a_sure_place_is_not_left_where_it_was(source: Path) -> None:
    first, *others = imported = read(source)
    lost = replace(first, status=Status.UNPLACED)

    assert [each["NM"] for each in write(source, [lost, *others], imported)] == ["box", "stamp"]


def test_annotation_in_the_list_itself_can_be_given_new_words(tmp_path: Path) -> None:
    source = write_marked(tmp_path / "source.pdf")
    with pymupdf.open(source) as pdf:
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{YELLOW.replace(PICTURE, '')}]")
        pdf.save(tmp_path / "inside.pdf")
    [inside] = read(tmp_path / "inside.pdf")

    [written] = write(tmp_path / "inside.pdf", [inside.changed(note="new")], [inside])

    assert (written["Contents"], written["RA_Id"]) == ("new", inside.id)

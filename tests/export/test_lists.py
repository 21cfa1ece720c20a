"""JSON and CSV: everything is in them and can be had back."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.listed import LABELS, every_sort, item, made, marked, unsure
from export.passages import NOON
from export.sample_pdfs import PHRASE, write_page
from reader_app.core.annotation import Target
from reader_app.errors import DocumentError, ExportError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format, Order
from reader_app.export.texts.csv_file import COLUMNS, csv_text, plain_cell, safe_cell
from reader_app.export.texts.json_file import json_text

TEXTS = [each for each in Format if each not in (Format.PDF, Format.HTML)]


def rows(*items: ExportItem, order: Order = Order.PLACE) -> list[dict[str, str]]:
    text = csv_text(items, LABELS, ExportOptions(order=order))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def export(output: Path, *items: ExportItem, **options: object) -> object:
    file = ExportFile(items, LABELS, output, ExportOptions(**options))  # type: ignore[arg-type]
    return export_file(file, lambda done, total: None)


def test_json_has_all_that_is_known() -> None:
    annotations = every_sort()

    value = json.loads(json_text([item(*annotations)], LABELS, ExportOptions()))

    assert value["article"]["title"] == "A page"
    assert value["article"]["tags"] == ["law", "two words"]
    assert [label["id"] for label in value["labels"]] == [label.id for label in LABELS]
    by_id = {each["id"]: each for each in value["annotations"]}
    assert len(by_id) == len(annotations)
    first, under, *_, ink, ellipse, note = (by_id[each.id] for each in annotations)
    assert first["note"] == "# Why?\n\n*Because*\n"
    assert (first["label"], first["label_id"], first["color"]) == ("Claim to check", "claim", "#ffa29a")
    assert first["created_at"] == "2026-05-04T12:00:00.000+00:00"
    assert (under["author"], under["own_color"], under["color"]) == ("Ann Other", "#123456", "#123456")
    assert [len(each["replies"]) for each in value["annotations"] if each["replies"]] == [2]
    assert ink["drawing"]["strokes"] == [[[1.1, 2.2], [3.3, 1 / 3]], [[5.0, 6.0]]]
    assert ellipse["drawing"]["fill"] == "#ffffff"
    assert note["drawing"]["width"] == 0


def test_offsets_outside_count_code_points_of_the_reading_text() -> None:
    value = json.loads(json_text([item(marked("page of words"))], LABELS, ExportOptions()))

    [target] = value["annotations"][0]["targets"]
    reading = "One 🚢 page of words.\nAnd more."
    assert reading[target["start"] : target["end"]] == "page of words"


def test_what_has_no_sure_place_says_where_it_was_and_where_it_may_be() -> None:
    asked, gone = unsure()

    value = json.loads(json_text([item(asked, gone)], LABELS, ExportOptions()))

    review, unplaced = sorted(value["annotations"], key=lambda each: each["status"])
    assert (review["status"], unplaced["status"]) == ("review", "unplaced")
    assert review["targets"] == review["suggestions"][0]
    assert review["targets"][0]["exact"] == "words"
    assert review["last_sure_targets"][0]["exact"] == "gone words"
    assert (unplaced["targets"][0]["start"], unplaced["targets"][0]["exact"]) == (None, "gone words")


def test_several_articles_are_a_list() -> None:
    value = json.loads(json_text([item(), item(marked("last", 2))], LABELS, ExportOptions()))

    assert [len(each["annotations"]) for each in value] == [0, 1]


def test_table_has_one_row_an_annotation_with_everything() -> None:
    annotations = [*every_sort(), *unsure()]

    found = rows(item(*annotations))

    assert len(found) == len(annotations)
    by_id = {row["id"]: row for row in found}
    row = by_id[annotations[0].id]
    assert list(row) == list(COLUMNS)
    assert row["note"] == "# Why?\n\n*Because*\n"
    assert (row["page"], row["tags"], row["quote"]) == ("p. 1", "a b,c", "page of words")
    assert (row["article_title"], row["article_url"]) == ("A page", "https://example.org/a")
    assert by_id[annotations[2].id]["note"] == "'=1+1"
    assert len(json.loads(by_id[annotations[4].id]["targets"])) == 2
    assert json.loads(by_id[annotations[5].id]["drawing"])["width"] == 1.5


def test_table_without_annotations_has_its_head_alone() -> None:
    assert csv_text([item()], LABELS, ExportOptions()) == "\ufeff" + ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", " =", "\n=", "'=", "''-", "＝"])
def test_no_cell_begins_like_a_formula(sign: str) -> None:
    cell = safe_cell(f"{sign}cmd|' /C calc'!A0")

    assert cell.startswith("'")
    assert plain_cell(cell) == f"{sign}cmd|' /C calc'!A0"


@given(st.text(alphabet=st.one_of(st.sampled_from("'=+-@ \t\r\n\",;"), st.characters(codec="utf-8"))))
def test_note_comes_back_from_the_table(note: str) -> None:
    [row] = rows(item(marked("last", 2, note=note)))

    assert plain_cell(row["note"]) == note


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_tags_come_back_from_the_table(tags: list[str]) -> None:
    [row] = rows(item(marked("last", 2, tags=tuple(tags))))

    assert next(csv.reader(io.StringIO(plain_cell(row["tags"]), newline=""))) == tags


@given(st.text(st.characters(codec="utf-8")), st.lists(st.text(st.characters(codec="utf-8"))))
def test_note_and_tags_come_back_from_json(note: str, tags: list[str]) -> None:
    value = json.loads(
        json_text([item(marked("last", 2, note=note, tags=tuple(tags)))], LABELS, ExportOptions())
    )

    assert (value["annotations"][0]["note"], value["annotations"][0]["tags"]) == (note, tags)


@pytest.mark.parametrize(
    ("order", "quotes"), [(Order.PLACE, ["words", "last"]), (Order.TIME, ["last", "words"])]
)
def test_order_is_the_one_that_was_asked_for(order: Order, quotes: list[str]) -> None:
    first = marked("words", created_at=NOON.replace(day=5))

    assert [row["quote"] for row in rows(item(marked("last", 2), first), order=order)] == quotes
    value = json.loads(json_text([item(marked("last", 2), first)], LABELS, ExportOptions(order=order)))
    assert [each["quote"] for each in value["annotations"]] == quotes


@pytest.mark.parametrize("format", TEXTS)
def test_every_text_can_hold_what_is_hostile(tmp_path: Path, format: Format) -> None:
    hostile = "\0\x1b[31m\ud800\u202e\u2028\ufeff```\n---\n<script>{{ 7 * 7 }}{% raw %}\r\n" + "x" * 1_000_000
    target = Target(7, 3, 1, hostile[:50], hostile[:50], hostile[:50])
    annotation = made((target,), note=hostile, tags=(hostile[:40],), author=hostile[:30])
    metadata = {
        "title": hostile[:60],
        "authors": (hostile[:40], ""),
        "site": hostile[:40],
        "published": hostile[:9],
    }

    export(tmp_path / "out", item(annotation, **metadata), format=format)

    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert format in (Format.BIBTEX, Format.CSL_JSON) or len(text) > 1_000_000
    assert "{{ 7 * 7 }}" in text or not format.has_annotations
    if format in (Format.JSON, Format.WEB_ANNOTATION, Format.CSL_JSON):
        json.loads(text)


@pytest.mark.parametrize("format", TEXTS)
def test_article_without_annotations_is_no_error(tmp_path: Path, format: Format) -> None:
    export(tmp_path / "out", item(), format=format)

    assert (tmp_path / "out").stat().st_size > 0


@pytest.mark.parametrize("format", [each for each in TEXTS if each.has_annotations])
def test_report_counts_what_has_a_place_and_names_what_has_none(tmp_path: Path, format: Format) -> None:
    asked, gone = unsure()

    report = export(tmp_path / "out", item(gone, asked, marked("last", 2)), format=format)

    assert report.placed == 1
    assert report.unplaced == (asked.id, gone.id) or report.unplaced == (gone.id, asked.id)
    assert gone.id in (tmp_path / "out").read_text() or format is Format.MARKDOWN


@pytest.mark.parametrize("format", [each for each in TEXTS if each.has_annotations])
def test_annotation_whose_label_is_gone_is_called_by_the_id_of_the_label(
    tmp_path: Path, format: Format
) -> None:
    annotation = replace(marked("last", 2), label_id="gone")

    export(tmp_path / "out", item(annotation), format=format)

    assert "gone" in (tmp_path / "out").read_text()


@pytest.mark.parametrize("format", TEXTS)
def test_failed_export_leaves_the_file_that_was_there(tmp_path: Path, format: Format) -> None:
    output = tmp_path / "folder"
    output.mkdir()

    with pytest.raises(ExportError, match="there is a folder with this name"):
        export(output, item(), format=format)
    assert [*tmp_path.iterdir()] == [output]


@pytest.mark.parametrize("format", [Format.JSON, Format.CSV, Format.WEB_ANNOTATION])
def test_text_that_was_not_read_yet_is_read_now(tmp_path: Path, format: Format) -> None:
    source = write_page(tmp_path / "a.pdf")
    unread = replace(item(sections=None), source=source)
    target = Target(0, 0, len(PHRASE.replace(" ", "")), PHRASE)
    export(tmp_path / "out", replace(unread, annotations=(made((target,)),)), format=format)
    assert (tmp_path / "out").exists()

    source.write_bytes(b"no PDF")
    with pytest.raises(DocumentError):
        export(tmp_path / "again", unread, format=format)
    assert not (tmp_path / "again").exists()

"""Every kind of annotation that marks no words, as three programs paint it and as it is read back."""

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from export.painting import PAINTERS, Picture
from export.passages import NOON, export
from export.sample_pdfs import write_page
from reader_app.core.anchoring import describe_place
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Drawing, Kind, Reply, new_annotation
from reader_app.core.geometry import Point, Rect
from reader_app.document.opening import open_document
from reader_app.worker.embedded import EmbeddedMarks
from reader_app.worker.jobs import ReadEmbedded

AREA = Rect(60, 200, 160, 260)
LINES = ((Point(60, 200), Point(160, 260), Point(60, 260)),)
DRAWINGS = {
    Kind.NOTE: Drawing(Rect(60, 200, 80, 220), (), 0.0),
    Kind.FREE_TEXT: Drawing(AREA, (), 1.0, "#ffffcc"),
    Kind.RECTANGLE: Drawing(AREA, (), 3.0, "#ccffcc"),
    Kind.ELLIPSE: Drawing(AREA, (), 2.0),
    Kind.INK: Drawing(AREA, LINES, 4.0),
    Kind.LINE: Drawing(AREA, (LINES[0][:2],), 2.0),
    Kind.POLYGON: Drawing(AREA, LINES, 2.0, "#ccccff"),
    Kind.POLYLINE: Drawing(AREA, LINES, 2.0),
    Kind.STAMP: Drawing(AREA, (), 2.0),
    Kind.CARET: Drawing(Rect(60, 200, 80, 220), (), 0.0),
}


def drawn(source: Path, kind: Kind, **parts: object) -> Annotation:
    with open_document(source, "application/pdf") as document:
        text = document.page_text(0)
    area = DRAWINGS[kind].area
    place = text.hit(Point(area.x0, area.y0)) or 0
    annotation = new_annotation("0" * 32, (describe_place(text.text, 0, place),), kind=kind, note="A note نص")
    return replace(annotation, drawing=DRAWINGS[kind], color="#cc2200", **parts)


def changed_pixels(before: Picture, after: Picture) -> list[tuple[int, int]]:
    assert (before.width, before.height) == (after.width, after.height)
    return [
        (x, y)
        for y in range(before.height)
        for x in range(before.width)
        if abs(before.luma(x, y) - after.luma(x, y)) > 10
    ]


@pytest.mark.parametrize("kind", DRAWINGS)
@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_drawing_is_painted_in_its_area_and_comes_back(tmp_path: Path, kind: Kind, rotation: int) -> None:
    source, output = write_page(tmp_path / "source.pdf", rotation=rotation), tmp_path / "output.pdf"
    annotation = drawn(source, kind)

    report = export(source, output, annotation)

    assert report.placed == 1
    for name, paint in PAINTERS.items():
        changed = changed_pixels(paint(source, 0, 1.0, ""), paint(output, 0, 1.0, ""))
        area, slack = DRAWINGS[kind].area, DRAWINGS[kind].width / 2 + 2
        assert len(changed) > 40, name
        assert all(
            area.x0 - slack <= x <= area.x1 + slack and area.y0 - slack <= y <= area.y1 + slack
            for x, y in changed
        ), name
    with open_document(output, "application/pdf") as document:
        embedded = EmbeddedMarks(document).read(ReadEmbedded("0" * 32, DEFAULT_LABELS))
    [back] = embedded.annotations
    assert embedded.problems == ()
    assert replace(back, targets=annotation.targets) == annotation


@pytest.mark.parametrize("user_unit", [1.0, 2.5])
def test_drawing_comes_back_from_a_page_that_is_cut_and_scaled(tmp_path: Path, user_unit: float) -> None:
    source = write_page(tmp_path / "source.pdf", crop_box=(30, 20, 400, 290), user_unit=user_unit)
    annotation = drawn(source, Kind.POLYGON)

    export(source, tmp_path / "output.pdf", annotation)

    with open_document(tmp_path / "output.pdf", "application/pdf") as document:
        [back] = EmbeddedMarks(document).read(ReadEmbedded("0" * 32, DEFAULT_LABELS)).annotations
    assert back.drawing == annotation.drawing


def test_replies_stand_below_the_annotation_and_are_not_painted(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    replies = tuple(
        Reply(f"r{number}", "Bob", "*No*", NOON.replace(hour=number), NOON.replace(hour=number))
        for number in (1, 2)
    )
    annotation = drawn(source, Kind.NOTE)

    export(source, output, annotation)
    plain = PAINTERS["pdfium"](output, 0, 1.0, "")
    export(source, output, replace(annotation, replies=replies))

    assert PAINTERS["pdfium"](output, 0, 1.0, "") == plain
    with pymupdf.open(output) as pdf:
        head, *others = pdf[0].annots()
        assert [each.irt_xref for each in others] == [head.xref] * 2
        assert [each.info["content"] for each in others] == ["*No*"] * 2
    with open_document(output, "application/pdf") as document:
        [back] = EmbeddedMarks(document).read(ReadEmbedded("0" * 32, DEFAULT_LABELS)).annotations
    assert back.replies == replies


def test_note_on_the_whole_article_gets_a_sign_beside_its_beginning(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = replace(drawn(source, Kind.NOTE), drawing=None)

    assert export(source, output, annotation).placed == 1

    with open_document(output, "application/pdf") as document:
        [back] = EmbeddedMarks(document).read(ReadEmbedded("0" * 32, DEFAULT_LABELS)).annotations
    assert (back.id, back.kind, back.drawing, back.note) == (annotation.id, Kind.NOTE, None, annotation.note)


def test_text_of_a_box_that_has_no_color_is_black(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = replace(drawn(source, Kind.FREE_TEXT), color="")

    export(source, output, annotation)

    with pymupdf.open(output) as pdf:
        assert "0 0 0 rg" in pdf.xref_get_key(next(pdf[0].annots()).xref, "DA")[1]
    with open_document(output, "application/pdf") as document:
        [back] = EmbeddedMarks(document).read(ReadEmbedded("0" * 32, DEFAULT_LABELS)).annotations
    assert back.color == ""

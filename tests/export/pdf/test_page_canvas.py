"""What is drawn over pages, as three programs paint it, and what stays of the pages."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from export.painting import PAINTERS, compare
from export.sample_pdfs import write_page
from reader_app.core.geometry import Point, Rect, quad_of
from reader_app.document.opening import open_document
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.saving import save_pdf_copy
from reader_app.export.pdf.typesetting import typeset

AREA = Rect(60, 20, 160, 50)
FILL = "1 0 0 rg 60 -50 100 30 re f\n"  # AREA, y up from the upper left corner


def add(source: Path, output: Path, work: Callable[[PageCanvas, pymupdf.Document], None]) -> Path:
    with open_document(source, "application/pdf").mupdf as pdf:
        canvas = PageCanvas(pdf)
        work(canvas, pdf)
        canvas.finish()
        save_pdf_copy(pdf, source, output)
    return output


def fill(canvas: PageCanvas, _: pymupdf.Document) -> None:
    canvas.draw(0, FILL)


def with_content(path: Path, *contents: str) -> Path:
    """Write a page with content streams of its own; with none, the page has no content at all."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        numbers = []
        for content in contents:
            number = pdf.get_new_xref()
            pdf.update_object(number, "<<>>")
            pdf.update_stream(number, content.encode(), new=True)
            numbers.append(f"{number} 0 R")
        pdf.xref_set_key(page.xref, "Contents", f"[{' '.join(numbers)}]" if numbers else "null")
        pdf.save(path)
    return path


@pytest.mark.parametrize("renderer", PAINTERS)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "boxes",
    [
        {},
        {"media_box": (0, 0, 420, 300), "crop_box": (20, 30, 400, 280)},
        {"media_box": (-100, -50, 320, 250)},
        {"user_unit": 2.0},
    ],
    ids=["plain", "cropped", "odd origin", "user unit"],
)
def test_what_is_drawn_stands_where_it_is_meant_to_stand(
    tmp_path: Path, renderer: str, rotation: int, boxes: dict[str, object]
) -> None:
    source = write_page(tmp_path / "source.pdf", rotation=rotation, **boxes)  # type: ignore[arg-type]
    with pymupdf.open(source) as pdf:
        width = pdf[0].rect.width

    output = add(source, tmp_path / "output.pdf", fill)

    # Poppler does not count in user units: there everything is as large as without them.
    unit = float(str(boxes.get("user_unit", 1))) if renderer == "poppler" else 1.0
    before, after = (PAINTERS[renderer](path, 0, unit, "") for path in (source, output))
    change = compare(before, after, [quad_of(AREA)], width)
    assert change.outside == 0
    assert change.covered > 0.98


def test_content_of_the_page_stays_byte_for_byte(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf")

    output = add(source, tmp_path / "output.pdf", fill)

    with pymupdf.open(source) as before, pymupdf.open(output) as after:
        (content,) = before[0].get_contents()
        assert content in after[0].get_contents()
        assert after.xref_stream_raw(content) == before.xref_stream_raw(content)
    assert output.read_bytes().startswith(source.read_bytes())


@pytest.mark.parametrize(
    "contents",
    [
        (),
        ("",),
        ("q 2 0 0 2 50 50 cm",),
        ("q q 0.5 0 0 0.5 9 9 cm", "0 1 0 RG q"),
        ("Q Q 0.5 0 0 0.5 9 9 cm",),
        ("3 0 0 3 10 10 cm BT 10 0 0 10 0 0 Tm ET 0 0 1 rg",),
    ],
    ids=["missing", "empty", "not closed", "not closed in two", "closed too often", "changed at the end"],
)
def test_what_the_page_leaves_behind_does_not_move_what_is_added(
    tmp_path: Path, contents: tuple[str, ...]
) -> None:
    source = with_content(tmp_path / "source.pdf", *contents)

    output = add(source, tmp_path / "output.pdf", fill)

    for name, paint in PAINTERS.items():
        change = compare(paint(source, 0, 1.0, ""), paint(output, 0, 1.0, ""), [quad_of(AREA)], 420)
        assert change.outside == 0, name
        assert change.covered > 0.98, name


def test_page_that_shares_its_resources_does_not_get_those_of_others(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    with pymupdf.open() as pdf:
        for _ in range(2):
            pdf.new_page(width=420, height=300)
        shared = pdf.get_new_xref()
        pdf.update_object(shared, "<</Font<<>>>>")
        for page in range(2):
            pdf.xref_set_key(pdf.page_xref(page), "Resources", f"{shared} 0 R")
        pdf.save(source)

    def draw_form(canvas: PageCanvas, pdf: pymupdf.Document) -> None:
        done = typeset(["<p>Only here</p>"], 100, 50, 10, "")
        canvas.draw_form(0, done.forms(pdf).add(done.blocks[0][0]), Point(40, 40))

    output = add(source, tmp_path / "output.pdf", draw_form)

    with pymupdf.open(output) as pdf:
        assert pdf[0].get_text().strip() == "Only here"
        assert "XObject" in pdf.xref_get_key(pdf.page_xref(0), "Resources")[1]
        assert pdf.xref_get_key(shared, "XObject")[0] == "null"
        assert pdf[1].get_text() == ""


@pytest.mark.parametrize("direction", [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)])
def test_form_is_turned_and_scaled_around_its_corner(tmp_path: Path, direction: tuple[float, float]) -> None:
    source = write_page(tmp_path / "source.pdf", rotation=90)

    def draw_form(canvas: PageCanvas, pdf: pymupdf.Document) -> None:
        done = typeset(["<p style='margin:0'>mmmm</p>"], 100, 50, 10, "body{line-height:1}")
        canvas.draw_form(0, done.forms(pdf).add(done.blocks[0][0]), Point(150, 150), 0.5, direction)

    output = add(source, tmp_path / "output.pdf", draw_form)

    with open_document(output, "application/pdf") as document:
        text = document.page_text(0)
        (start, after), *_ = [(at, at + 4) for at in [text.text.chars.index("mmmm")]]
        area = text.quads(start, after)[0].bounds
    right, down = direction
    assert (area.x0 + area.x1) / 2 == pytest.approx(150 + right * 10 - down * 2.5, abs=4)
    assert (area.y0 + area.y1) / 2 == pytest.approx(150 + down * 10 + right * 2.5, abs=4)


def test_links_lead_out_and_to_places_on_turned_pages(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf", rotation=270, crop_box=(20, 30, 400, 280))

    def link(canvas: PageCanvas, _: pymupdf.Document) -> None:
        canvas.link_out(0, AREA, "https://example.org/ä b")
        canvas.link_to(0, Rect(0, 0, 10, 10), 0, Point(5, 77))

    output = add(source, tmp_path / "output.pdf", link)

    with pymupdf.open(output) as pdf:
        out, inner = pdf[0].get_links()
        assert out["uri"] == "https://example.org/%C3%A4 b"
        assert tuple(out["from"]) == pytest.approx((AREA.x0, AREA.y0, AREA.x1, AREA.y1), abs=0.01)
        assert inner["kind"] == pymupdf.LINK_GOTO
        # What is right on the page runs up as displayed, and what is up runs left.
        target = " ".join(pdf.xref_object(inner["xref"]).split())
        assert f"/Dest [ {pdf.page_xref(0)} 0 R /XYZ {400 - 77} {280 - 5} null ]" in target


def test_what_is_added_to_a_tagged_page_is_no_part_of_its_structure(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf")
    tagged = tmp_path / "tagged.pdf"
    with pymupdf.open(source) as pdf:
        tree = pdf.get_new_xref()
        pdf.update_object(tree, "<</Type/StructTreeRoot>>")
        pdf.xref_set_key(pdf.pdf_catalog(), "StructTreeRoot", f"{tree} 0 R")
        pdf.save(tagged)

    outputs = [add(path, tmp_path / f"{path.stem}-out.pdf", fill) for path in (source, tagged)]

    for output, is_tagged in zip(outputs, (False, True), strict=True):
        with pymupdf.open(output) as pdf:
            last = pdf.xref_stream(pdf[0].get_contents()[-1])
            assert (b"/Artifact BMC" in last and b"EMC" in last) == is_tagged

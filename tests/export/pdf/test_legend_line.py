"""The legend on pages that are not ours: where nothing is, or on a page of its own."""

from pathlib import Path

import pymupdf
import pytest

from export.painting import PAINTERS, compare
from export.passages import export, marked
from export.pdf.test_paper import write_epub
from reader_app.core.geometry import Rect, quad_of
from reader_app.export.options import Layout


def full_page(path: Path, *, header: bool, footer: bool) -> Path:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_textbox((60, 110, 535, 730), "Words of the page fill it. " * 190, fontsize=10)
        for is_there, top, bottom in ((header, 8, 105), (footer, 735, 836)):
            if is_there:
                for y in range(top + 8, bottom, 8):
                    page.insert_text((20, y), "Lines up to the edge. " * 7, fontsize=8)
        pdf.save(path)
    return path


def legend_area(path: Path, page: int = 0) -> pymupdf.Rect:
    with pymupdf.open(path) as pdf:
        (area,) = pdf[page].search_for("Claim to check")
        return area


@pytest.mark.parametrize(
    ("header", "footer"), [(False, False), (True, False), (False, True)], ids=["plain", "header", "footer"]
)
def test_legend_stands_in_the_margin_and_covers_nothing(tmp_path: Path, header: bool, footer: bool) -> None:
    source, output = full_page(tmp_path / "source.pdf", header=header, footer=footer), tmp_path / "output.pdf"
    plain, annotation = tmp_path / "plain.pdf", marked(source, "Words of the page", label_id="claim")

    export(source, plain, annotation)
    export(source, output, annotation, legend=True)

    area = legend_area(output)
    assert (area.y0 < 105) == footer
    band = quad_of(Rect(40, area.y0 - 2, 560, area.y1 + 2))
    for name, paint in PAINTERS.items():
        change = compare(paint(plain, 0, 2.0, ""), paint(output, 0, 2.0, ""), [band], 595)
        assert change.changed > 50, name
        assert change.outside == change.ink_lost == 0, name


def test_legend_of_a_page_without_room_is_a_page(tmp_path: Path) -> None:
    source, output = full_page(tmp_path / "source.pdf", header=True, footer=True), tmp_path / "output.pdf"

    export(source, output, marked(source, "Words of the page", label_id="claim"), legend=True)

    with pymupdf.open(output) as pdf:
        assert pdf.page_count == 2
        assert " ".join(pdf[1].get_text().split()) == "Labels Claim to check 2"


def test_page_with_the_legend_is_as_wide_as_pages_with_their_margin(tmp_path: Path) -> None:
    source, output = full_page(tmp_path / "source.pdf", header=True, footer=True), tmp_path / "output.pdf"

    export(source, output, marked(source, "Words of the page", note="N"), legend=True, layout=Layout.MARGIN)

    with pymupdf.open(output) as pdf:
        assert pdf.page_count == 2
        assert pdf[1].rect == pdf[0].rect
        (number,) = (word for word in pdf[1].get_text("words") if word[4] == "2")
        assert (number[0] + number[2]) / 2 == pytest.approx(pdf[1].rect.width / 2, abs=1)


def test_legend_of_a_book_stands_between_text_and_number(tmp_path: Path) -> None:
    source, output = write_epub(tmp_path / "source.epub"), tmp_path / "output.pdf"

    export(source, output, marked(source, "Chapter two", label_id="claim"), legend=True)

    with pymupdf.open(output) as pdf:
        (number,) = pdf[0].search_for(f"1 / {pdf.page_count}")
        area = legend_area(output)
        assert 780 < area.y0 < area.y1 < number.y0 + 2


def test_nothing_is_said_where_nothing_is_marked(tmp_path: Path) -> None:
    source, output = full_page(tmp_path / "source.pdf", header=True, footer=True), tmp_path / "output.pdf"

    export(source, output, legend=True)

    with pymupdf.open(output) as pdf:
        assert pdf.page_count == 1

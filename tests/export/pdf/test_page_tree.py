from pathlib import Path

import pymupdf
import pytest

from export.sample_pdfs import write_page
from reader_app.export.pdf.added_pages import add_page
from reader_app.export.pdf.end_sheet import page_size
from reader_app.export.pdf.page_tree import put_behind, widen

BOXES: dict[str, dict[str, object]] = {
    "plain": {},
    "media box elsewhere": {"media_box": (-100, 250, 320, 550)},
    "crop box": {"crop_box": (30, 40, 400, 280)},
    "both": {"media_box": (-100, 250, 320, 550), "crop_box": (-70, 290, 310, 530)},
    "user unit": {"user_unit": 2.5},
}


def pixels(pdf: pymupdf.Document, page: int, clip: pymupdf.Rect) -> bytes:
    return bytes(pdf[page].get_pixmap(clip=clip, alpha=False).samples)


def texts(pdf: pymupdf.Document) -> list[str]:
    return [page.get_text().strip() for page in pdf]


def numbers(pdf: pymupdf.Document, key: str) -> list[float]:
    return [float(number) for number in pdf.xref_get_key(pdf.page_xref(0), key)[1][1:-1].split()]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("name", BOXES)
def test_wider_page_shows_what_it_showed_at_the_same_place(tmp_path: Path, name: str, rotation: int) -> None:
    source = write_page(tmp_path / "source.pdf", rotation=rotation, **BOXES[name])  # type: ignore[arg-type]
    with pymupdf.open(source) as before, pymupdf.open(source) as after:
        width, height = page_size(after, 0)

        widen(after, 0, width + 150)

        assert page_size(after, 0) == pytest.approx((width + 150, height))
        # Read anew: MuPDF keeps the size of pages that it has loaded.
        with pymupdf.open("pdf", after.tobytes()) as saved:
            assert saved[0].rect.width == pytest.approx(width + 150, abs=0.01)
            assert saved[0].rect.height == pytest.approx(height, abs=0.01)
            assert saved[0].rotation == rotation
            part = pymupdf.Rect(0, 0, width, height)
            assert pixels(saved, 0, part) == pixels(before, 0, part)
            media, crop = (numbers(saved, key) for key in ("MediaBox", "CropBox"))
            assert media[0] <= crop[0] < crop[2] <= media[2]
            assert media[1] <= crop[1] < crop[3] <= media[3]


def test_page_that_stands_in_the_file_twice_is_widened_once(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf")
    with pymupdf.open(source) as pdf:
        number = pdf.page_xref(0)
        parent = int(pdf.xref_get_key(number, "Parent")[1].split()[0])
        pdf.xref_set_key(parent, "Kids", f"[{number} 0 R {number} 0 R]")
        pdf.xref_set_key(parent, "Count", "2")
        twice = pdf.tobytes()

    with pymupdf.open("pdf", twice) as pdf:
        for page in range(2):
            widen(pdf, page, 570)

        assert page_size(pdf, 0) == page_size(pdf, 1) == (570, 300)


def test_boxes_that_pages_inherit_are_not_changed_for_all_of_them() -> None:
    with pymupdf.open() as pdf:
        for _ in range(2):
            pdf.new_page(width=400, height=300)
        parent = int(pdf.xref_get_key(pdf.page_xref(0), "Parent")[1].split()[0])
        pdf.xref_set_key(parent, "MediaBox", "[0 0 400 300]")
        pdf.xref_set_key(parent, "CropBox", "[50 50 350 250]")
        pdf.xref_set_key(parent, "Rotate", "90")
        for page in range(2):
            pdf.xref_set_key(pdf.page_xref(page), "MediaBox", "null")
            pdf.xref_set_key(pdf.page_xref(page), "Rotate", "null")
        source = pdf.tobytes()

    with pymupdf.open("pdf", source) as pdf:
        widen(pdf, 0, 300)
        add_page(pdf, 2, 500, 600)

        assert page_size(pdf, 0) == (300, 300)
        assert page_size(pdf, 1) == (200, 300)
        assert page_size(pdf, 2) == (500, 600)


@pytest.mark.parametrize("labelled", [True, False])
def test_pages_are_put_behind_theirs_and_the_others_keep_their_names(labelled: bool) -> None:
    with pymupdf.open() as pdf:
        for number in range(5):
            pdf.new_page().insert_text((72, 72), f"page {number}")
        if labelled:
            pdf.set_page_labels(
                [
                    {"startpage": 0, "style": "r", "firstpagenum": 3},
                    {"startpage": 2, "prefix": "A-", "style": "D", "firstpagenum": 1},
                ]
            )
        names = [page.get_label() for page in pdf] if labelled else ["1", "2", "3", "4", "5"]
        source = pdf.tobytes()

    with pymupdf.open("pdf", source) as pdf:
        for number in range(3):
            add_page(pdf, 5 + number, 300, 300)
            pdf[5 + number].insert_text((72, 72), f"added {number}")
        put_behind(pdf, 5, [1, 1, 3])

        order = ["page 0", "page 1", "added 0", "added 1", "page 2", "page 3", "added 2", "page 4"]
        with pymupdf.open("pdf", pdf.tobytes(garbage=3)) as saved:
            assert texts(saved) == order
            kept = [at for at, text in enumerate(order) if text.startswith("page")]
            assert [saved[at].get_label() for at in kept] == names
            assert [saved[at].get_label() for at in (2, 3, 6)] == [names[1], names[1], names[3]]

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from export.painting import PAINTERS, Picture, compare
from export.passages import TEXT_KINDS, displayed_quads, export, marked
from export.sample_pdfs import PHRASE, write_columns, write_page, write_right_to_left, write_turned
from reader_app.core.annotation import Kind
from reader_app.document.opening import open_document

Paint = Callable[[Path, int, float, str], Picture]
SCALE = 2.0

PAGES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "upright": (write_page, PHRASE),
    "turned by 90": (lambda path: write_page(path, rotation=90), PHRASE),
    "turned by 180": (lambda path: write_page(path, rotation=180), PHRASE),
    "turned by 270": (lambda path: write_page(path, rotation=270), PHRASE),
    "media box elsewhere": (lambda path: write_page(path, media_box=(-100, 250, 320, 550)), PHRASE),
    "crop box": (lambda path: write_page(path, crop_box=(30, 40, 400, 280)), PHRASE),
    "all of it": (
        lambda path: write_page(
            path, rotation=270, media_box=(-100, 250, 320, 550), crop_box=(-70, 290, 310, 530)
        ),
        PHRASE,
    ),
    "user unit": (lambda path: write_page(path, user_unit=2.5), PHRASE),
    "columns": (write_columns, "the left side ends here and the right side begins at the top"),
    "Hebrew": (write_right_to_left, "עולם זה טקסט בעברית"),
    "Arabic": (write_right_to_left, "مرحبا هذا نص"),
    "upwards": (write_turned, "words run upwards"),
    "downwards": (write_turned, "words run downwards"),
    "slanted": (write_turned, "words run at a slant"),
}


@pytest.fixture(params=["mupdf", "pdfium", "poppler"])
def paint(request: pytest.FixtureRequest) -> Paint:
    if request.param not in PAINTERS:
        pytest.skip("pdftoppm is not installed")
    return PAINTERS[request.param]


@pytest.mark.parametrize("kind", TEXT_KINDS)
@pytest.mark.parametrize("name", PAGES)
def test_mark_lies_on_its_words_and_leaves_them_legible(
    tmp_path: Path, paint: Paint, name: str, kind: Kind
) -> None:
    write, quote = PAGES[name]
    source, output = write(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = marked(source, quote, kind=kind)

    report = export(source, output, annotation)

    assert report.placed == 1
    with open_document(source, "application/pdf") as document:
        width = document.layout.pages[0].width
    change = compare(
        paint(source, 0, SCALE, ""),
        paint(output, 0, SCALE, ""),
        displayed_quads(source, annotation, 0),
        width,
    )
    assert change.changed > 100
    assert change.outside == 0
    assert change.crossed > 0.85  # a line under or through dark letters changes only what is light
    assert change.ink_lost == 0
    assert change.paper_lost == 0
    if kind is Kind.HIGHLIGHT:
        assert change.covered > 0.99


@pytest.mark.parametrize("name", PAGES)
def test_exported_file_is_sound(tmp_path: Path, name: str) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    write, quote = PAGES[name]
    source, output = write(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, quote))

    check = subprocess.run(["qpdf", "--check", str(output)], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize("leading", [13.0, 15.0])
def test_lines_that_touch_are_not_darker_at_their_border(
    tmp_path: Path, paint: Paint, leading: float
) -> None:
    source, output = write_page(tmp_path / "source.pdf", leading=leading), tmp_path / "output.pdf"
    annotation = marked(source, PHRASE)

    export(source, output, annotation)

    upper, lower = displayed_quads(source, annotation, 0)
    left, right = max(upper.ll.x, lower.ul.x) + 2, min(upper.lr.x, lower.ur.x) - 2
    assert upper.ll.y - lower.ul.y < 0.01
    before, after = paint(source, 0, SCALE, ""), paint(output, 0, SCALE, "")
    painted = [
        after.luma(x, y)
        for x in range(int(left * SCALE), int(right * SCALE))
        for y in range(int((upper.ll.y - 4) * SCALE), int((upper.ll.y + 4) * SCALE))
        if before.luma(x, y) == 255
    ]
    assert len(painted) > 500
    assert max(painted) < 255
    assert max(painted) - min(painted) < 2

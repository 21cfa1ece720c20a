from pathlib import Path

import pymupdf
import pytest

from document.files import paragraphs, picture, write_article
from reader_app.core.layout import PageColors
from reader_app.document.opening import Document, open_document

DARK, SEPIA = PageColors("#d8d8d8", "#1e1e1e"), PageColors("#5b4636", "#f4ecd8")
COLORS = {"plain": PageColors(), "dark": DARK, "sepia": SEPIA, "black": PageColors("#ffffff", "#000000")}
HTML, PDF = "text/html", "application/pdf"


def render(
    document: Document, colors: PageColors, part: tuple[int, int, int, int], scale: float = 2.0
) -> bytes:
    samples = bytearray(part[2] * part[3] * 3)
    document.render(0, scale, part, colors, memoryview(samples))
    return bytes(samples)


def colors_of(samples: bytes) -> set[str]:
    return {f"#{samples[at : at + 3].hex()}" for at in range(0, len(samples), 3)}


@pytest.mark.parametrize("name", COLORS)
def test_tiles_joined_are_the_whole_page(tmp_path: Path, name: str) -> None:
    body = f"<p>Text, <a href='https://e.org'>a link</a>.</p>{picture(150, 60, 90)}{paragraphs(3)}"
    with open_document(write_article(tmp_path / "a.html", body), HTML) as document:
        whole = render(document, COLORS[name], (0, 0, 600, 400), 1.3)
        rows = [whole[row * 1800 : (row + 1) * 1800] for row in range(400)]
        for left, top, width, height in ((0, 0, 137, 101), (137, 0, 463, 101), (137, 101, 300, 299)):
            tile = render(document, COLORS[name], (left, top, width, height), 1.3)
            for row in range(height):
                assert (
                    tile[row * width * 3 : (row + 1) * width * 3]
                    == rows[top + row][left * 3 : (left + width) * 3]
                )


@pytest.mark.parametrize("name", COLORS)
def test_paper_and_ink_are_exact(tmp_path: Path, name: str) -> None:
    colors = COLORS[name]
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=300)
        page.draw_rect(pymupdf.Rect(50, 50, 100, 100), color=(0, 0, 0), fill=(0, 0, 0))
        pdf.save(tmp_path / "a.pdf")

    with open_document(tmp_path / "a.pdf", PDF) as document:
        assert colors_of(render(document, colors, (0, 0, 300, 300))) == {colors.ink, colors.paper}


@pytest.mark.parametrize("name", COLORS)
def test_links_can_be_read_and_told_from_text(tmp_path: Path, name: str) -> None:
    colors = COLORS[name]
    link = "<h1><a href='https://e.org'>██████</a></h1>"
    with open_document(write_article(tmp_path / "a.html", link), HTML) as document:
        found = render(document, colors, (0, 0, 1000, 200), 3.0)

    counts = dict.fromkeys(colors_of(found), 0)
    for at in range(0, len(found), 3):
        counts[f"#{found[at : at + 3].hex()}"] += 1
    shown = max((color for color in counts if color != colors.paper), key=counts.__getitem__)
    assert contrast(shown, colors.paper) >= 4.5
    assert shown != colors.ink


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors as WCAG defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def write_pdf_with_picture(path: Path, area: pymupdf.Rect, gray: int, rotation: int = 0) -> Path:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 30), False)
    pixmap.clear_with(gray)
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=300)
        page.insert_image(area, pixmap=pixmap, keep_proportion=False)
        page.insert_text((20, 280), "Words", fontsize=20)
        page.set_rotation(rotation)
        pdf.save(path)
    return path


@pytest.mark.parametrize("colors", [DARK, SEPIA])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pictures_keep_their_colors(tmp_path: Path, colors: PageColors, rotation: int) -> None:
    area = pymupdf.Rect(50, 40, 150, 90)
    source = write_pdf_with_picture(tmp_path / "a.pdf", area, 200, rotation)
    with open_document(source, PDF) as document:
        with pymupdf.open(source) as pdf:
            shown = (area * pdf[0].rotation_matrix).normalize()
        plain = render(document, PageColors(), (int(shown.x0) + 2, int(shown.y0) + 2, 40, 40), 1.0)
        inner = render(document, colors, (int(shown.x0) + 2, int(shown.y0) + 2, 40, 40), 1.0)
        beside = render(document, colors, (int(shown.x0) - 10, int(shown.y0), 8, 8), 1.0)

    assert inner == plain
    assert colors_of(beside) == {colors.paper}


def test_scan_takes_the_colors_of_the_page(tmp_path: Path) -> None:
    source = write_pdf_with_picture(tmp_path / "a.pdf", pymupdf.Rect(0, 0, 400, 300), 255)
    with open_document(source, PDF) as document:
        assert colors_of(render(document, DARK, (0, 0, 100, 100), 1.0)) == {DARK.paper}


def test_huge_page_is_rendered_in_parts(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=14400, height=14400)
        page.insert_text((14000, 14300), "corner", fontsize=40)
        pdf.save(tmp_path / "a.pdf")

    with open_document(tmp_path / "a.pdf", PDF) as document:
        assert document.layout.pages[0].width == 14400
        assert colors_of(render(document, PageColors(), (27900, 28400, 500, 300))) > {"#ffffff"}


def test_link_is_dark_blue_and_not_the_shrill_one_of_browsers(tmp_path: Path) -> None:
    body = "<p><a href='https://example.org/a'>A link of some words</a></p>"
    with open_document(write_article(tmp_path / "a.html", body), HTML) as document:
        colors = colors_of(render(document, PageColors(), (0, 0, 600, 100)))

    assert "#08357f" in colors
    assert "#0000ff" not in colors

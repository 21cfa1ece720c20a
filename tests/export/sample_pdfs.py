"""PDFs that our own code makes for export tests; each function writes one and returns what stands in it."""

from pathlib import Path

import pymupdf

PHRASE = "quick brown foxes jump over lazy dogs (and cats) at noon"
_LINES = ("Before it comes a line.", f"Then {PHRASE[:27]}", f"{PHRASE[28:]}, every day.", "And a last line.")


def write_page(
    path: Path,
    *,
    rotation: int = 0,
    media_box: tuple[float, float, float, float] = (0, 0, 420, 300),
    crop_box: tuple[float, float, float, float] | None = None,
    user_unit: float = 1.0,
    leading: float = 18.0,
) -> Path:
    """Write a page with ``PHRASE`` over two lines, its boxes given in PDF's own coordinates."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        text = "".join(f"({_escaped(line)}) Tj T*\n" for line in _LINES)
        x, y = (crop_box or media_box)[:2]
        content = f"BT /F 13 Tf {leading:g} TL 1 0 0 1 {x + 40} {y + 200} Tm\n{text}ET".encode()
        stream = pdf.get_new_xref()
        pdf.update_object(stream, "<<>>")
        pdf.update_stream(stream, content, new=True)
        pdf.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
        font = "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>"
        pdf.xref_set_key(page.xref, "Resources", font)
        pdf.xref_set_key(page.xref, "MediaBox", _array(media_box))
        pdf.xref_set_key(page.xref, "Rotate", str(rotation))
        if crop_box:
            pdf.xref_set_key(page.xref, "CropBox", _array(crop_box))
        if user_unit != 1:
            pdf.xref_set_key(page.xref, "UserUnit", str(user_unit))
        pdf.save(path)
    return path


def write_columns(path: Path) -> Path:
    """Write two columns; ``left side ends here and the right side begins`` goes from one to the other."""
    left = "The left column has some lines of text that tell a story until the left side ends here"
    right = "and the right side begins at the top of the page, as columns of papers and journals do."
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        page.insert_textbox(pymupdf.Rect(30, 40, 190, 260), left, fontsize=12)
        page.insert_textbox(pymupdf.Rect(230, 40, 390, 260), right, fontsize=12)
        pdf.save(path)
    return path


def write_turned(path: Path) -> Path:
    """Write text that runs upwards, downwards and at a slant."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        page.insert_text((60, 280), "These words run upwards", fontsize=12, rotate=90)
        page.insert_text((100, 20), "These words run downwards", fontsize=12, rotate=270)
        start = pymupdf.Point(150, 250)
        page.insert_text(start, "These words run at a slant", fontsize=12, morph=(start, pymupdf.Matrix(30)))
        pdf.save(path)
    return path


def write_right_to_left(path: Path) -> Path:
    """Write Hebrew and Arabic."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        page.insert_htmlbox(
            pymupdf.Rect(40, 40, 380, 260),
            "<p dir='rtl' lang='he'>שלום עולם זה טקסט בעברית עם כמה מילים</p>"
            "<p dir='rtl' lang='ar'>مرحبا هذا نص عربي قصير</p>",
        )
        pdf.subset_fonts()
        pdf.save(path)
    return path


def write_book(path: Path, **options: object) -> Path:
    """Write three pages with an outline, links, metadata and annotations of another program.

    The first page's list of annotations is an object of its own, which the third page shares.
    """
    with pymupdf.open() as pdf:
        for number in range(3):
            page = pdf.new_page(width=420, height=300)
            page.insert_text((40, 60), f"Chapter {number + 1} tells of something else.", fontsize=13)
            page.insert_text((40, 90), f"Its second line ends with word{number}.", fontsize=13)
        pdf.set_toc([[1, "One", 1], [2, "Two", 2], [1, "Three", 3]])
        pdf.set_metadata({"title": "A small book", "author": "Somebody", "keywords": "a, b"})
        first = pdf[0]
        first.insert_link({"kind": pymupdf.LINK_GOTO, "page": 2, "from": pymupdf.Rect(40, 45, 120, 65)})
        first.insert_link(
            {"kind": pymupdf.LINK_URI, "uri": "https://example.org/", "from": pymupdf.Rect(40, 75, 120, 95)}
        )
        first.add_text_annot((300, 50), "An older note")
        # A highlight without an appearance: a program that loads the page is tempted to draw one.
        bare = _add(
            pdf,
            "<</Type/Annot/Subtype/Highlight/NM(older)/F 4/C[0 1 0]/Contents(bare)"
            "/Rect[40 230 200 250]/QuadPoints[40 250 200 250 40 230 200 230]>>",
        )
        kind, annotations = pdf.xref_get_key(first.xref, "Annots")
        assert kind == "array"
        shared = _add(pdf, f"{annotations[:-1]} {bare} 0 R]")
        pdf.xref_set_key(first.xref, "Annots", f"{shared} 0 R")
        pdf.xref_set_key(pdf.page_xref(2), "Annots", f"{shared} 0 R")
        pdf.save(path, **options)
    return path


def _add(pdf: pymupdf.Document, source: str) -> int:
    xref: int = pdf.get_new_xref()
    pdf.update_object(xref, source)
    return xref


def _array(numbers: tuple[float, ...]) -> str:
    return f"[{' '.join(f'{number:g}' for number in numbers)}]"


def _escaped(line: str) -> str:
    return line.replace("(", r"\(").replace(")", r"\)")

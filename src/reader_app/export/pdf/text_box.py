"""Sets the text of a box in any script: as a page of its own, whose content another PDF then draws."""

import pymupdf
from pymupdf import mupdf

from reader_app.export.note_html import direction, plain_html

# Points: what MuPDF can set text on.
_SMALLEST, _LARGEST = 4.0, 5_000.0
# Characters: text gets smaller until it fits, and more than this nobody can read in a box.
_LONGEST = 5_000


def add_text_box(
    pdf: pymupdf.Document, text: str, width: float, height: float, color: str, size: float, margin: float
) -> tuple[str, int]:
    """Add what is needed to draw a text to a PDF.

    Args:
        pdf: Gets the fonts.
        text: Lines of plain text.
        width: Of the box, in points.
        height: Of the box, in points.
        color: "#rrggbb".
        size: Of the font, in points; smaller where the text does not fit.
        margin: Around the text, in points.

    Returns:
        The commands that draw it, y up from the box's lower left corner, and the number of their resources.
    """
    width, height = (min(max(side, _SMALLEST), _LARGEST) for side in (width, height))
    room = pymupdf.Rect(0, 0, width, height)
    if width > 4 * margin and height > 4 * margin:
        room += (margin, margin, -margin, -margin)
    with pymupdf.open() as paper:
        page = paper.new_page(width=width, height=height)
        if text.strip():
            lines = plain_html(text[:_LONGEST])
            style = f"color:{color};font-family:sans-serif;font-size:{size}px;line-height:1.25"
            page.insert_htmlbox(room, f'<p dir="{direction(text)}" style="margin:0;{style}">{lines}</p>')
            paper.subset_fonts()
        file = mupdf.pdf_document_from_fz_document(pdf.this)
        of_paper = mupdf.pdf_lookup_page_obj(mupdf.pdf_document_from_fz_document(paper.this), 0)
        resources = mupdf.pdf_graft_object(file, mupdf.pdf_dict_gets(of_paper, "Resources"))
        content: bytes = page.read_contents()
    number = mupdf.pdf_to_num(mupdf.pdf_add_object(file, resources))
    return content.decode("latin-1"), number

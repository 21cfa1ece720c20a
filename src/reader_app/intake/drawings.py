"""The drawings in a page (``<svg>``), taken for pictures before anybody looks for the article.

They are made harmless and put into the address of an ``<img>``; drawing them is left to when it is known
which of them belong to the article.
"""

import base64

from lxml import etree

from reader_app.errors import IntakeError
from reader_app.intake.svg import size_of
from reader_app.intake.svg_cleaning import clean_drawing

_SMALLEST = 64  # CSS pixels; what is smaller is a button's icon
_KEPT = ("id", "class", "style", "hidden")  # what says whether it is shown


def lift_drawings(body: etree._Element) -> None:
    """Turn the drawings of a page into pictures; icons stay, and are cleaned away."""
    for drawing in list(body.iter("svg")):
        if next(drawing.iterancestors("svg"), None) is None and min(size_of(drawing)) >= _SMALLEST:
            _lift(drawing)


def _lift(drawing: etree._Element) -> None:
    titles = (title.text for title in drawing if title.tag == "title")
    description = drawing.get("aria-label") or next(titles, "") or ""
    try:
        markup = etree.tostring(clean_drawing(drawing, _picture_inside))
    except IntakeError:
        return
    for child in list(drawing):
        drawing.remove(child)
    for name in set(map(str, drawing.attrib)) - set(_KEPT):
        del drawing.attrib[name]
    drawing.tag, drawing.text = "img", None
    drawing.set("src", f"data:image/svg+xml;base64,{base64.b64encode(markup).decode()}")
    drawing.set("alt", " ".join(description.split()))


def _picture_inside(address: str) -> str | None:
    return address if address[:11].lower() == "data:image/" else None

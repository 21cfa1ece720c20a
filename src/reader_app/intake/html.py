"""An HTML page to an article: the page as it is, cleaned, with what it says of itself.

Choosing the article's part of a page is not done here.
"""

from reader_app.intake.charset import declared_in, decode
from reader_app.intake.clean import clean
from reader_app.intake.html_metadata import metadata_of
from reader_app.intake.outcome import Intake, suffix_of
from reader_app.intake.page import body_of, parse
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.template import build

SUFFIXES = (".html", ".htm", ".xhtml", ".xht")


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that an HTML page is."""
    text = decode(source, declared_in(source))
    root = parse(text)
    metadata = metadata_of(root, text, name)
    direction = next((d for e in root.iter("html", "body") if (d := e.get("dir", "").lower())), "")
    body = clean(body_of(root, metadata.url))
    return Intake(
        metadata=metadata,
        media_type="text/html",
        reading=build(metadata, body, direction if direction in ("ltr", "rtl") else ""),
        suffix=".html",
        original_suffix=suffix_of(name, SUFFIXES),
    )

"""Pages for the tests: sentences that never repeat, and the usual things around an article."""

from itertools import count

from lxml import etree

from reader_app.core.article import Form
from reader_app.intake.extraction.extract import Extraction, extract
from reader_app.intake.page import prepare
from reader_app.intake.tree import parse, text_of

_WHO = ("ferry", "council", "baker", "orchestra", "teacher", "curator", "gardener", "sailor", "engineer")
_DID = ("counted", "repaired", "planted", "measured", "described", "painted", "sold", "moved")
_WHAT = (
    "bridges",
    "herons",
    "pumps",
    "clocks",
    "letters",
    "maps",
    "boats",
    "gates",
    "orchards",
    "bells",
    "roofs",
)
MENU = "<nav><ul><li><a href='/a'>Home</a></li><li><a href='/b'>News</a></li></ul></nav>"
FOOT = "<footer><p>All rights are reserved by the people of the valley, who own this paper.</p></footer>"


class Prose:
    """Makes sentences, each with a number of its own, so that none is said twice."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def sentence(self) -> str:
        n = next(self._numbers)
        who, did, what = _WHO[n % len(_WHO)], _DID[n % len(_DID)], _WHAT[n % len(_WHAT)]
        return (
            f"In year {1700 + n} the {who} number {n} {did} all of the {what}, and wrote it down at length."
        )

    def paragraph(self, sentences: int = 3) -> str:
        return f"<p>{' '.join(self.sentence() for _ in range(sentences))}</p>"

    def paragraphs(self, count: int) -> str:
        return "".join(self.paragraph() for _ in range(count))


def extraction_of(body: str, title: str = "", head: str = "", form: Form = Form.ARTICLE) -> Extraction:
    root = parse(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>")
    return extract(root, prepare(root, ""), form)


def text_in(body: str, title: str = "", head: str = "") -> str:
    """Return the text of the article in a page, on one line."""
    return " ".join(text_of(extraction_of(body, title, head).element).split())


def markup_in(body: str, title: str = "", head: str = "") -> str:
    element = extraction_of(body, title, head).element
    return etree.tostring(element, encoding="unicode", method="html")

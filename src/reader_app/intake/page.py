"""The body of an HTML page made ready for a file that stands alone.

Links become complete, pictures find their real address, formulas are shown once, what the page hides is
left out (``prepare``); then pictures come inside, elements nested deeper than the layout can follow
are unwrapped, and the rest is written (``finish``). Every visible word is kept; making the result
harmless is the work of ``clean``.
"""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from lxml import etree

from reader_app.intake.drawings import lift_drawings
from reader_app.intake.formulas import settle_formulas
from reader_app.intake.lazy_pictures import find_lazy_pictures
from reader_app.intake.numbered_code import free_numbered_code
from reader_app.intake.outcome import is_address
from reader_app.intake.panels import is_in_heading, is_panel, opens_panel, show
from reader_app.intake.pictures import embed_pictures
from reader_app.intake.surroundings import NoPictures, PictureSource
from reader_app.intake.tree import RUNS_OF_TEXT, tag_of

# MuPDF leaves out, without a word, what is nested deeper than about 100; some of it is the
# template's, some is added by html5 rules (tbody).
_DEEPEST = 80
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Names that stand for a fate, until the sweep.
_GONE, _UNWRAPPED = "reader-gone", "reader-unwrapped"
_ALWAYS_SHOWN = frozenset({"html", "body", "main", "article"})
_NEVER_SHOWN = ("script", "style", "template", "noscript")
_MOST = 0.5  # of a page's text: what holds so much, a script would have shown


def prepare(root: etree._Element, address: str) -> etree._Element:
    """Return the page's body as it would be seen, without what is never seen.

    Args:
        root: The page; it is changed.
        address: Where the page comes from, for its relative links; "" if unknown.
    """
    body = root.find("body")
    if body is None:
        return etree.Element("body")
    base = base_of(root, address)
    settle_formulas(body)
    find_lazy_pictures(body)
    lift_drawings(body)  # before style sheets go: drawings have their own
    _keep_statements(root, body)
    etree.strip_elements(body, *_NEVER_SHOWN, with_tail=False)
    free_numbered_code(body)
    size = _size(body)
    for element in list(body.iter()):
        match tag_of(element):
            case "input":
                _settle_checkbox(element)
            case "a" | "area":
                _complete_link(element, base, address)
            case tag if tag not in _ALWAYS_SHOWN and _is_hidden(element):
                if is_panel(element) or _size(element) > _MOST * size:
                    show(element)
                else:
                    element.tag = _GONE
            case "button" if is_in_heading(element):
                element.tag = _UNWRAPPED
            case "button" if opens_panel(element):
                element.tag = "p"
    _sweep(body)
    return body


def finish(element: etree._Element, base: str, pictures: PictureSource) -> str:
    """Return the inside of an element as HTML, not yet clean.

    Args:
        element: Of a prepared body; it is changed.
        base: What the names of pictures are relative to; "" if unknown.
        pictures: Where they are.
    """
    embed_pictures(element, pictures, base)
    _flatten(element)
    html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return re.sub(r"\A<[^>]*>|</[^>]*>\s*\Z", "", html)


def body_of(root: etree._Element, address: str, pictures: PictureSource | None = None) -> str:
    """Return the inside of the page's body as HTML, not yet clean.

    Args:
        root: The page; it is changed.
        address: Where the page comes from; "" if unknown.
        pictures: Where its pictures are.
    """
    base = base_of(root, address)
    return finish(prepare(root, address), base, pictures or NoPictures())


def base_of(root: etree._Element, address: str) -> str:
    """Return the address that the page's own addresses are relative to; "" if it is unknown."""
    declared = next((base.get("href", "") for base in root.iter("base")), "")
    try:
        base = urljoin(address, declared)
    except ValueError:
        return address
    return base if is_address(base) else address


def _sweep(element: etree._Element) -> None:
    # Done by renaming and one sweep: moving thousands of texts about one by one is slow.
    etree.strip_elements(element, _GONE, with_tail=False)
    etree.strip_tags(element, _UNWRAPPED)


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden", "until-found") != "until-found":
        return True
    return _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _keep_statements(root: etree._Element, body: etree._Element) -> None:
    """Put what a page states of itself in its body (JSON-LD) into its head, where it is never shown."""
    head = root.find("head")
    statements = [script for script in body.iter("script") if "ld+json" in script.get("type", "")]
    if statements and head is None:
        head = etree.Element("head")
        root.insert(0, head)
    for script in statements:
        if head is not None:
            etree.SubElement(head, "script", type="application/ld+json").text = script.text


def _size(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))


def _settle_checkbox(field: etree._Element) -> None:
    if field.get("type", "").lower() == "checkbox":
        field.text = "☐" if field.get("checked") is None else "☑"
    field.tag = _UNWRAPPED


def _complete_link(link: etree._Element, base: str, address: str) -> None:
    target = link.get("href")
    if target is None or target.strip().startswith("#"):
        return
    whole = _joined(base, target)
    page, fragment = _split(whole)
    link.set("href", f"#{fragment}" if fragment and page == _split(address)[0] else whole)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _split(address: str) -> tuple[str, str]:
    try:
        page, fragment = urldefrag(address)
    except ValueError:
        return address, ""
    return page, fragment


def _flatten(body: etree._Element) -> None:
    """Unwrap what is nested too deeply; a line break keeps the words of two blocks apart."""
    for element in list(_deeper_than(body, _DEEPEST)):
        if tag_of(element) not in RUNS_OF_TEXT:
            etree.SubElement(element, "br")
        element.tag = _UNWRAPPED
    etree.strip_tags(body, _UNWRAPPED)


def _deeper_than(body: etree._Element, limit: int) -> Iterator[etree._Element]:
    """Yield what is nested deeper than the limit and holds something."""
    depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        # The body counts as the first level.
        if event == "start" and depth > limit + 1 and (len(element) or element.text):
            yield element

"""The tree of an HTML page, and its body made ready for a file that stands alone.

Links become complete, pictures that are not inside the file become their descriptions, what the
page hides is left out, and elements nested deeper than the layout can follow are unwrapped. It
keeps every visible word; making the result harmless is the work of ``clean``.
"""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from lxml import etree

from reader_app.errors import IntakeError
from reader_app.intake.clean import is_picture, safe_link
from reader_app.intake.formulas import settle_formulas
from reader_app.intake.outcome import is_address

# MuPDF leaves out, without a word, what is nested deeper than about 100; some of it is the
# template's, some is added by html5 rules (tbody).
_DEEPEST = 80
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Names that stand for a fate, until the sweep.
_GONE, _UNWRAPPED = "reader-gone", "reader-unwrapped"
_ALWAYS_SHOWN = frozenset({"html", "body", "main", "article"})
_RUNS_OF_TEXT = frozenset(
    """
    a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strike strong sub
    sup time tt u var wbr
    """.split()  # noqa: SIM905  shorter than a list
)

_NOT_TEXT = frozenset({"script", "style", "template", "noscript"})
_NOT_PROSE = _NOT_TEXT | {"pre", "code", "kbd", "samp", "title", "nav", "footer"}


def parse(markup: str) -> etree._Element:
    """Return the root of the page.

    Raises:
        IntakeError: The page has no content, or is nested beyond all reason.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = etree.fromstring(_CONTROL.sub("", markup).encode(), parser)
    except etree.LxmlError as error:
        raise IntakeError("The page cannot be read.") from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise IntakeError("The page is nested too deeply to be read.")
    # The stubs do not say so, but the parser recovers from an empty page with no root at all.
    if root is None:
        raise IntakeError("The page is empty.")
    return root


def text_of(element: etree._Element, skipped: frozenset[str] = _NOT_TEXT) -> str:
    """Return the text in the element, a line for each line break and block."""
    parts: list[str] = []
    unread = 0  # how many of the skipped elements are open
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = tag_of(node)
        unread += (1 if event == "start" else -1) if tag in skipped else 0
        if tag not in _RUNS_OF_TEXT:
            parts.append("\n")
        text = node.text if event == "start" else node.tail if node is not element else None
        if text and not unread:
            parts.append(text)
    return "".join(parts)


def prose_of(root: etree._Element) -> str:
    """Return the text without code, which is in no language that people speak."""
    return text_of(root, _NOT_PROSE)


def tag_of(element: etree._Element) -> str:
    """Return the element's name; "" for what has none, such as an entity."""
    return element.tag if isinstance(element.tag, str) else ""


def body_of(root: etree._Element, address: str) -> str:
    """Return the inside of the page's body as HTML, not yet clean.

    Args:
        root: The page; it is changed.
        address: Where the page comes from, for its relative links; "" if unknown.
    """
    body = root.find("body")
    if body is None:
        return ""
    base = _base(root, address)
    settle_formulas(body)
    for element in list(body.iter()):
        match tag_of(element):
            case "img":
                _settle_picture(element, base)
            case "input":
                _settle_checkbox(element)
            case "a" | "area":
                _complete_link(element, base, address)
            case tag if tag not in _ALWAYS_SHOWN and _is_hidden(element):
                element.tag = _GONE
    # Done by renaming and one sweep: moving thousands of texts about one by one is slow.
    etree.strip_elements(body, _GONE, with_tail=False)
    etree.strip_tags(body, _UNWRAPPED)
    _flatten(body)
    html = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    return re.sub(r"\A<body[^>]*>|</body>\s*\Z", "", html)


def _base(root: etree._Element, address: str) -> str:
    declared = next((base.get("href", "") for base in root.iter("base")), "")
    try:
        base = urljoin(address, declared)
    except ValueError:
        return address
    return base if is_address(base) else address


def _is_hidden(element: etree._Element) -> bool:
    if tag_of(element) == "noscript" or element.get("hidden", "until-found") != "until-found":
        return True
    return _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _settle_picture(picture: etree._Element, base: str) -> None:
    """Keep a picture that is inside the file; let any other's description stand for it."""
    if is_picture(picture.get("src", "")):
        return
    description = " ".join(picture.get("alt", "").split())
    link = safe_link(_joined(base, picture.get("src", "")))
    picture.attrib.clear()
    picture.text = description
    if description and link and not any(tag_of(e) == "a" for e in picture.iterancestors()):
        picture.tag = "a"
        picture.set("href", link)
    else:
        picture.tag = _UNWRAPPED


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
        if tag_of(element) not in _RUNS_OF_TEXT:
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

"""The tree of an HTML page: parsing it, and reading text from it. It changes nothing."""

from collections.abc import Iterator

from lxml import etree

from reader_app.document.clean import fit
from reader_app.errors import IntakeError

RUNS_OF_TEXT = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark math nobr q rp rt
    ruby s samp small span strike strong sub sup svg time tt u var wbr
    """.split()  # noqa: SIM905  shorter than a list
)
"""Elements that stand within a line; all others begin and end one."""

NOT_TEXT = frozenset({"script", "style", "template", "noscript", "title", "textarea", "svg", "select"})
_IN_HEAD = frozenset({"title", "meta", "link", "base", "script", "style", "noscript", "template"})
_NOT_PROSE = NOT_TEXT | {"pre", "code", "kbd", "samp", "nav", "footer"}


def parse(markup: str) -> etree._Element:
    """Return the root of the page.

    Raises:
        IntakeError: The page has no content, or is nested beyond all reason.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = etree.fromstring(fit(markup).encode(), parser)
    except etree.LxmlError as error:
        raise IntakeError("The page cannot be read.") from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise IntakeError("The page is nested too deeply to be read.")
    # The stubs do not say so, but the parser recovers from an empty page with no root at all.
    if root is None:
        raise IntakeError("The page is empty.")
    _take_out_of_head(root)
    return root


def tag_of(element: etree._Element) -> str:
    """Return the element's name; "" for what has none, such as an entity."""
    return element.tag if isinstance(element.tag, str) else ""


def text_of(element: etree._Element, skipped: frozenset[str] = NOT_TEXT) -> str:
    """Return the text in the element, a line for each line break and block."""
    return "".join(_parts(element, skipped))


def prose_of(root: etree._Element) -> str:
    """Return the text without code, which is in no language that people speak."""
    return text_of(root, _NOT_PROSE)


def _take_out_of_head(root: etree._Element) -> None:
    """Move into the body what the parser left in the head, where a page does not say that its body begins.

    The parser knows that a paragraph cannot be in a head, but not that an article cannot.
    """
    head = root.find("head")
    children = list(head) if head is not None else []
    begin = next(
        (n for n, child in enumerate(children) if tag_of(child) not in ("", *_IN_HEAD)), len(children)
    )
    if begin == len(children):
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    body[:0] = children[begin:]


def _parts(element: etree._Element, skipped: frozenset[str]) -> Iterator[str]:
    unread = 0  # how many of the skipped elements are open
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = tag_of(node)
        # The element asked for is read, whatever it is.
        unread += (1 if event == "start" else -1) if tag in skipped and node is not element else 0
        if tag not in RUNS_OF_TEXT:
            yield "\n"
        text = node.text if event == "start" else node.tail if node is not element else None
        if text and not unread:
            yield text

"""Takes passages out of an article, where the extraction has kept what does not belong to it.

It works on the reading file that this program wrote itself, and takes out whole blocks: paragraphs, list
items, rows, headings, pictures between them.
"""

from lxml import etree

from reader_app.core.visible import visible_characters
from reader_app.errors import IntakeError
from reader_app.intake.tree import RUNS_OF_TEXT, tag_of

_HOLDERS = frozenset(
    {"body", "article", "section", "div", "main", "ul", "ol", "dl", "table", "tbody", "thead"}
)
_GONE = "reader-gone"


def without_passage(reading: bytes, quote: str, start: int) -> bytes:
    """Return the reading file without the blocks that a passage touches.

    Args:
        reading: HTML that ``template.build`` made.
        quote: The words of the passage.
        start: Where the passage begins, about: in visible characters from the beginning of the text.

    Raises:
        IntakeError: The passage is not in the text, or nothing would be left.
    """
    root = etree.fromstring(reading, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    body = root.find("body")
    blocks = [] if body is None else _blocks(body)
    text = "".join(visible for _, visible in blocks)
    wanted = visible_characters(quote)
    first = _nearest(text, wanted, start)
    if body is None or not wanted or first < 0:
        raise IntakeError("These words are not in the article's text.")

    at, touched = 0, []
    for block, visible in blocks:
        if at < first + len(wanted) and first < at + len(visible):
            touched.append(block)
        at += len(visible)
    if len(touched) == len(blocks):
        raise IntakeError("Nothing would be left of the article.")
    for block in _with_what_is_between(body, touched):
        block.tag = _GONE
    etree.strip_elements(root, _GONE, with_tail=False)
    _strip_empty(body)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>") + b"\n"


def _blocks(body: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return the innermost blocks that hold text of their own, in order, with their visible characters."""
    texts: dict[etree._Element, list[str]] = {}
    open_blocks: list[etree._Element] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if tag_of(element) not in RUNS_OF_TEXT and tag_of(element) != "br":
            if event == "start":
                open_blocks.append(element)
            else:
                open_blocks.pop()
        text = element.text if event == "start" else element.tail if element is not body else None
        if text and open_blocks and text.strip():
            texts.setdefault(open_blocks[-1], []).append(text)
    # Visible characters are counted over a whole block: a letter and its mark may stand in two texts.
    return [(block, visible_characters("".join(parts))) for block, parts in texts.items()]


def _nearest(text: str, wanted: str, start: int) -> int:
    """Return where the wanted text begins nearest to a place; -1 if it is not there."""
    before = text.rfind(wanted, 0, start + len(wanted))
    after = text.find(wanted, start)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start)) if found else -1


def _with_what_is_between(body: etree._Element, touched: list[etree._Element]) -> list[etree._Element]:
    """Return the blocks, widened to their picture's figure and the like, and the pictures between them."""
    inside = {each for block in touched for each in block.iter()}
    order = list(body.iter())
    places = {element: at for at, element in enumerate(order)}
    first, last = places[touched[0]], places[touched[-1]]
    between = [e for e in order[first:last] if tag_of(e) in ("img", "figure", "hr") and e not in inside]
    return [_widened(block) for block in touched] + between


def _widened(block: etree._Element) -> etree._Element:
    """Return the figure of a caption, the row of a cell; a holder of other blocks stays."""
    for above in (block, *block.iterancestors()):
        if tag_of(above) in ("figure", "tr"):
            return above
        if tag_of(above) in _HOLDERS and above is not block:
            break
    return block


def _strip_empty(body: etree._Element) -> None:
    """Take out lists and boxes that hold nothing any more."""
    for element in reversed(
        list(body.iter("ul", "ol", "dl", "table", "tbody", "blockquote", "figure", "div"))
    ):
        parent = element.getparent()
        if parent is not None and not len(element) and not (element.text or "").strip():
            before = element.getprevious()
            tail = element.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(element)

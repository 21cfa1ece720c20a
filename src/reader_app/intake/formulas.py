"""The formulas of a page: each is shown once, as text, whatever program set it.

KaTeX, MathJax and Wikipedia put the same formula into a page two or three times: for the eye, for
screen readers, and as its source. MathML is preferred, then the TeX it was written in. It does not
know how MathML is read.
"""

import re

from lxml import etree

from reader_app.document.clean import fit
from reader_app.intake.mathml import formula_markup, name_of

_HOLDERS = frozenset(
    {
        "katex",
        "mwe-math-element",
        "MathJax",
        "MathJax_CHTML",
        "MathJax_SVG",
        "MathJax_MathML",
        "mjx-chtml",
        "mjx-mrow",
    }
)
_DISPLAYED = frozenset({"katex-display", "MathJax_Display", "MathJax_SVG_Display", "mwe-math-element-block"})
_PREVIEW = "MathJax_Preview"
_TEX = re.compile(r"math/(?:tex|latex|asciimath)\b", re.IGNORECASE)
_BLOCKS = frozenset({"body", "div", "section", "article", "main", "td", "li", "dd", "blockquote", "figure"})


def settle_formulas(body: etree._Element) -> None:
    """Let each formula in the tree be shown once, by elements that the layout knows.

    It comes before what is hidden is taken out: some hide the MathML and show a picture of it.
    """
    for preview in [e for e in body.iter("span", "div") if _PREVIEW in _classes(e)]:
        following = preview.getnext()
        if following is not None and (_is_holder(following) or _is_source(following)):
            _remove(preview)
    for holder in list(body.iter()):
        if _is_holder(holder) and _is_in(holder, body):
            _settle_holder(holder)
    for script in [script for script in body.iter("script") if _is_source(script)]:
        _settle_script(script)
    for formula in [f for f in body.iter() if name_of(f) == "math"]:
        if _is_in(formula, body):
            _show(formula)


def _settle_holder(holder: etree._Element) -> None:
    """Let the MathML inside stand for all of the holder, or leave the holder if it has none."""
    formula = next((e for e in holder.iter() if name_of(e) == "math"), _stated(holder))
    script = _next(holder)
    has_source = script is not None and _is_source(script)
    if formula is None:
        if has_source:
            _remove(holder)
        elif not "".join(map(str, holder.itertext())).strip() and (spoken := holder.get("aria-label")):
            holder.text = spoken
        return
    if _classes(holder) & _DISPLAYED or any(
        _classes(e) & _DISPLAYED or e.get("display") in ("true", "block") for e in _around(holder)
    ):
        formula.set("display", "block")
    if has_source and script is not None:
        _remove(script)
    _replace(holder, formula)


def _settle_script(script: etree._Element) -> None:
    """Show the TeX that a formula was written in: nothing better is in the page."""
    code = etree.Element("code")
    code.text = (script.text or "").replace("% <![CDATA[", "").replace("%]]>", "").strip()
    is_block = "mode=display" in script.get("type", "").replace(" ", "")
    _replace(script, _standing_apart(code, script.getparent()) if is_block else code)


def _show(formula: etree._Element) -> None:
    markup = formula_markup(formula)
    if markup:
        shown = etree.fromstring(f"<span>{markup}</span>")
    elif source := _source(formula):
        shown = etree.Element("code")
        shown.text = source
    else:
        _remove(formula)
        return
    shown.set("dir", "ltr")
    is_block = formula.get("display") == "block" or formula.get("mode") == "display"
    _replace(formula, _standing_apart(shown, formula.getparent()) if is_block else shown)


def _source(formula: etree._Element) -> str:
    """Return the TeX that comes with the formula, or another description."""
    stated = (
        "".join(map(str, e.itertext()))
        for e in formula.iter()
        if name_of(e) == "annotation" and "tex" in e.get("encoding", "").lower()
    )
    return next((text.strip() for text in stated if text.strip()), formula.get("alttext", "").strip())


def _stated(holder: etree._Element) -> etree._Element | None:
    """Return the formula that MathJax 2 keeps in an attribute."""
    markup = next((m for e in holder.iter() if (m := e.get("data-mathml"))), "")
    if not markup:
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(fit(markup).encode(), parser)
    except etree.LxmlError:
        return None
    return None if root is None else next((e for e in root.iter() if name_of(e) == "math"), None)


def _standing_apart(shown: etree._Element, parent: etree._Element | None) -> etree._Element:
    """Return the formula as a block where one may stand, else between two line breaks."""
    if parent is not None and parent.tag in _BLOCKS:
        block = etree.Element("div")
        block.append(shown)
        return block
    line = etree.Element("span")
    etree.SubElement(line, "br")
    line.append(shown)
    etree.SubElement(line, "br")
    return line


def _is_holder(element: etree._Element) -> bool:
    return element.tag == "mjx-container" or bool(_classes(element) & _HOLDERS)


def _is_source(element: etree._Element) -> bool:
    """Whether it is a script that holds a formula as it was written."""
    return element.tag == "script" and _TEX.match(element.get("type", "").strip()) is not None


def _is_in(element: etree._Element, body: etree._Element) -> bool:
    """Whether it is still there; a holder inside another is gone with that."""
    return element is body or any(ancestor is body for ancestor in element.iterancestors())


def _around(element: etree._Element) -> list[etree._Element]:
    """Return the element and those just around it."""
    found = [element]
    while len(found) < 3 and (parent := found[-1].getparent()) is not None:
        found.append(parent)
    return found


def _next(element: etree._Element) -> etree._Element | None:
    """Return the element that follows; the wrapper of a displayed formula is stepped out of."""
    following = element.getnext()
    parent = element.getparent()
    if following is None and parent is not None and _classes(parent) & _DISPLAYED:
        following = parent.getnext()
    return following


def _classes(element: etree._Element) -> set[str]:
    return set(element.get("class", "").split())


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    if parent is not None:
        new.tail = old.tail
        parent.replace(old, new)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)

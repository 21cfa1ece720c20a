"""Formulas of Office documents as MathML, which is read elsewhere.

Office writes them in a language of its own (OMML) that says the same with other names.
"""

import re

from lxml import etree

from reader_app.intake.safe_xml import children, local_name

_TOKEN = re.compile(r"(?P<mn>\d+(?:[.,]\d+)*)|(?P<mi>[^\W\d_])|(?P<mo>\S)")
_DEEPEST = 50
# For each structure: the element of MathML, and the parts that it takes, in order.
_STRUCTURES = {
    "f": ("mfrac", ("num", "den")),
    "sSup": ("msup", ("e", "sup")),
    "sSub": ("msub", ("e", "sub")),
    "sSubSup": ("msubsup", ("e", "sub", "sup")),
    "limLow": ("munder", ("e", "lim")),
    "limUpp": ("mover", ("e", "lim")),
    "func": ("mrow", ("fName", "e")),
}


def mathml(formula: etree._Element) -> str:
    """Return the formula, an ``m:oMath`` of a document, as MathML."""
    root = etree.Element("math")
    _append_all(root, formula, 0)
    return etree.tostring(root, encoding="unicode", method="html", with_tail=False)


def _append_all(row: etree._Element, element: etree._Element, depth: int) -> None:
    for part in element:
        _append(row, part, depth + 1)


def _append(row: etree._Element, part: etree._Element, depth: int) -> None:
    name = local_name(part)
    if depth > _DEEPEST:
        etree.SubElement(row, "mtext").text = "".join(map(str, part.itertext()))
    elif name == "r":
        _append_run(row, part)
    elif name in _STRUCTURES:
        tag, parts = _STRUCTURES[name]
        made = etree.SubElement(row, tag)
        if name == "f" and _value(part, "type", "bar") == "noBar":
            made.set("linethickness", "0")
        for wanted in parts:
            _append_row(made, part, wanted, depth)
    elif name == "rad":
        has_degree = bool(children(part, "deg", "r"))
        made = etree.SubElement(row, "mroot" if has_degree else "msqrt")
        _append_row(made, part, "e", depth)
        if has_degree:
            _append_row(made, part, "deg", depth)
    elif name == "nary":
        made = etree.SubElement(row, "munderover")
        etree.SubElement(made, "mo").text = _value(part, "chr", "∫")
        for wanted in ("sub", "sup"):
            _append_row(made, part, wanted, depth)
        _append_row(row, part, "e", depth)
    elif name == "d":
        made = etree.SubElement(row, "mfenced")
        made.set("open", _value(part, "begChr", "("))
        made.set("close", _value(part, "endChr", ")"))
        made.set("separators", _value(part, "sepChr", "|"))
        for inside in children(part, "e"):
            _append_all(etree.SubElement(made, "mrow"), inside, depth)
    elif name in ("m", "eqArr"):
        table = etree.SubElement(row, "mtable")
        for line in children(part, "mr") if name == "m" else children(part, "e"):
            made = etree.SubElement(table, "mtr")
            for cell in children(line, "e") if name == "m" else [line]:
                _append_all(etree.SubElement(made, "mtd"), cell, depth)
    elif name in ("acc", "bar"):
        made = etree.SubElement(row, "mover")
        _append_row(made, part, "e", depth)
        etree.SubElement(made, "mo").text = (
            _value(part, "chr", "^").replace("\u0302", "^") if name == "acc" else "¯"
        )
    elif not name.endswith("Pr"):
        _append_all(row, part, depth)


def _append_row(made: etree._Element, part: etree._Element, wanted: str, depth: int) -> None:
    inside = etree.SubElement(made, "mrow")
    for element in children(part, wanted):
        _append_all(inside, element, depth)


def _append_run(row: etree._Element, run: etree._Element) -> None:
    text = "".join("".join(map(str, t.itertext())) for t in children(run, "t"))
    if children(run, "rPr", "nor"):
        etree.SubElement(row, "mtext").text = text
        return
    for token in _TOKEN.finditer(text):
        etree.SubElement(row, token.lastgroup or "mo").text = token[0]


def _value(part: etree._Element, name: str, default: str) -> str:
    """Return a property of a structure."""
    stated = children(part, f"{local_name(part)}Pr", name)
    if not stated:
        return default
    return next((str(value) for key, value in stated[0].attrib.items() if str(key).endswith("val")), "")

"""A formula in MathML to a line of HTML that reads well: letters, signs, raised and lowered parts.

The layout has no mathematics of its own, so fractions and roots are written with signs and brackets.
It keeps every visible sign of the formula, in the order in which it is spoken.
"""

import unicodedata
from html import escape

from lxml import etree

# A tree deeper than this is an attack, or broken; its letters are kept all the same.
_DEEPEST = 60
# Signs that mean something to programs only, and what may not stand in XML.
_INVISIBLE = dict.fromkeys(
    (
        *range(9),
        11,
        12,
        *range(14, 32),
        *map(ord, "\u2061\u2062\u2063\u2064\u200b\u200c\u200d\ufeff\ufffe\uffff"),
    )
)
_SPACED = frozenset("=≠≈≡≅≃∼≤≥<>≪≫±∓+−×÷⋅∗∘⊕⊗∈∉∋⊂⊃⊆⊇∪∩∧∨→←↔⇒⇐⇔↦∝≔∣∖⟶⟵⟹⟺⟼⪯⪰")
_SIGNED = frozenset("+−±∓∼")  # these may stand before one thing as well as between two
_OPENING = frozenset("([{|‖⟨⌊⌈")
_SEPARATORS = frozenset(",;")
_PRIMES = frozenset("′″‴⁗'")
_WITH_LIMITS = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂⨀")
_ACCENTS = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "¯": "\u0304",
    "‾": "\u0304",
    "―": "\u0304",
    "→": "\u20d7",
    "⃗": "\u20d7",
    "˙": "\u0307",
    ".": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "´": "\u0301",
    "`": "\u0300",
}
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace"})
_UNSEEN = frozenset({"annotation", "annotation-xml", "mphantom", "none", "mprescripts", "maligngroup"})


def formula_markup(formula: etree._Element) -> str:
    """Return the inside of an element that shows the formula; "" if the formula shows nothing."""
    return _row(formula, 0).strip()


def name_of(element: etree._Element) -> str:
    """Return the element's name in small letters, without a prefix or namespace."""
    name = element.tag if isinstance(element.tag, str) else ""
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _row(element: etree._Element, depth: int) -> str:
    """Return the children one after another, with spaces around what stands between two of them."""
    if depth > _DEEPEST:
        return escape(" ".join("".join(map(str, element.itertext())).split()), quote=False)
    children = _shown(element)
    if name_of(element) == "semantics":
        children = children[:1]
    line = _text(element.text)
    before: etree._Element | None = None
    for place, child in enumerate(children):
        if name_of(child) == "mo" and not _sign(child):
            continue  # an invisible "times" or "of"
        if name_of(child) == "mo":
            line += _operator(child, before, is_last=place == len(children) - 1)
        else:
            if before is not None and _are_words(before, child):
                line += " "
            line += _markup(child, depth + 1, before)
        line += _text(child.tail)
        before = child
    return line


def _operator(element: etree._Element, before: etree._Element | None, *, is_last: bool) -> str:
    sign = _sign(element)
    if sign in _SEPARATORS:
        return sign if is_last else f"{sign} "
    follows = before is not None and not (
        name_of(before) == "mo" and (_sign(before) in _SPACED | _OPENING | _SEPARATORS)
    )
    if sign in _SPACED and (follows or sign not in _SIGNED) and not is_last:
        return f" {escape(sign, quote=False)} "
    return escape(sign, quote=False)


def _markup(element: etree._Element, depth: int, before: etree._Element | None = None) -> str:
    if depth > _DEEPEST:
        return _row(element, depth)
    parts = _shown(element)
    match name_of(element):
        case "mi":
            return _identifier(element)
        case "mo":
            return escape(_sign(element), quote=False)
        case "mspace":
            return " "
        case "ms":
            return f"“{_text(element.text)}”"
        case "mtext":
            return escape(_letters(element).replace("\xa0", " "), quote=False)
        case "mfrac" if len(parts) == 2:
            above, below = (_apart(part, depth) for part in parts)
            is_choice = element.get("linethickness", "").strip("empxt%") in ("0", "0.0")
            return f"{above}; {below}" if is_choice else f"{above}/{below}"
        case "msqrt":
            inside = _row(element, depth + 1)
            return f"√{inside}" if len(parts) == 1 and _is_single(parts[0]) else f"√({inside})"
        case "mroot" if len(parts) == 2:
            return f"<sup>{_markup(parts[1], depth + 1)}</sup>√{_apart(parts[0], depth)}"
        case "msup" | "msub" | "msubsup" | "munder" | "mover" | "munderover":
            return _scripts(element, depth)
        case "mmultiscripts":
            return _multiple_scripts(element, depth)
        case "mfenced":
            return _fenced(element, depth)
        case "mtable":
            is_matrix = before is not None and name_of(before) == "mo" and _sign(before) in "([|‖"
            return _table(parts, depth, is_matrix=is_matrix)
        case _:
            return _row(element, depth)


def _scripts(element: etree._Element, depth: int) -> str:
    """Return a base with what stands beside, above or below it."""
    base, *scripts = _children(element)[:3] or [element]
    kind = name_of(element)
    line = _markup(base, depth + 1)
    if kind == "mover" and scripts and (accent := _ACCENTS.get(_letters(scripts[0]))):
        letters = _letters(base)
        return line.replace(letters, letters + accent, 1) if len(letters) == 1 else f"{line}<sup>¯</sup>"
    raised = kind in ("msup", "mover")
    for place, script in enumerate(scripts):
        line += _script(script, depth, raised=raised or place == 1)
    is_name = name_of(base) == "mi" and len(_letters(base)) > 1
    return f"{line} " if is_name or _letters(base) in _WITH_LIMITS else line


def _script(script: etree._Element, depth: int, *, raised: bool) -> str:
    inside = _markup(script, depth + 1).strip()
    if not inside or (raised and set(inside) <= _PRIMES):
        return inside
    return f"<sup>{inside}</sup>" if raised else f"<sub>{inside}</sub>"


def _multiple_scripts(element: etree._Element, depth: int) -> str:
    base, *scripts = _children(element) or [element]
    after, before = "", ""
    is_before, raised = False, False
    for script in scripts:
        if name_of(script) == "mprescripts":
            is_before, raised = True, False
            continue
        inside = "" if name_of(script) == "none" else _script(script, depth, raised=raised)
        raised = not raised
        if is_before:
            before += inside
        else:
            after += inside
    return before + ("" if base is element else _markup(base, depth + 1)) + after


def _fenced(element: etree._Element, depth: int) -> str:
    separators = element.get("separators", ",").split() or [""]
    line = ""
    for place, part in enumerate(_shown(element)):
        if place:
            line += separators[min(place, len(separators)) - 1] + " "
        line += _markup(part, depth + 1)
    fences = [element.get("open", "("), line, element.get("close", ")")]
    return escape(fences[0], quote=False) + fences[1] + escape(fences[2], quote=False)


def _table(rows: list[etree._Element], depth: int, *, is_matrix: bool) -> str:
    """Return a matrix as "a, b; c, d", and lines that stand one below the other as such."""
    lines = [
        (", " if is_matrix else " ").join(
            cell for part in _shown(row) if (cell := _row(part, depth + 2).strip())
        )
        for row in rows
    ]
    return ("; " if is_matrix else "<br/>").join(line for line in lines if line)


def _apart(element: etree._Element, depth: int) -> str:
    inside = _markup(element, depth + 1).strip()
    return inside if _is_single(element) else f"({inside})"


def _is_single(element: etree._Element) -> bool:
    """Whether it reads as one thing without brackets around it."""
    while name_of(element) in ("mrow", "mstyle", "mpadded", "semantics") and len(_shown(element)) == 1:
        element = _shown(element)[0]
    if name_of(element) in ("msup", "msub", "msubsup", "msqrt", "mfenced"):
        return True
    return name_of(element) in _TOKENS and " " not in _letters(element)


def _identifier(element: etree._Element) -> str:
    letters = _letters(element)
    # NFKC turns letters of the mathematical alphabets, slanted ones among them, into plain ones.
    plain = unicodedata.normalize("NFKC", letters)
    slanted = len(plain) == 1 and plain.isalpha() and element.get("mathvariant", "italic") == "italic"
    return f"<i>{escape(letters, quote=False)}</i>" if slanted else escape(letters, quote=False)


def _are_words(before: etree._Element, element: etree._Element) -> bool:
    """Whether the two would run together: "sin x", "if x"."""
    first, second = _letters(before), _letters(element)
    if not first or not second or name_of(before) == "mo":
        return False
    is_name = name_of(before) == "mi" and len(first) > 1
    return (is_name or (name_of(element) == "mi" and len(second) > 1)) and second[0].isalnum()


def _sign(element: etree._Element) -> str:
    return _letters(element).replace("-", "−")


def _letters(element: etree._Element) -> str:
    text = "".join(map(str, element.itertext())).translate(_INVISIBLE)
    return text if name_of(element) == "mtext" else " ".join(text.split())


def _text(text: str | None) -> str:
    return escape(" ".join((text or "").translate(_INVISIBLE).split()), quote=False)


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _shown(element: etree._Element) -> list[etree._Element]:
    return [child for child in _children(element) if name_of(child) not in _UNSEEN]

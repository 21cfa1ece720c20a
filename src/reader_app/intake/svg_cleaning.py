"""Makes a drawing (SVG) harmless: nothing that runs, nothing from outside, nothing that swells up.

What is not on the lists is left out. Works on XML and on drawings inside HTML, whose parser writes all
names in small letters. It draws nothing.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from reader_app.document.clean import fit
from reader_app.errors import IntakeError
from reader_app.intake.charset import declared_in, decode

_NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath linearGradient
    radialGradient stop clipPath mask pattern marker image switch style
    """.split()  # noqa: SIM905  shorter than a list
_ATTRIBUTES = """
    id class style transform x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points dx dy rotate width height viewBox
    preserveAspectRatio offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits
    patternTransform clipPathUnits maskUnits maskContentUnits mask-type markerUnits markerWidth markerHeight
    refX refY orient pathLength startOffset textLength lengthAdjust method spacing side systemLanguage
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip-path
    clip-rule mask marker marker-start marker-mid marker-end stop-color stop-opacity paint-order
    vector-effect shape-rendering image-rendering text-rendering font font-family font-size font-style
    font-weight font-stretch font-variant letter-spacing word-spacing text-anchor text-decoration
    dominant-baseline alignment-baseline baseline-shift writing-mode direction
    """.split()  # noqa: SIM905  shorter than a list
_PROPER_ELEMENT = {name.lower(): name for name in _ELEMENTS}
_PROPER_ATTRIBUTE = {name.lower(): name for name in _ATTRIBUTES}
_GROUPS = frozenset({"a"})  # a link draws what is in it
_LAYERED = re.compile(r"(?:^|[;\s])(?:mask|clip-path)\s*:")
# A layer of its own for each group that is seen through takes more time than all the rest of a drawing.
_OPACITY = re.compile(r"(^|[;{\s])opacity\s*:([^;}]*)", re.IGNORECASE)
_REFERENCE = re.compile(r"""url\(\s*+["']?+\s*+#([^\s"')]+)\s*+["']?+\s*+\)""", re.IGNORECASE)
_FUNCTION = re.compile(r"(?<![\w-])([\w-]++)\s*+\(([^()]*)\)?")
_FUNCTIONS = frozenset("rgb rgba hsl hsla translate scale rotate matrix skewx skewy".split())  # noqa: SIM905
_SLOW = re.compile(r"(^|[;{\s])(?:filter|backdrop-filter|mix-blend-mode|isolation)\s*:[^;}]*", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
# A run of these signs is one rule to nobody, but would be looked through from each of them.
_AT_RULE = re.compile(r"@++[^;{]*+(?:;|\{(?:[^{}]|\{[^{}]*\})*+\}|\Z)")

_DEEPEST = 60
_MOST_ELEMENTS = 50_000
_MOST_DRAWN = 200_000  # elements, each counted as often as it is used
_MOST_LAYERS = 3_000

PictureFilter = Callable[[str], str | None]


def parse_drawing(content: bytes) -> etree._Element:
    """Return the root of an SVG file.

    Raises:
        IntakeError: It is no SVG.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
    )
    markup = fit(decode(content, declared_in(content)))
    try:
        root = etree.fromstring(markup.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise IntakeError("The drawing is damaged.") from error
    # The stubs do not say so, but a parser that recovers may find nothing at all.
    if root is None or _name(root) != "svg":
        raise IntakeError("The drawing is damaged.")
    return root


def clean_drawing(drawing: etree._Element, settled: PictureFilter) -> etree._Element:
    """Return a harmless copy of a drawing.

    Args:
        drawing: An ``<svg>`` of an XML or HTML tree.
        settled: Returns what to put for the address of a picture inside it; None leaves it out.

    Raises:
        IntakeError: It is too large or too deep.
    """
    clean = etree.fromstring(f'<svg xmlns="{_NAMESPACE}"/>')
    gradients = {e.get("id", "") for e in drawing.iter() if _name(e) in ("lineargradient", "radialgradient")}
    waiting = [(drawing, clean, 1)]
    count = 0
    while waiting:
        source, target, depth = waiting.pop()
        count += 1
        if count > _MOST_ELEMENTS or depth > _DEEPEST:
            raise IntakeError("The drawing is too large.")
        _copy_attributes(source, target, settled)
        if target.tag == f"{{{_NAMESPACE}}}style":
            target.text = _harmless_css("".join(map(str, source.itertext())), gradients)
            continue
        target.text = source.text
        for child in source:
            copy = _copied(child, target)
            if copy is not None and len(copy) == 0 and copy.text is None:
                waiting.append((child, copy, depth + 1))
    return clean


def _copied(child: etree._Element, parent: etree._Element) -> etree._Element | None:
    """Append what stands for the child; return it."""
    name = _name(child)
    copy = None
    if name == "foreignobject":
        copy = _label(child, parent)
    elif name in _GROUPS:
        copy = etree.SubElement(parent, f"{{{_NAMESPACE}}}g")
    elif name in _PROPER_ELEMENT:
        copy = etree.SubElement(parent, f"{{{_NAMESPACE}}}{_PROPER_ELEMENT[name]}")
    if child.tail and copy is not None:
        copy.tail = child.tail
    return copy


def _label(box: etree._Element, parent: etree._Element) -> etree._Element | None:
    """Append the text that a box of HTML holds, in the middle of it, as charts write their labels."""
    lines = [" ".join(line.split()) for line in _lines(box)]
    lines = [line for line in lines if line]
    x, y, width, height = (_number(box.get(name)) for name in ("x", "y", "width", "height"))
    if not lines or not width:
        return None
    size = min(16.0, (height or 24.0) / len(lines) / 1.2, 1.8 * width / max(map(len, lines)))
    text = etree.SubElement(parent, f"{{{_NAMESPACE}}}text")
    text.set("font-size", f"{size:g}")
    text.set("font-family", "sans-serif")
    text.set("text-anchor", "middle")
    first = y + height / 2 - (len(lines) - 1) * 0.6 * size + 0.35 * size
    for index, line in enumerate(lines):
        span = etree.SubElement(text, f"{{{_NAMESPACE}}}tspan")
        span.set("x", f"{x + width / 2:g}")
        span.set("y", f"{first + index * 1.2 * size:g}")
        span.text = line
    return text


def _lines(box: etree._Element) -> list[str]:
    parts: list[str] = []
    for event, node in etree.iterwalk(box, events=("start", "end")):
        if _name(node) in ("br", "p", "div", "li", "tr"):
            parts.append("\n")
        if _name(node) not in ("style", "script"):
            parts.append((node.text if event == "start" else node.tail if node is not box else "") or "")
    return "".join(part if part == "\n" else part.replace("\n", " ") for part in parts).splitlines()


def _copy_attributes(source: etree._Element, target: etree._Element, settled: PictureFilter) -> None:
    is_picture = target.tag == f"{{{_NAMESPACE}}}image"
    for key, stated in source.attrib.items():
        value = str(stated).strip()
        name = str(key).rpartition("}")[2].rpartition(":")[2].lower()
        if name == "href":
            kept = settled(value) if is_picture else value if value.startswith("#") else None
            if kept:
                target.set("href", kept)
        elif name == "style":
            target.set("style", _harmless_css(value, None))
        elif name == "opacity" and not is_picture:
            for kind in ("fill-opacity", "stroke-opacity"):
                if source.get(kind) is None:
                    target.set(kind, value)
        elif name in _PROPER_ATTRIBUTE:
            target.set(_PROPER_ATTRIBUTE[name], _local(value, None))


def _harmless_css(css: str, gradients: set[str] | None) -> str:
    """Return the CSS without what comes from outside.

    Args:
        css: Rules, or the declarations of one element.
        gradients: In rules, the only names that may be referred to; None for all names. What a rule
            refers to, each element that it fits refers to: only gradients cannot swell up by that.
    """
    css = _AT_RULE.sub("", _COMMENT.sub("", css))
    css = _SLOW.sub(r"\1", css.replace("\\", ""))
    return _local(_OPACITY.sub(r"\1fill-opacity:\2;stroke-opacity:\2", css), gradients)


def _local(value: str, gradients: set[str] | None) -> str:
    """Return the value without functions that fetch, and references that leave the drawing."""

    def settled(found: re.Match[str]) -> str:
        if found[1].lower() in _FUNCTIONS:
            return found[0]
        reference = _REFERENCE.fullmatch(found[0])
        allowed = reference and (gradients is None or reference[1] in gradients)
        return f"url(#{reference[1]})" if reference and allowed else "none"

    return _FUNCTION.sub(settled, value) if "(" in value else value


def layers_of(drawing: etree._Element) -> int:
    """Return how many layers are drawn of a clean drawing, those that are used often as often.

    Raises:
        IntakeError: They are too many, or refer to each other in a circle.
    """
    named = {e.get("id", ""): e for e in reversed(list(drawing.iter())) if e.get("id")}
    drawn: dict[etree._Element, tuple[int, int]] = {}
    open_: set[etree._Element] = set()

    def measure(element: etree._Element, depth: int) -> tuple[int, int]:
        if element in drawn:
            return drawn[element]
        if element in open_ or depth > 3 * _DEEPEST:
            raise IntakeError("The drawing refers to itself.")
        open_.add(element)
        elements, layers = 1, int(_is_layer(element))
        for inner in (*element, *(named[name] for name in _references(element) if name in named)):
            more, deeper = measure(inner, depth + 1)
            elements, layers = elements + more, layers + deeper
        open_.discard(element)
        drawn[element] = elements, layers
        return elements, layers

    elements, layers = measure(drawing, 0)
    if elements > _MOST_DRAWN or layers > _MOST_LAYERS:
        raise IntakeError("The drawing is too large.")
    return layers


def _references(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        text = str(value)
        if key == "href" and text.startswith("#"):
            yield text[1:]
        else:
            yield from _REFERENCE.findall(text)


def _is_layer(element: etree._Element) -> bool:
    if any(name in element.attrib for name in ("opacity", "mask", "clip-path")):
        return True
    return _LAYERED.search(element.get("style", "")) is not None


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _number(text: str | None) -> float:
    found = re.match(r"\s*([+-]?\d{0,7}\.?\d{1,6})", text or "")
    return float(found[1]) if found else 0.0

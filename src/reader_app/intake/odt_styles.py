"""What the styles of an OpenDocument text mean: emphasis, headings, quotations, kinds of lists.

Automatic styles, which hold what a writer set by hand, inherit from named ones.
"""

from dataclasses import dataclass, replace

from lxml import etree

from reader_app.intake.safe_xml import children, local_name

_MOST_ANCESTORS = 30
_BLOCKS = {
    "Title": "h1",
    "Subtitle": "p",
    "Quotations": "blockquote",
    "Quote": "blockquote",
    "Preformatted_20_Text": "pre",
    "Source_20_Code": "pre",
    "Caption": "figcaption",
    "Illustration": "figcaption",
    "Figure": "figcaption",
    "Table": "figcaption",
}
_WORDS = {"Strong_20_Emphasis": "strong", "Emphasis": "em", "Source_20_Text": "code", "Teletype": "code"}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How words look, as far as it means something.

    Attributes:
        tag: "em", "strong" or "code" by the style's own name; "" for no such name.
        position: "sup" or "sub"; "" for the line itself.
    """

    tag: str = ""
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    hidden: bool = False
    position: str = ""

    def wrapped(self, markup: str) -> str:
        """Return the markup in the elements that the style means."""
        tags = [
            "strong" if self.bold and self.tag != "strong" else "",
            "em" if self.italic and self.tag != "em" else "",
            "u" if self.underlined else "",
            "s" if self.struck else "",
            self.position,
            self.tag,
        ]
        for tag in filter(None, tags):
            markup = f"<{tag}>{markup}</{tag}>"
        return markup


class Styles:
    """The styles of a document, by family and name."""

    def __init__(self, roots: list[etree._Element]) -> None:
        groups = [
            group
            for root in roots
            for kind in ("styles", "automatic-styles")
            for group in children(root, kind)
        ]
        self._styles = {
            (attribute(style, "family"), attribute(style, "name")): style
            for group in groups
            for style in children(group, "style")
        }
        self._lists = {
            attribute(style, "name"): style for group in groups for style in children(group, "list-style")
        }
        self._texts: dict[str, TextStyle] = {}

    def text(self, name: str) -> TextStyle:
        """Return the style of words."""
        if name not in self._texts:
            style = TextStyle()
            for ancestor in reversed(self._chain("text", name)):
                style = _changed(style, ancestor)
            self._texts[name] = style
        return self._texts[name]

    def block(self, name: str) -> str:
        """Return the element that a paragraph of the style is: "p", "h1" … "h6", "blockquote", "pre"."""
        for ancestor in self._chain("paragraph", name):
            if name in _BLOCKS:
                break
            level = attribute(ancestor, "default-outline-level")
            if level.isdecimal() and level != "0":
                return f"h{min(int(level), 6)}"
            name = attribute(ancestor, "parent-style-name")
        return _BLOCKS.get(name, "p")

    def emphasis(self, name: str) -> TextStyle:
        """Return how a whole paragraph of the style looks."""
        style = TextStyle()
        for ancestor in reversed(self._chain("paragraph", name)):
            style = _changed(style, ancestor)
        return style

    def is_numbered(self, name: str, level: int) -> bool:
        """Whether the items of a list are numbered.

        Args:
            name: The list's style.
            level: From 1.
        """
        style = self._lists.get(name)
        for kind in style if style is not None else ():
            if attribute(kind, "level") == str(level):
                return local_name(kind) == "list-level-style-number" and bool(attribute(kind, "num-format"))
        return False

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        """Return the style and those it is made after."""
        chain: list[etree._Element] = []
        while len(chain) < _MOST_ANCESTORS and (style := self._styles.get((family, name))) is not None:
            chain.append(style)
            name = attribute(style, "parent-style-name")
        return chain


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute, whatever its namespace; "" if there is none."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


def _changed(style: TextStyle, by: etree._Element) -> TextStyle:
    style = replace(style, tag=_WORDS.get(attribute(by, "name"), style.tag))
    for properties in children(by, "text-properties"):
        stated = {str(key).rpartition("}")[2]: str(value) for key, value in properties.attrib.items()}
        position = stated.get("text-position", "").split()[:1]
        style = replace(
            style,
            bold=_is(stated.get("font-weight"), style.bold, {"bold", "600", "700", "800", "900"}),
            italic=_is(stated.get("font-style"), style.italic, {"italic", "oblique"}),
            underlined=_is_line(stated.get("text-underline-style"), style.underlined),
            struck=_is_line(stated.get("text-line-through-style"), style.struck),
            hidden=_is(stated.get("display"), style.hidden, {"none"}),
            position=_position(position[0]) if position else style.position,
        )
    return style


def _is(stated: str | None, inherited: bool, yes: set[str]) -> bool:
    return inherited if stated is None else stated in yes


def _is_line(stated: str | None, inherited: bool) -> bool:
    return inherited if stated is None else stated != "none"


def _position(stated: str) -> str:
    if stated.startswith(("super", "sub")):
        return stated[:3]
    return {"-": "sub", "0": ""}.get(stated[:1], "sup")

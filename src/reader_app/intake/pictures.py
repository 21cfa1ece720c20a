"""The pictures of an article, stored inside it: nothing is loaded when it is read.

A picture that cannot be had, or cannot be shown, is replaced by its description. Where pictures are
found is the source's business.
"""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from lxml import etree

from reader_app.document.clean import safe_link
from reader_app.intake.picture_formats import Conversion, Picture, content_of
from reader_app.intake.surroundings import PictureSource

_MOST_PICTURES = 300
_MOST_BYTES = 60 << 20
# MuPDF takes an attribute's pixels for points, but a picture's own pixels for what they are.
_POINTS_IN_PIXEL = 0.75
_LENGTH = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*", re.IGNORECASE)
# A name that stands for a fate, until the sweep.
_UNWRAPPED = "reader-picture-unwrapped"


def embed_pictures(root: etree._Element, pictures: PictureSource, base: str) -> None:
    """Store the pictures inside a tree; where that fails, let descriptions stand for them.

    Afterwards each ``<img>`` has a ``src`` that ``clean`` lets pass, and a ``width`` in points where it is
    not shown pixel by pixel; its height follows from the picture.

    Args:
        root: Of the article, or of what holds it; it is changed.
        pictures: Where they are found; asked once.
        base: The address that relative names are relative to; "" if unknown.
    """
    elements = [element for element in root.iter("img") if not _vanishes(element)]
    names = dict.fromkeys(name for element in elements if (name := _name(element)) and not _is_data(name))
    wanted = list(names)[:_MOST_PICTURES]
    store = _Store(pictures.collect(wanted, base) if wanted else {})
    for element in elements:
        picture = store.picture(_name(element), _stated(element, "width"))
        if picture is None:
            _describe(element, base)
        elif picture.is_spacer:
            _vanish(element)
        else:
            _show(element, picture)
    etree.strip_tags(root, _UNWRAPPED)


class _Store:
    """The pictures of one article: each is converted once, and no more are given than go into it."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self._conversion = Conversion()
        self._found = found
        self._converted: dict[tuple[str, int], Picture | None] = {}
        self._pictures_left = _MOST_PICTURES
        self._bytes_left = _MOST_BYTES

    def picture(self, name: str, shown_width: int) -> Picture | None:
        """Return a picture by its name; None if there is none, or no room for it.

        Args:
            name: As the page writes it, or the data: address that holds it.
            shown_width: In CSS pixels; 0 if the page does not say.
        """
        key = name, shown_width
        if key not in self._converted:
            content = content_of(name) if _is_data(name) else self._found.get(name)
            self._converted[key] = self._conversion.picture(content, shown_width) if content else None
        picture = self._converted[key]
        return picture if picture is None or picture.is_spacer or self._has_room(picture) else None

    def _has_room(self, picture: Picture) -> bool:
        """Whether the picture goes in as well; if so, its room is taken."""
        if not self._pictures_left or len(picture.content) > self._bytes_left:
            return False
        self._pictures_left -= 1
        self._bytes_left -= len(picture.content)
        return True


def _name(element: etree._Element) -> str:
    return element.get("src", "").strip()


def _is_data(name: str) -> bool:
    return name[:5].lower() == "data:"


def _vanishes(element: etree._Element) -> bool:
    """Take out a picture of which the page itself says that nobody is to see it."""
    sizes = (_LENGTH.fullmatch(element.get(name, "")) for name in ("width", "height"))
    if any(size and int(size[1]) <= 1 for size in sizes):
        _vanish(element)
        return True
    return False


def _vanish(element: etree._Element) -> None:
    element.attrib.clear()
    element.tag, element.text = _UNWRAPPED, ""


def _stated(element: etree._Element, name: str) -> int:
    """Return the width or height that the page asks for, in CSS pixels; 0 if it does not."""
    found = _LENGTH.fullmatch(element.get(name, ""))
    return int(found[1]) if found else 0


def _show(element: etree._Element, picture: Picture) -> None:
    width, height = _stated(element, "width"), _stated(element, "height")
    if not width and height:
        width = round(height * picture.width / picture.height)
    width = width or round(picture.width)
    element.set("src", picture.data_address)
    element.attrib.pop("width", "")
    # Many pages state a height that their style sheet overrides, which would distort the picture here.
    element.attrib.pop("height", "")
    if width != picture.pixels_across:
        element.set("width", str(max(1, round(width * _POINTS_IN_PIXEL))))


def _describe(element: etree._Element, base: str) -> None:
    """Let the description stand for a picture, as a link to where the picture is."""
    description = " ".join(element.get("alt", "").split())
    link = safe_link(_joined(base, _name(element))) if _name(element) else None
    element.attrib.clear()
    element.text = description
    if description and link and next(element.iterancestors("a"), None) is None:
        element.tag = "a"
        element.set("href", link)
    else:
        element.tag = _UNWRAPPED


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""

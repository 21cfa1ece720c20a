"""Finds the real address of pictures that a page would load late, by a script that never runs here.

Pages hide it in attributes of their own making, in ``srcset``, in ``<source>``, or in a ``<noscript>``
beside a placeholder. Afterwards each ``<img>`` has in ``src`` what it is to show.
"""

import re

from lxml import etree

from reader_app.intake.tree import tag_of, text_of

_SOURCE = re.compile(r"(data:[^\s]+|[^\s,][^\s]*?)(?:\s+([\d.]+)([wx]))?\s*(?:,\s+|,(?=https?:|//|/)|$)")
_PLACEHOLDER = re.compile(
    r"(?:blank|spacer|placeholder|place-holder|1x1|pixel|transparent|lazy|loading|grey|gray|default)"
    r"[^/]*\.(?:gif|png|svg|jpe?g|webp)(?:\?.*)?$",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(
    r"^\S+\.(?:jpe?g|png|webp|avif|gif|svg|bmp|tiff?)(?:[?#!,&;:]\S*)?$", re.IGNORECASE
)
_KNOWN = """
    data-src data-original data-lazy-src data-lazy data-original-src data-actualsrc data-full-src
    data-hi-res-src data-image-src data-url data-echo data-delayed-url data-li-src data-img-src data-lazyload
    """.split()  # noqa: SIM905  shorter than a list
_KNOWN_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
_LONGEST_PLACEHOLDER = 1_000  # characters of a data: address; real pictures are longer
_WIDE_ENOUGH = 1_200  # device pixels: a column at twice its usual size
_NO_ADDRESS = ("src", "alt", "title", "href", "longdesc")
_INSTEAD_OF_IMAGE = frozenset({"figure", "picture", "span", "div"})


def find_lazy_pictures(body: etree._Element) -> None:
    """Give every picture the address that it would show in the end; placeholders go."""
    for hidden in list(body.iter("noscript")):
        _open(hidden)
    for holder in list(body.iter(*_INSTEAD_OF_IMAGE)):
        if not len(holder) and not (holder.text or "").strip():
            _fill(holder)
    for picture in body.iter("img", "amp-img"):
        picture.tag = "img"
        address = _address_of(picture)
        if address is not None:
            picture.set("src", address)


def best_of(source_set: str) -> str:
    """Return the address of a ``srcset`` that is wide enough and no wider; "" if there is none."""
    offers = [(found[1], float(found[2] or 1), found[3]) for found in _SOURCE.finditer(source_set.strip())]
    if not offers:
        return ""
    by_width = [offer for offer in offers if offer[2] == "w"]
    if by_width:
        by_width.sort(key=lambda offer: offer[1])
        return next((offer for offer in by_width if offer[1] >= _WIDE_ENOUGH), by_width[-1])[0]
    offers.sort(key=lambda offer: offer[1])
    return next((offer for offer in reversed(offers) if offer[1] <= 2), offers[0])[0]


def _address_of(picture: etree._Element) -> str | None:
    """Return the picture's real address; None if ``src`` has it already."""
    stated = picture.get("src", "").strip()
    offered = next((best for name in _KNOWN_SETS if (best := best_of(picture.get(name, "")))), "")
    if stated and not _is_placeholder(stated):
        # What is stated may be a thumbnail of what is offered.
        return offered if offered and not _is_placeholder(offered) else None
    lazy = next((value for name in _KNOWN if (value := picture.get(name, "").strip())), "")
    if lazy and not _is_placeholder(lazy):
        return best_of(lazy) if " " in lazy else lazy
    # The parser takes <source> for an element with content: the picture may stand inside it.
    around = next(picture.iterancestors("picture"), None)
    if around is not None and not offered:
        sets = (source.get("srcset") or source.get("data-srcset") or "" for source in around.iter("source"))
        offered = next((best for each in sets if (best := best_of(each))), "")
    if offered and not _is_placeholder(offered):
        return offered
    others = (str(value).strip() for name, value in picture.attrib.items() if name not in _NO_ADDRESS)
    return next((value for value in others if _PICTURE_FILE.match(value)), None)


def _is_placeholder(address: str) -> bool:
    if address.startswith("data:"):
        return len(address) < _LONGEST_PLACEHOLDER
    return _PLACEHOLDER.search(address) is not None or address in ("#", "about:blank")


def _open(hidden: etree._Element) -> None:
    """Let the pictures in a ``<noscript>`` take the place of the placeholder before it."""
    pictures = list(hidden.iter("img"))
    parent = hidden.getparent()
    if not pictures or parent is None or len(text_of(hidden).strip()) > len(pictures) * 200:
        return
    before = hidden.getprevious()
    placeholder = None
    if before is not None:
        placeholder = before if tag_of(before) == "img" else next(iter(before.iter("img")), None)
    if placeholder is not None and len(pictures) == 1:
        stated = placeholder.get("src", "").strip()
        if not stated or _is_placeholder(stated) or _same_picture(placeholder, pictures[0]):
            for name, value in pictures[0].attrib.items():
                if value or name not in placeholder.attrib:
                    placeholder.set(str(name), str(value))
            return
    shown = {image.get("src", "") for image in parent.iter("img") if image not in pictures}
    if all(image.get("src", "") not in shown for image in pictures):
        hidden.tag = "span"


def _same_picture(one: etree._Element, other: etree._Element) -> bool:
    """Whether two pictures are one: the page gives its address in any attribute."""
    address = other.get("src", "").partition("?")[0]
    return bool(address) and any(address in str(value) for value in one.attrib.values())


def _fill(holder: etree._Element) -> None:
    """Put a picture into an empty element that names one, for a script to make."""
    lazy = next((value for name in _KNOWN if (value := holder.get(name, "").strip())), "")
    if lazy and _PICTURE_FILE.match(lazy):
        etree.SubElement(
            holder, "img", src=lazy, alt=holder.get("data-alt") or holder.get("aria-label") or ""
        )

"""Makes HTML harmless: what is left runs nothing and loads nothing.

An allow-list of tags that mean something in a text, of attributes that carry meaning, of links that
a browser may open, and of pictures that are inside the file. Every format that turns into HTML goes
through here last. It knows no format.
"""

import base64
import binascii
import re
from urllib.parse import urlsplit

import nh3

from reader_app.core.web_address import without_trackers

_TAGS = frozenset(
    """
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins
    kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary
    sup table tbody td tfoot th thead time tr tt u ul var wbr
    """.split()  # noqa: SIM905  a list of a string each would take eighty lines
)
_WITH_CONTENT = frozenset(
    """
    script style title template iframe frame frameset object embed applet noscript noembed noframes
    svg canvas audio video select textarea datalist annotation annotation-xml xmp plaintext
    """.split()  # noqa: SIM905
)
_ATTRIBUTES = {
    "*": frozenset({"id", "lang", "dir"}),
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "col": frozenset({"span"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_PATTERNS = {
    "id": re.compile(r"[^\s\"'<>`&]{1,200}"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "dir": re.compile(r"ltr|rtl|auto", re.IGNORECASE),
    "scope": re.compile(r"row|col|rowgroup|colgroup", re.IGNORECASE),
    "start": re.compile(r"-?\d{1,6}"),
    "value": re.compile(r"-?\d{1,6}"),
    # A cell that claims a million columns would keep the layout busy for ever.
    "span": re.compile(r"\d{1,3}"),
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,4}"),
    "width": re.compile(r"\d{1,5}"),
    "height": re.compile(r"\d{1,5}"),
}
_DATA_PICTURE = re.compile(r"data:image/[\w.+-]{1,30};base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_PICTURE_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
# What no tree can hold: the parser lets it in, and then nobody can put it anywhere else.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNFIT_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")


def clean(markup: str) -> str:
    """Return the HTML with everything taken out that is not on the allow-list."""
    return nh3.clean(
        markup,
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )


def fit(markup: str) -> str:
    """Return the markup without characters that no tree can hold, written out or as references."""
    # A space in place of a reference: what stands around it must not become another.
    return _UNFIT_REFERENCE.sub(" ", _UNFIT.sub("", markup))


def safe_link(address: str) -> str | None:
    """Return the address without trackers if a browser may open it, else None."""
    address = address.strip()
    if address.startswith("#") and len(address) > 1:
        return address
    if _INVISIBLE.search(address) or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme == "mailto" and "@" in parts.path:
        return address
    if scheme in ("http", "https") and host:
        return without_trackers(address)
    return None


def is_picture(address: str) -> bool:
    """Whether the address holds, in itself, a picture that the page view can show."""
    found = _DATA_PICTURE.fullmatch(address.strip())
    if found is None:
        return False
    try:
        head = base64.b64decode("".join(found[1][:64].split())[:32], validate=True)
    except binascii.Error:
        return False
    return head.startswith(_PICTURE_SIGNATURES)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return safe_link(value)
    if name == "src":
        return value.strip() if tag == "img" and is_picture(value) else None
    pattern = _PATTERNS.get(name)
    if pattern is None or pattern.fullmatch(value.strip()):
        return value.strip()
    return None

"""Lists that are HTML pages: links, each below a heading.

They are read as a stream: what a list of bookmarks leaves open would nest as deep as it is long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

_HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page.

    Attributes:
        heading: The text of the last heading before it.
        text: Its own text.
        attributes: Of the element, by names in small letters.
    """

    heading: str
    text: str
    attributes: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return an attribute, "" if it is not there."""
        return self.attributes.get(name, "")


def links_of(page: str) -> Sequence[Link]:
    """Return the links of a page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._heading = ""
        self._text: list[str] = []
        self._attributes: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" or tag in _HEADINGS:
            self._end_link()
            self._text.clear()
        if tag == "a":
            self._attributes = {name: value or "" for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in _HEADINGS:
            self._heading = " ".join("".join(self._text).split())
            self._text.clear()

    def close(self) -> None:
        super().close()
        self._end_link()

    def _end_link(self) -> None:
        if self._attributes is not None and "href" in self._attributes:
            text = " ".join("".join(self._text).split())
            self.links.append(Link(self._heading, text, self._attributes))
        self._attributes = None
        self._text.clear()

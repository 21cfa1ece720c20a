"""What a reader asks to save: files, parts of archives, addresses, what was copied. Nouns only.

How each of them becomes bytes, and then an article, is not known here.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reader_app.core.article import State

_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHighlight:
    """A highlight that another program's export brings along, not yet found in the article's text.

    Attributes:
        quote: The marked words, as that program had them.
        note: Markdown; "" for a bare mark.
        tags: In any order.
        created_at: UTC; None if the export does not say.
    """

    quote: str
    note: str = ""
    tags: tuple[str, ...] = ()
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a reading list says of an article that it names.

    Attributes:
        title: Serves where the source itself names none.
        authors: As ``Metadata`` has them.
        published: As ``Metadata`` has it.
        language: As ``Metadata`` has it.
        tags: Tags for the article.
        state: Where it stood; None if the list does not say.
        saved_at: When it was put on the list, UTC; None if the list does not say.
        highlights: In the order of the list.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    state: State | None = None
    saved_at: datetime | None = None
    highlights: tuple[ListedHighlight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to save: a file, a file in an archive, given bytes, or an address to fetch.

    Exactly one of these holds: ``content`` is given; ``path`` is a file (with ``member``, an archive
    that has it inside); neither, then ``address`` is fetched.

    Attributes:
        name: What to call it to the reader, and a hint of its type: a file name, an address.
        path: The file.
        member: The name of a file inside the archive ``path``; "" for the file itself.
        content: Its bytes, where they are at hand (standard input, the clipboard, an export).
        address: Where it comes from, as far as is known; what is fetched if there is nothing else.
        is_typed: Whether the reader typed the address: only then may it lie in a private network.
        listing: What a reading list says of it.
    """

    name: str
    path: Path | None = None
    member: str = ""
    content: bytes | None = None
    address: str = ""
    is_typed: bool = False
    listing: Listing | None = None

    @property
    def is_fetched(self) -> bool:
        """Whether the network is asked for it."""
        return self.path is None and self.content is None


@dataclass(frozen=True, slots=True)
class Expansion:
    """What named things stand for.

    Attributes:
        sources: In the order named, those of a folder sorted.
        problems: The name and one sentence for each thing that stands for nothing.
    """

    sources: tuple[Source, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


def printable(name: str) -> str:
    """Return a file's name as text that can be shown and kept, whatever bytes it is made of."""
    return _HALF_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", name)


def given(source: Path | bytes, name: str) -> Source:
    """Return the source that a file is, or these bytes are, under a name."""
    if isinstance(source, bytes):
        return Source(name=name, content=source)
    return Source(name=printable(name), path=source)


def address_source(address: str, *, is_typed: bool = True) -> Source:
    """Return the source that a web address is."""
    return Source(name=address, address=address, is_typed=is_typed)

"""The door of this room: whether a file is a reading list, and of which program, by its content alone."""

import codecs
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reader_app.errors import IntakeError
from reader_app.intake.charset import declared_in, decode
from reader_app.intake.file_trees import HEAD, FileTree
from reader_app.intake.lists import bookmarks, instapaper, links, omnivore, pocket, tables, wallabag
from reader_app.intake.lists.entries import Entries
from reader_app.intake.lists.sections import Link, links_of
from reader_app.intake.sources import Expansion, printable

_LARGEST = 512 << 20
_TITLE = re.compile(r"<title[^>]*>\s*([^<]*?)\s*</title", re.IGNORECASE)
_JSON_ADDRESS = re.compile(r'"(?:url|slug)"\s*:')
_HEAD_OF_PAGE = 1_000
_WRAPPINGS = ("_embedded", "items", "entries", "bookmarks", "articles")
_DEEPEST = 3
_PAGES: dict[str, Callable[[Sequence[Link], Entries], None]] = {
    pocket.PAGE_TITLE.lower(): pocket.read_page,
    instapaper.PAGE_TITLE.lower(): instapaper.read_page,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading list holds.

    Attributes:
        expansion: Its entries.
        used: Files beside it that belong to its entries.
        is_known: Whether a program that keeps reading lists writes such files. Else it is any table of
            addresses, which a reader may or may not mean.
    """

    expansion: Expansion
    used: frozenset[str] = frozenset()
    is_known: bool = True


def reading_list(tree: FileTree, name: str) -> Found | None:
    """Return what a file holds if it is a reading list; None if it is not.

    Raises:
        IntakeError: It cannot be read.
    """
    head = tree.head(name)
    entries = Entries(printable(PurePosixPath(name).name))
    if links.is_link(head):
        links.read_link(tree.read(name, HEAD), entries)
        return Found(entries.expansion)
    read = _reader(_text_of(head).lstrip("\ufeff"), is_cut=len(head) == HEAD)
    if read is None:
        return None
    content = tree.read(name, _LARGEST)
    return read(_Listed(tree, name, decode(content, declared_in(content)).lstrip("\ufeff"), entries))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list that is about to be read.

    Attributes:
        tree: Where its file is.
        name: Its file.
        text: What is in it.
        entries: Takes its entries.
    """

    tree: FileTree
    name: str
    text: str
    entries: Entries


_Reader = Callable[[_Listed], Found | None]


def _text_of(head: bytes) -> str:
    """Return the beginning of a file as text, good enough to tell lists by: all their signs are ASCII."""
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if is_wide else "utf-8", errors="replace")


def _reader(head: str, *, is_cut: bool) -> _Reader | None:
    beginning = head.lstrip()[:1]
    if beginning in ("[", "{") and _JSON_ADDRESS.search(head):
        return _read_json
    if beginning == "<":
        return _page_reader(head)
    if links.is_address_list(head, is_cut=is_cut):
        return _read_addresses
    return _read_table if tables.is_table(head) else None


def _page_reader(head: str) -> _Reader | None:
    title = _TITLE.search(head)
    read = _PAGES.get(title[1].lower()) if title else None
    if bookmarks.SIGN in head[:_HEAD_OF_PAGE].lower():
        read = bookmarks.read_page
    if read is None:
        return None

    def read_page(listed: _Listed) -> Found:
        read(links_of(listed.text), listed.entries)
        return Found(listed.entries.expansion)

    return read_page


def _read_addresses(listed: _Listed) -> Found:
    links.read_address_list(listed.text, listed.entries)
    return Found(listed.entries.expansion)


def _read_table(listed: _Listed) -> Found:
    is_known = tables.read_table(listed.text, listed.entries)
    return Found(listed.entries.expansion, is_known=is_known)


def _read_json(listed: _Listed) -> Found | None:
    try:
        items = _items(json.loads(listed.text))
    except (ValueError, RecursionError) as error:
        raise IntakeError("The reading list is damaged or incomplete.") from error
    if not items:
        return None
    used: frozenset[str] = frozenset()
    if {"slug", "savedAt"} <= items[0].keys():
        used = omnivore.read_items(items, listed.entries, listed.tree, listed.name)
    elif isinstance(items[0].get("highlights"), list):
        pocket.read_highlights(items, listed.entries)
    elif wallabag.is_article(items[0]):
        wallabag.read_items(items, listed.entries)
    else:
        return None
    return Found(listed.entries.expansion, used)


def _items(value: object) -> list[dict[str, object]]:
    """Return the entries of a list, which may be wrapped in objects."""
    for _ in range(_DEEPEST):
        if not isinstance(value, dict):
            break
        value = next((value[name] for name in _WRAPPINGS if name in value), None)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

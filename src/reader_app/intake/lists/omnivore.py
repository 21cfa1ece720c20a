"""Omnivore: JSON files that name articles, with the articles and their highlights in files beside them."""

from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, join

from reader_app.core.article import State
from reader_app.errors import IntakeError
from reader_app.intake.charset import decode
from reader_app.intake.file_trees import FileTree
from reader_app.intake.lists.entries import (
    Entries,
    highlights_of,
    is_fetchable,
    prose,
    state_of,
    tags_of,
    time_of,
    words,
)
from reader_app.intake.sources import ListedHighlight, Listing
from reader_app.intake.values import date_or_nothing

_LARGEST_NOTES = 16 << 20


def read_items(items: list[dict[str, object]], entries: Entries, tree: FileTree, name: str) -> frozenset[str]:
    """Read the entries of one metadata file.

    Args:
        items: What is in the file.
        entries: Takes the entries.
        tree: Where the file is.
        name: The file.

    Returns:
        The files beside it that belong to its entries.
    """
    used: set[str] = set()
    for item in items:
        slug, title, address = prose(item.get("slug")), words(item.get("title")), prose(item.get("url"))
        content = _beside(tree, name, "content", slug, ".html")
        notes = _beside(tree, name, "highlights", slug, ".md")
        used |= {content, notes} - {""}
        try:
            text = decode(tree.read(notes, _LARGEST_NOTES)) if notes else ""
        except IntakeError as error:
            entries.refuse(title or address, f"Its highlights cannot be read: {error}")
            text = ""
        listing = Listing(
            title=title,
            authors=(author,) if (author := words(item.get("author"))) else (),
            published=date_or_nothing(words(item.get("publishedAt"))),
            tags=tags_of(item.get("labels")),
            state=_state(item),
            saved_at=time_of(item.get("savedAt")),
            highlights=tuple(_highlights(text, title or address)),
        )
        if content:
            entries.add_source(
                replace(
                    tree.source(content), address=address if is_fetchable(address) else "", listing=listing
                )
            )
        else:
            entries.add(address, listing)
    return frozenset(used)


def _beside(tree: FileTree, name: str, folder: str, slug: str, suffix: str) -> str:
    """Return the file of an article in a folder beside the list; "" if there is none, or an empty one."""
    beside = join(dirname(name), folder, slug + suffix)
    if not slug or "/" in slug or "\\" in slug or not tree.has(beside):
        return ""
    try:
        return beside if tree.head(beside).strip() else ""
    except IntakeError:
        return ""


def _state(item: dict[str, object]) -> State:
    is_archived = words(item.get("state")).lower() == "archived"
    return state_of(is_archived=is_archived, progress=item.get("readingProgress"), whole=100)


def _highlights(text: str, about: str) -> Iterator[ListedHighlight]:
    """Read the quotes of an article, each with its labels and note after it, a blank line between them."""
    quote, tags, notes = "", tags_of([]), list[str]()
    for block in [*prose(text).replace("\r\n", "\n").split("\n\n"), "> "]:
        if block.startswith(">"):
            yield from highlights_of(quote, "\n\n".join(notes), about, tags)
            quote = "\n".join(line.removeprefix(">").strip() for line in block.splitlines())
            tags, notes = (), []
        elif block.strip().startswith("#") and quote and not tags and not notes:
            tags = tags_of(block.strip().removeprefix("#"), " #")
        elif block.strip():
            notes.append(block.strip())

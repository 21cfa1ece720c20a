"""What the names stand for that a reader types or drops: files, folders, archives, addresses, reading lists.

It looks at how files begin, and reads reading lists; whether a file can become an article shows when it
is taken in. What a reader names is always tried; in a folder or an archive, what no format reads is
passed over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path, PureWindowsPath

from reader_app.errors import IntakeError
from reader_app.intake.detect import SUFFIXES, Format
from reader_app.intake.file_trees import Archive, FileTree, Folder, open_zip
from reader_app.intake.lists.recognition import Found, reading_list
from reader_app.intake.outcome import is_address
from reader_app.intake.saved_pages import without_page_folders
from reader_app.intake.sources import Expansion, Listing, Source, address_source, printable

_ARTICLES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
_LISTS = frozenset({".csv", ".tsv", ".json", ".url", ".webloc", ".desktop"})
# Articles that may also be lists.
_EITHER = frozenset({*SUFFIXES[Format.HTML], ".txt", ".text"})
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_EPUB = b"mimetypeapplication/epub+zip"
# Atomic, or many comments would be divided among the repetitions in all ways.
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BOOK_IN_ZIP = ".fb2.zip"
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# What only documents have that are zip archives themselves: EPUB, Office, OpenDocument, Pages.
_DOCUMENT_PARTS = frozenset(
    {"mimetype", "META-INF/container.xml", "[Content_Types].xml", "content.xml", "Index/Document.iwa"}
)


def expand(names: Sequence[str]) -> Expansion:
    """Return what names stand for; what is wrong with one of them spoils no other.

    Args:
        names: Paths of files and folders, and http(s) addresses.
    """
    found = [_of_name(name) for name in names]
    return Expansion(
        tuple(_merged(source for each in found for source in each.sources)),
        tuple(problem for each in found for problem in each.problems),
    )


def _of_name(name: str) -> Expansion:
    if is_address(name.strip()):
        return Expansion((address_source(name.strip()),))
    try:
        if not name.strip():
            raise IntakeError("The name is empty.")
        path = _path(name)
        return _of_folder(path) if path.is_dir() else _of_file(path)
    except IntakeError as error:
        return Expansion(problems=((printable(name), str(error)),))


def _path(name: str) -> Path:
    """Return the path of a name.

    Raises:
        IntakeError: There is nothing of this name, or it cannot be a name.
    """
    try:
        path = Path(name).expanduser()
        path.stat()
    except (FileNotFoundError, ValueError, RuntimeError) as error:  # a zero byte, an unknown user's "~"
        if _OTHER_SCHEME.match(name.strip()):
            raise IntakeError("Only http and https addresses can be saved.") from error
        raise IntakeError("There is no such file or folder.") from error
    except OSError as error:
        raise IntakeError(f"It cannot be looked at: {error.strerror}.") from error
    return path


def _of_folder(path: Path) -> Expansion:
    found = _of_tree(Folder(path), path)
    if found == Expansion():
        raise IntakeError("The folder holds no file that this program reads.")
    return found


def _of_file(path: Path) -> Expansion:
    tree = Folder(path.parent)
    if tree.head(path.name).startswith((_ZIP, _EMPTY_ZIP)):
        found = _of_zip(path)
    else:
        listed = reading_list(tree, path.name)
        found = listed.expansion if listed else None
        if found == Expansion():
            raise IntakeError("The reading list is empty.")
    return found or Expansion((tree.source(path.name),))


def _of_zip(path: Path) -> Expansion | None:
    """Return what an archive of articles holds; None for a document that is a zip archive itself."""
    with open_zip(path) as archive:
        if _is_document(archive):
            return None
        found = _of_tree(archive, path)
    if found == Expansion():
        raise IntakeError("The archive holds no file that this program reads.")
    return found


def _is_document(archive: Archive) -> bool:
    names = archive.walk().names
    is_book = len(names) == 1 and _suffix(names[0]) in SUFFIXES[Format.FB2]
    return is_book or any(archive.has(part) for part in _DOCUMENT_PARTS)


def _of_tree(tree: FileTree, path: Path) -> Expansion:
    walk = tree.walk()
    names = without_page_folders(walk.names)
    sources: list[Source] = []
    problems = list(walk.problems)
    lists: dict[str, Found] = {}
    settled: set[str] = set()
    for name in names:
        if _suffix(name) not in _LISTS | _EITHER:
            continue
        try:
            listed = reading_list(tree, name)
        except IntakeError as error:
            problems.append((_shown(path, name), str(error)))
            settled.add(name)
            continue
        if listed is not None and listed.is_known:
            lists[name] = listed
            settled |= listed.used
    for name in names:
        if name in lists:
            sources += lists[name].expansion.sources
            problems += lists[name].expansion.problems
        elif name in settled:
            continue
        elif _suffix(name) == ".zip" and not name.lower().endswith(_BOOK_IN_ZIP):
            inside = _of_inner_zip(tree, path, name)
            sources += inside.sources
            problems += inside.problems
        elif _is_article(tree, name):
            sources.append(tree.source(name))
    return Expansion(tuple(sources), tuple(problems))


def _of_inner_zip(tree: FileTree, path: Path, name: str) -> Expansion:
    """Return what an archive in a folder holds; one in an archive is a problem."""
    source = tree.source(name)
    if source.member or source.path is None:
        sentence = "It is an archive inside an archive; unpack it and add it by itself."
        return Expansion(problems=((_shown(path, name), sentence),))
    try:
        with open_zip(source.path) as archive:
            return Expansion((source,)) if _is_document(archive) else _of_tree(archive, source.path)
    except IntakeError as error:
        return Expansion(problems=((_shown(path, name), str(error)),))


def _is_article(tree: FileTree, name: str) -> bool:
    """Whether a file is one that a format reads: by its suffix, or by its beginning if it has none."""
    suffix = _suffix(name)
    if suffix or name.rpartition("/")[2].endswith("."):
        return suffix in _ARTICLES or name.lower().endswith(_BOOK_IN_ZIP)
    try:
        head = tree.head(name)
    except IntakeError:
        return False
    return b"%PDF-" in head[:1024] or head[30:].startswith(_EPUB) or _HTML.match(head) is not None


def _suffix(name: str) -> str:
    return PureWindowsPath(name).suffix.lower()


def _shown(path: Path, name: str) -> str:
    return printable(str(path / name))


def _merged(sources: Iterable[Source]) -> Iterator[Source]:
    """Yield the sources; what several entries of lists say of one address is said once."""
    entries: dict[str, Source] = {}
    others = count()
    for source in sources:
        key = source.address if source.listing is not None and source.address else f" {next(others)}"
        first = entries.get(key)
        entries[key] = source if first is None else _joined(first, source)
    return iter(entries.values())


def _joined(first: Source, second: Source) -> Source:
    """Return one entry for two of the same address: the one that has the content, with what both say."""
    one, two = first.listing or Listing(), second.listing or Listing()
    times = [time for time in (one.saved_at, two.saved_at) if time is not None]
    listing = Listing(
        title=one.title or two.title,
        authors=one.authors or two.authors,
        published=one.published or two.published,
        language=one.language or two.language,
        tags=tuple(dict.fromkeys((*one.tags, *two.tags))),
        state=one.state or two.state,
        saved_at=min(times, default=None),
        highlights=tuple(dict.fromkeys((*one.highlights, *two.highlights))),
    )
    return replace(second if first.is_fetched else first, listing=listing)

"""Pictures that lie beside a saved page: in its folder, or in the archive that it is in.

Only what is inside is given, whatever names a page writes. It asks no network.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LARGEST = 15 << 20
_MOST_BYTES = 60 << 20
# Absolute names of any system, streams and devices of one; separators are those of the web.
_UNFIT = re.compile(r'[\x00-\x1f:\\<>"|*]|^/|^\s*$')


class FolderPictures:
    """Gives pictures in the folder of a page, or below it.

    Args:
        folder: Where the page lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return the pictures that are there; names that lead elsewhere are passed over."""
        del base
        return _collected(names, self._file)

    def _file(self, name: str) -> bytes | None:
        try:
            folder = self._folder.resolve()
            # Resolved, for a link may lead anywhere.
            path = (folder / name).resolve()
            if not path.is_relative_to(folder) or not path.is_file() or path.stat().st_size > _LARGEST:
                return None
            return path.read_bytes()
        except (OSError, ValueError):
            return None


class ArchivePictures:
    """Gives pictures in an archive, by names relative to a page in it.

    Args:
        member: Returns the member of a name; None if there is none.
        page: The page's own name in the archive.
    """

    def __init__(self, member: Callable[[str], bytes | None], page: str) -> None:
        self._member = member
        self._folder = posixpath.dirname(page)

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return the pictures that are there; names that lead elsewhere are passed over."""
        del base
        return _collected(names, self._file)

    def _file(self, name: str) -> bytes | None:
        path = posixpath.normpath(posixpath.join(self._folder, name))
        return None if path.startswith("..") else self._member(path)


def _collected(names: Sequence[str], read: Callable[[str], bytes | None]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    left = _MOST_BYTES
    for name in names:
        content = next((content for each in _file_names(name) if (content := read(each))), None)
        if content is not None and len(content) <= min(_LARGEST, left):
            found[name] = content
            left -= len(content)
    return found


def _file_names(name: str) -> Iterator[str]:
    """Yield the names that a picture may be kept under, the likeliest first; none for one elsewhere."""
    try:
        parts = urlsplit(name)
    except ValueError:
        return
    if parts.scheme or parts.netloc:
        return
    with_query = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for written in dict.fromkeys((unquote(parts.path), unquote(with_query), parts.path)):
        if not _UNFIT.search(written):
            yield written

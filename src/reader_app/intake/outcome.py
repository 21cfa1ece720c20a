"""What a source becomes: the noun that every format module returns.

It does not know how any format is read.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

from reader_app.core.article import Metadata
from reader_app.intake.sources import printable

UNTITLED = "Untitled"
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A source that became an article, not yet saved.

    Attributes:
        metadata: What the source says of itself; its title is never empty.
        media_type: MIME type of the reading file.
        reading: The reading file; None if the original serves as it is (PDF, EPUB, FB2, MOBI).
        suffix: File name suffix of the reading file, with its dot.
        original_suffix: File name suffix of the original, with its dot.
        whole: The whole page as a reading file of its own, where it is doubtful that ``reading`` is
            the article; None if there is no doubt.
    """

    metadata: Metadata
    media_type: str
    reading: bytes | None
    suffix: str
    original_suffix: str
    whole: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address became.

    Attributes:
        intake: The article.
        original: What was fetched, all pages and pictures in one file of suffix
            ``intake.original_suffix``. It gives the same article again without the network.
        address: Where it was in the end, after all redirects.
    """

    intake: Intake
    original: bytes
    address: str


def title_from_name(name: str) -> str:
    """Return a title made of a file name or an address, for a source that names none itself."""
    parts = urlsplit(name) if is_address(name) else None
    path = unquote(parts.path) if parts else name
    stem = PurePosixPath(PureWindowsPath(path).name).stem
    title = one_line(stem.replace("_", " "))
    if not title and parts:
        title = parts.hostname or ""
    return title or UNTITLED


def is_address(name: str) -> bool:
    """Whether the name is a web address rather than a file name."""
    return name.lower().startswith(("http://", "https://"))


def suffix_of(name: str, known: tuple[str, ...]) -> str:
    """Return the name's suffix if it is one of the known ones, else the first of these."""
    path = urlsplit(name).path if is_address(name) else name
    suffix = PureWindowsPath(path).suffix.lower()
    return suffix if suffix in known else known[0]


def one_line(text: str, limit: int = LONGEST_TITLE) -> str:
    """Return the text on one line, cut at a word with an ellipsis if it exceeds the limit."""
    # Only the beginning matters; splitting a whole book for its first words would be slow.
    line = " ".join(printable(text[: limit * 8]).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut) + "…"

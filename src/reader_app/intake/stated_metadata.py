"""What a PDF or an office document states about itself, where that can be believed.

The Title and Author of many are leftovers of the program that wrote them: the name of a file, of a
computer's account, of a template. Such a title is worse than the file's own name.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from reader_app.core.article import Metadata

_LONGEST_TITLE = 300
_PROGRAM = re.compile(
    r"^(?:Microsoft (?:Office )?(?:Word|PowerPoint|Excel)|Pages|Print) [-–] ", re.IGNORECASE
)
_FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|dotx?|rtf|odt|txt|tex|dvi|ps|eps|html?|xhtml|aspx?|php|indd|qxp?d?|p65|pmd|fm|wpd|wps"
    r"|pages|key|numbers|pptx?|odp|xlsx?|ods|pub|cdr|ai|psd|jpe?g|png|tiff?|bmp|gif)$",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"(?:untitled|unknown|no title|title|document|doc|new document|presentation|powerpoint presentation|slide"
    r"|layout|page|book|print|scan|scanned document|image|full page photo|none|null|temp|test)"
    r"(?:[ _-]?\(?\d+\)?)*",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:doi|pii|arxiv|isbn|issn|sici)\s*:.*|10\.\d{4,}/\S+", re.IGNORECASE)
_PATH = re.compile(r"[a-z]:[\\/].*|(?:file|https?):/.*|/\S+/\S*|\\\\.*", re.IGNORECASE)
_NOBODY = frozenset(
    {
        "administrator",
        "admin",
        "user",
        "owner",
        "root",
        "author",
        "unknown",
        "anonymous",
        "none",
        "null",
        "guest",
    }
)
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s+(?:and|und|et|&)\s+|\s*,\s*(?:and|und|et|&)\s+")


def believed_metadata(stated: Mapping[str, str], metadata: Metadata) -> Metadata:
    """Return the metadata with the title and authors that a document states, as far as they are sensible.

    Args:
        stated: What the document gives as ``title`` and ``author``.
        metadata: What is known without it; its title is a file's name.
    """
    return replace(
        metadata,
        title=believed_title(stated.get("title", "")) or metadata.title,
        authors=believed_authors(stated.get("author", "")) or metadata.authors,
    )


def believed_title(text: str) -> str:
    """Return the title on one line, or "" if it is none."""
    title = " ".join(text.replace("\x00", "").split())
    if _PROGRAM.match(title) or len(title) > _LONGEST_TITLE or not any(map(str.isalpha, title)):
        return ""
    wrong = _FILE_NAME.search(title) or _LEFTOVER.fullmatch(title) or _CODE.fullmatch(title)
    return "" if wrong or _PATH.fullmatch(title) else title


def believed_authors(text: str) -> tuple[str, ...]:
    """Return the people among the names."""
    names = [
        name
        for names in _BETWEEN_NAMES.split(" ".join(text.replace("\x00", "").split()))
        for name in _by_commas(names)
    ]
    return tuple(dict.fromkeys(name for name in names if is_somebody(name)))


def _by_commas(names: str) -> list[str]:
    """Part "Jane Roe, John Doe", which are two people, and not "Roe, Jane", who is one."""
    parts = names.split(", ")
    return parts if all(" " in part for part in parts) else [names]


def is_somebody(name: str) -> bool:
    """Whether a name is more than a program's way of saying that nobody gave one."""
    return any(map(str.isalpha, name)) and name.casefold() not in _NOBODY and not _FILE_NAME.search(name)

"""Annotations as files of other programs list them: by the words that they mark. The article is not known.

What a file is, its content tells. Each entry that breaks the rules of its format is named; the others are
kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from reader_app.core.annotation import Drawing, Kind

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

# A file with nothing but bad entries names so many of them; nobody reads more.
MOST_PROBLEMS: Final = 200


class BrokenRuleError(Exception):
    """An entry breaks a rule of its format; the message says which, in half a sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that are marked, as a file tells them.

    Attributes:
        exact: The words; "" if only their place is told.
        prefix: What stands before them.
        suffix: What stands after them.
        start: Where they begin in the text; None if that is not told.
        end: Where they end.
        section: The section that it is in; None if that is not told.
        counts_utf16: Whether ``start`` and ``end`` count units of UTF-16, else code points.
        counts_whole: Whether they count in the whole text although the section is told.
    """

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    section: int | None = None
    counts_utf16: bool = False
    counts_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAnnotation:
    """An annotation as a file lists it.

    Attributes:
        key: What the file calls it; "" if it has no name.
        kind: How it marks.
        label_name: Of the label that comes closest to what it is for; "" for none.
        note: Markdown or plain text.
        tags: As they are.
        author: "" if unknown.
        created_at: UTC; None if unknown.
        modified_at: UTC; None if unknown.
        passages: What it marks; empty for a note on the whole article, or on what is no text.
        is_on_whole: Whether it is about the whole article.
        address: Of the page that it is on; "" if unknown.
        answers: The key of the annotation that it is a reply to, else "".
        id: That it has in libraries of this program; "" for what another program made.
        label_id: Of the label that it had in such a library, else "".
        color: "#rrggbb" that it had there, else "".
        drawing: What it draws on a page, for kinds that mark no text.
    """

    key: str
    kind: Kind = Kind.HIGHLIGHT
    label_name: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    created_at: datetime | None = None
    modified_at: datetime | None = None
    passages: tuple[Passage, ...] = ()
    is_on_whole: bool = False
    address: str = ""
    answers: str = ""
    id: str = ""
    label_id: str = ""
    color: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class AnnotationList:
    """What a file lists.

    Attributes:
        annotations: In its order.
        problems: A sentence for each entry that is left out.
    """

    annotations: tuple[ListedAnnotation, ...]
    problems: tuple[str, ...]


def entry_name(entry: Json, number: int) -> str:
    """Return what a sentence calls an entry, at its beginning; the first one has the number 1."""
    key = entry.get("id") if isinstance(entry, dict) else None
    return f"Entry {number} (“{key[:80]}”)" if isinstance(key, str) else f"Entry {number}"


def named_problems(problems: Iterable[str]) -> tuple[str, ...]:
    """Return problems, the first of them if there are far too many to read."""
    named = tuple(problems)
    if len(named) <= MOST_PROBLEMS:
        return named
    return (*named[:MOST_PROBLEMS], f"And {len(named) - MOST_PROBLEMS} more entries cannot be read.")

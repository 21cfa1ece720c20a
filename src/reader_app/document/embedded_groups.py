"""Which entries of a PDF are one annotation: its parts, and what was answered to it; and the id it gets.

An id follows from the article and from what the entry is, so that it is the same whenever it is read.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from reader_app.core.annotation import Kind
from reader_app.core.threads import thread_roots
from reader_app.document.embedded_entries import HIDDEN, NO_VIEW, Entries, Entry, read_entries
from reader_app.document.opening import Document
from reader_app.document.pdf_values import date_of

KINDS: Final = {
    "Highlight": Kind.HIGHLIGHT,
    "Underline": Kind.UNDERLINE,
    "StrikeOut": Kind.STRIKEOUT,
    "Squiggly": Kind.SQUIGGLY,
    "Text": Kind.NOTE,
    "FreeText": Kind.FREE_TEXT,
    "Square": Kind.RECTANGLE,
    "Circle": Kind.ELLIPSE,
    "Ink": Kind.INK,
    "Line": Kind.LINE,
    "Polygon": Kind.POLYGON,
    "PolyLine": Kind.POLYLINE,
    "Stamp": Kind.STAMP,
    "Caret": Kind.CARET,
}
# What a reader would miss; anything else that is no annotation of his is silently not one.
_MISSED: Final = {
    "FileAttachment": "an attached file",
    "Sound": "a sound",
    "Movie": "a film",
    "Screen": "a film",
    "RichMedia": "a film",
    "3D": "a model in three dimensions",
    "Redact": "a redaction that was not carried out",
    "Projection": "a projected note",
}
_NAMESPACE: Final = UUID("3f3cf03c-5b8a-5d0e-9d4b-0c7f4e1c2a57")


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one annotation.

    Attributes:
        id: That it gets.
        other_id: That it gets where another article has an annotation with ``id``.
        parts: Its entries, in order; more than one only where this program wrote them.
        replies: What was answered to it, in the order of their dates.
    """

    id: str
    other_id: str
    parts: tuple[Entry, ...]
    replies: tuple[Entry, ...]

    @property
    def keys(self) -> Iterator[tuple[int, int]]:
        """Where all of its entries stand."""
        return (entry.key for entry in (*self.parts, *self.replies))


def groups_in(document: Document, article_id: str) -> tuple[list[Group], list[str]]:
    """Return the annotations that stand in a document, and a sentence for each entry that becomes none."""
    if document.reflows:
        return [], []
    with document.untouched() as pdf:
        return _grouped(read_entries(pdf), article_id)


def _grouped(entries: Entries, article_id: str) -> tuple[list[Group], list[str]]:
    """Return the annotations, in the order of the file, and a sentence for each entry that becomes none."""
    problems = list(entries.problems)
    threads = _Threads(entries.found)
    seen, own_ids = Counter[str](), {_own_id(entry) for entry in entries.found}
    shared: dict[str, dict[int, Entry]] = {}
    heads: list[tuple[str, str, Entry]] = []
    for entry in entries.found:
        if entry.subtype not in KINDS:
            if (sentence := _missed(entry)) is not None:
                problems.append(sentence)
            continue
        if threads.root(entry) is not None:
            continue
        if threads.is_circular(entry):
            problems.append(f"Page {entry.page + 1}: annotations answer each other in a circle.")
        if entry.flags & (HIDDEN | NO_VIEW):
            continue
        own_id = _own_id(entry)
        if own_id and entry.own:
            parts = shared.setdefault(own_id, {})
            if entry.own.part not in parts:  # else another program made a copy of it
                parts[entry.own.part] = entry
                if len(parts) > 1:
                    continue
                heads.append((own_id, str(uuid5(_NAMESPACE, f"{article_id}\n{own_id}")), entry))
                continue
        made_id = _made_id(entry, article_id, seen, own_ids)
        heads.append((made_id, made_id, entry))
    groups = []
    for group_id, other_id, head in heads:
        parts = shared.get(group_id, {})
        of_one = [parts[part] for part in sorted(parts)] or [head]
        replies = [reply for part in of_one for reply in threads.replies(part)]
        groups.append(Group(group_id, other_id, tuple(of_one), tuple(replies)))
    return groups, problems


def reply_id(group_id: str, reply: Entry) -> str:
    """Return what tells a reply from the others of its annotation."""
    return reply.name or str(uuid5(_NAMESPACE, f"{group_id}\n{_description(reply)}\n{reply.place}"))


class _Threads:
    """Who answers whom."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = {entry.number: entry for entry in entries if entry.number and entry.subtype in KINDS}
        self._roots = thread_roots(
            {number: each.answers for number, each in self._entries.items() if self._has_parent(each)}
        )
        self._replies: dict[int, list[Entry]] = {}
        for entry in sorted(entries, key=_date):
            if (root := self.root(entry)) is not None:
                self._replies.setdefault(root.number, []).append(entry)

    def root(self, entry: Entry) -> Entry | None:
        """Return the annotation that an entry is a reply to, at the beginning of its thread; else None."""
        if not self._has_parent(entry):
            return None
        above = self._entries[entry.answers]
        return self._entries.get(self._roots.get(above.number, 0)) if self._has_parent(above) else above

    def is_circular(self, entry: Entry) -> bool:
        """Tell whether an entry leads, over others or at once, into a circle."""
        return self._has_parent(entry) and self.root(entry) is None

    def replies(self, entry: Entry) -> Sequence[Entry]:
        """Return all replies of an entry's thread."""
        return self._replies.get(entry.number, ()) if entry.number else ()

    def _has_parent(self, entry: Entry) -> bool:
        return _is_reply(entry) and entry.answers in self._entries


def _date(entry: Entry) -> datetime:
    return date_of(entry.created) or date_of(entry.modified) or datetime.max.replace(tzinfo=UTC)


def _is_reply(entry: Entry) -> bool:
    # What belongs to a group, and a mark on other words, has a place of its own.
    return bool(entry.answers) and not entry.is_grouped and entry.subtype == "Text"


def _missed(entry: Entry) -> str | None:
    if entry.subtype == "Watermark" or entry.flags & (HIDDEN | NO_VIEW):
        return None
    kind = f"of the unknown type “{entry.subtype[:40]}”" if entry.subtype else "without a type"
    what = _MISSED.get(entry.subtype) or f"an annotation {kind}"
    return f"Page {entry.page + 1}: {what} cannot be imported."


def _own_id(entry: Entry) -> str:
    """Return the id that this program gave to the annotation; "" for one of another program."""
    try:
        return str(UUID(entry.own.id)) if entry.own else ""
    except ValueError:
        return ""


def _made_id(entry: Entry, article_id: str, seen: Counter[str], own_ids: Collection[str]) -> str:
    """Return an id for an annotation of another program; the second of two equal ones gets another.

    The first one may have its id written on it, since this program gave it other words.
    """
    what = _description(entry)
    while True:
        seen[what] += 1
        again = f"\n{seen[what]}" if seen[what] > 1 else ""
        made_id = str(uuid5(_NAMESPACE, f"{article_id}\n{what}{again}"))
        if made_id not in own_ids:
            return made_id


def _description(entry: Entry) -> str:
    """Return what an entry is, in words that stay the same as long as nobody changes it."""
    if entry.name:
        return f"{entry.page} {entry.subtype} {entry.name}"
    shape = " ".join(f"{number:.2f}" for number in entry.shape)
    return f"{entry.page} {entry.subtype} {shape} {entry.created} {entry.modified}\n{entry.text}"

"""Brings two changes of one annotation together, where two programs, or undo and another, made them.

An annotation has parts that change as one, such as its label with its color. What only one side changed
is taken from that side; what both changed is kept from both where it can be.
"""

from dataclasses import replace
from functools import reduce
from typing import Any, Final

from reader_app.core.annotation import Annotation, utc_now

_PARTS: Final = (
    ("kind",),
    ("label_id", "color"),
    ("author",),
    ("replies",),
    ("targets", "status", "suggestions", "drawing"),
)
"""The parts that are taken whole; notes and tags can be brought together."""

BOTH_NOTES: Final = "\n\n---\n\n"
"""Stands between two texts that were written for one note: a line in Markdown."""


def reconciled(base: Annotation, mine: Annotation, theirs: Annotation) -> Annotation:
    """Return an annotation with what was changed here and what was changed elsewhere.

    What both changed is as it is here, but of notes both are kept, and of tags all.

    Args:
        base: As it was before both changes.
        mine: As it is here.
        theirs: As it is elsewhere.
    """
    changes: dict[str, Any] = {}
    for part in _PARTS:
        side = theirs if _of(mine, part) == _of(base, part) else mine
        changes |= {name: getattr(side, name) for name in part}
    result = replace(
        theirs,
        **changes,
        note=both_notes(base.note, mine.note, theirs.note),
        tags=_tags(base, mine, theirs),
        modified_at=mine.modified_at,
    )
    if result == mine:
        return mine
    if replace(result, modified_at=theirs.modified_at) == theirs:
        return theirs
    return replace(result, modified_at=utc_now())


def taken_back(after: Annotation, before: Annotation, present: Annotation) -> Annotation:
    """Return the present annotation without the step that led from ``before`` to ``after``.

    What somebody else changed since in what the step changed stays as it is.
    """
    if present == after:
        return before
    changes: dict[str, Any] = {}
    for part in (*_PARTS, ("note",)):
        if _of(after, part) != _of(before, part) and _of(present, part) == _of(after, part):
            changes |= {name: getattr(before, name) for name in part}
    result = replace(present, **changes, tags=_tags(after, before, present))
    return result if result == present else replace(result, modified_at=utc_now())


def both_notes(base: str, mine: str, theirs: str) -> str:
    """Return the one of two texts that is new, else both: mine, and then what is new in theirs."""
    if mine == base:
        return theirs
    if theirs == base or theirs in mine:
        return mine
    if mine in theirs:
        return theirs
    if base and theirs.startswith(f"{base}\n"):
        return f"{mine}{theirs[len(base) :]}"  # lines were added to what both begin with
    return f"{mine}{BOTH_NOTES}{theirs}"


def joined_notes(*notes: str) -> str:
    """Return several notes as one, each text once."""

    def join(one: str, other: str) -> str:
        return one if not other.strip() or other in one else f"{one}\n\n{other}" if one.strip() else other

    return reduce(join, notes, "")


def _of(annotation: Annotation, part: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(annotation, name) for name in part)


def _tags(base: Annotation, mine: Annotation, theirs: Annotation) -> tuple[str, ...]:
    """Return their tags with what was added and taken away here."""
    added, removed = {*mine.tags} - {*base.tags}, {*base.tags} - {*mine.tags}
    return tuple(sorted(({*theirs.tags} | added) - removed))

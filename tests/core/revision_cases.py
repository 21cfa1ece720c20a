"""Makes cases of re-anchoring: a text with marks, the text changed, and where each mark belongs then."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

from core.edits import (
    HEADER,
    WORD,
    Edition,
    Tracked,
    copy_edited,
    divided_otherwise,
    extracted_again,
    joined,
    looking_alike,
    mistyped,
    put_above,
    words_of,
)
from reader_app.core.annotation import Annotation, Status
from reader_app.core.article_text import ArticleText
from reader_app.core.reanchoring import Reanchoring
from reader_app.core.search import Match
from reader_app.core.text import SectionText

TIME = datetime(2026, 1, 1, tzinfo=UTC)
LOOK_ALIKE, DELETED, MOVED, TWENTY, REPEATED = "look-alike", "deleted", "moved", "20 %", "repeated phrase"
KINDS = (
    *("paragraph above", "typos in 2 %", "5 %", "10 %", TWENTY, "extracted again", "divided otherwise"),
    *(DELETED, MOVED, LOOK_ALIKE, REPEATED),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark and where it belongs.

    Attributes:
        annotation: On the old text.
        span: Its offsets in the old text.
        truth: Its offsets in the new one; None if its words are gone.
    """

    annotation: Annotation
    span: tuple[int, int]
    truth: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Scene:
    """A text before and after a change, with marks.

    Attributes:
        kind: One of ``KINDS``.
        before: The old text.
        after: The new one.
        marks: On it.
        headers: Offsets in the new text of what belongs to no passage.
    """

    kind: str
    before: tuple[SectionText, ...]
    after: tuple[SectionText, ...]
    marks: tuple[Mark, ...]
    headers: frozenset[int]


def scenes(paragraphs: Sequence[str], seed: int, count: int, kinds: Sequence[str] = KINDS) -> Iterator[Scene]:
    """Yield a scene for each kind of change, with so many marks, or nearly so many."""
    for kind in kinds:
        random = Random(f"{seed} {kind}")
        yield _scene(kind, list(paragraphs), random, count)


def _scene(kind: str, paragraphs: list[str], random: Random, count: int) -> Scene:
    chosen: list[int] = []
    if kind in (DELETED, MOVED, LOOK_ALIKE):
        long = [index for index, each in enumerate(paragraphs) if len(each) > 40]
        chosen = random.sample(long, min(max(len(paragraphs) // 12, 1), len(long)))
    if kind == LOOK_ALIKE:
        vocabulary = WORD.findall(" ".join(paragraphs))
        alike = [looking_alike(paragraphs[index], vocabulary, random) for index in chosen]
        for each in alike:
            at = random.randrange(len(paragraphs) + 1)
            paragraphs.insert(at, each)
            chosen = [index + (index >= at) for index in chosen]
    pieces = [paragraphs[0]]
    for each in paragraphs[1:]:
        pieces += ["\f" if not chosen and random.random() < 0.05 else "\n\n", each]
    old = Tracked.of("".join(pieces))
    after = _changed(kind, old, chosen, random)
    before, edition = Edition.of(old.chars), Edition.of(after.chars)
    origins = [after.origins[index] for index in edition.indexes]
    survives = [after.survives[index] for index in edition.indexes]
    marks = []
    for start, end in sorted(set(_ranges(kind, old, chosen, random, count))):
        first, last = bisect_left(before.indexes, start), bisect_left(before.indexes, end)
        if first >= last:
            continue
        places = [at for at, origin in enumerate(origins) if start <= origin < end]
        is_gone = not any(survives[at] for at in places)
        truth = None if is_gone else (places[0], places[-1] + 1)
        text = ArticleText(before.sections)
        annotation = Annotation(
            id=f"{start}-{end}",
            article_id="a",
            created_at=TIME,
            modified_at=TIME,
            targets=text.targets(*text.span(Match(first, last))),
        )
        marks.append(Mark(annotation, (first, last), truth))
    headers = frozenset(at for at, origin in enumerate(origins) if origin == HEADER)
    return Scene(kind, before.sections, edition.sections, tuple(marks), headers)


def _changed(kind: str, old: Tracked, chosen: Sequence[int], random: Random) -> Tracked:
    if kind in ("paragraph above", REPEATED):
        paragraphs = old.chars.split("\n\n")
        new = [random.choice(paragraphs)[::-1] for _ in range(3)]
        above = put_above(new)(old, random)
        return copy_edited(0.05)(above, random) if kind == REPEATED else above
    if kind in (DELETED, LOOK_ALIKE):
        return joined([each for at, each in enumerate(old.paragraphs()) if at not in chosen], "\n\n")
    if kind == MOVED:
        paragraphs = old.paragraphs()
        rest = [each for at, each in enumerate(paragraphs) if at not in chosen]
        for index in chosen:
            rest.insert(random.randrange(len(rest) + 1), paragraphs[index])
        return joined(rest, "\n\n")
    edits: dict[str, Callable[[Tracked, Random], Tracked]] = {
        "typos in 2 %": mistyped(0.02),
        "5 %": copy_edited(0.05),
        "10 %": copy_edited(0.1),
        TWENTY: copy_edited(0.2),
        "extracted again": extracted_again,
        "divided otherwise": divided_otherwise,
    }
    return edits[kind](old, random)


def _ranges(
    kind: str, old: Tracked, chosen: Sequence[int], random: Random, count: int
) -> Iterator[tuple[int, int]]:
    """Yield what is marked: from two words to some sentences."""
    words = words_of(old)
    if kind == REPEATED:
        pairs: dict[str, list[tuple[int, int]]] = {}
        for (start, one_end), (two, end) in pairwise(words):
            if old.chars[one_end:two] in ("", " "):
                pairs.setdefault(old.chars[start:end], []).append((start, end))
        several = sorted(each for places in pairs.values() if len(places) > 1 for each in places)
        yield from random.sample(several, min(count, len(several)))
        return
    rows = [words]
    if chosen:
        bounds = []
        start = 0
        for each in old.paragraphs():
            bounds.append((start, start + len(each.chars)))
            start += len(each.chars) + 2
        rows = [[word for word in words if bounds[at][0] <= word[0] < bounds[at][1]] for at in chosen]
    rows = [row for row in rows if row]
    for number in range(count if rows else 0):
        row = rows[number % len(rows)]
        length = random.choice((random.randint(2, 4), random.randint(4, 20), random.randint(15, 60)))
        at = random.randrange(max(len(row) - length, 0) + 1)
        start, end = row[at][0], row[min(at + length, len(row)) - 1][1]
        if random.random() < 0.2 and old.chars[end : end + 1].strip():
            end += 1
        if random.random() < 0.05 and row[at][1] - start > 3:
            start += 2
        yield start, end


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mark: ``verdict`` is "right", "near", "wrong", "review" or "unplaced"."""

    kind: str
    verdict: str
    status: Status


def judged(scene: Scene, mark: Mark, spans: Sequence[tuple[int, int]], status: Status) -> Outcome:
    """Compare where a mark was put with where it belongs."""
    if status is not Status.PLACED:
        return Outcome(scene.kind, "right" if mark.truth is None else status.value, status)
    overlap = 0.0
    if mark.truth is not None:
        truth = set(range(*mark.truth)) - scene.headers
        found = {at for span in spans for at in range(*span)} - scene.headers
        overlap = len(truth & found) / len(truth | found)
    return Outcome(scene.kind, "right" if overlap >= 0.8 else "near" if overlap >= 0.5 else "wrong", status)


def outcomes(scene: Scene, *, with_old_text: bool) -> list[Outcome]:
    """Move the marks of a scene, and judge what came of it."""
    reanchoring = Reanchoring(scene.before if with_old_text else None, scene.after)
    after = ArticleText(scene.after)
    found = []
    for mark in scene.marks:
        moved = reanchoring.moved(mark.annotation)
        bases = (
            [(after.offset((each.section, 0)), each) for each in moved.targets]
            if moved.status is Status.PLACED
            else []
        )
        spans = [(base + each.start, base + each.end) for base, each in bases]
        found.append(judged(scene, mark, spans, moved.status))
    return found

"""Turns annotations that a file lists by their words into annotations of an article, where they belong in it.

A position counts only where the quote stands there: it was measured in another text. Alone it is a place
that comes into question, which the reader has to confirm.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from reader_app.core.anchoring import describe_place
from reader_app.core.annotation import Annotation, Kind, Label, Reply, Status, Target, utc_now
from reader_app.core.article_text import ArticleText
from reader_app.core.label_choice import choose_label
from reader_app.core.reanchoring import Reanchoring
from reader_app.core.threads import thread_roots
from reader_app.core.visible import visible_characters
from reader_app.core.web_address import address_key
from reader_app.intake.annotation_list import AnnotationList, ListedAnnotation, Passage

# A quote of so many visible characters does not stand at a wrong position by chance, whatever is around it.
_LONG: Final = 12
# Else so many characters before or after it must be what they should be; where these are not known, the
# quote itself must have as many.
_ENOUGH: Final = 4


class ListReader:
    """Makes annotations of one article from what files list."""

    def __init__(
        self,
        article_id: str,
        address: str,
        text: ArticleText,
        labels: Sequence[Label],
        owners: Mapping[str, str] | None = None,
    ) -> None:
        """Take the article: its id, its own address ("" if it has none) and its text, and all labels.

        ``owners`` tells the articles of the annotations that the library has or had, by their ids.
        """
        self._owners = owners or {}
        self._article_id, self._here = article_id, address_key(address)
        self._text, self._labels = text, labels
        self._way = Reanchoring(None, text.sections)
        lengths = [len(section.reading) + bool(len(section)) for section in text.sections]
        self._starts = [0, *accumulate(lengths)]
        self._offsets = [0, *accumulate(len(section) for section in text.sections)]
        # Where the code points are that take two units of UTF-16, counted in these.
        wide = (index for index, char in enumerate(text.reading) if char > "\uffff")
        self._wide = [index + count for count, index in enumerate(wide)]
        self._seen: Counter[str] = Counter()
        self._now = utc_now()

    def annotations(self, listed: AnnotationList) -> tuple[list[Annotation], list[str]]:
        """Return the annotations of a list, and a sentence for each that is left out."""
        entries = list(dict.fromkeys(listed.annotations))
        numbers = {entry.key: number for number, entry in enumerate(entries) if entry.key}
        roots = thread_roots(
            {at: numbers[entry.answers] for at, entry in enumerate(entries) if entry.answers in numbers}
        )
        replies: dict[int, list[ListedAnnotation]] = {}
        for at, root in roots.items():
            replies.setdefault(root, []).append(entries[at])
        heads = {at: entry for at, entry in enumerate(entries) if at not in roots}
        here = self._of_this_article(heads)
        problems = list(listed.problems)
        if left_out := len(heads) - len(here):
            what = "annotation is" if left_out == 1 else "annotations are"
            problems.append(f"{left_out} {what} on other pages.")
        return [self._annotation(head, replies.get(at, ())) for at, head in here.items()], problems

    def _of_this_article(self, heads: dict[int, ListedAnnotation]) -> dict[int, ListedAnnotation]:
        """Leave out what is on other pages, if the file says of any that it is on this one."""
        here = self._here
        addresses = {at: address_key(entry.address) for at, entry in heads.items()}
        if not here or here not in addresses.values():
            return heads
        return {at: entry for at, entry in heads.items() if addresses[at] in (here, "")}

    def _annotation(self, entry: ListedAnnotation, replies: Sequence[ListedAnnotation]) -> Annotation:
        label, color = choose_label(
            self._labels, label_id=entry.label_id, name=entry.label_name, color=entry.color
        )
        created, modified = self._dates(entry)
        annotation = Annotation(
            id=self._id(entry),
            article_id=self._article_id,
            kind=entry.kind,
            label_id=label.id,
            note=entry.note,
            tags=tuple(sorted(set(entry.tags))),
            created_at=created,
            modified_at=modified,
            targets=(Target(0, 0, 0, ""),),
            color=color,
            author=entry.author,
            drawing=entry.drawing,
            replies=tuple(sorted(map(self._reply, replies), key=lambda reply: reply.created_at)),
        )
        if entry.is_on_whole:
            start = (describe_place(self._text.sections[0], 0, 0),) if self._text.sections else ()
            return replace(annotation, kind=Kind.NOTE, targets=start or annotation.targets)
        if not entry.kind.marks_text:
            return self._standing(annotation, entry.passages)
        return self._placed(annotation, entry.passages)

    def _placed(self, annotation: Annotation, passages: Sequence[Passage]) -> Annotation:
        there = [self._at_position(passage) for passage in passages]
        targets = tuple(target for each in there for target in each)
        if passages and all(there) and all(passage.exact for passage in passages):
            return replace(annotation, targets=targets)
        if any(passage.exact for passage in passages):
            quoted = tuple(
                Target(0, 0, 0, each.exact, each.prefix, each.suffix) for each in passages if each.exact
            )
            return self._way.moved(replace(annotation, targets=quoted))
        if targets:
            return replace(annotation, targets=targets, status=Status.REVIEW, suggestions=(targets,))
        return annotation.unplaced()

    def _standing(self, annotation: Annotation, passages: Sequence[Passage]) -> Annotation:
        """Return an annotation that stands between characters where what is around it says so."""
        passage = passages[0] if passages else Passage()
        section = passage.section or 0
        offset = 0
        if passage.start is not None and self._text.sections:
            if passage.section is None or passage.section >= len(self._text.sections):
                section, offset = self._text.place(self._visible(min(passage.start, len(self._text.reading))))
            else:
                within = max(passage.start - self._starts[section], 0)
                offset = self._text.sections[section].offset_of_reading(within)
        target = Target(section, offset, offset, "", passage.prefix, passage.suffix)
        return self._way.moved(replace(annotation, targets=(target,)))

    def _at_position(self, passage: Passage) -> tuple[Target, ...]:
        """Return the targets at a passage's position; none where its words are not there."""
        for start, end in self._positions(passage):
            first, last = self._visible(start), self._visible(end)
            if not 0 <= first < last <= len(self._text.joined):
                continue
            if not passage.exact or self._is_at(passage, first, last):
                return self._text.targets(self._text.place(first), _after(self._text.place(last - 1)))
        return ()

    def _positions(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """Yield where a passage may be in the reading text, in code points."""
        if passage.start is None or passage.end is None or not self._text.sections:
            return
        start, end = passage.start, passage.end
        if passage.counts_utf16:
            start, end = (each - bisect_left(self._wide, each) for each in (start, end))
        elif (
            not passage.counts_whole
            and passage.section is not None
            and passage.section < len(self._text.sections)
        ):
            base, length = self._starts[passage.section], len(self._text.sections[passage.section].reading)
            yield base + start, base + min(end, length)
        yield start, min(end, len(self._text.reading))

    def _visible(self, index: int) -> int:
        """Return the offset in the joined text of the first character at or after an index of the reading."""
        section = min(bisect_right(self._starts, index), len(self._offsets) - 1) - 1
        within = self._text.sections[section].offset_of_reading(index - self._starts[section])
        return self._offsets[section] + within

    def _is_at(self, passage: Passage, first: int, last: int) -> bool:
        text = self._text.joined
        wanted = visible_characters(passage.exact)
        if not wanted or visible_characters(text.quote(first, last)) != wanted:
            return False
        if len(wanted) >= _LONG:
            return True
        before = visible_characters(passage.prefix)[-_ENOUGH:]
        after = visible_characters(passage.suffix)[:_ENOUGH]
        if not before and not after:
            return len(wanted) >= _ENOUGH
        is_after = bool(before) and text.chars.endswith(before, 0, first)
        return is_after or (bool(after) and text.chars.startswith(after, last))

    def _reply(self, entry: ListedAnnotation) -> Reply:
        created, modified = self._dates(entry)
        return Reply(entry.id or entry.key, entry.author, entry.note, created, modified)

    def _dates(self, entry: ListedAnnotation) -> tuple[datetime, datetime]:
        created = entry.created_at or entry.modified_at or self._now
        return _milliseconds(created), _milliseconds(max(entry.modified_at or created, created))

    def _id(self, entry: ListedAnnotation) -> str:
        what = entry.key or "\n".join(map(repr, (entry.note, entry.passages, entry.created_at, entry.author)))
        self._seen[what] += 1
        again = f"\n{self._seen[what]}" if self._seen[what] > 1 else ""  # several entries may have one name
        made = str(uuid5(NAMESPACE_URL, f"{self._article_id}\n{what}{again}"))
        owner = self._owners.get(entry.id, self._article_id)
        is_own = _is_uuid(entry.id) and not again and owner == self._article_id
        return entry.id if is_own and self._owners.get(made) != self._article_id else made


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _after(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], place[1] + 1


def _milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

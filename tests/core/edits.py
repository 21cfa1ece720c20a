"""Changes texts in the ways in which articles change, and knows where each character went."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from reader_app.core.text import Gap, SectionText
from reader_app.core.visible import visible_with_origins

_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0962\u0963"
WORD = re.compile(rf"[\u3040-\u30ff\u4e00-\u9fff]{{1,2}}|(?:[^\W\u3040-\u30ff\u4e00-\u9fff][{_MARKS}]*)+")
_LIGATURES = (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
PUT_IN, HEADER = -1, -2
"""Origins of characters that were not in the old text: in a passage, or of none."""


@dataclass(slots=True)
class Tracked:
    """A text of which each character knows where it comes from.

    Attributes:
        chars: Paragraphs are separated by two newlines, sections by a form feed.
        origins: For each character, its index in the old text, ``PUT_IN`` or ``HEADER``.
        survives: For each, whether it is that old character, and not one put in its stead.
    """

    chars: str = ""
    origins: list[int] = field(default_factory=list)
    survives: list[bool] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Tracked":
        return cls(text, list(range(len(text))), [True] * len(text))

    def __getitem__(self, part: slice) -> "Tracked":
        return Tracked(self.chars[part], self.origins[part], self.survives[part])

    def __add__(self, other: "Tracked") -> "Tracked":
        return Tracked(self.chars + other.chars, self.origins + other.origins, self.survives + other.survives)

    def replaced(self, start: int, end: int, by: str) -> "Tracked":
        """Return this with other characters in the place of some."""
        count = end - start
        stead = [
            self.origins[start + index * count // len(by)] if count else PUT_IN for index in range(len(by))
        ]
        return joined([self[:start], Tracked(by, stead, [False] * len(by)), self[end:]])

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> "Tracked":
        """Return this with several parts replaced, which are in order and do not overlap."""
        parts, done = [], 0
        for start, end, by in edits:
            parts += [self[done:start], self[start:end].replaced(0, end - start, by)]
            done = end
        return joined([*parts, self[done:]])

    def paragraphs(self) -> list["Tracked"]:
        starts = [0, *(match.end() for match in re.finditer("\n\n", self.chars))]
        ends = [*(start - 2 for start in starts[1:]), len(self.chars)]
        return [self[start:end] for start, end in zip(starts, ends, strict=True)]


def joined(parts: Sequence[Tracked], between: str = "") -> Tracked:
    """Return one text made of several."""
    chars = between.join(part.chars for part in parts)
    origins: list[int] = []
    survives: list[bool] = []
    for index, part in enumerate(parts):
        if index:
            origins += [PUT_IN] * len(between)
            survives += [False] * len(between)
        origins += part.origins
        survives += part.survives
    return Tracked(chars, origins, survives)


@dataclass(frozen=True, slots=True)
class Edition:
    """A text as the program sees it.

    Attributes:
        sections: Its sections.
        indexes: For each visible character, its index in the text.
    """

    sections: tuple[SectionText, ...]
    indexes: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Edition":
        sections, indexes, base = [], [], 0
        for part in text.split("\f"):
            visible = visible_with_origins(part)
            gaps = bytearray()
            done = 0
            for start, end in zip(visible.starts, visible.ends, strict=True):
                between = part[done:start] if start >= done else ""
                if "\n\n" in between or not gaps:
                    gaps.append(Gap.PARAGRAPH)
                else:
                    gaps.append(Gap.LINE if "\n" in between else Gap.SPACE if between else Gap.NONE)
                done = end
            sections.append(SectionText(visible.chars, bytes(gaps)))
            indexes += [base + start for start in visible.starts]
            base += len(part) + 1
        return cls(tuple(sections), indexes)


Edit = Callable[[Tracked, Random], Tracked]


def words_of(text: Tracked) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text.chars)]


def copy_edited(share: float) -> Edit:
    """Replace, take out and put in words, so that this share of them is not as it was."""

    def edit(text: Tracked, random: Random) -> Tracked:
        words = words_of(text)
        vocabulary = sorted({text.chars[start:end] for start, end in words})
        edits = []
        for start, end in words:
            if random.random() >= share:
                continue
            kind = random.random()
            other = random.choice(vocabulary)
            if kind < 0.6:
                edits.append((start, end, other))
            elif kind < 0.8:
                edits.append((start, end + 1 if text.chars[end : end + 1] == " " else end, ""))
            else:
                space = " " if text.chars[end : end + 1].strip() != text.chars[end : end + 1] else ""
                edits.append((end, end, space + other))
        return text.edited(edits)

    return edit


def mistyped(share: float) -> Edit:
    """Change a letter in this share of the words."""

    def edit(text: Tracked, random: Random) -> Tracked:
        letters = sorted({char for char in text.chars if char.isalpha()})
        edits = []
        for start, end in words_of(text):
            if random.random() < share:
                at = random.randrange(start, end)
                kind = random.random()
                if kind < 0.4:
                    edits.append((at, at + 1, random.choice(letters)))
                elif kind < 0.7 and end - start > 1:
                    edits.append((at, at + 1, ""))
                else:
                    edits.append((at, at, random.choice(letters)))
        return text.edited(edits)

    return edit


def extracted_again(text: Tracked, random: Random) -> Tracked:
    """Set the text in pages with headers, hyphens at line ends, ligatures and other quotation marks."""
    edits: list[tuple[int, int, str]] = []
    for match in re.finditer("|".join([*(plain for plain, _ in _LIGATURES), "[“”]", "–", " "]), text.chars):
        found = match.group()
        if found == " ":
            if random.random() < 0.1:
                edits.append((match.start(), match.end(), "\n"))
        else:
            by = {**dict(_LIGATURES), "“": '"', "”": '"', "–": "--"}[found]
            edits.append((match.start(), match.end(), by))
    for start, end in words_of(text):
        if end - start > 6 and random.random() < 0.06:
            edits.append((start + 3, start + 3, "-\n" if random.random() < 0.5 else "-"))
    edits.sort()
    apart = [edit for index, edit in enumerate(edits) if not index or edit[0] >= edits[index - 1][1]]
    again = text.edited(apart)
    # What stands in the stead of a ligature's letters is still these letters.
    again.survives = [origin >= 0 for origin in again.origins]
    pages, done = [], 0
    while done < len(again.chars):
        end = again.chars.find(" ", done + random.randint(1500, 2500))
        page = again[done : end if end >= 0 else len(again.chars)]
        head = f"Journal of Things   Volume 7   {len(pages) + 1}\n\n"
        pages.append(Tracked(head, [HEADER] * len(head), [False] * len(head)) + page)
        done += len(page.chars)
    return joined(pages, "\f")


def put_above(new: Sequence[str]) -> Edit:
    """Put paragraphs in before others, the first one at the top."""

    def edit(text: Tracked, random: Random) -> Tracked:
        paragraphs = text.paragraphs()
        for index, each in enumerate(new):
            at = random.randrange(len(paragraphs)) if index else 0
            paragraphs.insert(at, Tracked(each, [HEADER] * len(each), [False] * len(each)))
        return joined(paragraphs, "\n\n")

    return edit


def divided_otherwise(text: Tracked, random: Random) -> Tracked:
    """Split and join paragraphs, and sections too."""
    edits = []
    for match in re.finditer(r"(?<=[.!?。]) |\n\n|\f", text.chars):
        draw = random.random()
        if match.group() == " " and draw < 0.15:
            edits.append((match.start(), match.end(), "\n\n" if draw < 0.12 else "\f"))
        elif match.group() != " " and draw < 0.4:
            edits.append((match.start(), match.end(), " " if draw < 0.2 else "\f"))
    return text.edited(edits)


def looking_alike(paragraph: str, vocabulary: Sequence[str], random: Random) -> str:
    """Return another paragraph of the same form: it shares about half of its words with this one."""
    return WORD.sub(
        lambda match: random.choice(vocabulary) if random.random() < 0.5 else match.group(), paragraph
    )

"""What a few lines of a plain text are by their marks: a list, a quotation, a heading, program code.

It looks at the lines between two blank ones. Every mark stays where it is; only a line that does
nothing but underline a heading is left out.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a block's lines belong together."""

    PARAGRAPH = "paragraph"
    LINES = "lines"
    COLUMNS = "columns"
    LIST = "list"
    QUOTATION = "quotation"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text that stands apart.

    Attributes:
        lines: One string for a paragraph, one an item for a list, its indent before it; the lines as
            they are for anything else.
    """

    shape: Shape
    lines: tuple[str, ...]


_BULLET = r"[-*+•◦▪‣·]"
_ITEM = re.compile(rf"(\s*)(?:({_BULLET})|(\(?)(\d{{1,3}}|[a-zA-Z])([.)]))\s++(?=.*\w)\S")
_QUOTED = re.compile(r"\s{0,3}>")
_UNDERLINE = re.compile(r"\s*([=\-*~_^#])\1{2,}\s*")
_CHAPTER = re.compile(
    r"(?:chapter|part|book|volume|act|scene|canto|section|letter|kapitel|teil|chapitre|partie|livre"
    r"|capítulo|parte|capitolo|hoofdstuk|глава|часть)\s+"
    r"(?:[ivxlcdm]{1,8}|\d{1,3}|the\s+\w+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"(?:[.:–—-].*)?",
    re.IGNORECASE,
)
_DIVISION = re.compile(
    r"preface|prologue|epilogue|introduction|contents|appendix|conclusion|foreword|afterword|notes"
    r"|bibliography|acknowledgements|vorwort|einleitung|inhalt|nachwort|préface|épilogue",
    re.IGNORECASE,
)
_LONGEST_HEADING = 70
_LONGEST_CODE = 400  # characters of a line
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|for|if|while|return|import|from|function|var|let|const|#include|\$|>>>)\s"
    r"|\w\([^)]*\)\s*[;:{]?\s*$|\s[=!<>+-]?=\s"
)


def is_heading(group: list[str]) -> bool:
    """Whether the lines, blank ones around them, are beyond doubt the heading of a part."""
    lines = [line.strip() for line in group]
    if len(lines) > 3 or any(len(line) > _LONGEST_HEADING or _UNDERLINE.fullmatch(line) for line in lines):
        return False
    if _CHAPTER.fullmatch(lines[0]):
        return not any(line.endswith((",", ";")) for line in lines)
    if len(lines) > 1:
        return False
    if _DIVISION.fullmatch(lines[0].rstrip(".:")):
        return True
    letters = [letter for letter in lines[0] if letter.isalpha()]
    has_case = any(letter.lower() != letter for letter in letters)
    ends_openly = lines[0][-1] in ",;-–—\"”»)'"
    return len(letters) > 3 and has_case and not ends_openly and lines[0] == lines[0].upper()


def is_code(group: list[str]) -> bool:
    """Whether the lines are indented and look like a program."""
    indented = all(line.startswith(("    ", "\t")) for line in group)
    if not indented or any(len(line) > _LONGEST_CODE for line in group):
        return False
    return 2 * sum(_CODE.search(line) is not None for line in group) >= len(group)


def starts_item(line: str) -> bool:
    """Whether the line begins with the mark of a list's item."""
    return _ITEM.match(line) is not None


def are_one_list(first: Block, second: Block) -> bool:
    """Whether both are lists with marks of one kind."""
    if first.shape is not Shape.LIST or second.shape is not Shape.LIST:
        return False
    items = _ITEM.match(first.lines[0]), _ITEM.match(second.lines[0])
    return items[0] is not None and items[1] is not None and _follows(items[0], items[1])


def marked_blocks(
    group: list[str],
    is_one_of_many: bool,
    joined: Callable[[list[str]], str],
    runs_on: Callable[[str, str], bool],
) -> Iterator[Block | list[str]]:
    """Yield what the marks in a group show, and the lines between as lists, in order.

    Args:
        group: Lines without a blank one between them.
        is_one_of_many: Whether a single item is a list, because the next group begins with one too.
        joined: Makes one line of several.
        runs_on: Whether a line goes on in the next one, by its length.
    """
    rest: list[str] = []
    place = 0
    while place < len(group):
        found = (
            _heading(group, place)
            or _quotation(group, place)
            or _list(group, place, is_one_of_many and place == 0, joined, runs_on)
        )
        if found is None:
            rest.append(group[place])
            place += 1
            continue
        if rest:
            yield rest
            rest = []
        block, place = found
        yield block
    if rest:
        yield rest


def _heading(group: list[str], place: int) -> tuple[Block, int] | None:
    """Return a heading with a line under it, or between two lines."""
    over = _UNDERLINE.fullmatch(group[place]) is not None
    first = place + over
    if first + 1 >= len(group) or (place > 0 and not over):
        return None
    title, under = group[first].strip(), _UNDERLINE.fullmatch(group[first + 1])
    if under is None or not any(map(str.isalpha, title)) or _UNDERLINE.fullmatch(title):
        return None
    is_as_long = 2 * len(group[first + 1].strip()) >= len(title)
    if len(title) > _LONGEST_HEADING or not is_as_long or (over and group[place][0] != under[0][0]):
        return None
    return Block(Shape.HEADING, (title,)), first + 2


def _quotation(group: list[str], place: int) -> tuple[Block, int] | None:
    end = place
    while end < len(group) and _QUOTED.match(group[end]):
        end += 1
    return (Block(Shape.QUOTATION, tuple(group[place:end])), end) if end > place else None


def _list(
    group: list[str],
    place: int,
    is_one_of_many: bool,
    joined: Callable[[list[str]], str],
    runs_on: Callable[[str, str], bool],
) -> tuple[Block, int] | None:
    first = _ITEM.match(group[place])
    if first is None:
        return None
    items = [[group[place]]]
    end = place + 1
    while end < len(group):
        line = group[end]
        item = _ITEM.match(line)
        before = items[-1][-1]
        if item is not None and (_follows(first, item) or len(item[1]) != len(first[1])):
            items.append([line])
        elif _indent(line) > len(first[1]) or (item is None and runs_on(before, line)):
            items[-1].append(line)
        else:
            break
        end += 1
    if len(items) < 2 and not is_one_of_many:
        return None
    lines = (" " * _indent(item[0]) + joined(item) for item in items)
    return Block(Shape.LIST, tuple(lines)), end


def _follows(first: re.Match[str], item: re.Match[str]) -> bool:
    """Whether both marks are of one kind: the same bullet, or both numbers, or both letters."""
    if first[2] or item[2]:
        return first[2] == item[2]
    return first[4].isdigit() == item[4].isdigit() and (first[3], first[5]) == (item[3], item[5])


def _indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())

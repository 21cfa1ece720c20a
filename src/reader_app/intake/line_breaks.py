"""Which line breaks of a plain text end a paragraph, and which only end a line.

Some texts have one paragraph a line; others were wrapped at a fixed width, with blank lines or
indents between paragraphs. It looks at lengths of lines only and takes no character away.
"""

import re
from itertools import pairwise

from reader_app.intake.text_shapes import (
    Block,
    Shape,
    are_one_list,
    is_code,
    is_heading,
    marked_blocks,
    starts_item,
)

_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_FEWEST_PAIRS = 3
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LIST_ITEM = re.compile(r"\s*(?:[-*•–]|\(?\d{1,3}[.)])\s")
_COLUMNS = re.compile(r"\S(?:\t| {3,})\S")
_SENTENCE_END = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
_EARLY = 0.75
_VERSE_LINE = 60


def blocks_of(lines: list[str]) -> list[Block]:
    """Return the blocks of a text's lines, in order; only white space and underlines are lost."""
    groups = _groups(lines)
    width = _wrap_width(groups)
    blocks: list[Block] = []
    for place, group in enumerate(groups):
        if len(groups) > 1 and is_heading(group):
            blocks.append(Block(Shape.HEADING, tuple(line.strip() for line in group)))
            continue
        neighbors = groups[max(place - 1, 0) : place] + groups[place + 1 : place + 2]
        in_list = any(starts_item(neighbor[0]) for neighbor in neighbors)
        for part in marked_blocks(group, in_list, _join, lambda line, after: _runs_on(line, after, width)):
            if isinstance(part, list):
                blocks += _plain(part, width, is_alone=len(groups) == 1)
            elif blocks and are_one_list(blocks[-1], part):
                blocks[-1] = Block(Shape.LIST, blocks[-1].lines + part.lines)
            else:
                blocks.append(part)
    return blocks


def _plain(group: list[str], width: int, *, is_alone: bool) -> list[Block]:
    """Return the blocks of lines that nothing but their lengths and gaps tells about."""
    columns = sum(_COLUMNS.search(line) is not None for line in group)
    if (len(group) > 1 and 2 * columns > len(group)) or is_code(group):
        return [Block(Shape.COLUMNS, tuple(group))]
    if width:
        return _unwrapped(group, width)
    if not is_alone and len(group) > 1 and max(map(len, group)) < _VERSE_LINE:
        return [Block(Shape.LINES, tuple(group))]
    return [Block(Shape.PARAGRAPH, (line.strip(),)) for line in group]


def _groups(lines: list[str]) -> list[list[str]]:
    """Return the runs of lines between blank ones."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line.rstrip())
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _wrap_width(groups: list[list[str]]) -> int:
    """Return the width at which the text was wrapped, in characters; 0 if it was not."""
    pairs = [pair for group in groups for pair in pairwise(group)]
    if len(pairs) < _FEWEST_PAIRS:
        return 0
    lengths = sorted(len(line) for line, _ in pairs)
    # The four-fifths mark: above the accidental short line, below the odd overlong one.
    width = lengths[len(lengths) * 4 // 5]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    full = sum(_is_full(line, after, width) for line, after in pairs)
    return width if full * 2 > len(pairs) else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the next line's first word had no room any more on this one."""
    return len(line) + 1 + len(_first_word(after)) > width


def _runs_on(line: str, after: str, width: int) -> bool:
    return bool(width) and _is_full(line, after, width)


def _first_word(line: str) -> str:
    words = line.split(maxsplit=1)
    word = words[0] if words else ""
    return word[:1] if _CJK.match(word) else word


def _unwrapped(group: list[str], width: int) -> list[Block]:
    """Return the paragraphs of a group of a wrapped text, or its lines where it is not wrapped."""
    pairs = list(pairwise(group))
    full = [_is_full(line, after, width) for line, after in pairs]
    if len(group) > 1 and sum(full) * 2 < len(full):
        return [Block(Shape.LINES, tuple(group))]
    joins = [
        not _starts_anew(line, after) and (is_full or not _ends_early(line, width))
        for (line, after), is_full in zip(pairs, full, strict=True)
    ]
    paragraphs = [[group[0]]]
    for joined, line in zip(joins, group[1:], strict=True):
        if joined:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [Block(Shape.PARAGRAPH, (_join(paragraph),)) for paragraph in paragraphs]


def _starts_anew(line: str, after: str) -> bool:
    if _LIST_ITEM.match(after):
        return True
    indent, next_indent = (len(text) - len(text.lstrip()) for text in (line, after))
    return next_indent >= indent + 2 and not _LIST_ITEM.match(line)


def _ends_early(line: str, width: int) -> bool:
    """Whether the line ends a sentence well before the width; people do not wrap to the letter."""
    return len(line) < width * _EARLY and _SENTENCE_END.search(line) is not None


def _join(lines: list[str]) -> str:
    parts = [lines[0].strip()]
    for line in lines[1:]:
        following = line.strip()
        if not _sticks(parts[-1], following):
            parts.append(" ")
        parts.append(following)
    return "".join(parts)


def _sticks(line: str, following: str) -> bool:
    """Whether the two lines join without a space: split words, and scripts without spaces."""
    if _CJK.match(line[-1]) and _CJK.match(following):
        return True
    return len(line) > 1 and line[-1] in "-‐" and line[-2].isalpha() and following[0].islower()

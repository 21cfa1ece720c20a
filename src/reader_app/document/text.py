"""Reads the text of a page from MuPDF: visible characters, gaps and boxes, in reading order."""

import re
from array import array
from itertools import groupby
from unicodedata import bidirectional, is_normalized

import pymupdf

from reader_app.core.page_text import Line, PageText
from reader_app.core.text import Gap, SectionText, Spelling
from reader_app.core.visible import SOFT_HYPHEN, as_written, begins_inside_cluster, visible_with_origins
from reader_app.document.lines import RawBlock, RawLine, is_beside, join_paragraphs, read_block
from reader_app.document.outline import read_links
from reader_app.document.reading_order import Block, reading_order
from reader_app.document.text_page import raw_blocks, read_reflowing, read_text_page, span_blocks

_LIST_MARK = re.compile(r"(?:[•◦▪‣·–—*-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s")
# Signs after which a line may end inside a word or between words without a space.
_JOINING_DASHES = "-‐–—/"


def extract_page_text(
    page: pymupdf.Page,
    *,
    number: int,
    section: int,
    start: int,
    reflows: bool,
    first_gap: Gap = Gap.PARAGRAPH,
    line_height: float = 1.5,
) -> PageText:
    """Return a page's text with its boxes, in displayed page space.

    Args:
        page: A page of MuPDF.
        number: Zero-based page, kept in the result.
        section: The section that the page belongs to.
        start: Offset in the section of the page's first visible character.
        reflows: Whether the lines were broken by MuPDF. Then a hyphen at a line's end belongs to the
            word, and blocks come in reading order.
        first_gap: What stands before the page's first character.
        line_height: Of text that reflows, as a multiple of the font size.
    """
    text_page = read_text_page(page.get_displaylist(), reflows=reflows)
    blocks = [read_block(block) for block in raw_blocks(text_page)]
    blocks = [block for block in blocks if block.lines]
    if reflows:
        blocks = join_paragraphs(blocks, line_height)
    else:
        blocks = [blocks[index] for index in reading_order([_outline(block) for block in blocks])]
    writer = _Writer(reflows, first_gap, has_code_lines=not _is_mostly_code(blocks))
    for block in blocks:
        writer.add(block)
    return PageText(
        page=number,
        section=section,
        start=start,
        text=SectionText("".join(writer.chars), bytes(writer.gaps), tuple(writer.spellings)),
        lines=tuple(writer.lines),
        boxes=writer.boxes,
        links=read_links(page),
    )


def extract_text(page: pymupdf.Page, *, first_gap: Gap, line_height: float) -> SectionText:
    """Return the text of a page of text that reflows, to the letter as ``extract_page_text`` gives it.

    Without boxes that takes an eighth of the time.

    Args:
        page: A page of MuPDF.
        first_gap: What stands before the page's first character.
        line_height: As a multiple of the font size.
    """
    read = (read_block(block, with_boxes=False) for block in span_blocks(read_reflowing(page)))
    blocks = join_paragraphs([block for block in read if block.lines], line_height)
    writer = _Writer(True, first_gap, has_code_lines=not _is_mostly_code(blocks))
    for block in blocks:
        writer.add(block)
    return SectionText("".join(writer.chars), bytes(writer.gaps), tuple(writer.spellings))


def _outline(block: RawBlock) -> Block:
    text = block.lines[0].text
    upright = block.lines[0].direction == (1.0, 0.0)
    return Block(*block.bounds, lines=len(block.lines), is_upright=upright, sample=text[:40])


def _is_plain(text: str) -> bool:
    """Tell whether every character stands for itself, as nearly all do."""
    return text.isascii() or (SOFT_HYPHEN not in text and is_normalized("NFKC", text))


def _is_mostly_code(blocks: list[RawBlock]) -> bool:
    """Tell whether the page is typewritten: then its lines are those of paragraphs."""
    lines = [line for block in blocks for line in block.lines]
    return 2 * sum(len(line.text) for line in lines if line.is_code) > sum(len(line.text) for line in lines)


class _Writer:
    """Collects the visible characters of blocks in order."""

    def __init__(self, reflows: bool, first_gap: Gap, *, has_code_lines: bool) -> None:
        self.chars: list[str] = []
        self.gaps: list[int] = []
        self.spellings: list[Spelling] = []
        self.boxes = array("f")
        self.lines: list[Line] = []
        self._reflows = reflows
        self._has_code_lines = has_code_lines
        self._gap = first_gap

    def add(self, block: RawBlock) -> None:
        """Write a block: a paragraph, or several where lines say so."""
        left = min(line.along[0] for line in block.lines)
        for index, line in enumerate(block.lines):
            if self.chars:
                starts = index == 0 or self._starts_paragraph(left, block.lines[index - 1], line)
                self._gap = Gap.PARAGRAPH if starts else self._line_gap(block.lines[index - 1], line)
            self._write(line)

    def _write(self, line: RawLine) -> None:
        first = len(self.chars)
        if not line.boxes:
            self._write_words(line.text)
        elif _is_plain(line.text):
            self._write_plain(line)
        else:
            self._write_clusters(line.text, line.boxes)
        if len(self.chars) > first:
            self.gaps[first] = self._gap
            self.lines.append(Line(first, len(self.chars), line.direction, line.along, line.across))

    def _write_plain(self, line: RawLine) -> None:
        """Write a line in which every character stands for itself, which is nearly every line."""
        gap = Gap.NONE
        for char, box in zip(line.text, line.boxes, strict=True):
            if char.isspace():
                gap = Gap.SPACE
                continue
            self.chars.append(char)
            self.gaps.append(gap)
            self.boxes.extend(box)
            gap = Gap.NONE

    def _write_words(self, text: str) -> None:
        """Write a line without boxes, word by word."""
        words, is_plain = text.split(), _is_plain(text)
        if not is_plain and any(begins_inside_cluster(word) for word in words):
            self._write_clusters(text, [])  # some word belongs to the space before it
            return
        for word in words:
            first = len(self.chars)
            if is_plain or _is_plain(word):
                self.chars += word
                self.gaps += bytes(len(word))
            else:
                self._write_clusters(word, [])
            if len(self.chars) > first:
                self.gaps[first] = Gap.SPACE

    def _write_clusters(self, text: str, boxes: list[tuple[float, float, float, float]]) -> None:
        visible = visible_with_origins(text)
        previous_end = 0
        for start, group in groupby(range(len(visible.chars)), key=visible.starts.__getitem__):
            cluster = list(group)
            end = visible.ends[cluster[0]]
            self._spell(text[start:end], visible.chars[cluster[0] : cluster[-1] + 1])
            # The letters of an Arabic ligature stand from right to left, whatever the line's direction is.
            leftward = bidirectional(visible.chars[cluster[0]]) in ("R", "AL")
            spaced = text[previous_end:start].strip(SOFT_HYPHEN) != ""
            for place, index in enumerate(cluster):
                self.chars.append(visible.chars[index])
                self.gaps.append(Gap.SPACE if spaced and not place else Gap.NONE)
                from_left = len(cluster) - 1 - place if leftward else place
                if boxes:
                    self.boxes.extend(_share(boxes[start:end], from_left, len(cluster)))
            previous_end = end

    def _spell(self, raw: str, chars: str) -> None:
        """Keep how the next characters are written, where people read it otherwise than they count."""
        written = as_written(raw)
        if written != chars:
            start = len(self.chars)
            self.spellings.append(Spelling(start, start + len(chars), written))

    def _starts_paragraph(self, left: float, before: RawLine, line: RawLine) -> bool:
        if line.direction != before.direction or is_beside(before, line):
            return False
        if _LIST_MARK.match(line.text) or (self._has_code_lines and line.is_code and before.is_code):
            return True
        if _LIST_MARK.match(before.text):
            return False  # what is indented under an item belongs to it
        indented = 0.7 * line.size < line.along[0] - left < 4 * line.size
        return not self._reflows and indented and before.along[0] - left < 0.3 * line.size

    def _line_gap(self, before: RawLine, line: RawLine) -> Gap:
        left, right = before.text, line.text
        if left.endswith(SOFT_HYPHEN):
            return Gap.NONE
        if left[-1:].isspace() or right[:1].isspace():
            return Gap.SPACE if is_beside(before, line) else Gap.LINE
        if is_beside(before, line):
            hole = max(line.along[0] - before.along[1], before.along[0] - line.along[1])
            # Text that reflows has all of its spaces, and Khmer has holes without one; wider still are
            # the holes between the cells of a table.
            return Gap.SPACE if hole > (0.8 if self._reflows else 0.15) * line.size else Gap.NONE
        return gap_of_break(left, right, reflows=self._reflows)


def gap_of_break(left: str, right: str, *, reflows: bool) -> Gap:
    """Return what stands between two lines of a paragraph, by the text of both; neither is empty."""
    if left.endswith(SOFT_HYPHEN):
        return Gap.NONE
    if left[-1].isspace() or right[0].isspace():
        return Gap.LINE
    if _without_spaces(left[-1]) and _without_spaces(right[0]):
        return Gap.NONE
    if left[-1] in _JOINING_DASHES and len(left) > 1 and left[-2].isalnum():
        if not reflows and left[-1] in "-‐" and left[-2].islower() and right[0].islower():
            return Gap.JOINED
        return Gap.NONE
    return Gap.LINE


def _without_spaces(char: str) -> bool:
    """Tell whether the script of a character puts no space between words (CJK, Kana)."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"


def _share(
    boxes: list[tuple[float, float, float, float]], place: int, count: int
) -> tuple[float, float, float, float]:
    """Return one of the equal parts, counted along the line, that a cluster's boxes are dealt out in."""
    if len(boxes) == 1 and count == 1:
        return boxes[0]
    a0, a1 = min(box[0] for box in boxes), max(box[1] for box in boxes)
    c0, c1 = min(box[2] for box in boxes), max(box[3] for box in boxes)
    width = (a1 - a0) / count
    return a0 + place * width, a0 + (place + 1) * width, c0, c1

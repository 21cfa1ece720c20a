"""Plain text to an article: a title, then paragraphs; no word lost, changed or moved.

The first line is the title and becomes the heading; every other line stays in the text, a lede that
is repeated and the author's line at the end included.
"""

import re
from html import escape

from reader_app.core.article import Metadata
from reader_app.intake.charset import decode
from reader_app.intake.language import guess_language
from reader_app.intake.line_breaks import Block, Shape, blocks_of
from reader_app.intake.outcome import (
    LONGEST_TITLE,
    Intake,
    is_address,
    one_line,
    suffix_of,
    title_from_name,
)
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.template import build

SUFFIXES = (".txt", ".text", ".log")

_UNDERLINE = re.compile(r"\s*([=\-*~_])\1{2,}\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di)\s+(\w[\w.'’-]*(?: \w[\w.'’-]*){1,4})")


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a plain text is."""
    text = _CONTROL.sub("", decode(source))
    title, heading, body = _parts(text.splitlines())
    metadata = Metadata(
        title=title or title_from_name(name),
        authors=_authors(body),
        url=name if is_address(name) else "",
        language=guess_language(text),
    )
    markup = (f"<h1>{escape(heading, quote=False)}</h1>\n" if heading else "") + "\n".join(
        _markup(block) for block in body
    )
    return Intake(
        metadata=metadata,
        media_type="text/html",
        reading=build(metadata, markup),
        suffix=".html",
        original_suffix=suffix_of(name, SUFFIXES),
    )


def _parts(lines: list[str]) -> tuple[str, str, list[Block]]:
    """Return the title, the heading ("" if the title is only the text's beginning) and the rest."""
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if first < len(lines) and not _has_words(lines[first]):  # a line of stars, a page number
        worded = next((line for line in lines[first:] if _has_words(line)), "")
        return one_line(worded, limit=100), "", blocks_of(lines[first:])
    after = first + 1
    if after < len(lines) and _UNDERLINE.fullmatch(lines[after]) and _may_be_title(lines[first]):
        heading = lines[first].strip()
        return one_line(heading), heading, blocks_of(lines[after + 1 :])
    # The title takes part in finding out whether the text is wrapped: it may be wrapped itself.
    blocks = blocks_of(lines[first:])
    if not blocks:
        return "", "", []
    opening = blocks[0]
    if opening.shape is Shape.LINES:
        opening, *others = (Block(Shape.PARAGRAPH, (line,)) for line in opening.lines)
        blocks = [opening, *others, *blocks[1:]]
    line = opening.lines[0].strip()
    if opening.shape is Shape.PARAGRAPH and _may_be_title(line):
        return one_line(line), line, blocks[1:]
    return one_line(line, limit=100), "", blocks


def _has_words(line: str) -> bool:
    return any(letter.isalpha() for letter in line)


def _may_be_title(line: str) -> bool:
    return 0 < len(line.strip()) <= LONGEST_TITLE


def _authors(body: list[Block]) -> tuple[str, ...]:
    """Return the name in a line that is nothing but a byline, at the start or the end."""
    for block in (*body[:2], *body[-1:]):
        found = _BYLINE.fullmatch(block.lines[0].rstrip(". ")) if len(block.lines) == 1 else None
        if found and all(part[0].isupper() for part in found[1].split()[:: len(found[1].split()) - 1]):
            return (found[1],)
    return ()


def _markup(block: Block) -> str:
    if block.shape is Shape.COLUMNS:
        return "<pre>" + escape("\n".join(block.lines), quote=False) + "</pre>"
    return "<p>" + "<br>\n".join(escape(line, quote=False) for line in block.lines) + "</p>"

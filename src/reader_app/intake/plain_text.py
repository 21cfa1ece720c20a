"""Plain text to an article: a title, then paragraphs; no word lost, changed or moved.

The first line is the title and becomes the heading; every other line stays in the text, a lede that
is repeated and the author's line at the end included. The marks of lists and quotations stay too, as
they were written: the layout adds none of its own.
"""

import re
from html import escape

from reader_app.core.article import Metadata
from reader_app.intake.charset import decode
from reader_app.intake.language import guess_language
from reader_app.intake.line_breaks import blocks_of
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
from reader_app.intake.text_shapes import Block, Shape

SUFFIXES = (".txt", ".text", ".log", ".srt", ".vtt", ".rst", ".org", ".adoc", ".asciidoc")

_UNDERLINE = re.compile(r"\s*([=\-*~_])\1{2,}\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BYLINE = re.compile(
    r"(?:(?:(?:Written |Story |Text |Words )?[Bb]y|BY|Von|Par|Por|Di|Author:|Autor(?:in)?:|Text:)\s+|[—–]\s*)"
    r"(\w[\w.'’-]*(?: \w[\w.'’-]*){1,4})"
)
_DEEPEST_INDENT = 24  # spaces
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a plain text is."""
    text = _CONTROL.sub("", decode(source, around.charset))
    title, heading, body = _parts(text.splitlines())
    return _article(text, title or title_from_name(name), heading, body, name, around)


def read_titled(source: bytes, title: str, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a plain text is whose title is known, and not its first line."""
    text = _CONTROL.sub("", decode(source, around.charset))
    return _article(text, one_line(title), one_line(title), blocks_of(text.splitlines()), name, around)


def _article(
    text: str, title: str, heading: str, body: list[Block], name: str, around: Surroundings
) -> Intake:
    metadata = Metadata(
        title=title,
        authors=_authors(body),
        url=around.address or (name if is_address(name) else ""),
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
        opening, *others = (Block(Shape.PARAGRAPH, (line.strip(),)) for line in opening.lines)
        blocks = [opening, *others, *blocks[1:]]
    line = opening.lines[0].strip()
    if opening.shape in (Shape.PARAGRAPH, Shape.HEADING) and len(opening.lines) == 1 and _may_be_title(line):
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
    match block.shape:
        case Shape.COLUMNS:
            return f"<pre>{_escaped(chr(10).join(block.lines))}</pre>"
        case Shape.LIST:
            return _list(block.lines)
        case Shape.QUOTATION:
            return f"<blockquote><p>{_lines(block.lines)}</p></blockquote>"
        case Shape.HEADING:
            return f"<h2>{_lines(block.lines)}</h2>"
        case Shape.PARAGRAPH | Shape.LINES:
            return f"<p>{_lines(block.lines)}</p>"


def _list(items: tuple[str, ...]) -> str:
    """Return the items as lists in lists, by their indents."""
    parts: list[str] = []
    open_at: list[int] = []
    for item in items:
        indent = len(item) - len(item.lstrip())
        while len(open_at) > 1 and indent <= open_at[-2]:
            parts.append("</li></ul>")
            open_at.pop()
        if not open_at or indent > open_at[-1] + 1:
            parts.append('<ul style="list-style: none">')
            open_at.append(indent)
        else:
            parts.append("</li>")
        parts.append(f"\n<li>{_escaped(item.strip())}")
    return "".join(parts) + "</li></ul>" * len(open_at)


def _lines(lines: tuple[str, ...]) -> str:
    """Return the lines with breaks between them, indents of some against the others kept."""
    expanded = [line.expandtabs(4) for line in lines]
    indents = [len(line) - len(line.lstrip()) for line in expanded]
    return "<br>\n".join(
        _NO_BREAK_SPACE * min(indent - min(indents), _DEEPEST_INDENT) + _escaped(line.strip())
        for indent, line in zip(indents, expanded, strict=True)
    )


def _escaped(text: str) -> str:
    return escape(text, quote=False)

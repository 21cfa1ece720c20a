"""Markdown to an article, with what its front matter says of it and the pictures beside it.

HTML inside Markdown becomes part of the article and is cleaned like all HTML: it runs and loads nothing.
How Markdown is parsed is not known here.
"""

from html import escape
from itertools import pairwise
from urllib.parse import unquote

from lxml import etree
from markdown_it.token import Token

from reader_app.core.article import Metadata
from reader_app.document.clean import clean, safe_link
from reader_app.intake.charset import decode
from reader_app.intake.front_matter import Fields, fields_of, without_toml
from reader_app.intake.language import guess_language
from reader_app.intake.markdown_parser import markdown_parser
from reader_app.intake.outcome import Intake, is_address, one_line, suffix_of, title_from_name
from reader_app.intake.page import body_of
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.template import build
from reader_app.intake.tree import parse, prose_of
from reader_app.intake.values import date_or_nothing, language_or_nothing

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a Markdown text is."""
    toml, text = without_toml(decode(source, around.charset))
    parser = markdown_parser(text)
    environment: dict[str, object] = {}
    tokens = parser.parse(text, environment)
    page = parse(parser.renderer.render(tokens, parser.options, environment) or "<p></p>")
    _decode_fragments(page)

    front_matter = toml or "".join(token.content for token in tokens if token.type == "front_matter")
    metadata = _metadata(fields_of(front_matter), tokens, prose_of(page), around.address or name, name)
    body = clean(body_of(page, metadata.url, around.pictures))
    if front_matter and not any(token.tag == "h1" for token in tokens):
        # The writer left the heading to the program that shows the text.
        body = f"<h1>{escape(metadata.title, quote=False)}</h1>\n{body}"
    return Intake(
        metadata=metadata,
        media_type="text/html",
        reading=build(metadata, body),
        suffix=".html",
        original_suffix=suffix_of(name, SUFFIXES),
    )


def _decode_fragments(page: etree._Element) -> None:
    """Let links to headings in any script find them: the parser encodes the link, not the heading."""
    for link in page.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            link.set("href", unquote(target))


def _metadata(fields: Fields, tokens: list[Token], prose: str, address: str, name: str) -> Metadata:
    def first(*names: str) -> str:
        return next((fields[name][0] for name in names if name in fields), "")

    stated = first("url", "canonical_url", "source", "link")
    return Metadata(
        title=one_line(first("title")) or _first_heading(tokens) or title_from_name(name),
        authors=tuple(map(one_line, fields.get("author") or fields.get("authors") or ())),
        site=one_line(first("site", "publication", "publisher")),
        url=(safe_link(stated) if is_address(stated) else None) or (address if is_address(address) else ""),
        published=date_or_nothing(first("date", "published")),
        language=language_or_nothing(first("lang", "language")) or guess_language(prose),
    )


def _first_heading(tokens: list[Token]) -> str:
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            return one_line(_plain(inline))
    return ""


def _plain(inline: Token) -> str:
    """Return the text of a heading without its marks."""
    parts = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type in ("text", "code_inline", "image", "math_inline"):
            parts.append(token.content)
    return "".join(parts)

"""Spells texts for Markdown files: as plain words, as tags, as values of the front matter.

Nothing that a text holds becomes markup by itself, in CommonMark or in what Obsidian adds to it.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from markdown_it import MarkdownIt

# What means something anywhere: "_" inside a word does not, nor does one "=", "%" or "~" alone.
_ANYWHERE: Final = re.compile(
    r"[\\`*\[\]<>|$]|==+|%%+|~+|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])|#(?=\S|$)|\^(?=\S)"
)
_AT_START: Final = re.compile(r"([-+=](?=\s|$|[-=])|#|~{3})|(\d{1,9})([.)])(?=\s|$)")
_NO_TAG: Final = re.compile(r"[^\w/-]+")
# What YAML has no place for, even between quotation marks.
_HIDDEN: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # but for tabs and line ends
_END: Final = "the end of the note"


def plain_markdown(text: str) -> str:
    """Return a text as Markdown that shows it as it is, on one line."""
    line = " ".join(_shown(text).split())
    escaped = _ANYWHERE.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), line)
    return _AT_START.sub(_escaped_start, escaped, count=1) if _AT_START.match(escaped) else escaped


def whole_note(note: str) -> str:
    """Return a note's Markdown so that it ends where it ends: no open block takes in what comes after it."""
    note = _shown(note).strip("\n").rstrip()
    if not note:
        return ""
    tokens = _blocks().parse(f"{note}\n\n{_END}")
    ends = any(token.content == _END for token in tokens[-2:-1])
    return note if ends else "\n".join(f"> {line}".rstrip() for line in note.split("\n"))


def hashtag(tag: str) -> str:
    """Return a tag as Obsidian and its like know it: "#two-words"; "" for one without a letter or digit."""
    name = tag_name(tag)
    return f"#{name}" if name else ""


def tag_name(tag: str) -> str:
    """Return a tag without what ends it in a text; one of digits alone gets a sign that makes it one."""
    name = _NO_TAG.sub("-", unicodedata.normalize("NFC", tag.strip().lstrip("#"))).strip("-/")
    return f"_{name}" if name and not re.search(r"[^\d/-]", name) else name


def yaml(value: object) -> str:
    """Return a value as YAML writes it on one line: texts in quotation marks, lists in brackets."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(yaml, value))}]"
    spelled = json.dumps(
        value if isinstance(value, bool | int | float | None) else str(value), ensure_ascii=False
    )
    return _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", spelled)


def yaml_tags(tags: Iterable[str]) -> str:
    """Return tags as the front matter lists them, those that are the same once."""
    return yaml(list(dict.fromkeys(filter(None, map(tag_name, tags)))))


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[2]}\\{found[3]}" if found[2] else f"\\{found[0]}"


def _shown(text: str) -> str:
    """Return a text without control characters, but for spaces and line ends."""
    return _CONTROLS.sub("", text)


@cache
def _blocks() -> MarkdownIt:
    return MarkdownIt("commonmark").disable("inline")  # what stands inside of blocks does not matter

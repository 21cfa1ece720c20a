"""Writes articles as references in BibTeX, in the fields that BibTeX and biblatex share or leave alone.

Texts are escaped for LaTeX. Braces are never written as such: BibTeX counts them even behind a backslash.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from reader_app.export.item import ExportItem
from reader_app.export.person_names import PersonName
from reader_app.export.reference import Reference, Work, iso_date, reference_of

_TYPES: Final = {Work.WEB_PAGE: "online", Work.BOOK: "book", Work.DOCUMENT: "misc"}
_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}
_ESCAPED: Final = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_SMALL: Final = "a an and are at der die das ein eine for from in is la le les of on the to un"
_SMALL_WORDS: Final = frozenset(_SMALL.split())
_LETTERS: Final = re.compile(r"[a-z0-9]+")
_LAST_KEY_LETTERS: Final = 8  # of an article's id, where its title has no Latin letters


def bibtex_text(items: Sequence[ExportItem]) -> str:
    """Return one entry an article, with keys that differ."""
    entries = []
    taken: set[str] = set()
    for item in items:
        reference = reference_of(item.article)
        key = _free_key(_key(reference) or f"article{item.article.id[:_LAST_KEY_LETTERS]}", taken)
        taken.add(key)
        fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(reference) if value)
        entries.append(f"@{_TYPES[reference.work]}{{{key},\n{fields}\n}}\n")
    return "\n".join(entries)


def latex(text: str) -> str:
    """Return text as LaTeX writes it, on one line and without control characters."""
    shown = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    return _ESCAPED.sub(lambda sign: _ESCAPES[sign[0]], " ".join(shown.split()))


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_name, reference.authors))
    yield "title", f"{{{latex(reference.title)}}}"  # braced again: no style changes its capitals
    yield "publisher" if reference.work is Work.BOOK else "organization", latex(reference.site)
    yield "date", f"{iso_date(reference.published)}{'~' * (reference.is_about and bool(reference.published))}"
    yield "year", iso_date(reference.published[:1])
    yield "url", reference.address
    yield "urldate", iso_date(reference.accessed) if reference.address else ""
    yield "keywords", ", ".join(latex(tag.replace(",", " ")) for tag in reference.tags)


def _name(name: PersonName) -> str:
    if name.is_whole:
        return f"{{{latex(name.family)}}}"
    family = " ".join(filter(None, (latex(name.particle), _guarded(name.family))))
    return ", ".join(filter(None, (family, latex(name.suffix), _guarded(name.given))))


def _guarded(name: str) -> str:
    """Return a part of a name that BibTeX does not take apart: "and" and commas would do so."""
    text = latex(name)
    return f"{{{text}}}" if "," in text or "and" in text.casefold().split() else text


def _key(reference: Reference) -> str:
    """Return author, year and the first word that says something: "roe2026bridge"."""
    author = _plain(reference.authors[0].family) if reference.authors else ""
    words = [word for word in _LETTERS.findall(_folded(reference.title)) if word not in _SMALL_WORDS]
    year = iso_date(reference.published[:1])
    return f"{author[:20]}{year}{words[0][:20] if words else ''}" if author or words else ""


def _free_key(key: str, taken: set[str]) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def _plain(text: str) -> str:
    return "".join(_LETTERS.findall(_folded(text)))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))

"""Writes articles as references in CSL-JSON, which Zotero, Pandoc and citeproc read."""

import json
from collections.abc import Sequence
from typing import Final

from reader_app.export.item import ExportItem
from reader_app.export.person_names import PersonName
from reader_app.export.records import Json
from reader_app.export.reference import Reference, Work, reference_of

_TYPES: Final = {Work.WEB_PAGE: "webpage", Work.BOOK: "book", Work.DOCUMENT: "document"}


def csl_text(items: Sequence[ExportItem]) -> str:
    """Return a list with one entry an article."""
    entries = [_entry(item.article.id, reference_of(item.article)) for item in items]
    return f"{json.dumps(entries, ensure_ascii=False, indent=2)}\n"


def _entry(key: str, reference: Reference) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "id": key,
        "type": _TYPES[reference.work],
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "publisher" if reference.work is Work.BOOK else "container-title": reference.site,
        "issued": _date(reference.published, is_about=reference.is_about),
        "accessed": _date(reference.accessed) if reference.address else None,
        "URL": reference.address,
        "language": reference.language,
        "keyword": ", ".join(reference.tags),
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: PersonName) -> dict[str, Json]:
    if name.is_whole:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(parts: tuple[int, ...], *, is_about: bool = False) -> dict[str, Json] | None:
    if not parts:
        return None
    return {"date-parts": [parts], **({"circa": True} if is_about else {})}

"""Full-text search: what can be found, and how a reader's words find it.

Two indexes over the same entries. *Words* finds whole words, and the last word by its beginning,
whatever the accents and the case. *Substrings* (trigrams) finds parts of words in what is short
(titles, quotes, notes, tags), and anything in texts whose script sets no spaces between words.
Long texts in spaced scripts are left out of it: there it would be several times their own size.
"""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reader_app.library.faults import stored_values
from reader_app.library.texts import storable

_TRIGRAM: Final = 3
_MOST_PIECES: Final = 32  # far more than anyone types; FTS5's parser has a limit of its own
_SNIPPET_WORDS: Final = 24
_SNIPPET_TRIGRAMS: Final = 48
_LONGEST_SNIPPET: Final = 200  # characters; in scripts without spaces a "word" is a sentence

# Compiled at its first use, by re's own cache: ranges as wide as these take milliseconds.
_UNSPACED: Final = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"  # Hangul parts, kana
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"  # Han, Hangul
    "\U00020000-\U0003ffff]"  # rarer Han
)


class Place(StrEnum):
    """Where something was found."""

    TITLE = "title"
    TEXT = "text"
    QUOTE = "quote"
    NOTE = "note"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing that was found.

    Attributes:
        article_id: The article, or the one the annotation is on.
        annotation_id: None when the article itself was found.
        where: "title" (with authors and site), "text", "quote", "note" or "tag".
        snippet: The words around the first match, on one line.
    """

    article_id: str
    annotation_id: str | None
    where: Place
    snippet: str


def put_entries(
    connection: sqlite3.Connection,
    texts: Mapping[Place, str],
    article_id: str,
    annotation_id: str | None = None,
) -> None:
    """Make these texts, and nothing older, what is found at these places; "" for nothing."""
    owner = "annotation_id" if annotation_id else "article_id"
    condition = "annotation_id IS NOT NULL" if annotation_id else "annotation_id IS NULL"
    for place, text in texts.items():
        entry = entry_of(place, text)
        if entry is None:
            connection.execute(
                f"DELETE FROM search_entries WHERE {condition} AND {owner} = ? AND place = ?",
                (annotation_id or article_id, place),
            )
            continue
        connection.execute(
            "INSERT INTO search_entries (article_id, annotation_id, place, text, by_substring)"
            f" VALUES (?, ?, ?, ?, ?) ON CONFLICT ({owner}, place) WHERE {condition}"
            " DO UPDATE SET article_id = excluded.article_id, text = excluded.text,"
            " by_substring = excluded.by_substring"
            " WHERE text <> excluded.text OR by_substring <> excluded.by_substring"
            " OR article_id <> excluded.article_id",
            (article_id, annotation_id, place, *entry),
        )


def entry_of(place: Place, text: str) -> tuple[str, bool] | None:
    """Return a text as it is kept, and whether parts of its words are found; None for no entry."""
    if not text.strip():
        return None
    return storable(text), place is not Place.TEXT or re.search(_UNSPACED, text) is not None


def find(connection: sqlite3.Connection, text: str, limit: int) -> list[SearchHit]:
    """Return what holds all the words of ``text``, best first, the trash left out."""
    pieces = _pieces(text)
    hits: dict[int, SearchHit] = {}
    for match in _matches(pieces):
        if len(hits) < limit:
            for entry_id, hit in _hits(connection, match, limit):
                hits.setdefault(entry_id, hit)
    return list(hits.values())[:limit]


def article_condition(text: str) -> tuple[str, list[str]]:
    """Return SQL on ``articles.id``, and its parameters, for articles that hold all the words.

    Each word may stand at another place: one in the title, one in the text.
    """
    conditions, parameters = ["1"], []
    for piece in _pieces(text):
        matches = _matches([piece])
        found = " UNION ".join(
            f"SELECT entry.article_id FROM {match.source}"
            f" WHERE {match.condition} AND entry.annotation_id IS NULL"
            for match in matches
        )
        conditions.append(f"articles.id IN ({found})")
        parameters += [parameter for match in matches for parameter in match.parameters]
    return " AND ".join(conditions), parameters


@dataclass(frozen=True, slots=True)
class _Match:
    """One way to find pieces, as parts of a SELECT."""

    source: str
    condition: str
    parameters: tuple[str, ...]
    around: str  # what a snippet that is too long is cut around
    snippet: str = "entry.text"
    order: str = "entry.id DESC"


def _pieces(text: str) -> list[str]:
    return storable(text).replace("\0", " ").split()[:_MOST_PIECES]


def _matches(pieces: list[str]) -> list[_Match]:
    return [match for match in (_by_words(pieces), _by_substrings(pieces)) if match]


def _by_words(pieces: list[str]) -> _Match | None:
    words = [piece for piece in pieces if any(map(str.isalnum, piece))]
    if not words:
        return None
    return _Match(
        "search_words JOIN search_entries AS entry ON entry.id = search_words.rowid",
        "search_words MATCH ?",
        (" ".join(map(_quoted, words)) + "*",),
        words[0],
        f"snippet(search_words, 0, '', '', '…', {_SNIPPET_WORDS})",
        "search_words.rank",
    )


def _by_substrings(pieces: list[str]) -> _Match | None:
    long = [piece for piece in pieces if len(piece) >= _TRIGRAM]
    short = [piece for piece in pieces if len(piece) < _TRIGRAM]
    likes = "".join(" AND entry.text LIKE ? ESCAPE '\\'" for _ in short)
    patterns = tuple("%" + re.sub(r"([%_\\])", r"\\\1", piece) + "%" for piece in short)
    if long:
        return _Match(
            "search_substrings JOIN search_entries AS entry ON entry.id = search_substrings.rowid",
            f"search_substrings MATCH ?{likes}",
            (" ".join(map(_quoted, long)), *patterns),
            long[0],
            f"snippet(search_substrings, 0, '', '', '…', {_SNIPPET_TRIGRAMS})",
            "search_substrings.rank",
        )
    # Too short for trigrams, so each text is read. Worth it for “中国” or “§”, not for “of”.
    if any(re.search(_UNSPACED, piece) or not any(map(str.isalnum, piece)) for piece in short):
        return _Match(
            "search_entries AS entry",
            f"entry.by_substring{likes}",
            patterns,
            short[0],
        )
    return None


def _quoted(piece: str) -> str:
    """Return the piece as an FTS5 string, in which nothing is syntax."""
    return '"' + piece.replace('"', '""') + '"'


def _hits(connection: sqlite3.Connection, match: _Match, limit: int) -> list[tuple[int, SearchHit]]:
    rows = connection.execute(
        "SELECT entry.id, entry.article_id, entry.annotation_id, entry.place,"
        f" {match.snippet} FROM {match.source}"
        " JOIN articles ON articles.id = entry.article_id"
        " LEFT JOIN annotations ON annotations.id = entry.annotation_id"
        f" WHERE {match.condition}"
        " AND articles.deleted_at IS NULL AND annotations.deleted_at IS NULL"
        f" ORDER BY {match.order} LIMIT ?",
        (*match.parameters, limit),
    )
    with stored_values("search the library"):
        return [
            (entry_id, SearchHit(article, annotation, Place(place), _one_line(snippet, match.around)))
            for entry_id, article, annotation, place, snippet in rows
        ]


def _one_line(snippet: str, around: str) -> str:
    line = " ".join(snippet.split())
    if len(line) <= _LONGEST_SNIPPET:
        return line
    middle = max(line.casefold().find(around.casefold()), 0)
    start = max(middle - _LONGEST_SNIPPET // 2, 0)
    end = start + _LONGEST_SNIPPET
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")

"""The one clean, self-contained HTML file that every article without pages of its own becomes.

No style of its own: the reader's choice of font and theme is applied when the article is laid out.
"""

from html import escape

from reader_app.core.article import Metadata
from reader_app.document.references import resolved_once

_END = b"\n</article>\n</body>\n</html>\n"
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def build(metadata: Metadata, body: str, direction: str = "") -> bytes:
    """Return the reading file.

    Args:
        metadata: Goes into the head; its language makes hyphenation possible.
        body: Clean HTML, the article's own.
        direction: "ltr" or "rtl" as the source says; "" lets the language decide.
    """
    language = f' lang="{escape(metadata.language)}"' if metadata.language else ""
    head = "\n".join(_head(metadata))
    body = resolved_once(body.strip())
    return (
        f'<!DOCTYPE html>\n<html{language} dir="{direction or _direction(metadata.language)}">\n'
        f"<head>\n{head}\n</head>\n<body>\n<article>\n{body}"
    ).encode() + _END


def with_more(reading: bytes, body: str) -> bytes:
    """Return a reading file with more at its end.

    Args:
        reading: What ``build`` made.
        body: Of other reading files: it was made ready for the layout before.
    """
    article, end, rest = reading.rpartition(_END)
    return b"".join((article, b"\n", body.encode(), end, rest))


def _head(metadata: Metadata) -> list[str]:
    lines = ['<meta charset="utf-8">', f"<title>{escape(metadata.title)}</title>"]
    lines += [_meta("author", author) for author in metadata.authors]
    if metadata.published:
        lines.append(_meta("date", metadata.published))
    if metadata.site:
        lines.append(_meta("publisher", metadata.site))
    if metadata.url:
        lines.append(f'<link rel="canonical" href="{escape(metadata.url)}">')
    return lines


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'


def _direction(language: str) -> str:
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"

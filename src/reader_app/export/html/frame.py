"""Sets what stands around articles in an HTML file: head, contents, labels, summary, what has no place.

Knows neither how the text is written nor where marks are.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from reader_app.core.annotation import utc_now
from reader_app.core.article import Article
from reader_app.core.visible import visible_characters
from reader_app.document.clean import safe_link
from reader_app.export.days import published_day
from reader_app.export.html.cards import Looks, Note, card_html, numbered, time_html
from reader_app.export.item import ExportItem, in_order
from reader_app.export.note_html import direction
from reader_app.export.options import ExportOptions
from reader_app.export.plain_note import plain_note

_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_FAMILIES = {
    "serif": 'Charter, "Iowan Old Style", "Palatino Linotype", Cambria, Georgia, serif',
    "sans-serif": 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif',
    "monospace": 'ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace',
}
_PIXELS = 96 / 72  # for each point
_START = 80  # characters of a quote or a note in the summary


class Frame:
    """What stands around the articles of one file."""

    def __init__(self, items: Sequence[ExportItem], looks: Looks, options: ExportOptions) -> None:
        self._items, self._looks, self._options = items, looks, options
        self._counts = Counter(
            looks.label(annotation).id for item in items for annotation in item.annotations
        )
        used = {looks.label(each).id: looks.label(each) for item in items for each in item.annotations}
        self._labels = sorted(used.values(), key=lambda label: (label.position, label.name))

    def start(self) -> str:
        """Return what stands before the first article."""
        first = self._items[0].article
        title = first.title if len(self._items) == 1 else f"{first.title} and {_more(len(self._items) - 1)}"
        style, script = f"{_template('article.css')}{self._own_rules()}", _template("article.js")
        authors = "".join(
            f'<meta name="author" content="{escape(author)}">\n'
            for author in dict.fromkeys(
                name for item in self._items for name in item.article.metadata.authors
            )
        )
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(title)}</title>\n{authors}<style>{style}</style>\n</head>\n<body>\n"
            f"{self._tools()}<main>\n{self._contents()}"
        )

    def end(self) -> str:
        """Return what stands after the last article."""
        return f"</main>\n<script>{_template('article.js')}</script>\n</body>\n</html>\n"

    def article_start(self, number: int, item: ExportItem, beginning: str, stated: str) -> str:
        """Return what stands before the text of an article.

        Args:
            number: From 1.
            item: The article.
            beginning: The visible characters that its text begins with: a title there is not repeated.
            stated: Its direction, "" if it is not known.
        """
        article, name = item.article, f"a{number}"
        language = escape(article.metadata.language)
        runs = stated or _direction(language)
        look = "pages" if article.is_pdf else "text"
        title = f'<h1 dir="{direction(article.title)}">{escape(article.title)}</h1>\n'
        if self._says_title(article, beginning):
            title = ""
        return (
            f'<article id="{name}" class="{look}" lang="{language}" dir="{runs}"'
            f' aria-label="{escape(article.title)}">\n'
            f'<header class="about">\n{title}{self._about(item)}</header>\n'
            f'{self._legend()}{self._summary(item, name)}<div class="spread">\n'
        )

    def _says_title(self, article: Article, beginning: str) -> bool:
        """Tell whether the title stands right below the head anyway."""
        if article.media_type != "text/html" or self._options.summary:
            return False
        return beginning.casefold().startswith(visible_characters(article.title).casefold())

    def article_end(self, missing: Sequence[Note]) -> str:
        """Return what stands after the text of an article: the annotations that have no place in it."""
        order = in_order([note.annotation for note in missing], self._options.order, self._looks.labels)
        notes = {note.annotation.id: note for note in missing}
        cards = "\n".join(
            card_html(notes[each.id], self._looks, self._options, is_placed=False) for each in order
        )
        part = (
            '<section class="unplaced" lang="en" dir="ltr">\n<h2>Without a place</h2>\n'
            f"<p>The passages of these annotations are not in the text as it is.</p>\n{cards}\n</section>\n"
        )
        return f"</div>\n{part if missing else ''}</article>\n"

    def _own_rules(self) -> str:
        style = self._options.style
        family = _FAMILIES.get(style.font_family, _FAMILIES["serif"])
        return (
            f":root {{ --reading: {family}; --size: {style.font_size * _PIXELS / 16:.3f}rem;"
            f" --leading: {style.line_height:g}; }}\n"
            f".text {{ text-align: {'justify' if style.justify else 'start'}; }}\n{self._looks.rules}\n"
        )

    def _tools(self) -> str:
        """Return what the script needs: without it these are not shown."""
        if not self._labels:
            return ""
        buttons = "".join(
            f'<button type="button" aria-pressed="true" class="{self._looks.class_of(label)}"'
            f' data-filter="{escape(label.id)}">{escape(label.name)}'
            f" <span>{self._counts[label.id]}</span></button>"
            for label in self._labels
        )
        return (
            '<nav class="tools" aria-label="Annotations" hidden>\n'
            f'<div role="group" aria-label="Labels">{buttons}</div>\n'
            '<button type="button" aria-pressed="false" data-hide>Hide notes</button>\n</nav>\n'
        )

    def _contents(self) -> str:
        if len(self._items) == 1:
            return ""
        lines = "".join(
            f'<li><a href="#a{number}" dir="{direction(item.article.title)}">{escape(item.article.title)}</a>'
            f" <span>{escape(', '.join(item.article.metadata.authors))}</span></li>\n"
            for number, item in enumerate(self._items, start=1)
        )
        return (
            f'<nav class="contents" aria-label="Contents">\n<h2>Contents</h2>\n<ol>\n{lines}</ol>\n</nav>\n'
        )

    def _about(self, item: ExportItem) -> str:
        """Return the lines on where an article comes from."""
        metadata = item.article.metadata
        published = ("about " if metadata.is_date_guessed else "") + published_day(metadata.published)
        said = [*metadata.authors, metadata.site, published if metadata.published else ""]
        line = " · ".join(f"<bdi>{escape(each)}</bdi>" for each in said if each)
        kept = [f"Saved {time_html(item.article.saved_at)}", f"exported {time_html(utc_now())}"]
        if item.annotations:
            kept.append(_annotations(len(item.annotations)))
        return (
            (f'<p class="byline">{line}</p>\n' if line else "")
            + _address(item.article)
            + f'<p class="kept" lang="en" dir="ltr">{" · ".join(kept)}</p>\n'
        )

    def _legend(self) -> str:
        if not (self._options.legend and self._labels):
            return ""
        entries = "".join(
            f'<li class="{self._looks.class_of(label)}">{escape(label.name)}</li>' for label in self._labels
        )
        return f'<ul class="legend" lang="en" dir="ltr" aria-label="Labels">{entries}</ul>\n'

    def _summary(self, item: ExportItem, name: str) -> str:
        """Return the list of an article's annotations with their number for each label."""
        if not (self._options.summary and item.annotations):
            return ""
        notes = {note.annotation.id: note for note in numbered(item.annotations, name)}
        counts = Counter(self._looks.label(each).id for each in item.annotations)
        labels = "".join(
            f'<li class="{self._looks.class_of(label)}">{escape(label.name)}: {counts[label.id]}</li>'
            for label in self._labels
            if counts[label.id]
        )
        ordered = in_order(item.annotations, self._options.order, self._looks.labels)
        lines = "".join(self._line(notes[each.id]) for each in ordered)
        return (
            '<section class="summary" lang="en" dir="ltr">\n<h2>Annotations</h2>\n'
            f'<ul class="legend">{labels}</ul>\n<ul class="lines">\n{lines}</ul>\n</section>\n'
        )

    def _line(self, note: Note) -> str:
        said = plain_note(note.annotation.note) or note.annotation.quote
        return (
            f'<li class="{self._looks.color_class(note.annotation)}">'
            f'<a href="#{note.card_id}">{note.number}</a> <bdi>{escape(_start(said))}</bdi></li>\n'
        )


def _policy(style: str, script: str) -> str:
    """Return what the file allows itself: its own style and script, and the pictures in it."""
    return (
        "default-src 'none'; img-src data:; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _template(name: str) -> str:
    return (files("reader_app.export") / "templates" / name).read_text(encoding="utf-8")


def _address(article: Article) -> str:
    address = safe_link(article.metadata.url) if article.metadata.url else None
    if not address or not address.startswith("http"):
        return ""
    parts = urlsplit(address)
    shown = f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"
    link = f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(shown)}</a>'
    return f'<p class="address" dir="ltr">{link}</p>\n'


def _direction(language: str) -> str:
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _annotations(count: int) -> str:
    return "1 annotation" if count == 1 else f"{count:,} annotations"


def _more(count: int) -> str:
    return "1 more" if count == 1 else f"{count} more"


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _START else line[:_START].rsplit(" ", 1)[0] + " …"

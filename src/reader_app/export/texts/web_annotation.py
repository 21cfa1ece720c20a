"""Writes annotations as Web Annotations of the W3C (JSON-LD): a collection with one page that holds all.

Positions count in the whole reading text of the article, as the command ``text`` writes it. The model has no
words for colors and kinds of marks but style sheets, so each annotation has one. Our own import knows all
of it again (``intake/web_annotation``).
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from reader_app.core.annotation import Annotation, Kind, Label, Reply, Status, Target
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.export.citation import web_address
from reader_app.export.item import ExportItem, in_order, label_of
from reader_app.export.item_text import text_of
from reader_app.export.note_html import direction
from reader_app.export.options import ExportOptions
from reader_app.export.records import Json, reading_range
from reader_app.export.svg_drawing import svg_of

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_PDF_PAGES: Final = "https://www.rfc-editor.org/rfc/rfc8118"  # what "page=3" means
_SVG: Final = "http://www.w3.org/TR/SVG/"
_GENERATOR: Final = {"id": "urn:x-reader-app", "type": "Software", "name": "reader-app"}
_UUID: Final = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}(?:\1[0-9a-f]{4}){2}\1[0-9a-f]{12}")
_MARKS: Final = {
    Kind.HIGHLIGHT: "background-color: {color}",
    Kind.UNDERLINE: "text-decoration: underline {color}",
    Kind.STRIKEOUT: "text-decoration: line-through {color}",
    Kind.SQUIGGLY: "text-decoration: underline wavy {color}",
}
_OTHER_MARK: Final = "color: {color}"


def web_annotation_text(items: Sequence[ExportItem], labels: Sequence[Label], options: ExportOptions) -> str:
    """Return a collection of the annotations of all articles.

    Raises:
        DocumentError: The text of an article was not read before, and cannot be.
    """
    entries = [entry for item in items for entry in _entries(item, labels, options)]
    collection = uuid5(NAMESPACE_URL, "\n".join(item.article.id for item in items)).urn
    value: dict[str, Json] = {
        "@context": _CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": "; ".join(item.article.title for item in items),
        "generator": _GENERATOR,
        "total": len(entries),
    }
    if entries:
        value["first"] = {
            "id": f"{collection}#page1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": entries,
        }
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n"


def _entries(item: ExportItem, labels: Sequence[Label], options: ExportOptions) -> Iterator[dict[str, Json]]:
    text = text_of(item)
    for annotation in in_order(item.annotations, options.order, labels):
        yield _entry(item.article, annotation, label_of(annotation, labels), text, options.author)
        for reply in annotation.replies:
            yield _reply(annotation, reply)


def _entry(
    article: Article, annotation: Annotation, label: Label, text: ArticleText, reader: str
) -> dict[str, Json]:
    bodies = list(_bodies(annotation, label))
    author = annotation.author or reader
    style = _MARKS.get(annotation.kind, _OTHER_MARK).format(color=annotation.color or label.color)
    is_sure = annotation.status is Status.PLACED
    targets = [_target(article, annotation, target, text, is_sure=is_sure) for target in annotation.targets]
    return {
        "@context": _CONTEXT,  # so that each is valid alone, too
        "id": _name(annotation.id),
        "type": "Annotation",
        "motivation": "commenting" if annotation.note else "highlighting",
        **({"creator": _person(author)} if author else {}),
        "created": _moment(annotation.created_at),
        "modified": _moment(annotation.modified_at),
        "generator": _GENERATOR,
        "stylesheet": {"type": "CssStylesheet", "value": f".{annotation.kind.value} {{ {style} }}"},
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _bodies(annotation: Annotation, label: Label) -> Iterator[dict[str, Json]]:
    if annotation.note:
        yield _words(annotation.note, "commenting") | {"format": "text/markdown"}
    yield _words(label.name, "classifying") | {"id": f"urn:x-reader-app:label:{quote(label.id, safe='')}"}
    for tag in annotation.tags:
        yield _words(tag, "tagging")


def _words(value: str, purpose: str) -> dict[str, Json]:
    body: dict[str, Json] = {"type": "TextualBody", "purpose": purpose, "value": value}
    return body | {"textDirection": "rtl"} if direction(value) == "rtl" else body


def _target(
    article: Article, annotation: Annotation, target: Target, text: ArticleText, *, is_sure: bool
) -> dict[str, Json]:
    selectors: list[Json] = []
    if annotation.kind.marks_text or target.prefix or target.suffix:
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": target.exact,
                "prefix": target.prefix,
                "suffix": target.suffix,
            }
        )
    if is_sure and (place := _whole_range(target, text)) is not None:
        selectors.append({"type": "TextPositionSelector", "start": place[0], "end": place[1]})
    if article.is_pdf:
        page = {"type": "FragmentSelector", "conformsTo": _PDF_PAGES, "value": f"page={target.section + 1}"}
        selectors.append(page)
    if annotation.drawing is not None:
        drawing = svg_of(annotation.kind, annotation.drawing, annotation.color)
        selectors.append({"type": "SvgSelector", "conformsTo": _SVG, "value": drawing})
    return {
        "type": "SpecificResource",
        "source": web_address(article) or _name(article.id),
        "styleClass": annotation.kind.value,
        **({"selector": selectors} if selectors else {}),
    }


def _whole_range(target: Target, text: ArticleText) -> tuple[int, int] | None:
    """Return the code points of the whole reading text that a target is."""
    place = reading_range(target, text)
    if place is None:
        return None
    base = text.reading_starts[target.section]
    return base + place[0], base + place[1]


def _reply(annotation: Annotation, reply: Reply) -> dict[str, Json]:
    return {
        "@context": _CONTEXT,
        "id": _name(reply.id),
        "type": "Annotation",
        "motivation": "replying",
        **({"creator": _person(reply.author)} if reply.author else {}),
        "created": _moment(reply.created_at),
        "modified": _moment(reply.modified_at),
        "generator": _GENERATOR,
        "body": _words(reply.note, "replying"),
        "target": _name(annotation.id),
    }


def _person(name: str) -> dict[str, Json]:
    return {"type": "Person", "name": name}


def _name(key: str) -> str:
    """Return a name that is one in all the world: a UUID, or one of ours for what others named."""
    if _UUID.fullmatch(key):
        return UUID(key).urn
    return f"urn:x-reader-app:reply:{quote(key, safe='', errors='replace')}"


def _moment(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

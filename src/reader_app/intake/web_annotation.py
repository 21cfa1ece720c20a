"""Reads Web Annotations of the W3C (JSON-LD): one, several, or a collection with its pages.

The quote says where an annotation belongs; a position helps where the quote stands there. Selectors by
markup (XPath, CSS, SVG) are of the page that somebody saw, which nobody has here.
"""

import re
from collections.abc import Iterator
from typing import Final

from reader_app.core.annotation import Kind
from reader_app.core.plain_markup import plain_of_markup
from reader_app.errors import IntakeError
from reader_app.intake.annotation_list import (
    AnnotationList,
    BrokenRuleError,
    Json,
    ListedAnnotation,
    Passage,
    entry_name,
    named_problems,
)
from reader_app.intake.own_web_annotation import is_own, own_annotation
from reader_app.intake.web_annotation_rules import (
    COMPOSITES,
    Object,
    as_list,
    check_annotation,
    moment,
    selectors_of,
)

_LABELS: Final = {"questioning": "Question", "oa:questioning": "Question"}
_KINDS: Final = {"underlining": Kind.UNDERLINE, "striking": Kind.STRIKEOUT}
_SECTION: Final = re.compile(r"section=(\d{1,6})")
_PAGE: Final = re.compile(r"page=(\d{1,6})")
# What has no words that could be marked.
_WORDLESS: Final = frozenset(("Image", "Video", "Audio", "Sound", "Dataset"))


def read_web_annotations(value: Json) -> AnnotationList:
    """Read what a JSON file holds.

    Raises:
        IntakeError: It is no list of annotations, or its annotations are elsewhere.
    """
    found, problems = [], []
    entries = list(_entries(value))
    for number, (entry, needs_context) in enumerate(entries, start=1):
        try:
            found.append(_annotation(check_annotation(entry, needs_context=needs_context)))
        except BrokenRuleError as error:
            problems.append(f"{entry_name(entry, number)} is no Web Annotation: {error}.")
    return AnnotationList(tuple(found), named_problems(problems))


def _entries(value: Json) -> Iterator[tuple[Json, bool]]:
    """Yield the annotations, and for each whether it has to name its context itself."""
    if isinstance(value, list):
        for each in value:
            yield from [(each, True)] if isinstance(each, list) else _entries(each)
        return
    types = as_list(value.get("type")) if isinstance(value, dict) else []
    if isinstance(value, dict) and "AnnotationCollection" in types:
        first = value.get("first", value.get("items"))
        if isinstance(first, str):
            raise IntakeError(f"The annotations of this collection are elsewhere, at {first[:200]}.")
        for page in as_list(first):
            yield from _of_page(page)
    elif isinstance(value, dict) and "AnnotationPage" in types:
        yield from _of_page(value)
    elif isinstance(value, dict) and isinstance(value.get("@graph"), list):
        for item in as_list(value["@graph"]):
            yield item, False
    else:
        yield value, True


def _of_page(page: Json) -> Iterator[tuple[Json, bool]]:
    """Yield the annotations of a page and of those that follow it in the file."""
    while isinstance(page, dict):
        if "Annotation" in as_list(page.get("type")):
            yield page, False  # a collection that lists them without pages
            return
        for item in as_list(page.get("items")):
            yield item, False
        page = page.get("next")


def _annotation(entry: Object) -> ListedAnnotation:
    if is_own(entry):
        return own_annotation(entry)
    motivations = [str(each) for each in as_list(entry.get("motivation"))]
    note, tags = _said(entry, motivations)
    targets = [each for target in as_list(entry["target"]) for each in _parts(target)]
    passages = [each for target in targets for each in _passages(target)]
    is_on_whole = not passages and any(map(_is_whole, targets))
    address = next((_address(target) for target in targets if _address(target)), "")
    if not passages and not is_on_whole:
        # What it marks has no words: at least it is told what that is.
        note = "\n\n".join(
            filter(None, (note, *(f"<{_address(each)}>" for each in targets if _address(each))))
        )
    is_reply = "replying" in motivations and not passages
    return ListedAnnotation(
        key=str(entry["id"]),
        kind=next((_KINDS[each] for each in motivations if each in _KINDS), Kind.HIGHLIGHT),
        label_name=next((_LABELS[each] for each in motivations if each in _LABELS), ""),
        note=note,
        tags=tags,
        author=_author(entry),
        created_at=moment(str(entry.get("created", ""))),
        modified_at=moment(str(entry.get("modified", ""))),
        passages=tuple(passages),
        is_on_whole=is_on_whole,
        address="" if is_reply else address,
        answers=address if is_reply else "",
    )


def _parts(resource: Json) -> Iterator[Json]:
    """Yield the resources that one stands for."""
    if isinstance(resource, dict) and COMPOSITES.intersection(map(str, as_list(resource.get("type")))):
        items = as_list(resource.get("items"))
        for item in items[:1] if "Choice" in as_list(resource.get("type")) else items:
            yield from _parts(item)
    else:
        yield resource


def _passages(target: Json) -> Iterator[Passage]:
    if not isinstance(target, dict):
        return
    quotes: list[Object] = []
    positions: list[Object] = []
    section: int | None = None
    for selector in selectors_of(target):
        types = as_list(selector.get("type"))
        if "TextQuoteSelector" in types:
            quotes.append(selector)
        elif "TextPositionSelector" in types:
            positions.append(selector)
        elif "FragmentSelector" in types:
            section = _section(str(selector["value"]))
    # They are several ways to say one thing.
    quote, position = (each[0] if each else None for each in (quotes, positions))
    if quote is None and position is None:
        return
    yield Passage(
        exact=_text_in(quote, "exact"),
        prefix=_text_in(quote, "prefix"),
        suffix=_text_in(quote, "suffix"),
        start=_number_in(position, "start"),
        end=_number_in(position, "end"),
        section=section,
    )


def _section(fragment: str) -> int | None:
    if match := _SECTION.search(fragment):
        return int(match[1])
    match = _PAGE.search(fragment)
    return max(int(match[1]) - 1, 0) if match else None


def _text_in(selector: Object | None, key: str) -> str:
    return str(selector.get(key, "")) if selector else ""


def _number_in(selector: Object | None, key: str) -> int | None:
    value = selector.get(key) if selector else None
    return value if isinstance(value, int) else None


def _is_whole(target: Json) -> bool:
    """Tell whether a target is a whole page, and not a part of it or what has no words."""
    if isinstance(target, str):
        return True
    if not isinstance(target, dict):
        return False
    inner = target.get("source")
    types = {
        str(each)
        for holder in (target, inner)
        if isinstance(holder, dict)
        for each in as_list(holder.get("type"))
    }
    return "selector" not in target and not types & _WORDLESS


def _address(target: Json) -> str:
    while isinstance(target, dict):
        inner = as_list(target.get("source", target.get("id")))
        target = inner[0] if inner else None
    return target if isinstance(target, str) else ""


def _author(entry: Object) -> str:
    for agent in as_list(entry.get("creator")):
        if isinstance(agent, str):
            return agent
        if isinstance(agent, dict):
            for key in ("name", "nickname", "id"):
                named = as_list(agent.get(key))
                if named and isinstance(named[0], str):
                    return named[0]
    return ""


def _said(entry: Object, motivations: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the note and the tags that the bodies are."""
    if isinstance(entry.get("bodyValue"), str):
        return str(entry["bodyValue"]), ()
    notes: list[str] = []
    tags: list[str] = []
    for body in as_list(entry.get("body")):
        for part in _parts(body):
            purposes = as_list(part.get("purpose")) if isinstance(part, dict) else []
            is_tag = "tagging" in (purposes or motivations) or "classifying" in purposes
            text = _body_text(part)
            if is_tag and text and "\n" not in text:
                tags.append(text)
            else:
                notes.append(text)
    return "\n\n".join(filter(None, notes)), tuple(tags)


def _body_text(body: Json) -> str:
    if isinstance(body, dict) and isinstance(body.get("value"), str):
        text = str(body["value"])
        is_markup = "text/html" in as_list(body.get("format"))
        return plain_of_markup(text) if is_markup else text.strip()
    address = _address(body)
    return f"<{address}>" if address else ""

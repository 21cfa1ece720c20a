"""Reads what Hypothesis exports: the rows of its API, or the annotations of its client.

Its positions count units of UTF-16, because they were measured in a browser.
"""

from collections.abc import Iterator
from typing import Final

from reader_app.intake.annotation_list import (
    AnnotationList,
    BrokenRuleError,
    Json,
    ListedAnnotation,
    Passage,
    entry_name,
    named_problems,
)
from reader_app.intake.web_annotation_rules import Object, as_list, moment

_LISTS: Final = ("rows", "annotations")


def rows_of(value: Json) -> list[Json] | None:
    """Return the entries of a file of Hypothesis, None for any other."""
    if isinstance(value, dict) and not _is_linked_data(value):
        for name in _LISTS:
            if isinstance(rows := value.get(name), list):
                return rows
        return [value] if _is_row(value) else None
    if isinstance(value, list) and any(map(_is_row, value)) and not any(map(_is_linked_data, value)):
        return value
    return None


def read_rows(rows: list[Json]) -> AnnotationList:
    """Read the entries of a file of Hypothesis."""
    found, problems = [], []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(_annotation(row))
        except BrokenRuleError as error:
            problems.append(f"{entry_name(row, number)} is no annotation of Hypothesis: {error}.")
    return AnnotationList(tuple(found), named_problems(problems))


def _is_row(value: Json) -> bool:
    if not isinstance(value, dict) or _is_linked_data(value):
        return False
    return "uri" in value or isinstance(value.get("target"), list)


def _is_linked_data(value: Json) -> bool:
    """Tell whether a value is of JSON-LD, such as a Web Annotation."""
    return isinstance(value, dict) and ("@context" in value or "type" in value)


def _annotation(row: Json) -> ListedAnnotation:
    if not isinstance(row, dict):
        raise BrokenRuleError("it is no JSON object")
    target = row.get("target")
    if not isinstance(target, list | None):
        raise BrokenRuleError("its target is no list")
    passages = tuple(_passages(target or []))
    if not (passages or row.get("text") or row.get("tags") or row.get("id")):
        raise BrokenRuleError("it says nothing")
    references = row.get("references")
    if not isinstance(references, list | None):
        raise BrokenRuleError("its references are no list")
    tags = row.get("tags")
    if not isinstance(tags, list | None) or not all(isinstance(tag, str) for tag in tags or []):
        raise BrokenRuleError("its tags are no list of texts")
    return ListedAnnotation(
        key=_text(row, "id"),
        note=_text(row, "text").strip(),
        tags=tuple(str(tag).strip() for tag in tags or [] if str(tag).strip()),
        author=_author(row),
        created_at=moment(_text(row, "created")),
        modified_at=moment(_text(row, "updated")),
        passages=passages,
        is_on_whole=not passages,
        address=_text(row, "uri"),
        answers=next((each for each in references or [] if isinstance(each, str)), ""),
    )


def _passages(target: list[Json]) -> Iterator[Passage]:
    for each in target:
        if not isinstance(each, dict):
            raise BrokenRuleError("one of its targets is no JSON object")
        selectors = [selector for selector in as_list(each.get("selector")) if isinstance(selector, dict)]
        quote = _of_type(selectors, "TextQuoteSelector")
        position = _of_type(selectors, "TextPositionSelector")
        exact = _text(quote, "exact") if quote else ""
        start, end = _place(position) if position else (None, None)
        if exact or start is not None:
            yield Passage(
                exact=exact,
                prefix=_text(quote, "prefix") if quote else "",
                suffix=_text(quote, "suffix") if quote else "",
                start=start,
                end=end,
                counts_utf16=True,
            )


def _of_type(selectors: list[Object], kind: str) -> Object | None:
    return next((each for each in selectors if each.get("type") == kind), None)


def _place(position: Object) -> tuple[int, int]:
    start, end = position.get("start"), position.get("end")
    is_place = all(isinstance(each, int) and not isinstance(each, bool) for each in (start, end))
    if not is_place or not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise BrokenRuleError("its position is none")
    return start, end


def _author(row: Object) -> str:
    """Return who made it: the name that is shown, else the one in "acct:name@server"."""
    info = row.get("user_info")
    shown = info.get("display_name") if isinstance(info, dict) else None
    if isinstance(shown, str) and shown.strip():
        return shown.strip()
    return _text(row, "user").removeprefix("acct:").partition("@")[0]


def _text(holder: Object, key: str) -> str:
    value = holder.get(key)
    if value is not None and not isinstance(value, str):
        raise BrokenRuleError(f"its {key} is no text")
    return value or ""

"""The rules of the W3C Web Annotation Data Model, as far as breaking one makes an annotation unreadable.

They are checked before anything is read, so that reading need not doubt.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from reader_app.intake.annotation_list import BrokenRuleError, Json

CONTEXT: Final = re.compile(r"https?://www\.w3\.org/ns/anno(?:\.jsonld)?/?")
COMPOSITES: Final = frozenset(("Choice", "Composite", "List", "Independents"))
_IRI: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[#/?]|\.{1,2}/)[^\s<>\"{}|\\^`]*")
_DEEPEST: Final = 50

Object = dict[str, Json]


def check_annotation(entry: Json, *, needs_context: bool) -> Object:
    """Return an entry that is an annotation.

    Raises:
        BrokenRuleError: It is none.
    """
    if not isinstance(entry, dict):
        raise BrokenRuleError("it is no JSON object")
    if needs_context or "@context" in entry:
        _check_context(entry)
    _single(entry, "id", _iri, is_needed=True)
    if "Annotation" not in as_list(entry.get("type")):
        raise BrokenRuleError("its type is not “Annotation”")
    if not as_list(entry.get("target")):
        raise BrokenRuleError("it has no target")
    for target in as_list(entry["target"]):
        _check_resource(target, "target")
    if "body" in entry and "bodyValue" in entry:
        raise BrokenRuleError("it has both a body and a bodyValue")
    _single(entry, "bodyValue", _text)
    for body in as_list(entry.get("body")):
        _check_resource(body, "body")
    for key in ("created", "modified", "generated"):
        _single(entry, key, _date)
    _check_about(entry)
    _single(entry, "canonical", _iri)
    for key in ("rights", "via"):
        _each(entry, key, _iri)
    _each(entry, "motivation", _text)
    return entry


def as_list(value: Json) -> list[Json]:
    """Return what is one or several as several; nothing for none."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def moment(text: str) -> datetime | None:
    """Return the moment that an ISO 8601 date tells, UTC where it names no zone; None if it tells none."""
    try:
        stated = datetime.fromisoformat(text.strip())
        return (stated if stated.tzinfo else stated.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def selectors_of(holder: Object) -> Iterator[Object]:
    """Yield the selectors of a resource, with those that refine them, which come after them."""
    for selector in as_list(holder.get("selector")):
        while isinstance(selector, dict):
            yield selector
            inner = as_list(selector.get("refinedBy"))
            selector = inner[0] if inner else None


def _check_context(entry: Object) -> None:
    contexts = as_list(entry.get("@context"))
    if not any(isinstance(each, str) and CONTEXT.fullmatch(each) for each in contexts):
        raise BrokenRuleError("its @context is not that of Web Annotations")


def _check_about(holder: Object) -> None:
    """Check who made it: an IRI or an object, or several."""
    for key in ("creator", "generator"):
        for agent in as_list(holder.get(key)):
            if isinstance(agent, str):
                _iri(agent, key)
            elif not isinstance(agent, dict):
                raise BrokenRuleError(f"its {key} is neither an IRI nor an object")


def _check_resource(resource: Json, role: str, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise BrokenRuleError(f"its {role} is nested too deeply")
    if isinstance(resource, str):
        _iri(resource, role)
        return
    if not isinstance(resource, dict):
        raise BrokenRuleError(f"its {role} is neither an IRI nor an object")
    types = as_list(resource.get("type"))
    composite = [each for each in types if isinstance(each, str) and each in COMPOSITES]
    if len(composite) > 1:
        raise BrokenRuleError(f"its {role} is several composites at once")
    if composite:
        if not as_list(resource.get("items")):
            raise BrokenRuleError(f"the {composite[0]} in its {role} has no items")
        for item in as_list(resource["items"]):
            _check_resource(item, role, depth + 1)
    elif "TextualBody" in types:
        _single(resource, "value", _text, is_needed=True)
    elif "source" in resource:
        if len(as_list(resource["source"])) != 1:
            raise BrokenRuleError(f"its {role} has not exactly one source")
        _check_resource(as_list(resource["source"])[0], f"source of its {role}", depth + 1)
    elif "SpecificResource" in types:
        raise BrokenRuleError(f"its {role} is a SpecificResource without a source")
    elif not isinstance(resource.get("value"), str):
        _single(resource, "id", _iri, is_needed=True)
    _check_properties(resource)


def _check_properties(resource: Object) -> None:
    _single(resource, "id", _iri)
    _each(resource, "format", _text)
    _each(resource, "language", _text)
    _each(resource, "purpose", _text)
    _single(resource, "processingLanguage", _text)
    _single(resource, "textDirection", _direction)
    for key in ("created", "modified"):
        _single(resource, key, _date)
    _check_about(resource)
    for selector in as_list(resource.get("selector")):
        _check_selector(selector)


def _check_selector(selector: Json, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise BrokenRuleError("its selectors are nested too deeply")
    if isinstance(selector, str):
        _iri(selector, "selector")
        return
    if not isinstance(selector, dict):
        raise BrokenRuleError("its selector is neither an IRI nor an object")
    types = as_list(selector.get("type"))
    if "FragmentSelector" in types:
        _single(selector, "value", _text, is_needed=True)
        _single(selector, "conformsTo", _iri)
    elif "TextQuoteSelector" in types:
        _single(selector, "exact", _text, is_needed=True)
        _single(selector, "prefix", _text)
        _single(selector, "suffix", _text)
    elif "TextPositionSelector" in types or "DataPositionSelector" in types:
        _single(selector, "start", _position, is_needed=True)
        _single(selector, "end", _position, is_needed=True)
        if int(str(selector["end"])) < int(str(selector["start"])):
            raise BrokenRuleError("its position ends before it starts")
    elif "RangeSelector" in types:
        for key in ("startSelector", "endSelector"):
            if not isinstance(selector.get(key), dict | str):
                raise BrokenRuleError(f"its RangeSelector has no {key}")
            _check_selector(selector[key], depth + 1)
    elif "CssSelector" in types or "XPathSelector" in types:
        _single(selector, "value", _text, is_needed=True)
    elif not types and "id" not in selector:
        raise BrokenRuleError("its selector has no type")
    for inner in as_list(selector.get("refinedBy")):
        _check_selector(inner, depth + 1)


def _single(holder: Object, key: str, check: Callable[[Json, str], None], *, is_needed: bool = False) -> None:
    if key not in holder:
        if is_needed:
            raise BrokenRuleError(f"it has no {key}")
        return
    if isinstance(holder[key], list):
        raise BrokenRuleError(f"it has several values for “{key}”")
    check(holder[key], key)


def _each(holder: Object, key: str, check: Callable[[Json, str], None]) -> None:
    for value in as_list(holder.get(key)):
        check(value, key)


def _text(value: Json, key: str) -> None:
    if not isinstance(value, str):
        raise BrokenRuleError(f"its {key} is no text")


def _iri(value: Json, key: str) -> None:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise BrokenRuleError(f"its {key} is no IRI")


def _date(value: Json, key: str) -> None:
    if not isinstance(value, str) or moment(value) is None:
        raise BrokenRuleError(f"its {key} is no date")


def _direction(value: Json, key: str) -> None:
    if value not in ("ltr", "rtl", "auto"):
        raise BrokenRuleError(f"its {key} is neither ltr nor rtl nor auto")


def _position(value: Json, key: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BrokenRuleError(f"its {key} is no position")

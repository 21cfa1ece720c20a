"""Reads again, without loss, the Web Annotations that this program exports.

They are told by their generator. All that the model has no words for is where any reader of the model would
look for it: kind and color in the style sheet, the label in a body that classifies, drawings in SVG.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote
from uuid import UUID

from reader_app.core.annotation import Drawing, Kind
from reader_app.intake.annotation_list import Json, ListedAnnotation, Passage
from reader_app.intake.svg_drawing import drawing_of_svg
from reader_app.intake.web_annotation_rules import Object, as_list, moment, selectors_of

_GENERATOR: Final = "urn:x-reader-app"
_LABEL: Final = "urn:x-reader-app:label:"
_REPLY: Final = "urn:x-reader-app:reply:"
_PAGE: Final = re.compile(r"page=(\d{1,6})")
_COLOR: Final = re.compile(r"#[0-9a-f]{6}")
_SAYING: Final = ("commenting", "replying")
_KINDS: Final = {kind.value: kind for kind in Kind}


def is_own(entry: Object) -> bool:
    """Tell whether this program wrote an annotation."""
    return any(
        isinstance(each, dict) and each.get("id") == _GENERATOR for each in as_list(entry.get("generator"))
    )


def own_annotation(entry: Object) -> ListedAnnotation:
    """Return an annotation, or a reply, that keeps the rules of the model."""
    bodies = [body for body in as_list(entry.get("body")) if isinstance(body, dict)]
    label = next((body for body in bodies if str(body.get("id", "")).startswith(_LABEL)), None)
    targets = [target for target in as_list(entry["target"]) if isinstance(target, dict)]
    kind, drawing = _look(targets)
    return ListedAnnotation(
        key=str(entry["id"]),
        kind=kind,
        label_name=_value(label) if label else "",
        note="\n\n".join(_value(body) for body in bodies if body.get("purpose") in _SAYING),
        tags=tuple(_value(body) for body in bodies if body.get("purpose") == "tagging"),
        author=_author(entry),
        created_at=moment(str(entry.get("created", ""))),
        modified_at=moment(str(entry.get("modified", ""))),
        passages=tuple(map(_passage, targets)),
        is_on_whole=not targets,
        address=next((str(target.get("source", "")) for target in targets), ""),
        answers=next((each for each in as_list(entry["target"]) if isinstance(each, str)), ""),
        id=_id(str(entry["id"])),
        label_id=unquote(str(label["id"]).removeprefix(_LABEL)) if label else "",
        color=_color(entry.get("stylesheet")),
        drawing=drawing,
    )


def _look(targets: list[Object]) -> tuple[Kind, Drawing | None]:
    """Return how an annotation marks, and what it draws; one that neither marks nor draws is a note."""
    classes = (str(target.get("styleClass")) for target in targets)
    kind = next((_KINDS[name] for name in classes if name in _KINDS), Kind.HIGHLIGHT)
    if kind.marks_text:
        return kind, None
    pictures = (svg for target in targets for svg in _of_type(target, "SvgSelector"))
    drawings = (drawing_of_svg(str(svg.get("value", ""))) for svg in pictures)
    drawing = next((each for each in drawings if each is not None), None)
    return (Kind.NOTE if drawing is None else kind), drawing


def _color(style: Json) -> str:
    found = _COLOR.search(str(style.get("value", ""))) if isinstance(style, dict) else None
    return found[0] if found else ""


def _passage(target: Object) -> Passage:
    quote = next(_of_type(target, "TextQuoteSelector"), {})
    position = next(_of_type(target, "TextPositionSelector"), {})
    fragment = next(_of_type(target, "FragmentSelector"), {})
    page = _PAGE.fullmatch(str(fragment.get("value", "")))
    return Passage(
        exact=str(quote.get("exact", "")),
        prefix=str(quote.get("prefix", "")),
        suffix=str(quote.get("suffix", "")),
        start=_number(position.get("start")),
        end=_number(position.get("end")),
        section=max(int(page[1]) - 1, 0) if page else None,
        counts_whole=True,
    )


def _of_type(target: Object, kind: str) -> Iterator[Object]:
    return (each for each in selectors_of(target) if kind in as_list(each.get("type")))


def _number(value: Json) -> int | None:
    return value if isinstance(value, int) else None


def _value(body: Object) -> str:
    return str(body.get("value", ""))


def _author(entry: Object) -> str:
    names = (each.get("name") for each in as_list(entry.get("creator")) if isinstance(each, dict))
    return next((name for name in names if isinstance(name, str)), "")


def _id(name: str) -> str:
    """Return the id that an annotation or a reply had, "" for a name that somebody else gave it."""
    if name.startswith(_REPLY):
        return unquote(name.removeprefix(_REPLY)).replace("\0", "\ufffd")  # which no library can hold
    try:
        return str(UUID(name)) if name.startswith("urn:uuid:") else ""
    except ValueError:
        return ""

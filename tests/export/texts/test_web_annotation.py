import json
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.listed import LABELS, SECTIONS, every_sort, item, made, marked, unsure
from reader_app.core.annotation import Annotation, Drawing, Kind, Label, Status
from reader_app.core.article_text import ArticleText
from reader_app.core.geometry import Point, Rect
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.svg_drawing import svg_of
from reader_app.export.texts.web_annotation import web_annotation_text
from reader_app.intake.annotation_files import read_annotation_file
from reader_app.intake.listed_annotations import ListReader
from reader_app.intake.svg_drawing import drawing_of_svg
from reader_app.intake.web_annotation_rules import check_annotation

ARTICLE = "0123456789abcdef" * 2


def collection(*items: ExportItem, author: str = "") -> Any:
    return json.loads(web_annotation_text(items, LABELS, ExportOptions(author=author)))


def entries(*items: ExportItem, author: str = "") -> Any:
    return collection(*items, author=author)["first"]["items"]


def back(
    exported: ExportItem,
    labels: tuple[Label, ...] = LABELS,
    owners: dict[str, str] | None = None,
    article_id: str = ARTICLE,
) -> list[Annotation]:
    """Return what our own import makes of an export, for an article with the same text."""
    listed = read_annotation_file(web_annotation_text([exported], LABELS, ExportOptions()).encode())
    assert listed.problems == ()
    reader = ListReader(article_id, "https://example.org/a", ArticleText(SECTIONS), labels, owners)
    found, problems = reader.annotations(listed)
    assert problems == []
    return found


def test_collection_says_how_many_there_are_and_holds_them_all() -> None:
    value = collection(item(marked("last", 2)), item(marked("One")))

    assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (value["type"], value["total"]) == ("AnnotationCollection", 2)
    assert value["first"]["type"] == "AnnotationPage"
    assert len(value["first"]["items"]) == 2
    assert (collection(item())["total"], "first" in collection(item())) == (0, False)


def test_annotation_says_what_it_is_in_the_words_of_the_model() -> None:
    annotation = marked(
        "page of words", note="**Why?**", tags=("a b",), label_id="claim", kind=Kind.UNDERLINE
    )

    [entry] = entries(item(annotation), author="Ada")

    assert entry["id"] == f"urn:uuid:{annotation.id}"
    assert entry["motivation"] == "commenting"
    assert entry["creator"] == {"type": "Person", "name": "Ada"}
    assert (entry["created"], entry["modified"]) == ("2026-05-04T12:00:00.000Z", "2026-05-04T13:00:00.005Z")
    assert entry["stylesheet"]["value"] == ".underline { text-decoration: underline #ffa29a }"
    note, label, tag = entry["body"]
    assert (note["purpose"], note["format"], note["value"]) == ("commenting", "text/markdown", "**Why?**")
    assert (label["purpose"], label["value"]) == ("classifying", "Claim to check")
    assert (tag["purpose"], tag["value"]) == ("tagging", "a b")
    assert entry["target"]["source"] == "https://example.org/a"
    quote, position, page = entry["target"]["selector"]
    assert (quote["type"], quote["exact"], quote["prefix"]) == (
        "TextQuoteSelector",
        "page of words",
        "One 🚢",
    )
    assert page["value"] == "page=1"
    reading = ArticleText(SECTIONS).reading
    assert reading[position["start"] : position["end"]] == "page of words"


def test_positions_count_in_the_text_of_all_sections() -> None:
    [entry] = entries(item(marked("last page", 2), media_type="text/html"))

    position = entry["target"]["selector"][1]
    assert ArticleText(SECTIONS).reading[position["start"] : position["end"]] == "last page"
    assert [each["type"] for each in entry["target"]["selector"]] == [
        "TextQuoteSelector",
        "TextPositionSelector",
    ]


def test_every_annotation_keeps_the_rules_of_the_model() -> None:
    hostile = made(marked("One").targets, tags=("\0\ud800",), author="\u202e", label_id="question")
    odd = item(hostile, url='https://example.org/a|b{"c"}\\`^<>')

    for entry in entries(item(*every_sort(), *unsure()), odd):
        check_annotation(entry, needs_context=True)


def test_everything_comes_back_equal() -> None:
    exported = every_sort()

    found = back(item(*exported))

    assert sorted(found, key=lambda each: each.id) == sorted(exported, key=lambda each: each.id)


def test_what_had_no_sure_place_has_none_again_and_keeps_its_quote() -> None:
    asked, gone = unsure()

    found = {each.id: each for each in back(item(asked, gone))}

    assert found[gone.id].status is Status.UNPLACED
    assert (found[gone.id].quote, found[gone.id].note) == ("gone words", "Where is it?")
    assert found[asked.id].status is not Status.PLACED


def test_label_that_is_not_there_leaves_the_color() -> None:
    others = (Label("x", "Thing", "#00ff00", 0), Label("y", "claim TO check", "#0000ff", 1))

    by_name, by_hue = back(
        item(marked("One", label_id="claim"), marked("last", 2, label_id="evidence")), others
    )

    assert (by_name.label_id, by_name.color) == ("y", "#ffa29a")
    assert (by_hue.label_id, by_hue.color) == ("x", "#a3dda6")


def test_another_article_gets_copies_with_ids_of_their_own() -> None:
    exported = marked("One")
    owners = {exported.id: ARTICLE}

    [copy] = back(item(exported), owners=owners, article_id="f" * 32)
    [again] = back(item(exported), owners=owners | {copy.id: "f" * 32}, article_id="f" * 32)

    assert copy.id != exported.id
    assert again == copy
    assert back(item(exported), owners=owners) == [exported]


def test_annotation_of_another_program_that_only_claims_our_names_is_not_ours() -> None:
    value = collection(item(marked("One", label_id="claim")))
    for entry in value["first"]["items"]:
        entry["generator"] = "http://example.org/other"

    [listed] = read_annotation_file(json.dumps(value).encode()).annotations

    assert (listed.id, listed.label_id) == ("", "")


@pytest.mark.parametrize(
    "change",
    [
        {"stylesheet": ["x"]},
        {"stylesheet": {"value": 5}},
        {"body": "http://example.org/"},
        {"body": []},
        {"creator": [{"name": ["x"]}, "http://example.org/"]},
        {"created": "2026-01-01", "modified": "1999-01-01"},
        {"target": "urn:uuid:none"},
        {"target": {"source": {"id": "urn:x:1"}, "styleClass": ["ink"], "selector": "urn:x:2"}},
        {"target": {"source": "urn:x:1", "styleClass": "ink"}},
        {"target": [{"source": "urn:x:1", "selector": {"type": "SvgSelector", "value": "<svg"}}]},
        {"id": "urn:uuid:no"},
        {"id": "urn:x-reader-app:reply:%FF%00"},
    ],
)
def test_own_annotation_that_somebody_changed_is_read_as_far_as_it_goes(change: dict[str, Any]) -> None:
    value = collection(item(marked("One")))
    value["first"]["items"][0] |= change

    listed = read_annotation_file(json.dumps(value).encode())
    reader = ListReader(ARTICLE, "", ArticleText(SECTIONS), LABELS)

    [annotation] = reader.annotations(listed)[0]
    assert str(UUID(annotation.id)) == annotation.id


NUMBERS = st.floats(-1e4, 1e4)
POINTS = st.builds(Point, NUMBERS, NUMBERS)


@given(
    st.sampled_from([Kind.INK, Kind.RECTANGLE, Kind.ELLIPSE, Kind.LINE]),
    st.lists(st.lists(POINTS, min_size=1, max_size=4).map(tuple), max_size=3).map(tuple),
    st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    st.floats(0, 50),
    st.sampled_from(["", "#00ff7f"]),
)
def test_drawing_comes_back_to_the_last_digit(
    kind: Kind,
    strokes: tuple[tuple[Point, ...], ...],
    corners: tuple[float, float, float, float],
    width: float,
    fill: str,
) -> None:
    x0, x1, y0, y1 = (*sorted(corners[:2]), *sorted(corners[2:]))
    drawing = Drawing(Rect(x0, y0, x1, y1), strokes, width, fill)

    assert drawing_of_svg(svg_of(kind, drawing, "#ff0000")) == drawing


@pytest.mark.parametrize(
    "picture",
    [
        "",
        "<svg",
        "<svg/>",
        '<svg><path d="M0 0L1 1"/></svg>',
        '<svg stroke-width="1"><path d="M0 0H1e9V1H0Z"/></svg>',
        '<svg stroke-width="nan"><path d="M0 0H1V1H0Z"/></svg>',
        '<svg stroke-width="1"><path d="M0 0H1V1H0Z"/><polyline points="1"/></svg>',
        '<svg stroke-width="1"><path d="M0 0H1V1H0Z"/><polyline points=""/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg><path d="M0 0H1V1H0Z"/></svg>',
    ],
)
def test_picture_of_anything_else_is_no_drawing(picture: str) -> None:
    assert drawing_of_svg(picture) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.sampled_from(LABELS))
def test_note_and_label_come_back_whatever_they_are(note: str, label: Label) -> None:
    exported = marked("One", note=note, label_id=label.id)

    assert back(item(exported)) == [exported]


def test_ids_are_uris_whatever_others_named_their_replies() -> None:
    reply = next(each.replies[1] for each in every_sort() if each.replies)
    annotation = marked("One", replies=(replace(reply, id="ä b\ud800/%20"),))

    [_, answer] = entries(item(annotation))

    assert re.fullmatch(r"urn:x-reader-app:reply:[\w%.~-]+", answer["id"])

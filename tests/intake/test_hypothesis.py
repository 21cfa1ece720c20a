import json
from pathlib import Path
from typing import Any

import pytest

from reader_app.errors import IntakeError
from reader_app.intake.annotation_files import read_annotation_file
from reader_app.intake.annotation_list import AnnotationList, Passage

PAGE = "https://example.net/page"


def row(**parts: Any) -> dict[str, Any]:
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": 5, "end": 14},
        {"type": "TextQuoteSelector", "exact": "the words", "prefix": "x ", "suffix": " y"},
    ]
    return {
        "id": "one",
        "user": "acct:ada@hypothes.is",
        "uri": PAGE,
        "text": "A *note*",
        "tags": ["b", " a "],
        "created": "2020-01-02T03:04:05.678901+00:00",
        "updated": "2021-01-02T03:04:05+00:00",
        "target": [{"source": PAGE, "selector": selectors}],
    } | parts


def read(*rows: Any, name: str = "rows") -> AnnotationList:
    return read_annotation_file(json.dumps({"total": len(rows), name: rows}).encode())


@pytest.mark.parametrize("name", ["rows", "annotations"])
def test_row_keeps_what_it_marks_and_says(name: str) -> None:
    [annotation] = read(row(), name=name).annotations

    assert annotation.passages == (Passage("the words", "x ", " y", 5, 14, None, counts_utf16=True),)
    assert (annotation.key, annotation.note, annotation.tags) == ("one", "A *note*", ("b", "a"))
    assert (annotation.author, annotation.address) == ("ada", PAGE)
    assert annotation.created_at is not None
    assert annotation.created_at.isoformat() == "2020-01-02T03:04:05.678901+00:00"


def test_name_that_is_shown_goes_before_the_name_of_the_account() -> None:
    [annotation] = read(row(user_info={"display_name": "Ada Lovelace"})).annotations

    assert annotation.author == "Ada Lovelace"


def test_row_without_selectors_is_about_the_whole_page() -> None:
    listed = read(row(target=[{"source": PAGE}]), row(id="two", target=[]), row(id="three", target=None))

    assert [annotation.is_on_whole for annotation in listed.annotations] == [True] * 3


def test_reply_names_what_it_answers() -> None:
    [annotation] = read(row(target=[{"source": PAGE}], references=["root", "between"])).annotations

    assert annotation.answers == "root"


def test_list_of_rows_and_a_single_row_are_read() -> None:
    for value in ([row()], row()):
        assert len(read_annotation_file(json.dumps(value).encode()).annotations) == 1


@pytest.mark.parametrize(
    "broken",
    [
        5,
        None,
        {},
        row(id=7),
        row(text=["a"]),
        row(tags="a"),
        row(tags=[1]),
        row(target="x"),
        row(target=[5]),
        row(references="x"),
        row(target=[{"selector": [{"type": "TextPositionSelector", "start": "1", "end": 2}]}]),
        row(target=[{"selector": [{"type": "TextPositionSelector", "start": 3, "end": 2}]}]),
        row(target=[{"selector": [{"type": "TextQuoteSelector", "exact": 5}]}]),
    ],
)
def test_bad_row_is_named_and_the_good_ones_are_kept(broken: Any) -> None:
    listed = read(broken, row(id="good"))

    assert [annotation.key for annotation in listed.annotations] == ["good"]
    [problem] = listed.problems
    assert problem.startswith("Entry 1")
    assert "is no annotation of Hypothesis: " in problem


def test_only_row_that_is_bad_is_the_reason_for_refusal() -> None:
    with pytest.raises(IntakeError, match="its tags are no list of texts"):
        read(row(tags=5))


def test_rows_may_stand_on_lines_of_their_own() -> None:
    lines = [json.dumps(row()), "{broken", json.dumps(row(id="two"))]

    listed = read_annotation_file("\n".join(lines).encode())

    assert [annotation.key for annotation in listed.annotations] == ["one", "two"]
    assert listed.problems == ("Entry 2 is no annotation of Hypothesis: it is no JSON object.",)


def test_web_annotation_without_its_context_is_no_row() -> None:
    value = {"id": "urn:x:1", "type": "Annotation", "target": [{"source": PAGE}]}

    for each in (value, [value]):
        with pytest.raises(IntakeError, match="no Web Annotation"):
            read_annotation_file(json.dumps(each).encode())


def test_export_without_rows_has_no_annotations() -> None:
    assert read() == AnnotationList((), ())


def test_half_a_character_costs_itself_only() -> None:
    [annotation] = read(row(id="\ud800", text="a \udc00 b 🚢", tags=["\udfff"])).annotations

    assert (annotation.key, annotation.note, annotation.tags) == ("\ufffd", "a \ufffd b 🚢", ("\ufffd",))


def test_real_exports_are_read(corpus: Path) -> None:
    file = corpus / "anchoring" / "client--wikipedia-regression-testing.json"

    listed = read_annotation_file(file.read_bytes())

    assert len(listed.annotations) == 5
    assert listed.problems == ()
    assert all(passage.exact for each in listed.annotations for passage in each.passages)

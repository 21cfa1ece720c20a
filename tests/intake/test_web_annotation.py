import json
from pathlib import Path
from typing import Any

import pytest

from reader_app.core.annotation import Kind
from reader_app.errors import IntakeError
from reader_app.intake.annotation_files import read_annotation_file
from reader_app.intake.annotation_list import AnnotationList, ListedAnnotation, Passage

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PAGE = "http://example.net/page"
QUOTE = {"type": "TextQuoteSelector", "exact": "the words", "prefix": "before ", "suffix": " after"}


def entry(**parts: Any) -> dict[str, Any]:
    return {"@context": CONTEXT, "id": "urn:x:1", "type": "Annotation", "target": PAGE} | parts


def read(value: Any) -> AnnotationList:
    return read_annotation_file(json.dumps(value).encode())


def only(**parts: Any) -> ListedAnnotation:
    listed = read(entry(**parts))
    assert listed.problems == ()
    [annotation] = listed.annotations
    return annotation


def refusal(**parts: Any) -> str:
    with pytest.raises(IntakeError) as error:
        read(entry(**parts))
    return str(error.value)


def marks(*selectors: Any) -> dict[str, Any]:
    return {"source": PAGE, "selector": selectors[0] if len(selectors) == 1 else list(selectors)}


def test_every_correct_sample_is_read(corpus: Path) -> None:
    files = sorted((corpus / "w3c-annotation" / "correct").iterdir())

    lists = {file.stem: read_annotation_file(file.read_bytes()) for file in files}

    assert len(files) == 44
    assert [name for name, listed in lists.items() if listed.problems] == []
    assert {name: len(listed.annotations) for name, listed in lists.items()} == {
        name: 43 if name == "collection1" else 1 for name in lists
    }


def test_every_incorrect_sample_is_refused_with_a_reason(corpus: Path) -> None:
    files = sorted((corpus / "w3c-annotation" / "incorrect").iterdir())

    reasons = []
    for file in files:
        with pytest.raises(IntakeError) as error:
            read_annotation_file(file.read_bytes())
        reasons.append(str(error.value))

    assert len(reasons) == 40
    assert all("is no JSON: " in reason or "is no Web Annotation: " in reason for reason in reasons)


# The samples of what is incorrect break two rules at once. Each of these breaks one.
@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"@context": "fish"}, "@context"),
        ({"@context": ["http://example.net/a", "http://example.net/b"]}, "@context"),
        ({"id": "not a uri"}, "its id is no IRI"),
        ({"id": ["urn:x:1", "urn:x:2"]}, "several values for “id”"),
        ({"type": "Squirrel"}, "type is not “Annotation”"),
        ({"target": []}, "no target"),
        ({"target": 9}, "target is neither an IRI nor an object"),
        ({"body": "this is not a uri"}, "body is no IRI"),
        ({"body": {"id": "not a uri"}}, "id is no IRI"),
        ({"body": {"id": "urn:x:2", "format": 6}}, "format is no text"),
        ({"body": {"id": "urn:x:2", "language": 3}}, "language is no text"),
        ({"body": {"id": "urn:x:2", "textDirection": "squirrel"}}, "textDirection"),
        ({"body": {"id": "urn:x:2", "textDirection": ["ltr", "rtl"]}}, "several values for “textDirection”"),
        ({"body": {"id": "urn:x:2", "processingLanguage": ["en", "de"]}}, "processingLanguage"),
        ({"body": {"type": "TextualBody"}}, "no value"),
        ({"body": {"type": "TextualBody", "value": ["a", "b"]}}, "several values for “value”"),
        ({"body": {"items": ["urn:x:2"]}}, "no id"),
        ({"body": {"type": ["Choice", "List"], "items": ["urn:x:2"]}}, "several composites"),
        ({"body": {"type": "Choice"}}, "no items"),
        ({"body": "urn:x:2", "bodyValue": "text"}, "both a body and a bodyValue"),
        ({"bodyValue": ["a", "b"]}, "several values for “bodyValue”"),
        ({"bodyValue": 23}, "bodyValue is no text"),
        ({"creator": 6}, "creator"),
        ({"generator": 42}, "generator"),
        ({"created": "yesterday"}, "created is no date"),
        ({"modified": ["2015-01-28T12:00:00Z", "2015-01-29T12:00:00Z"]}, "several values for “modified”"),
        ({"generated": "now"}, "generated is no date"),
        ({"rights": "not a uri"}, "rights is no IRI"),
        ({"via": "not a uri"}, "via is no IRI"),
        ({"canonical": "not a uri"}, "canonical is no IRI"),
        ({"target": {"type": "SpecificResource"}}, "without a source"),
        ({"target": marks({"type": "FragmentSelector"})}, "no value"),
        ({"target": marks({"type": "FragmentSelector", "value": ["x", "y"]})}, "several values for “value”"),
        (
            {
                "target": marks(
                    {"type": "FragmentSelector", "value": "x", "conformsTo": ["urn:a:b", "urn:a:c"]}
                )
            },
            "several values for “conformsTo”",
        ),
        ({"target": marks({"type": "TextQuoteSelector"})}, "no exact"),
        ({"target": marks({"type": "TextPositionSelector", "start": 5, "end": 2})}, "ends before it starts"),
        ({"target": marks({"type": "TextPositionSelector", "start": -1, "end": 2})}, "start is no position"),
        ({"target": marks({"type": "TextPositionSelector", "start": 1.5, "end": 2})}, "start is no position"),
        (
            {"target": marks({"type": "RangeSelector", "startSelector": {"type": "XPathSelector"}})},
            "no value",
        ),
        ({"target": marks(7)}, "selector is neither"),
    ],
)
def test_broken_rule_is_named(parts: dict[str, Any], reason: str) -> None:
    assert reason in refusal(**parts)


def test_entry_without_id_context_or_target_is_refused() -> None:
    for key in ("@context", "id", "type", "target"):
        value = entry()
        del value[key]
        with pytest.raises(IntakeError, match="Entry 1"):
            read(value)


def test_quote_with_its_surroundings_and_position_is_one_passage() -> None:
    position = {"type": "TextPositionSelector", "start": 7, "end": 16}
    fragment = {"type": "FragmentSelector", "value": "section=3"}

    annotation = only(target=marks(QUOTE, position, fragment))

    assert annotation.passages == (Passage("the words", "before ", " after", 7, 16, 3),)


def test_selector_that_is_refined_gives_what_refines_it() -> None:
    fragment = {"type": "FragmentSelector", "value": "page=10", "refinedBy": QUOTE}

    assert only(target=marks(fragment)).passages == (Passage("the words", "before ", " after", section=9),)


def test_several_targets_are_several_passages() -> None:
    other = QUOTE | {"exact": "others"}

    annotation = only(target=[marks(QUOTE), marks(other)])

    assert [passage.exact for passage in annotation.passages] == ["the words", "others"]


def test_bodies_become_note_and_tags() -> None:
    annotation = only(
        motivation="commenting",
        body=[
            {"type": "TextualBody", "value": "One"},
            {"type": "TextualBody", "value": "<p>Two &amp; three</p>", "format": "text/html"},
            {"type": "TextualBody", "value": "physics", "purpose": "tagging"},
            {"type": "TextualBody", "value": "news", "purpose": ["classifying"]},
            "http://example.net/more",
        ],
    )

    assert annotation.note == "One\n\nTwo & three\n\n<http://example.net/more>"
    assert annotation.tags == ("physics", "news")


def test_of_a_choice_the_first_is_taken() -> None:
    texts = [{"type": "TextualBody", "value": value} for value in ("first", "second")]

    assert only(body={"type": "Choice", "items": texts}).note == "first"
    assert only(body={"type": "List", "items": texts}).note == "first\n\nsecond"


def test_who_when_and_why_are_kept() -> None:
    annotation = only(
        creator=[{"type": "Person", "name": "Ada"}],
        created="2020-01-02T03:04:05+01:00",
        modified="2021-01-02T03:04:05Z",
        motivation=["questioning"],
    )

    assert annotation.author == "Ada"
    assert annotation.created_at is not None
    assert annotation.created_at.isoformat() == "2020-01-02T02:04:05+00:00"
    assert annotation.label_name == "Question"
    assert annotation.kind is Kind.HIGHLIGHT


def test_what_marks_a_picture_keeps_its_address_in_the_note() -> None:
    annotation = only(
        bodyValue="Look", target={"id": "http://example.net/a.jpg#xywh=1,2,3,4", "type": "Image"}
    )

    assert not annotation.is_on_whole
    assert annotation.note == "Look\n\n<http://example.net/a.jpg#xywh=1,2,3,4>"


def test_pages_of_a_collection_are_read_one_after_the_other() -> None:
    def item(number: int) -> dict[str, Any]:
        return {"id": f"urn:x:{number}", "type": "Annotation", "target": PAGE}

    second = {"type": "AnnotationPage", "items": [item(2), {"id": "urn:x:3"}]}
    first = {"type": "AnnotationPage", "items": [item(1)], "next": second}
    listed = read({"@context": CONTEXT, "id": "urn:x:0", "type": "AnnotationCollection", "first": first})

    assert [annotation.key for annotation in listed.annotations] == ["urn:x:1", "urn:x:2"]
    assert listed.problems == ("Entry 3 (“urn:x:3”) is no Web Annotation: its type is not “Annotation”.",)


def test_collection_whose_pages_are_elsewhere_is_refused() -> None:
    with pytest.raises(IntakeError, match="are elsewhere"):
        read({"@context": CONTEXT, "type": "AnnotationCollection", "first": "http://example.net/page1"})


def test_bad_entries_of_a_list_are_named_and_the_good_ones_kept() -> None:
    listed = read([entry(), 5, [], entry(target=9), entry(id="urn:x:2")])

    assert [annotation.key for annotation in listed.annotations] == ["urn:x:1", "urn:x:2"]
    assert [problem.split(" is ")[0] for problem in listed.problems] == [
        "Entry 2",
        "Entry 3",
        "Entry 4 (“urn:x:1”)",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_file_may_have_any_encoding_of_unicode(encoding: str) -> None:
    content = json.dumps(entry(bodyValue="Grüße 🚢"), ensure_ascii=False).encode(encoding)

    [annotation] = read_annotation_file(content).annotations

    assert annotation.note == "Grüße 🚢"


def test_one_value_a_line_is_a_list_and_a_broken_line_is_named() -> None:
    lines = [json.dumps(entry()), "{broken", json.dumps(entry(id="urn:x:2"))]

    listed = read_annotation_file("\n".join(lines).encode())

    assert len(listed.annotations) == 2
    assert listed.problems == ("Entry 2 is no Web Annotation: it is no JSON object.",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"this is not json", "is no JSON"),
        (b'{"a": 1,}', "is no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "too long"),
        (b"{}", "is no Web Annotation"),
        (b"null", "is no Web Annotation"),
        (b"\x00\x01\x02\x03\xff\xfe", "."),
    ],
)
def test_what_is_no_list_of_annotations_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError) as error:
        read_annotation_file(content)

    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_deeply_nested_parts_are_refused() -> None:
    body: Any = "urn:x:2"
    for _ in range(200):
        body = {"source": body}

    assert "nested too deeply" in refusal(body=body)

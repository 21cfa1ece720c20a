from dataclasses import replace
from datetime import UTC, datetime

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Kind, Target, new_annotation, utc_now

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def annotation(*targets: Target) -> Annotation:
    return new_annotation("article", targets or (Target(0, 1, 4, "one"),), tags=("b", "a", "b"))


def test_a_new_annotation_has_an_id_of_its_own_and_sorted_tags() -> None:
    first, second = annotation(), annotation()

    assert first.id != second.id
    assert first.tags == ("a", "b")
    assert first.created_at == first.modified_at


def test_a_change_exchanges_only_what_is_given() -> None:
    before = replace(annotation(), note="kept", created_at=LONG_AGO, modified_at=LONG_AGO)

    after = before.changed(kind=Kind.UNDERLINE, tags=("z", "y", "z"))

    assert (after.kind, after.tags, after.note) == (Kind.UNDERLINE, ("y", "z"), "kept")
    assert (after.id, after.created_at, after.targets) == (before.id, LONG_AGO, before.targets)
    assert after.modified_at > LONG_AGO
    assert before.kind == Kind.HIGHLIGHT


def test_a_note_and_tags_can_be_emptied() -> None:
    before = replace(annotation(), note="a note")

    after = before.changed(note="", tags=())

    assert (after.note, after.tags) == ("", ())


def test_the_quote_joins_the_quotes_of_all_targets() -> None:
    assert annotation(Target(0, 1, 4, "one two"), Target(1, 0, 5, "three")).quote == "one two three"


def test_annotations_sort_by_where_they_start_then_by_where_they_end() -> None:
    later_section = annotation(Target(1, 0, 2, "x"))
    long = annotation(Target(0, 5, 9, "x"))
    short = annotation(Target(0, 5, 7, "x"))
    first = annotation(Target(0, 2, 30, "x"))

    ordered = sorted([later_section, long, short, first], key=lambda each: each.order)

    assert ordered == [first, short, long, later_section]


def test_times_are_utc_in_whole_milliseconds() -> None:
    now = utc_now()

    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0


def test_default_labels_have_different_ids_and_stand_in_order() -> None:
    assert len({label.id for label in DEFAULT_LABELS}) == len(DEFAULT_LABELS)
    assert [label.position for label in DEFAULT_LABELS] == list(range(len(DEFAULT_LABELS)))

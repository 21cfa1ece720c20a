from dataclasses import replace

from reader_app.core.annotation import Annotation, Kind, Target, new_annotation
from reader_app.core.reconciling import joined_notes, reconciled, taken_back


def annotation() -> Annotation:
    made = new_annotation("article", (Target(0, 0, 5, "Tides"),), note="a note", tags=("sea",))
    return replace(made, color="#112233")


def test_what_only_one_side_changed_is_taken_from_that_side() -> None:
    base = annotation()
    mine, theirs = base.changed(note="mine"), base.changed(label_id="claim", kind=Kind.UNDERLINE)

    both = reconciled(base, mine, theirs)

    assert (both.note, both.label_id, both.color, both.kind) == ("mine", "claim", "", Kind.UNDERLINE)


def test_two_texts_for_one_note_are_both_kept_the_readers_first() -> None:
    base = annotation()

    both = reconciled(base, base.changed(note="mine"), base.changed(note="theirs"))

    assert both.note == "mine\n\n---\n\ntheirs"


def test_text_that_goes_on_from_the_others_is_not_doubled() -> None:
    base = annotation()
    short, long = base.changed(note="a note, and"), base.changed(note="a note, and more")

    assert reconciled(base, long, short).note == "a note, and more"
    assert reconciled(base, short, long).note == "a note, and more"


def test_lines_that_were_added_elsewhere_follow_what_was_typed_here() -> None:
    base = annotation()

    both = reconciled(base, base.changed(note="a note here"), base.changed(note="a note\n\n---\n\nthere"))

    assert both.note == "a note here\n\n---\n\nthere"


def test_shortened_note_stays_short_where_only_they_changed_it() -> None:
    base = annotation()

    assert reconciled(base, base.changed(label_id="claim"), base.changed(note="note")).note == "note"


def test_of_the_same_part_the_readers_change_counts() -> None:
    base = annotation()
    places = [(Target(0, start, start + 5, "Tides"),) for start in (7, 9)]
    mine, theirs = (
        base.changed(label_id=label, targets=place) for label, place in zip("mt", places, strict=True)
    )

    both = reconciled(base, mine, theirs)

    assert (both.label_id, both.targets) == ("m", places[0])


def test_tags_of_both_sides_are_added_and_taken_away() -> None:
    base = annotation()

    both = reconciled(base, base.changed(tags=("moon", "sea")), base.changed(tags=("boats",)))

    assert both.tags == ("boats", "moon")


def test_equal_changes_are_no_conflict_and_keep_the_time() -> None:
    base = annotation()
    mine = base.changed(note="the same")

    assert reconciled(base, mine, mine) == mine
    assert reconciled(base, base, mine) == mine


def test_step_is_taken_back_whole_where_nobody_changed_anything_since() -> None:
    before = annotation()
    after = before.changed(note="other", label_id="claim")

    assert taken_back(after, before, after) == before


def test_step_is_taken_back_without_what_somebody_else_changed_since() -> None:
    before = annotation()
    after = before.changed(label_id="claim", tags=("sea", "moon"))
    present = after.changed(note="theirs", tags=("boats", "moon", "sea"))

    left = taken_back(after, before, present)

    assert (left.label_id, left.color, left.note) == (before.label_id, before.color, "theirs")
    assert left.tags == ("boats", "sea")


def test_what_somebody_else_changed_in_the_same_part_stays() -> None:
    before = annotation()
    after = before.changed(note="typed")
    present = after.changed(note="typed, and theirs")

    assert taken_back(after, before, present) == present


def test_joined_notes_stand_one_below_the_other_each_once() -> None:
    assert joined_notes("one", "", "two", "one", " ") == "one\n\ntwo"
    assert joined_notes("", "two") == "two"
    assert joined_notes() == ""

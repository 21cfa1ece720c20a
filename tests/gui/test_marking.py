from gui.reading import NEWS, Reading, write_pages
from reader_app.core.annotation import Kind, Status
from reader_app.gui.marking import merge_marks


def quotes(reading: Reading) -> list[str]:
    return [each.quote for each in reading.session.annotations.in_order()]


def test_selection_over_marks_makes_one_of_them_with_all_notes_and_tags(reading: Reading) -> None:
    reading.open_text(NEWS)
    one, other = reading.mark("closed until"), reading.mark("spring, the town", "question")
    annotations = reading.session.annotations
    annotations.set_note(one.id, "First")
    annotations.set_tags(one.id, ["river"])
    annotations.set_note(other.id, "Second")
    annotations.set_tags(other.id, ["town"])
    reading.select("until spring")

    assert merge_marks(reading.session)

    [merged] = reading.stored()
    assert (merged.id, merged.quote, merged.label_id) == (one.id, "closed until spring, the town", "claim")
    assert (merged.note, merged.tags) == ("First\n\nSecond", ("river", "town"))
    assert [each.id for each in reading.library.annotations.trashed()] == [other.id]
    assert reading.session.active_id == one.id
    annotations.undo_stack.undo()
    assert [each.note for each in reading.stored()] == ["First", "Second"]
    assert quotes(reading) == ["closed until", "spring, the town"]


def test_active_mark_takes_in_those_that_touch_it_and_what_touches_these(reading: Reading) -> None:
    reading.open_text(NEWS)
    reading.mark("The bridge over")
    active = reading.mark("over the river")
    reading.mark("is closed until")
    reading.mark("nobody listened")
    reading.session.activate(active.id)

    assert merge_marks(reading.session)

    assert quotes(reading) == ["The bridge over the river is closed until", "nobody listened"]


def test_mark_that_nothing_touches_stays_as_it_is(reading: Reading) -> None:
    reading.open_text(NEWS)
    made = reading.mark("nobody listened")
    reading.mark("closed until spring")
    reading.session.activate(made.id)
    steps = reading.session.annotations.undo_stack.count()

    assert not merge_marks(reading.session)
    reading.session.activate("")
    assert not merge_marks(reading.session)

    assert reading.session.annotations.undo_stack.count() == steps


def test_selection_beside_one_mark_makes_it_longer(reading: Reading) -> None:
    reading.open_text(NEWS)
    reading.mark("closed until", kind=Kind.UNDERLINE)
    reading.select("until spring")

    assert merge_marks(reading.session)

    [merged] = reading.stored()
    assert (merged.quote, merged.kind, merged.status) == (
        "closed until spring",
        Kind.UNDERLINE,
        Status.PLACED,
    )


def test_marks_merge_over_pages(reading: Reading, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    reading.open_pdf(write_pages(tmp_path_factory.mktemp("pdf") / "pages.pdf", 2))
    reading.session.read_page(1)
    reading.settle()
    one, other = reading.mark("Page0 line11"), reading.mark("Page1 line00")
    (first, _), (_, after) = reading.place("line11 has"), reading.place("Page1 line00")
    reading.session.select(first, after)
    reading.settle()

    assert merge_marks(reading.session)

    [merged] = reading.stored()
    assert merged.id == one.id != other.id
    assert [target.section for target in merged.targets] == [0, 1]

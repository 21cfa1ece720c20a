import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sources import body_text, visible
from reader_app.core.article import Metadata
from reader_app.errors import IntakeError
from reader_app.intake.repair import without_passage
from reader_app.intake.template import build


def reading(body: str) -> bytes:
    return build(Metadata(title="A page"), body)


def test_the_paragraph_that_holds_the_words_is_left_out_whole() -> None:
    page = reading("<p>The tide comes.</p><p>Read <a href='#x'>also</a> this.</p><p>It goes.</p>")

    left = without_passage(page, "also th", 0)

    assert body_text(left) == "Thetidecomes.Itgoes."


def test_all_blocks_that_the_passage_touches_go_and_pictures_between_them() -> None:
    page = reading(
        "<p>One.</p><p>Two.</p><figure><img src='data:,'><figcaption>Cap</figcaption></figure><p>Three."
    )

    left = without_passage(page, "wo. Cap Thr", 0)

    assert body_text(left) == "One."
    assert b"<img" not in left
    assert b"<figure" not in left


def test_of_words_that_occur_twice_those_nearest_to_the_place_are_left_out() -> None:
    page = reading("<p>Share</p><p>" + "word " * 40 + "</p><p>Share</p><p>End</p>")

    assert body_text(without_passage(page, "Share", 0)).endswith("ShareEnd")
    assert body_text(without_passage(page, "Share", 160)).startswith("Shareword")
    assert not body_text(without_passage(page, "Share", 160)).endswith("ShareEnd")


def test_a_list_goes_with_its_last_item_and_a_table_keeps_its_other_rows() -> None:
    page = reading("<ul><li>Only</li></ul><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")

    assert b"<ul" not in without_passage(page, "Only", 0)
    assert body_text(without_passage(page, "a", 4)) == "Onlyc"


def test_words_that_are_not_there_are_refused() -> None:
    with pytest.raises(IntakeError, match="not in the article"):
        without_passage(reading("<p>One.</p><p>Two.</p>"), "Three", 0)


def test_the_last_block_is_not_left_out() -> None:
    with pytest.raises(IntakeError, match="Nothing would be left"):
        without_passage(reading("<p>One.</p>"), "One", 0)


@given(st.lists(st.text("abc é", min_size=1).filter(str.strip), min_size=2, max_size=8), st.data())
def test_all_other_blocks_stay_as_they_were(paragraphs: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    marked = [f"{number}:{paragraph}" for number, paragraph in enumerate(paragraphs)]
    page = reading("".join(f"<p>{paragraph}</p>" for paragraph in marked))

    left = without_passage(page, marked[at], 0)

    assert body_text(left) == visible("".join(marked[:at] + marked[at + 1 :]))

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.likeness import Likeness, likeness
from reader_app.core.text import SectionText

PROSE = "Theseacomestwiceadayandeachtimeitstaysforalittlemorethansixhours" * 3
OTHER = "Abridgeovertheriverisclosedbecauseengineersfoundcracksinitspillars" * 3


def text(*sections: str) -> list[SectionText]:
    return [SectionText(chars, bytes(len(chars))) for chars in sections]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (text(PROSE), text(PROSE), Likeness.SAME),
        (text(PROSE[:90], PROSE[90:]), text(PROSE), Likeness.SAME),
        (text(PROSE), text(PROSE + "Correction"), Likeness.SIMILAR),
        (text(PROSE), text(PROSE[:70] + "dry" + PROSE[70:]), Likeness.SIMILAR),
        (text(PROSE), text(OTHER), Likeness.DIFFERENT),
        (text(PROSE), text("Short"), Likeness.DIFFERENT),
        (text(PROSE), text(), Likeness.DIFFERENT),
        (text("a"), text("b"), Likeness.DIFFERENT),
        (
            text("潮は一日に二度来る。月が水を引く。" * 5),
            text("潮は一日に二度来る。月が水を引く。" * 5 + "訂正"),
            Likeness.SIMILAR,
        ),
    ],
)
def test_texts_are_the_same_similar_or_different(
    one: Sequence[SectionText], other: Sequence[SectionText], expected: Likeness
) -> None:
    assert likeness(one, other) is likeness(other, one) is expected


def test_two_that_have_no_text_say_nothing_about_each_other() -> None:
    assert likeness((), text("")) is Likeness.DIFFERENT


@given(st.text(min_size=1), st.text(min_size=1))
def test_the_order_does_not_matter(one: str, other: str) -> None:
    assert likeness(text(one), text(other)) is likeness(text(other), text(one))
    assert likeness(text(one), text(one)) is Likeness.SAME

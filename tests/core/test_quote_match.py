"""Places where an edited quote may stand are found, best first, and apart from each other."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.strategies import section
from reader_app.core.quote_match import Candidate, Quote, candidates
from reader_app.core.text import SectionText
from reader_app.core.tokens import Tokens, Vocabulary

TEXT = (
    "The tern flies from pole to pole and sees the light of two summers.\n"
    "The gull stays at home and sees the light of one summer and the dark of one winter.\n"
)


def found(text: SectionText, exact: str, prefix: str = "", suffix: str = "") -> list[Candidate]:
    tokens = Tokens.of(text, Vocabulary())
    return candidates(Quote.of(exact, prefix, suffix, tokens), tokens)


def test_an_edited_quote_is_found_with_the_edges_that_it_has_now() -> None:
    text = section(TEXT)

    best, *_ = found(text, "the tern flew from pole to the pole", suffix="and sees")

    assert text.quote(best.passage.start, best.passage.end) == "The tern flies from pole to pole"
    assert 0.7 < best.verbatim < 1
    assert best.context == 1


def test_what_stands_around_a_quote_ranks_the_places_where_it_stands() -> None:
    text = section(TEXT)

    first, second = found(text, "sees the light of", "at home and", "one summer")[:2]

    assert first.passage.start > second.passage.start
    assert first.verbatim == second.verbatim == 1
    assert first.score > second.score


def test_no_words_in_common_are_no_place() -> None:
    assert found(section(TEXT), "Linus", "dedicated to", "with love") == []
    assert found(section(""), "tern") == []
    assert found(section(TEXT), "") == []


@given(st.lists(st.sampled_from(["tern", "gull", "sea", "ice", "the", "of"]), max_size=40), st.data())
def test_places_are_in_the_text_and_apart(words: list[str], data: st.DataObject) -> None:
    text = section(" ".join(words))
    quote = data.draw(st.lists(st.sampled_from(["tern", "gull", "the", "sees"]), max_size=6).map(" ".join))

    spans = sorted((each.passage.start, each.passage.end) for each in found(text, quote))

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))

import pytest
from hypothesis import given, settings

from core.strategies import hard_texts
from reader_app.core.folding import fold


@pytest.mark.parametrize(
    ("chars", "folded"),
    [
        ("ABC", "abc"),
        ("Éß", "ess"),
        ("İ", "i"),
        ("“a”", '"a"'),
        ("e\u0301x", "ex"),
        ("が", "が"),
        ("한", "한"),
    ],
)
def test_letters_lose_case_accents_and_typography(chars: str, folded: str) -> None:
    assert fold(chars)[0] == folded


@settings(max_examples=500, deadline=None)
@given(hard_texts)
def test_each_folded_character_knows_the_one_it_came_from(chars: str) -> None:
    folded, origins = fold(chars)

    indexes = list(range(len(chars))) if origins is None else list(origins)
    assert len(indexes) == len(folded)
    assert indexes == sorted(indexes)
    for at, index in enumerate(indexes):
        assert folded[at] in fold(chars[index])[0]


@settings(max_examples=300, deadline=None)
@given(hard_texts)
def test_case_does_not_matter(chars: str) -> None:
    assert fold(chars.casefold())[0] == fold(chars)[0]

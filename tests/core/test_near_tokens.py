"""Edited words are paired with what they were, others are not."""

import pytest

from reader_app.core.near_tokens import near_pairs


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["colour"], ["color"], [(0, 1, 0, 1)]),
        (["example"], ["exam", "-", "ple"], [(0, 1, 0, 3)]),
        (["in", "to"], ["into"], [(0, 2, 0, 1)]),
        (["cat"], ["dog"], []),
        (["we", "walked"], ["they", "quickly", "walks"], [(1, 1, 2, 1)]),
        ([], ["word"], []),
    ],
)
def test_edited_split_and_joined_words_are_paired(
    old: list[str], new: list[str], expected: list[tuple[int, int, int, int]]
) -> None:
    pairs = near_pairs(old, new)

    assert [(each.old, each.old_count, each.new, each.new_count) for each in pairs] == expected


def test_a_long_gap_is_another_text() -> None:
    words = [f"word{number}" for number in range(100)]

    assert near_pairs(words, words[::-1]) == []

from lxml import html

from reader_app.intake.extraction.runs import Run
from reader_app.intake.extraction.told_text import ToldText

OWNER = html.fromstring("<p></p>")


def told(blocks: list[str], runs: list[str]) -> list[bool]:
    return ToldText(blocks).among([Run(OWNER, run, 0) for run in runs])


def test_a_run_is_told_if_most_of_its_words_are() -> None:
    blocks = ["The ferry crosses the river at noon and comes back at night."]

    assert told(
        blocks, ["The ferry crosses the river at noon [1] and comes back at night.", "Other words here."]
    ) == [
        True,
        False,
    ]


def test_what_a_page_says_twice_is_told_where_it_keeps_the_order() -> None:
    lead = "The council has opened the new bridge across the river today."
    blocks = ["A long title of the story", lead, "The mayor said a few words about it."]
    runs = [lead, "A long title of the story", lead, "The mayor said a few words about it.", lead]

    assert told(blocks, runs) == [False, True, True, True, False]


def test_what_the_extractor_moved_behind_the_rest_is_told_all_the_same() -> None:
    runs = ["one two three four five", "six seven eight nine ten", "red green blue black white"]

    assert told([runs[2], runs[0], runs[1]], runs) == [True, True, True]


def test_short_runs_are_told_only_as_whole_blocks() -> None:
    assert told(["Notes", "All of the notes were lost in the fire"], ["Notes", "the notes"]) == [True, False]


def test_scripts_without_spaces_are_compared_by_their_characters() -> None:
    blocks = ["市议会决定重建那座旧木桥。", "气象站每天测量港口的深度。"]

    assert told(blocks, ["市议会决定出售仓库", blocks[0], blocks[1], "乐团请人看屋顶"]) == [
        False,
        True,
        True,
        False,
    ]


def test_the_same_words_thousands_of_times_are_told_each_time() -> None:
    blocks = ["the same words again"] * 3_000

    assert all(told(blocks, blocks))


def test_nothing_told_is_nothing_found() -> None:
    assert told([], ["some words that stand here", ""]) == [False, False]

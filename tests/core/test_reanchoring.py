"""A mark follows its words to another text, waits to be looked at, or has no place: never other words.

Among the cases are those in which other programs were reported to have drawn a mark on other words.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.strategies import section
from reader_app.core.anchoring import describe, describe_place
from reader_app.core.annotation import Annotation, Drawing, Kind, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.geometry import Rect
from reader_app.core.reanchoring import Reanchoring
from reader_app.core.text import SectionText

TIME = datetime(2026, 1, 1, tzinfo=UTC)
STORY = (
    "The tern flies from pole to pole and back. It sees more light than any other bird of the sea.\n"
    "Nobody knows how it finds the way, said the keeper of the light on the northern island.\n"
    "The keeper counts them each spring with his daughter; the tern flies on when the ice comes.\n"
    "In the village they tell that the birds are the souls of those who never came home.\n"
)


def marking(texts: list[SectionText], quote: str, nth: int = 0) -> Annotation:
    text = ArticleText(texts)
    first, after = text.quote_places(quote)[nth]
    targets = text.targets(first, after)
    return Annotation(id="a", article_id="b", created_at=TIME, modified_at=TIME, targets=targets)


def moved(old: str, quote: str, new: str, *, nth: int = 0, with_old_text: bool = True) -> Annotation:
    """Return a mark on the only section of a text as it is on another one."""
    before = [section(old)]
    mark = marking(before, quote, nth)
    return Reanchoring(before if with_old_text else None, [section(new)]).moved(mark)


both = pytest.mark.parametrize("with_old_text", [True, False])


@both
def test_a_mark_in_an_edited_passage_follows_its_words(with_old_text: bool) -> None:
    new = STORY.replace("any other bird of the sea", "all the other birds").replace("nobody", "no one")

    found = moved(
        STORY, "It sees more light than any other bird of the sea", new, with_old_text=with_old_text
    )

    assert found.status is Status.PLACED
    assert found.quote == "It sees more light than all the other birds"


@both
def test_same_text_keeps_every_mark_as_it_was(with_old_text: bool) -> None:
    mark = marking([section(STORY)], "tern flies", 1)

    assert moved(STORY, "tern flies", STORY, nth=1, with_old_text=with_old_text) == mark


@both
@pytest.mark.parametrize(
    ("quote", "change", "expected"),
    [
        ("said the keeper", ("said the keeper", "said the[12] keeper"), "said the[12] keeper"),
        ("said the keeper of the light", ("of the light on", "of the light-/house on"), "light"),
        ("the souls of those", ("the souls", "the souls, they say,"), "the souls, they say, of those"),
        ("how it finds the way", ("Nobody knows", "“Nobody knows"), "how it finds the way"),
        ("counts them each spring", ("them each spring", "them\neach spring"), "counts them each spring"),
        ("The keeper counts", ("The keeper counts", "e keeper counts"), "keeper counts"),
    ],
)
def test_footnotes_quotes_hyphens_and_paragraphs_put_in_do_not_lose_a_mark(
    quote: str, change: tuple[str, str], expected: str, with_old_text: bool
) -> None:
    found = moved(STORY, quote, STORY.replace(*change), with_old_text=with_old_text)

    assert found.status is Status.PLACED
    assert expected in found.quote


@both
def test_a_deleted_passage_has_no_place_but_keeps_its_quote(with_old_text: bool) -> None:
    deleted = "Nobody knows how it finds the way, said the keeper of the light on the northern island.\n"
    mark = marking([section(STORY)], "Nobody knows how it finds the way")

    found = moved(STORY, mark.quote, STORY.replace(deleted, ""), with_old_text=with_old_text)

    assert found == replace(mark, status=Status.UNPLACED)


@both
def test_a_passage_that_was_moved_is_found_there(with_old_text: bool) -> None:
    first, *rest = STORY.splitlines(keepends=True)
    quote = "It sees more light than any other bird of the sea"

    found = moved(STORY, quote, "".join([*rest, first]), with_old_text=with_old_text)

    assert (found.status, found.quote) == (Status.PLACED, quote)
    assert found.targets[0].start > 200


@both
@pytest.mark.parametrize(
    "quote",
    [
        "Nobody knows how it finds the way",
        "said the keeper of the light on the northern island.",
        "northern island.",
        "Nobody knows",
    ],
)
def test_a_mark_at_an_end_of_a_moved_paragraph_is_found_there(quote: str, with_old_text: bool) -> None:
    first, second, *rest = STORY.splitlines(keepends=True)
    far = [f"Chapter {number} tells of other things, and of none of these.\n" for number in range(20)]

    found = moved(STORY, quote, "".join([first, *rest, *far, second, *far]), with_old_text=with_old_text)

    assert found.status is Status.PLACED
    assert found.quote == quote


def test_a_paragraph_that_stands_twice_is_not_the_one_that_is_gone() -> None:
    byline = "HANS CHRISTIAN ANDERSEN (version by Alice Corbin Henderson)\n"
    tales = [f"Tale {number} begins in a country of which nobody has heard.\n" for number in range(3)]
    old = "".join(part for tale in tales for part in (byline, tale))
    new = old.replace(byline, "", 1)

    found = moved(old, "HANS CHRISTIAN ANDERSEN (version by Alice", new, with_old_text=False)

    assert found.status is Status.REVIEW
    assert len(found.suggestions) == 2


def test_a_quote_of_which_nothing_else_is_known_is_not_marked_on_edited_words() -> None:
    new = STORY.replace("any other bird of the sea", "any other fish of the sea")
    mark = marking([section(STORY)], "sees more light than any other bird of the sea")
    [target] = mark.targets

    bare = replace(mark, targets=(replace(target, prefix="", suffix=""),))

    assert Reanchoring(None, [section(new)]).moved(bare).status is Status.REVIEW


@both
@pytest.mark.parametrize(
    "new",
    [
        "",
        "La sterne vole d'un pôle à l'autre. Elle voit plus de lumière que tout autre oiseau de la mer.",
        "Take the flour and the water and knead them until the dough is soft. Then let it rest.\n" * 5,
        "the of and to in a is that for it as was with be by on not he " * 40,
    ],
)
def test_a_translation_or_another_article_given_by_mistake_gets_no_mark(
    new: str, with_old_text: bool
) -> None:
    for quote in ("tern flies", "how it finds the way", "The keeper counts them each spring", "of the"):
        found = moved(STORY, quote, new, with_old_text=with_old_text)
        assert found.status is not Status.PLACED


@both
def test_linus_is_not_in_machines(with_old_text: bool) -> None:
    # hypothesis/h #2634: the name of a dedication was drawn in "chines" of another chapter.
    old = "For Linus and for Anna, who taught me to be a host. This book is theirs as much as it is mine."
    new = (
        "Our computing machines hold conversations all the time, and invite others, or let nobody in at all."
    )

    assert moved(old, "Linus", new, with_old_text=with_old_text).status is not Status.PLACED


@both
def test_a_corrected_name_is_not_marked_where_it_stands_before(with_old_text: bool) -> None:
    # hypothesis/h #2798: the mark on the name that was corrected went to the one before it.
    old = "In her class Robin read the poem aloud, and later Robin wrote down what the others had said of it."
    new = old.replace("later Robin", "later Elisa")

    found = moved(old, "Robin", new, nth=1, with_old_text=with_old_text)

    assert found.status is not Status.PLACED
    assert found.quote == "Robin"


@pytest.mark.parametrize(
    ("quote", "with_old_text"),
    [
        ("Team Alpha reported that the new release cut costs", True),
        ("Team Alpha reported that the new release cut costs", False),
        # Of these words the old text alone tells that they stood twice.
        ("new release cut costs", True),
        ("the new release cut costs by a third in all of the branches", True),
    ],
)
def test_a_team_that_is_gone_is_not_its_look_alike(quote: str, with_old_text: bool) -> None:
    # hypothesis/client #7571: a paragraph was deleted, and its mark went to the one that looks like it.
    alpha = "Team Alpha reported that the new release cut costs by a third in all of the branches."
    beta = "Team Beta reported that the new release cut costs by a third in all of the branches."
    old, new = f"{alpha}\n{beta}", f"Nothing to report here.\n{beta}"

    found = moved(old, quote, new, with_old_text=with_old_text)

    assert found.status is not Status.PLACED
    assert found.quote == quote


def test_what_comes_into_question_is_described_in_the_new_text_and_the_old_place_is_kept() -> None:
    mark = marking([section(STORY)], "said the keeper of the light")
    new = STORY.replace("said the keeper of the light", "as somebody told us about this")

    found = moved(STORY, mark.quote, new)

    assert found.status is not Status.PLACED
    assert found.targets == mark.targets
    for targets in found.suggestions:
        for target in targets:
            assert target == describe(section(new), target.section, target.start, target.end)


@both
def test_a_mark_over_sections_that_become_one_is_one(with_old_text: bool) -> None:
    first, *rest = STORY.splitlines(keepends=True)
    pages = [section(first), section("".join(rest))]
    mark = marking(pages, "than any other bird of the sea. Nobody knows how it finds the way")
    assert len(mark.targets) == 2

    found = Reanchoring(pages if with_old_text else None, [section(STORY)]).moved(mark)

    assert found.status is Status.PLACED
    assert [target.exact for target in found.targets] == [mark.quote]


def test_a_page_header_that_comes_between_two_pages_is_not_marked() -> None:
    first, *rest = STORY.splitlines(keepends=True)
    old = [section(first), section("".join(rest))]
    mark = marking(old, "any other bird of the sea. Nobody knows how it finds the way")
    new = [section(first), section("Journal of Birds 7\n" + "".join(rest))]

    found = Reanchoring(old, new).moved(mark)

    assert [(each.section, each.exact) for each in found.targets] == [
        (0, "any other bird of the sea."),
        (1, "Nobody knows how it finds the way"),
    ]


def test_a_mark_of_which_one_part_is_gone_is_not_placed() -> None:
    first, *rest = STORY.splitlines(keepends=True)
    old = [section(first), section("".join(rest))]
    mark = marking(old, "any other bird of the sea. Nobody knows how it finds the way")

    found = Reanchoring(old, [section(first), section("Another page with other words altogether.")]).moved(
        mark
    )

    assert found.status is Status.REVIEW
    assert found.targets == mark.targets


def test_what_was_in_review_is_placed_again_where_its_text_comes_back() -> None:
    mark = marking([section(STORY)], "how it finds the way")
    waiting = replace(mark, status=Status.REVIEW, suggestions=((Target(0, 0, 3, "The"),),))

    found = Reanchoring([section(STORY)], [section("New words.\n" + STORY)]).moved(waiting)

    assert (found.status, found.suggestions, found.quote) == (Status.PLACED, (), mark.quote)


def drawn(text: SectionText, page: int, offset: int) -> Annotation:
    drawing = Drawing(Rect(10, 20, 30, 40))
    targets = (describe_place(text, page, offset),)
    mark = marking([section(STORY)], "tern flies")
    return replace(mark, kind=Kind.RECTANGLE, targets=targets, drawing=drawing)


def test_a_drawing_moves_with_its_page_and_waits_where_the_page_was_changed() -> None:
    first, second, *_ = (section(line) for line in STORY.splitlines())
    mark = drawn(second, 1, 9)

    moved_on = Reanchoring([first, second], [section("A cover."), first, second]).moved(mark)
    changed = Reanchoring([first, second], [first, section("Somebody knows how it finds.")]).moved(mark)

    assert (moved_on.status, moved_on.targets[0].section) == (Status.PLACED, 2)
    assert moved_on.drawing == mark.drawing
    assert changed == replace(mark, status=Status.UNPLACED)


def test_a_drawing_on_a_page_without_text_waits() -> None:
    mark = replace(drawn(section("x"), 0, 0), targets=(Target(0, 0, 0, ""),))

    assert Reanchoring([section("")], [section("")]).moved(mark).status is Status.UNPLACED


def test_nothing_is_placed_in_an_article_without_sections() -> None:
    before = [section(STORY)]

    for mark in (marking(before, "tern flies"), drawn(before[0], 0, 60)):
        for known in (before, None):
            assert Reanchoring(known, []).moved(mark).status is Status.UNPLACED


def test_a_place_between_words_follows_what_stands_around_it() -> None:
    text = section(STORY)
    at = text.chars.index("Nobody")
    mark = replace(drawn(text, 0, at), drawing=None, kind=Kind.NOTE)

    found = Reanchoring([text], [section("A new beginning.\n" + STORY)]).moved(mark)
    lost = Reanchoring([text], [section("Other words.")]).moved(mark)

    assert (found.status, found.targets[0].start) == (Status.PLACED, at + len("Anewbeginning."))
    assert lost.status is Status.UNPLACED


def test_a_drawing_whose_old_page_is_not_known_stays_only_where_it_verifies() -> None:
    text = section(STORY)
    mark = drawn(text, 0, 60)

    assert Reanchoring(None, [text]).moved(mark).status is Status.PLACED
    assert Reanchoring(None, [section("Other words. " + STORY)]).moved(mark).status is Status.UNPLACED


@pytest.mark.parametrize(
    ("old", "quote", "new", "expected"),
    [
        (
            "我们在春天看见燕子。它们飞得很低，因为要下雨了。",
            "燕子。它们飞得很低",
            "去年我们在春天看见了燕子。它们飞得很低，因为要下大雨了。",
            "燕子。它们飞得很低",
        ),
        (
            "رأينا الطيور في الربيع وهي تطير فوق البحر الهادئ.",
            "تطير فوق البحر",
            "قال إننا رأينا الطيور في الربيع وهي تطير فوق هذا البحر الهادئ.",
            "تطير فوق هذا البحر",
        ),
        (
            "Die Vögel flogen über das Haus 👩‍👧 und sangen laut.",
            "Haus 👩‍👧 und",
            "Viele Vögel flogen über das alte Haus 👩‍👧 und sangen.",
            "Haus 👩‍👧 und",
        ),
    ],
)
def test_marks_follow_in_every_script(old: str, quote: str, new: str, expected: str) -> None:
    found = moved(old, quote, new)

    assert (found.status, found.quote) == (Status.PLACED, expected)


def test_a_quote_of_which_no_place_was_told_is_not_expected_at_the_beginning() -> None:
    words = "The tern flew from coast to coast and never back"
    target = Target(0, 0, 0, words, suffix=". It sees more light than any other bird")
    mark = replace(marking([section(STORY)], "The tern"), targets=(target,))
    there = replace(target, end=len(words.replace(" ", "")))

    untold, told = (
        Reanchoring(None, [section(STORY)]).moved(replace(mark, targets=(each,))) for each in (target, there)
    )

    assert (untold.status, told.status) == (Status.REVIEW, Status.PLACED)

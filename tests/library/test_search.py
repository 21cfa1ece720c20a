from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.builders import add_article, annotation_on, section
from reader_app.library.library import Library, open_library
from reader_app.library.search import Place, SearchHit


def places(library: Library, text: str) -> list[str]:
    return [hit.where for hit in library.search(text)]


def test_each_place_is_found_and_named(library: Library) -> None:
    article = add_article(
        library,
        "Titleword",
        authors=("Authorword",),
        site="Siteword",
        text="Textword here",
        tags=("tagword",),
    )
    annotation = annotation_on(article, "quoteword", note="noteword", tags=("marktagword",))
    library.annotations.put(annotation)

    expected = {
        "titleword": [(Place.TITLE, None)],
        "authorword": [(Place.TITLE, None)],
        "siteword": [(Place.TITLE, None)],
        "textword": [(Place.TEXT, None)],
        "tagword": [(Place.TAG, None), (Place.TAG, annotation.id)],  # part of “marktagword” too
        "quoteword": [(Place.QUOTE, annotation.id)],
        "noteword": [(Place.NOTE, annotation.id)],
        "marktagword": [(Place.TAG, annotation.id)],
    }
    for word, found in expected.items():
        assert [(hit.where, hit.annotation_id) for hit in library.search(word)] == found


@pytest.mark.parametrize("query", ["uber", "ÜBER", "u\u0308ber", "Über", "naive uber", "NAÏV"])
def test_accents_and_case_do_not_count(library: Library, query: str) -> None:
    add_article(library, text="Eine naïve Frage über alles")

    assert places(library, query) == [Place.TEXT]


def test_all_words_must_be_there_in_any_order(library: Library) -> None:
    add_article(library, text="the quick brown fox")

    assert places(library, "fox quick") == [Place.TEXT]
    assert places(library, "fox slow") == []


@pytest.mark.parametrize("query", ["中国", "国人", "人民共和", "中", "한국", "ไทย"])
def test_scripts_without_spaces_are_found_inside_long_texts(library: Library, query: str) -> None:
    add_article(library, text="序言：中华人民共和国成立后，中国人民从此站起来了。 대한민국 한국어는 ภาษาไทย")

    assert places(library, query) == [Place.TEXT]


def test_parts_of_words_are_found_in_what_is_short(library: Library) -> None:
    library.annotations.put(annotation_on(add_article(library), note="Donaudampfschifffahrt"))

    assert places(library, "dampfschiff") == [Place.NOTE]


@pytest.mark.parametrize("query", ["§", "%", "_", "\\", "€ §"])
def test_signs_are_found_as_they_are(library: Library, query: str) -> None:
    article = add_article(library)
    library.annotations.put(annotation_on(article, note="price € 5, § 3, 100 % of a_b and \\"))
    library.annotations.put(annotation_on(article, note="nothing of that"))

    hits = library.search(query)

    assert [(hit.where, hit.snippet) for hit in hits] == [(Place.NOTE, "price € 5, § 3, 100 % of a_b and \\")]


def test_a_snippet_is_one_short_line_around_the_match(library: Library) -> None:
    add_article(library, text="first\n" + "filler words " * 500 + "\nthe needle is\nhere " + "more " * 500)

    (hit,) = library.search("needle")

    assert "the needle is here" in hit.snippet
    assert "\n" not in hit.snippet
    assert len(hit.snippet) < 300


def test_the_snippet_of_a_short_search_is_cut_around_the_match(library: Library) -> None:
    add_article(library, text="字" * 500 + "。中国。" + "字" * 500)

    (hit,) = library.search("中国")

    assert "中国" in hit.snippet
    assert len(hit.snippet) <= 202


def test_what_was_changed_is_found_as_it_is_now(library: Library) -> None:
    annotation = annotation_on(add_article(library), note="before", tags=("first",))
    library.annotations.put(annotation)
    library.annotations.put(annotation.changed(note="after", tags=()))

    assert places(library, "before") == places(library, "first") == []
    assert places(library, "after") == [Place.NOTE]

    library.annotations.remove(annotation.id)
    assert places(library, "after") == []


def test_no_more_hits_come_than_asked_for(library: Library) -> None:
    for number in range(9):
        add_article(library, f"Common {number}")

    assert len(library.search("common", limit=4)) == 4
    assert library.search("common", limit=0) == []


def test_searching_for_nothing_finds_nothing(library: Library) -> None:
    add_article(library)

    assert library.search("") == library.search(" \n\t") == []


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with closing(open_library(tmp_path_factory.mktemp("filled"))) as opened:
        article = add_article(opened, 'Say "NEAR" AND (not) col:umn*', text="some text ^ {x y}")
        opened.annotations.put(annotation_on(article, note="NOT OR -minus +plus"))
        yield opened


syntax = st.lists(
    st.sampled_from(
        ["AND", "OR", "NOT", "NEAR(", '"', "*", "^", ":", "(", ")", "-", "+", "{", "text", " ", "\0", "中"]
    )
).map("".join)
any_text = st.text(st.characters(codec=None, exclude_categories=()))


@settings(deadline=None)
@given(st.one_of(syntax, any_text))
def test_any_text_may_be_searched_for(filled: Library, query: str) -> None:
    assert all(isinstance(hit, SearchHit) for hit in filled.search(query))
    assert len(filled.articles.list(query)) <= 1


def test_a_very_long_query_may_be_searched_for(filled: Library) -> None:
    assert filled.search("some text " * 5000) != []
    assert filled.search("x" * 100_000) == []


@settings(deadline=None, max_examples=60)
@given(note=st.text(min_size=1).filter(lambda text: len(text.split()) == 1 and text.isalnum()))
def test_a_word_that_was_written_is_found(filled: Library, note: str) -> None:
    article = filled.articles.list()[0]
    annotation = annotation_on(article, note=note)
    filled.annotations.put(annotation)

    found = {hit.annotation_id for hit in filled.search(note, limit=10_000)}

    filled.annotations.remove(annotation.id)
    assert annotation.id in found


def test_the_search_index_agrees_with_what_it_indexes(library: Library) -> None:
    article = add_article(library, "中国 title", text="text 中国", tags=("a",))
    annotation = annotation_on(article, note="one")
    library.annotations.put(annotation)
    library.annotations.put(annotation.changed(note="two"))
    library.articles.set_texts(article.version_id, [section("only Latin now")], 3)

    with library._database.writing("check the index") as connection:
        for index in ("search_words", "search_substrings"):
            # Raises SQLITE_CORRUPT_VTAB when an index and its content differ.
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")

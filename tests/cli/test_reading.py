from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli.programs import ARTICLE_KEYS, NEWS, Program
from reader_app.intake.sources import given
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source

ALMANAC = "An almanac\n\nThe ferry does not run in winter.\n"


@pytest.fixture
def two(reader: Program, tmp_path: Path) -> Program:
    """The program on a library with two articles, ``ALMANAC`` added last."""
    reader.add(tmp_path / "almanac.txt", ALMANAC)
    return reader


SIGNS = "Signs\n\nAbout 2½ miles… at 20 ℃, 5 m², says Brand™ № 4: ＡＢＣ, non‑breaking, ½.\n"


def test_text_has_every_word_as_its_source_spells_it(program: Program, tmp_path: Path) -> None:
    program.add(tmp_path / "signs.txt", SIGNS)

    assert program.lines("text", "Signs").split() == SIGNS.split()
    assert program.json("show", "Signs")["word_count"] == len(SIGNS.split())
    [hit] = program.json("search", "2½")
    assert "About 2½ miles… at" in hit["snippet"]


def test_list_gives_the_last_saved_first(two: Program) -> None:
    articles = two.json("list")

    assert [article["title"] for article in articles] == ["An almanac", "A bridge is closed"]
    assert [list(article) for article in articles] == [ARTICLE_KEYS] * 2


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--query", "ferry winter"], ["An almanac"]),
        (["--query", "FERRY"], ["An almanac", "A bridge is closed"]),
        (["--query", "volcano"], []),
        (["--tag", "news"], []),
        (["--state", "inbox"], ["An almanac", "A bridge is closed"]),
        (["--state", "finished"], []),
    ],
)
def test_list_leaves_out_what_does_not_fit(two: Program, options: list[str], titles: list[str]) -> None:
    assert [article["title"] for article in two.json("list", *options)] == titles


def test_new_library_is_empty(program: Program) -> None:
    assert program.json("list") == []
    assert program.lines("list") == ""


def test_types_of_an_article_are_those_of_the_contract(reader: Program) -> None:
    [article] = reader.json("list")

    assert len(article["id"]) == 32
    assert all(isinstance(article[key], str) for key in ("site", "url", "published", "language", "state"))
    assert all(type(article[key]) is int for key in ("word_count", "section_count"))
    assert all(isinstance(article[key], list) for key in ("authors", "tags"))
    assert isinstance(article["progress"], float)
    assert datetime.fromisoformat(article["saved_at"]).utcoffset() == timedelta(0)


def test_article_is_found_by_id_beginning_and_title(two: Program) -> None:
    article = two.json("show", "A bridge is closed")

    assert two.json("show", article["id"]) == article
    assert two.json("show", article["id"][:12]) == article


def test_name_that_fits_several_articles_or_none_is_an_error(reader: Program, tmp_path: Path) -> None:
    reader.add(tmp_path / "again.txt", NEWS + "\nCorrected.\n")

    assert "Several articles" in reader.error("show", "A bridge is closed")
    assert "no article" in reader.error("show", "No such thing")
    assert "no article" in reader.error("text", "")


@pytest.mark.parametrize(
    "arguments", [("list", "--tag", "\udcff"), ("annotations", "A bridge is closed", "--query", "\udcff")]
)
def test_words_that_are_no_unicode_are_nowhere(reader: Program, arguments: tuple[str, ...]) -> None:
    assert reader.json(*arguments) == []


def test_error_is_one_line_whatever_the_name_is(reader: Program) -> None:
    assert reader.error("show", "a\nb\x1b[31m") == "There is no article “a b�[31m” in the library."


def test_text_is_the_reading_text_a_paragraph_a_line(reader: Program) -> None:
    expected = [line for line in NEWS.splitlines() if line]

    assert reader.lines("text", "A bridge is closed").splitlines() == expected


def test_text_as_json_has_the_text_of_each_section(reader: Program) -> None:
    [article] = reader.json("list")

    answer = reader.json("text", article["id"])

    assert (answer["id"], answer["title"]) == (article["id"], article["title"])
    assert answer["sections"] == [answer["text"]]
    assert answer["text"] + "\n" == reader.lines("text", article["id"])


def test_list_items_and_headings_belong_to_the_text(program: Program, tmp_path: Path) -> None:
    program.add(tmp_path / "a.md", "# Tools\n\nWhat to bring:\n\n- a rope\n- a lamp\n\n## Later\n\nRest.\n")

    lines = program.lines("text", "Tools").splitlines()

    assert [line.split()[-1] for line in lines] == ["Tools", "bring:", "rope", "lamp", "Later", "Rest."]


def test_long_paragraphs_stay_whole(program: Program, tmp_path: Path) -> None:
    paragraphs = ["A title", *(f"Sentence number {n} of this text. " * 40 for n in range(12))]
    program.add(tmp_path / "long.txt", "\n\n".join(paragraphs))

    lines = program.lines("text", "A title").splitlines()

    assert lines == [paragraph.strip() for paragraph in paragraphs]


def test_text_that_was_not_read_yet_is_read_when_it_is_needed(program: Program) -> None:
    save_source(SaveSource(program.library, given(NEWS.encode(), "news.txt")))
    save_source(SaveSource(program.library, given(ALMANAC.encode(), "almanac.txt")))

    assert "until spring" in program.lines("text", "A bridge is closed")
    assert program.json("annotate", "An almanac", "--quote", "in winter")["quote"] == "in winter"
    assert all(article["word_count"] for article in program.json("list"))


def test_article_without_its_text_gets_it_when_it_is_added_again(program: Program, tmp_path: Path) -> None:
    save_source(SaveSource(program.library, given(NEWS.encode(), "news.txt")))
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")

    [outcome] = program.json("add", tmp_path / "news.txt")

    assert outcome["status"] == "already saved"
    assert outcome["article"]["word_count"] == len(NEWS.split())


def test_search_finds_texts_quotes_and_notes(two: Program) -> None:
    marked = two.json(
        "annotate", "A bridge is closed", "--quote", "cracks in June", "--note", "Ask the *surveyor*."
    )

    [in_text] = two.json("search", "winter")
    [in_note] = two.json("search", "surveyor")
    quotes = [hit for hit in two.json("search", "cracks") if hit["where"] == "quote"]

    assert list(in_text) == ["article_id", "title", "annotation_id", "where", "snippet"]
    assert (in_text["title"], in_text["annotation_id"], in_text["where"]) == ("An almanac", None, "text")
    assert "winter" in in_text["snippet"]
    assert (in_note["where"], in_note["annotation_id"]) == ("note", marked["id"])
    assert [hit["annotation_id"] for hit in quotes] == [marked["id"]]
    assert two.json("search", "volcano") == []


def test_answers_for_people_name_each_article(two: Program) -> None:
    listed, shown = two.lines("list"), two.lines("show", "An almanac")

    assert [line.split("words  ")[1] for line in listed.splitlines()] == ["An almanac", "A bridge is closed"]
    assert "An almanac" in shown
    assert "An almanac" in two.lines("search", "winter")

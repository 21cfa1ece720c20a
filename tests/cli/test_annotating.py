from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cli.programs import ANNOTATION_KEYS, TARGET_KEYS, Program

NAME = "A bridge is closed"


def test_annotation_has_the_shape_of_the_contract_and_is_committed(reader: Program) -> None:
    [article] = reader.json("list")

    made = reader.json(
        *("annotate", NAME, "--quote", "nobody listened", "--kind", "underline"),
        *("--label", "claim to check", "--note", "Who **is** nobody?\nAsk.", "--tag", "who", "--tag", "june"),
    )

    assert list(made) == ANNOTATION_KEYS
    assert str(UUID(made["id"])) == made["id"]
    assert made["article_id"] == article["id"]
    assert (made["kind"], made["label"], made["color"]) == ("underline", "Claim to check", "#ffa29a")
    assert (made["quote"], made["note"]) == ("nobody listened", "Who **is** nobody?\nAsk.")
    assert (made["tags"], made["status"]) == (["june", "who"], "placed")
    assert datetime.fromisoformat(made["created_at"]).utcoffset() == timedelta(0)
    assert made["modified_at"] == made["created_at"]
    [target] = made["targets"]
    assert list(target) == TARGET_KEYS
    assert (target["section"], target["exact"]) == (0, "nobody listened")
    assert target["prefix"].endswith('said, and "')
    assert target["suffix"].startswith('" to her.')
    assert reader.json("annotations", NAME) == [made]


@pytest.mark.parametrize(
    "quote", ["closed until spring", "“We saw the cracks in June,”", "ferry 🚢 runs", "Jane Roe"]
)
def test_offsets_count_code_points_of_the_text(reader: Program, quote: str) -> None:
    text = reader.lines("text", NAME)

    [target] = reader.json("annotate", NAME, "--quote", quote)["targets"]

    assert text[target["start"] : target["end"]] == target["exact"] == quote


@pytest.mark.parametrize(
    ("quote", "exact"),
    [("2½ miles", "2½ miles"), ("21⁄2 miles... at", "2½ miles… at"), ("Brand", "Brand"), ("m2", "m²")],
)
def test_quote_is_kept_as_the_source_spells_it(
    program: Program, tmp_path: Path, quote: str, exact: str
) -> None:
    program.add(tmp_path / "signs.txt", "Signs\n\nAbout 2½ miles… at 5 m², says Brand™.\n")
    text = program.lines("text", "Signs")

    made = program.json("annotate", "Signs", "--quote", quote)

    [target] = made["targets"]
    assert (made["quote"], made["status"]) == (exact, "placed")
    assert text[target["start"] : target["end"]] == target["exact"] == exact


def test_defaults_are_a_highlight_labelled_key_point(reader: Program) -> None:
    made = reader.json("annotate", NAME, "--quote", "until spring")

    assert (made["kind"], made["label"], made["note"], made["tags"]) == ("highlight", "Key point", "", [])


def test_nth_prefix_and_suffix_choose_among_several_places(reader: Program) -> None:
    text = reader.lines("text", NAME)
    second = text.index("the town says", text.index("the town says") + 1)

    by_number = reader.json("annotate", NAME, "--quote", "the town says", "--nth", "2")
    by_prefix = reader.json("annotate", NAME, "--quote", "the town says", "--prefix", "every hour, ")
    by_suffix = reader.json("annotate", NAME, "--quote", "the town says", "--suffix", ".", "--nth", "1")

    starts = [made["targets"][0]["start"] for made in (by_number, by_prefix, by_suffix)]
    assert starts == [second, second, text.index("the town says")]


def test_quote_over_paragraphs_is_one_target(reader: Program) -> None:
    text = reader.lines("text", NAME)

    [target] = reader.json("annotate", NAME, "--quote", "the town says. “We saw")["targets"]

    assert text[target["start"] : target["end"]] == "the town says.\n“We saw"


def test_ambiguous_quote_says_how_many_places_there_are(reader: Program) -> None:
    error = reader.error("annotate", NAME, "--quote", "the town says")

    assert "2 times" in error
    assert "--nth" in error
    assert reader.json("annotations", NAME) == []


@pytest.mark.parametrize(
    "options",
    [
        ["--quote", "No such words"],
        ["--quote", "crack"],  # only a part of a word
        ["--quote", "until spring", "--prefix", "open "],
        ["--quote", "the town says", "--nth", "3"],
        ["--quote", "   "],
    ],
)
def test_quote_that_is_not_there_is_an_error(reader: Program, options: list[str]) -> None:
    assert "words" in reader.error("annotate", NAME, *options)
    assert reader.json("annotations", NAME) == []


def test_tags_have_no_space_at_their_ends_and_are_not_empty(reader: Program) -> None:
    tags = [word for tag in (" a  b\n", "a, b", " ", "") for word in ("--tag", tag)]

    assert reader.json("annotate", NAME, "--quote", "until spring", *tags)["tags"] == ["a b", "a, b"]


def test_note_gives_no_orders_to_the_terminal(reader: Program) -> None:
    reader.json("annotate", NAME, "--quote", "until spring", "--note", "a\x9b31mb\tc\nd")

    assert reader.lines("annotations", NAME).splitlines()[1:] == ["    a\ufffd31mb\tc", "    d"]
    assert reader.json("annotations", NAME)[0]["note"] == "a\x9b31mb\tc\nd"


def test_unknown_label_is_an_error_that_names_the_labels(reader: Program) -> None:
    error = reader.error("annotate", NAME, "--quote", "until spring", "--label", "Joke")

    assert all(name in error for name in ("Key point", "Claim to check", "Evidence", "Question", "Quotation"))


@pytest.fixture(scope="module")
def marked_once(news: Program, tmp_path_factory: pytest.TempPathFactory) -> Program:
    reader = news.copy(tmp_path_factory.mktemp("marked"))
    reader.json("annotate", NAME, "--quote", "ferry", "--label", "Evidence", "--kind", "strikeout")
    reader.json("annotate", NAME, "--quote", "until spring", "--note", "Which año?", "--tag", "Dates")
    reader.json("annotate", NAME, "--quote", "cracks in June", "--label", "Evidence", "--tag", "dates")
    return reader


@pytest.fixture
def marked(marked_once: Program, tmp_path: Path) -> Program:
    """The program on an article with three annotations."""
    return marked_once.copy(tmp_path)


@pytest.mark.parametrize(
    ("options", "quotes"),
    [
        ([], ["until spring", "cracks in June", "ferry"]),
        (["--label", "evidence"], ["cracks in June", "ferry"]),
        (["--tag", "dates"], ["until spring", "cracks in June"]),
        (["--kind", "strikeout"], ["ferry"]),
        (["--query", "ANO which"], ["until spring"]),
        (["--query", "June"], ["cracks in June"]),
        (["--placed"], ["until spring", "cracks in June", "ferry"]),
        (["--unplaced"], []),
        (["--label", "Evidence", "--tag", "dates"], ["cracks in June"]),
    ],
)
def test_annotations_come_in_reading_order_and_filtered(
    marked: Program, options: list[str], quotes: list[str]
) -> None:
    assert [each["quote"] for each in marked.json("annotations", NAME, *options)] == quotes


def test_answers_for_people_have_id_label_quote_and_note(marked: Program) -> None:
    [made] = marked.json("annotations", NAME, "--query", "which")

    lines = marked.lines("annotations", NAME).splitlines()

    assert lines[:2] == [f"{made['id']}  Key point: “until spring” #Dates", "    Which año?"]
    assert len(lines) == 4

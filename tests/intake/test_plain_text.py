import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sources import CHECKOUT, body_text, laid_out_text, visible
from reader_app.intake.plain_text import read

LEDE = '“We count them every spring,” said Marta, a "warden of thirty years\' standing" on the coast.'
PARAGRAPHS = [
    LEDE,
    (
        "Local papers have begun to report fewer terns. According to one, the colony has halved "
        "since the new harbor opened; the harbor office says that 2½ years are too few to tell. "
        "Its own count was made in May – late, by any standard – and has not been published."
    ),
    (
        "The Coastal Survey stated in a recent report that the birds move on when boats come "
        "close. It believes that the island to the north took most of them in, and gives no number."
    ),
    LEDE,
    (
        '"In the north bay [by the mill], nests are so close that one cannot walk. (...) We '
        'turned back," the report reads. What it calls a “move” is what others call a loss.'
    ),
    "You can write to Ilse Brandt, who wrote this, at the paper.",
]
ARTICLE = "\n".join(["Terns Leave the Harbor for Good", *PARAGRAPHS])


def test_an_article_with_a_paragraph_a_line_keeps_every_character_in_order() -> None:
    taken = read(ARTICLE.encode(), "000_12ab.txt")

    assert taken.metadata.title == "Terns Leave the Harbor for Good"
    assert taken.reading is not None
    assert body_text(taken.reading) == visible(ARTICLE)
    assert laid_out_text(taken.reading) == visible(ARTICLE)


def test_the_title_is_the_heading_and_each_line_a_paragraph() -> None:
    reading = (read(ARTICLE.encode(), "a.txt").reading or b"").decode()

    assert "<h1>Terns Leave the Harbor for Good</h1>" in reading
    assert reading.count("<p>") == len(PARAGRAPHS)
    assert reading.count("We count them every spring") == 2
    assert reading.index("Ilse Brandt") > reading.index("what others call a loss")


def test_the_language_is_stated_where_the_words_tell_it() -> None:
    taken = read(ARTICLE.encode(), "a.txt")

    assert taken.metadata.language == "en"
    assert b'<html lang="en" dir="ltr">' in (taken.reading or b"")


def test_a_hard_wrapped_text_gets_its_paragraphs_back() -> None:
    wrapped = "A Title\n\n" + "\n\n".join(textwrap.fill(text, 72) for text in PARAGRAPHS)

    reading = (read(wrapped.encode(), "a.txt").reading or b"").decode()

    assert reading.count("<p>") == len(PARAGRAPHS)
    assert "<br>" not in reading
    assert body_text(reading.encode()) == visible(wrapped)


def test_a_wrapped_text_with_indents_instead_of_blank_lines_gets_its_paragraphs_back() -> None:
    wrapped = "A Title\n\n" + "\n".join(textwrap.fill(text, 66, initial_indent="   ") for text in PARAGRAPHS)

    reading = (read(wrapped.encode(), "a.txt").reading or b"").decode()

    assert reading.count("<p>") == len(PARAGRAPHS)


def test_a_line_wrapped_early_by_hand_does_not_end_its_paragraph() -> None:
    lines = textwrap.wrap(PARAGRAPHS[1], 72)
    ragged = [*lines[:2], *textwrap.wrap(" ".join(lines[2:]), 58)]
    text = "A Title\n\n" + textwrap.fill(PARAGRAPHS[2], 72) + "\n\n" + "\n".join(ragged) + "\n"

    reading = (read(text.encode(), "a.txt").reading or b"").decode()

    assert reading.count("<p>") == 2


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    filled = [textwrap.fill(text, 60) for text in (*PARAGRAPHS[1:3], PARAGRAPHS[4])]
    text = "A Title\n\n" + "\nShort, and to the point.\n".join(filled)

    reading = (read(text.encode(), "a.txt").reading or b"").decode()

    assert "<p>Short, and to the point.</p>" in reading


def test_verse_keeps_its_lines() -> None:
    verse = "Harbor\n\nThe boats come in,\nthe terns go out,\n\nand no one counts\nthe empty nests.\n"

    reading = (read(verse.encode(), "a.txt").reading or b"").decode()

    assert reading.count("<br>") == 2
    assert reading.count("<p>") == 2


def test_a_table_in_columns_keeps_its_spaces() -> None:
    table = "Counts\n\nyear    nests\n2019      412\n2024      198\n\nThat is all.\n"

    reading = (read(table.encode(), "a.txt").reading or b"").decode()

    assert "<pre>year    nests\n2019      412\n2024      198</pre>" in reading


def test_an_underlined_first_line_is_the_title() -> None:
    taken = read(b"Terns\n=====\n\nText follows.\n", "a.txt")

    assert taken.metadata.title == "Terns"
    assert body_text(taken.reading or b"") == "TernsTextfollows."


def test_a_first_line_too_long_for_a_title_stays_a_paragraph() -> None:
    text = PARAGRAPHS[1] + "\n" + PARAGRAPHS[2]
    taken = read(text.encode(), "a.txt")

    assert taken.metadata.title.startswith("Local papers have begun")
    assert taken.metadata.title.endswith("…")
    assert b"<h1>" not in (taken.reading or b"")
    assert body_text(taken.reading or b"") == visible(text)


def test_markup_in_a_text_is_text() -> None:
    text = "About <b>\n<script>alert(1)</script> & &amp; are shown as they are.\n"

    taken = read(text.encode(), "a.txt")

    assert body_text(taken.reading or b"") == visible(text)
    assert b"<script" not in (taken.reading or b"")


def test_a_byline_names_the_author_and_stays() -> None:
    taken = read(b"A Title\nBy Ilse van den Brandt\nThe text.\n", "a.txt")

    assert taken.metadata.authors == ("Ilse van den Brandt",)
    assert b"By Ilse van den Brandt" in (taken.reading or b"")


def test_the_sample_article_is_of_the_kind_it_describes() -> None:
    source = (CHECKOUT / "resources" / "samples" / "welcome.txt").read_bytes()

    taken = read(source, "welcome.txt")

    lines = source.decode().splitlines()
    assert taken.metadata.title == lines[0]
    assert lines.count(lines[1]) == 2
    assert 600 <= len(source.split()) <= 900
    assert laid_out_text(taken.reading or b"") == visible(source.decode())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_ending_ends_a_line(ending: str) -> None:
    taken = read(ARTICLE.replace("\n", ending).encode(), "a.txt")

    assert (taken.reading or b"").count(b"<p>") == len(PARAGRAPHS)


def test_a_list_keeps_the_marks_it_was_written_with() -> None:
    text = "Things\n\nTake these:\n- a map\n- boots\n  that are dry\n  - and laces\n- bread\n\nThat is all.\n"

    reading = read(text.encode(), "a.txt").reading or b""

    assert b"<p>Take these:</p>" in reading
    assert b"<li>- boots that are dry<ul" in reading
    assert b"<li>- and laces</li></ul></li>" in reading
    assert body_text(reading) == laid_out_text(reading) == visible(text)


@pytest.mark.parametrize("marks", ["1. 2. 3.", "(1) (2) (3)", "a) b) c)", "* * *", "• • •"])
def test_items_apart_from_each_other_are_one_list(marks: str) -> None:
    items = "\n\n".join(f"{mark} an item" for mark in marks.split())
    text = f"Things\n\nSome words first.\n\n{items}\n\nThat is all.\n"

    reading = read(text.encode(), "a.txt").reading or b""

    assert reading.count(b"<ul") == 1
    assert reading.count(b"<li>") == 3
    assert laid_out_text(reading) == visible(text)


@pytest.mark.parametrize("line", ["1984. It was a cold day.", "— Good day, he said.", "*   *   *", "- "])
def test_what_only_looks_like_an_item_is_none(line: str) -> None:
    reading = read(f"Title\n\nWords.\n\n{line}\n\nWords.\n".encode(), "a.txt").reading or b""

    assert b"<ul" not in reading


def test_quoted_mail_is_a_quotation_with_its_marks() -> None:
    text = "Re: terns\n\nAnn wrote:\n> I saw them\n> at the mill.\n>> When?\n\nGood to know.\n"

    reading = read(text.encode(), "a.txt").reading or b""

    assert (
        b"<blockquote><p>&gt; I saw them<br>\n&gt; at the mill.<br>\n&gt;&gt; When?</p></blockquote>"
        in reading
    )
    assert body_text(reading) == visible(text)


@pytest.mark.parametrize(
    "heading", ["CHAPTER I.", "Chapter 12: The Mill", "THE EMPTY NESTS", "Kapitel 3", "Prologue", "PART TWO"]
)
def test_the_headings_of_a_book_are_headings(heading: str) -> None:
    text = f"A Book\n\nWords before it.\n\n{heading}\n\nWords after it.\n"

    reading = (read(text.encode(), "a.txt").reading or b"").decode()

    assert f"<h2>{heading}</h2>" in reading


@pytest.mark.parametrize("line", ["NO,", "Section whatever it says", "A. B.", "“STOP!”", "X"])
def test_a_line_that_may_be_no_heading_is_a_paragraph(line: str) -> None:
    reading = read(f"A Book\n\nWords.\n\n{line}\n\nWords.\n".encode(), "a.txt").reading or b""

    assert b"<h2>" not in reading


def test_underlined_and_overlined_headings_are_headings() -> None:
    text = "=====\nTerns\n=====\n\nWords.\n\nIn the Bay\n----------\nMore words.\n"

    taken = read(text.encode(), "a.rst")

    assert taken.metadata.title == "Terns"
    assert b"<h2>Terns</h2>" in (taken.reading or b"")
    assert b"<h2>In the Bay</h2>\n<p>More words.</p>" in (taken.reading or b"")


def test_indented_code_keeps_its_lines_and_spaces() -> None:
    code = "    def f(x):\n        return x + 1\n"

    reading = read(f"Title\n\nSome words.\n\n{code}\nDone.\n".encode(), "a.txt").reading or b""

    assert f"<pre>{code.rstrip()}</pre>".encode() in reading


def test_indents_of_verse_stay() -> None:
    verse = "Harbor\n\nThe boats come in,\n    the terns go out,\n\nand no one counts\n  the empty nests.\n"

    reading = (read(verse.encode(), "a.txt").reading or b"").decode()

    assert "<br>\n\xa0\xa0\xa0\xa0the terns go out," in reading


def test_subtitles_and_logs_are_read_as_text() -> None:
    subtitles = (
        "1\n00:00:01,000 --> 00:00:04,000\n<i>Hello</i> there.\n\n2\n00:00:05,000 --> 00:00:06,000\nYes.\n"
    )

    reading = read(subtitles.encode(), "a.srt").reading or b""

    assert laid_out_text(reading) == visible(subtitles)


@pytest.mark.parametrize(
    "line", ["By Ilse Brandt", "— Ilse Brandt", "Text: Ilse Brandt", "Written by Ilse Brandt."]
)
def test_the_author_at_the_end_is_named_and_stays(line: str) -> None:
    taken = read(f"{ARTICLE}\n{line}\n".encode(), "a.txt")

    assert taken.metadata.authors == ("Ilse Brandt",)
    assert body_text(taken.reading or b"") == visible(ARTICLE + line)


LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=90).map(
        lambda line: line.replace("=", "").replace("*", "").replace("~", "")
    )
)


MARKS = st.sampled_from(
    ["", "", "", "> ", ">", "  ", "      ", "• ", "1. ", "(2) ", "a) ", "CHAPTER I. ", "— "]
)


@given(LINES, st.lists(MARKS, min_size=1))
def test_no_visible_character_is_ever_lost(lines: list[str], marks: list[str]) -> None:
    words = [line.replace("-", "").replace("_", "").replace("^", "").replace("#", "") for line in lines]
    text = "\n".join(marks[place % len(marks)] + line for place, line in enumerate(words))

    reading = read(text.encode(), "a.txt").reading or b""

    assert body_text(reading) == visible(text.removeprefix("\ufeff"))

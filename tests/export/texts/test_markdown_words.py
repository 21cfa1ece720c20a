import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader_app.export.texts.markdown_words import hashtag, plain_markdown, tag_name, whole_note, yaml

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
WILD = st.text(st.one_of(st.sampled_from("*_`[]()<>#-+=~|$&;!\\1. ^%>:\n/a"), st.characters(codec="utf-8")))


@given(WILD)
def test_plain_text_shows_as_it_is(text: str) -> None:
    tokens = PARSER.parse(plain_markdown(text))

    shown = "".join(char for char in text if char in "\n\t" or not re.match("[\x00-\x1f\x7f-\x9f]", char))
    expected = " ".join(shown.split())
    if not expected:
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == expected


@given(WILD)
def test_title_is_shown_as_it_is_in_a_heading(text: str) -> None:
    if plain := plain_markdown(text):
        opening, inline, closing = PARSER.parse(f"# {plain}")
        shown = "".join(child.content for child in inline.children or [])
        assert (opening.type, closing.type) == ("heading_open", "heading_close")
        assert shown == "".join(child.content for child in PARSER.parse(plain)[1].children or [])


@given(WILD)
def test_quote_stays_one_block_of_a_quotation(text: str) -> None:
    if plain := plain_markdown(text):
        tokens = PARSER.parse(f"> {plain}\n\nafter")
        assert [token.type for token in tokens][:5:2] == ["blockquote_open", "inline", "blockquote_close"]


@given(WILD)
def test_note_never_takes_in_what_comes_after_it(note: str) -> None:
    tokens = PARSER.parse(f"{whole_note(note)}\n\nwhat comes after")

    assert tokens[-2].content == "what comes after"
    assert tokens[-3].level == 0


@pytest.mark.parametrize(
    ("note", "whole"),
    [
        ("plain", "plain"),
        ("\n\n- a\n- b\n\n", "- a\n- b"),
        ("```\ncode", "> ```\n> code"),
        ("<!-- so\n\nit goes", "> <!-- so\n>\n> it goes"),
        ("    indented", "    indented"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_note_stays_as_it_was_written_unless_it_is_open(note: str, whole: str) -> None:
    assert whole_note(note) == whole


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("law", "#law"),
        ("two words", "#two-words"),
        ("a/b_c-d", "#a/b_c-d"),
        ("1984", "#_1984"),
        ("C++", "#C"),
        ("#done", "#done"),
        ("наука", "#наука"),
        ("!?", ""),
    ],
)
def test_tag_is_one_that_other_programs_know(tag: str, name: str) -> None:
    assert hashtag(tag) == name


@given(st.text())
def test_tag_has_nothing_that_would_end_it(tag: str) -> None:
    assert re.fullmatch(r"[\w/-]*", tag_name(tag))


@given(st.one_of(st.text(), st.lists(st.text())))
def test_value_of_the_front_matter_is_one_line_that_yaml_reads_back(value: str | list[str]) -> None:
    spelled = yaml(value)

    # A line of JSON is YAML, but for what may not stand in YAML even between quotation marks.
    assert json.loads(spelled) == value
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", spelled)

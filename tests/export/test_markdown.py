import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from document.files import paragraphs, write_article, write_book
from export.listed import LABELS, every_sort, item, made, marked, unsure
from export.passages import marked as marked_in
from reader_app.core.annotation import Target
from reader_app.errors import ExportError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportItem
from reader_app.export.markdown import markdown_text
from reader_app.export.markdown_words import hashtag, plain_markdown, tag_name, whole_note, yaml
from reader_app.export.options import ExportOptions, Format
from reader_app.export.text_fragment import text_fragment_address
from reader_app.intake.front_matter import fields_of

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def notes(of: ExportItem, **options: object) -> str:
    return markdown_text([of], LABELS, ExportOptions(**options))  # type: ignore[arg-type]


def with_template(tmp_path: Path, template: str, *of: ExportItem) -> str:
    file = tmp_path / "own.md"
    file.write_text(template, encoding="utf-8")
    return notes(*of or [item(marked("last", 2, note="Why?"))], template=file)


def test_file_begins_with_what_is_known_of_the_article() -> None:
    text = notes(
        item(
            marked("last", 2),
            marked("One", label_id="claim"),
            title='Is "1: 2" \\ # x?',
            authors=("Roe: Jane", "John"),
            site="The - Town",
            published="2026-03-01T08:00:00Z",
            language="en",
        )
    )

    _, front, rest = text.split("---\n", 2)
    assert text.startswith("---\n")
    assert fields_of(front)["saved"] == ("2026-05-04",)
    lines = dict(line.split(": ", 1) for line in front.splitlines())
    assert {name: json.loads(value) for name, value in lines.items() if name != "saved"} == {
        "title": 'Is "1: 2" \\ # x?',
        "authors": ["Roe: Jane", "John"],
        "site": "The - Town",
        "url": "https://example.org/a",
        "published": "2026-03-01",
        "language": "en",
        "tags": ["law", "two-words"],
        "labels": ["Claim to check", "Key point"],
        "annotations": 2,
        "id": "0123456789abcdef" * 2,
    }
    assert rest.lstrip().startswith('# Is "1: 2" \\\\ # x?\n')


def test_annotation_has_quote_note_label_place_link_date_and_tags() -> None:
    text = notes(item(marked("page of words", note="# Why?\n\n*So*\n", tags=("a b", "c"))), dates=True)

    assert text.endswith(
        "\n\n> page of words\n\n# Why?\n\n*So*\n\n"
        "**Key point** · [p. 1](<https://example.org/a#page=1>) · 2026-05-04 · #a-b #c\n"
    )


def test_what_is_not_wanted_is_left_out() -> None:
    text = notes(item(marked("page of words", note="Why?", tags=("c",))), quotes=False, tags=False)

    assert "page of words" not in text
    assert "#c" not in text
    assert "Why?" in text


def test_what_has_no_sure_place_is_there_and_says_so() -> None:
    text = notes(item(*unsure()))

    assert "*the place is to be confirmed*" in text
    assert "Where is it?" in text
    assert "*the passage is not in the present text*" in text


def test_every_sort_of_annotation_and_reply_is_there() -> None:
    text = notes(item(*every_sort()))

    assert "Ann Other" in text
    assert "Bob: I \\*\\*agree\\*\\*." in text
    assert text.count("**Key point**") == 6


def test_no_annotations_are_a_head_alone() -> None:
    text = notes(item())

    assert text.endswith("# A page\n\n“A page”, https://example.org/a\n")


def test_text_without_pages_names_the_nearest_heading(tmp_path: Path) -> None:
    first, second = "<h2>First *one*</h2><p>Middle.</p>", "<h2>Second</h2><p>The end.</p>"
    body = f"<h1>Title</h1><p>The very start.</p>{first}{paragraphs(150)}{second}"
    source = write_article(tmp_path / "a.html", body)
    annotations = [marked_in(source, quote) for quote in ("The very start", "Middle", "The end")]

    text = notes(item(*annotations, media_type="text/html", source=source, title="Title", url=""))

    places = re.findall(r"^\*\*Key point\*\*(.*)$", text, re.MULTILINE)
    assert places == ["", " · First \\*one\\*", " · Second"]


def test_text_that_cannot_be_read_costs_the_headings_and_no_note(tmp_path: Path) -> None:
    text = notes(item(marked("last", 2, note="Why?"), media_type="text/html", source=tmp_path / "none.html"))

    assert "> last\n\nWhy?\n" in text


def test_pdf_without_an_address_is_linked_as_a_file() -> None:
    assert "[p. 3](<file:///nowhere/a.pdf#page=3>)" in notes(item(marked("last", 2), url=""))


def test_several_articles_are_refused() -> None:
    with pytest.raises(ExportError, match="one article"):
        markdown_text([item(), item()], LABELS, ExportOptions())


def test_own_template_takes_the_place_of_the_first_one(tmp_path: Path) -> None:
    template = "{% for note in annotations %}{{ note.quote | upper }} ({{ note.created.year }}){% endfor %}"

    assert with_template(tmp_path, template) == "LAST (2026)\n"


def test_own_template_can_change_a_part_of_the_first_one(tmp_path: Path) -> None:
    template = (
        '{% extends "notes.md.jinja" %}{% block front_matter %}{% endblock %}'
        "{% block annotation %}- {{ annotation.quote | md }}\n{% endblock %}"
    )

    text = with_template(tmp_path, template)

    assert text == "# A page\n\n“A page”, https://example.org/a\n\n- last\n"


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("x\n{% if %}", "mistake in line 2: Expected an expression"),
        ("x\n\n{{ nothing }}", "mistake in line 3: 'nothing' is undefined"),
        ("{{ article.nothing }}", "in line 1: .*has no attribute 'nothing'"),
        ("x\n{{ 1 / 0 }}", "in line 2: ZeroDivisionError: division by zero"),
        ("{{ none() }}", "in line 1: TypeError"),
        ("{% include '/etc/passwd' %}", "in line 1: there is no other template “/etc/passwd”"),
        ("{% import 'os' as os %}", "there is no other template “os”"),
        ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
        ("{{ article.__init__.__globals__ }}", "unsafe"),
        ("{{ cycler.__init__.__globals__.os }}", "unsafe"),
        ("{{ article.citation.format_map }}{{ '{0.__class__}'.format(article) }}", "unsafe"),
        ("{{ annotations.append(1) }}", "has no attribute 'append'"),
        ("{{ range(1000000) | list }}", "Range too big"),
        ("{{ 'x' * 10 ** 15 }}", "MemoryError|OverflowError"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "RecursionError"),
    ],
)
def test_mistake_of_a_template_is_one_sentence_with_its_line(
    tmp_path: Path, template: str, sentence: str
) -> None:
    with pytest.raises(ExportError, match=sentence) as caught:
        with_template(tmp_path, template)
    assert "\n" not in str(caught.value)


def test_template_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    endless = (
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ 'x' * 99999 }}{% endfor %}{% endfor %}"
    )

    with pytest.raises(ExportError, match="stopped: it writes without end"):
        with_template(tmp_path, endless)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "Cannot read"), (b"\xff\xfe\x00", "no text in UTF-8"), (b" " * (2 << 20), "too large")],
)
def test_file_that_is_no_template_is_told(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    file = tmp_path / "own.md"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(ExportError, match=sentence):
        notes(item(), template=file)


def test_file_is_left_as_it_was_when_the_template_fails(tmp_path: Path) -> None:
    output, template = tmp_path / "out.md", tmp_path / "own.md"
    output.write_text("before")
    template.write_text("{{ 1 / 0 }}")
    options = ExportOptions(format=Format.MARKDOWN, template=template)

    with pytest.raises(ExportError):
        export_file([item()], LABELS, output, options, lambda done, total: None)
    assert output.read_text() == "before"
    assert len([*tmp_path.iterdir()]) == 2


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


@pytest.mark.parametrize(
    ("exact", "prefix", "directive"),
    [
        ("a long enough quote", "", "a%20long%20enough%20quote"),
        ("one, two-three & four five", "", "one%2C%20two%2Dthree%20%26%20four%20five"),
        ("spring", "cut the bridge is closed until", "is%20closed%20until-,spring"),
        ("spring", "ut until", "until-,spring"),
        ("spring", "ut", "spring"),
        (
            " ".join(map(str, range(20))),
            "",
            "0%201%202%203%204%205,14%2015%2016%2017%2018%2019",
        ),
    ],
)
def test_link_leads_to_the_words(exact: str, prefix: str, directive: str) -> None:
    target = Target(0, 0, 1, exact, prefix)

    assert text_fragment_address("https://e.org/", target) == f"https://e.org/#:~:text={directive}"
    assert text_fragment_address("https://e.org/#a", target) == f"https://e.org/#a:~:text={directive}"


def test_link_to_what_is_too_long_or_has_no_words_leads_to_the_page() -> None:
    for exact in ("", "字" * 301):
        assert (
            text_fragment_address("https://e.org/", made((Target(0, 0, 1, exact),)).targets[0])
            == "https://e.org/"
        )


def test_heading_of_a_chapter_holds_for_what_has_none_after_it(tmp_path: Path) -> None:
    chapters = ["<p>Alpha one.</p>", "<p>Beta one.</p>", "<p>Gamma one.</p>"]
    source = write_book(tmp_path / "a.epub", chapters)
    annotations = [marked_in(source, quote) for quote in ("Alpha", "Gamma")]

    text = notes(item(*annotations, media_type="application/epub+zip", source=source, url=""))

    assert re.findall(r"^\*\*Key point\*\* · (.*)$", text, re.MULTILINE) == ["C 0", "C 2"]

import json
import re
from pathlib import Path

import pytest

from document.files import paragraphs, write_article, write_book
from export.listed import LABELS, every_sort, item, marked, unsure
from export.passages import marked as marked_in
from reader_app.errors import ExportError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format
from reader_app.export.texts.markdown import markdown_text
from reader_app.intake.front_matter import fields_of


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
        export_file(ExportFile((item(),), LABELS, output, options), lambda done, total: None)
    assert output.read_text() == "before"
    assert len([*tmp_path.iterdir()]) == 2


def test_heading_of_a_chapter_holds_for_what_has_none_after_it(tmp_path: Path) -> None:
    chapters = ["<p>Alpha one.</p>", "<p>Beta one.</p>", "<p>Gamma one.</p>"]
    source = write_book(tmp_path / "a.epub", chapters)
    annotations = [marked_in(source, quote) for quote in ("Alpha", "Gamma")]

    text = notes(item(*annotations, media_type="application/epub+zip", source=source, url=""))

    assert re.findall(r"^\*\*Key point\*\* · (.*)$", text, re.MULTILINE) == ["C 0", "C 2"]

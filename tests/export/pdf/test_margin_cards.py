import html
import re
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.passages import NOON
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Label, Reply, Target, new_annotation
from reader_app.core.color import READABLE, contrast
from reader_app.core.geometry import Point
from reader_app.core.visible import visible_characters
from reader_app.export.note_html import note_html
from reader_app.export.options import ExportOptions
from reader_app.export.pdf.margin_cards import CARD_RULES, CardWriter, has_card, shortened
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import typeset

QUIET = ExportOptions(tags=False)


def annotation(note: str = "", quote: str = "some words", **changes: object) -> Annotation:
    made = new_annotation("0" * 32, (Target(0, 0, 9, quote),), note=note)
    return replace(made, created_at=NOON, **changes)  # type: ignore[arg-type]


def card(made: Annotation, options: ExportOptions | None = None, *, with_quote: bool = False) -> str:
    return CardWriter(DEFAULT_LABELS, options or ExportOptions()).card(made, with_quote=with_quote)


def words(written: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", written).split())


def test_card_names_the_label_in_a_dark_shade_of_its_color() -> None:
    written = card(annotation("Really?"))

    assert words(written) == "Key point Really?"
    (ink,) = re.findall(r"color: (#\w{6})", written)
    assert contrast(ink, "#ffffff") >= READABLE


def test_card_of_a_white_mark_can_be_seen() -> None:
    writer = CardWriter(DEFAULT_LABELS, ExportOptions())

    assert contrast(writer.color(annotation(color="#ffffff")), "#ffffff") >= 1.3
    assert writer.color(annotation()) == DEFAULT_LABELS[0].color


def test_card_of_a_label_that_is_gone_names_it_by_its_id() -> None:
    assert words(card(annotation("Really?", label_id="gone"))) == "gone Really?"


def test_markdown_is_set_and_its_html_is_text() -> None:
    written = card(annotation("**Who** <script>says</script> *so*?"))

    assert "<strong>Who</strong>" in written
    assert "&lt;script&gt;says" in written


def test_quote_tags_and_date_are_there_where_they_are_wanted() -> None:
    made = annotation("Really?", tags=("check", "old news"))

    assert words(card(made, with_quote=True)) == "Key point “some words” Really? #check #old news"
    assert words(card(made, QUIET)) == "Key point Really?"
    assert words(card(made, ExportOptions(tags=False, dates=True))).endswith("4 May 2026")


def test_answers_stand_below_the_note_with_their_authors() -> None:
    replies = (Reply("1", "Ada", "No.", NOON, NOON), Reply("2", "", "*Yes.*", NOON, NOON))

    assert words(card(annotation("Really?", replies=replies))) == "Key point Really? Ada No. Yes."


def test_author_who_is_not_the_reader_is_named() -> None:
    assert words(card(annotation("Really?", author="<Ada>"))) == "Key point · &lt;Ada&gt; Really?"


def test_each_text_runs_as_its_first_letter_does() -> None:
    written = CardWriter([Label("key-point", "עיקר", "#ffd54a", 0)], ExportOptions()).card(
        annotation("مهم", quote="plain", tags=("(א)",)), with_quote=True
    )

    assert re.findall('dir="(...)"', written) == ["rtl", "ltr", "rtl", "rtl"]


@pytest.mark.parametrize(
    ("made", "options", "expected"),
    [
        (annotation(), ExportOptions(), False),
        (annotation(" \n"), ExportOptions(), False),
        (annotation("x"), QUIET, True),
        (annotation(tags=("a",)), ExportOptions(), True),
        (annotation(tags=("a",)), QUIET, False),
        (annotation(replies=(Reply("1", "", "x", NOON, NOON),)), QUIET, True),
    ],
)
def test_bare_mark_has_no_card(made: Annotation, options: ExportOptions, expected: bool) -> None:
    assert has_card(made, options) is expected


@given(st.text(min_size=1))
def test_quote_is_short(quote: str) -> None:
    assert len(shortened(quote)) <= 125


def test_long_quote_is_cut_in_its_middle_between_words() -> None:
    short = shortened(" ".join(f"word{number}" for number in range(100)))

    assert short.startswith("word0 word1 ")
    assert short.endswith(" word98 word99")
    assert " … word" in short


def test_long_quote_without_spaces_is_cut_too() -> None:
    assert shortened("漢" * 400) == "漢" * 80 + " … " + "漢" * 40


LONG = "unbreakable" * 9
PARTS = [
    "Plain words, ﬁne and ½.",
    f"https://example.org/{LONG}",
    f"**{LONG}** and *{LONG}*",
    f"# {LONG}",
    "```\nif x:\n        " + "y = call(1) + " * 12 + "\n```",
    f"`{LONG}`",
    "- one\n  - two\n    - three\n      - four\n        - five\n          - six",
    "> " * 9 + LONG,
    "1. слово\n2. λέξη\n\n---",
    "| a | b | c | d |\n|---|---|---|---|\n| " + " | ".join([LONG] * 4) + " |",
    "| Gauge | m³/s |\n|---|--:|\n| upper | 41.2 |",
    "漢字とかな 한국어 ไทย क्षि",
    "שלום עולם and مرحبا",
    "😀 ~~gone~~ [link](https://example.org/)",
]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6), st.sampled_from([100.0, 130.0, 220.0]))
@settings(max_examples=40)
def test_narrow_card_loses_no_character_of_its_note(parts: list[str], width: float) -> None:
    written = note_html("\n\n".join(parts))

    with closing(typeset([written], width, 300, 8.5, CARD_RULES)) as done:
        (pieces,) = done.blocks
        assert not any(piece.is_too_wide for piece in pieces)
        pdf = pymupdf.open()
        canvas, forms = PageCanvas(pdf), done.forms(pdf)
        for number, piece in enumerate(pieces):
            pdf.new_page(width=width, height=300)
            canvas.draw_form(number, forms.add(piece), Point(0, 0))
        canvas.finish()
    with pymupdf.open("pdf", pdf.tobytes()) as saved:
        text = "".join(page.get_text(flags=pymupdf.TEXT_MEDIABOX_CLIP) for page in saved)

    expected = Counter(visible_characters(html.unescape(words(written))))
    assert not expected - Counter(visible_characters(text))

"""Rich Text documents: what is kept of them, and what is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.office import png
from intake.sources import body_text, visible
from reader_app.errors import IntakeError, ReaderError
from reader_app.intake.rtf import read

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Calibri;}{\f1\fcharset204 Arial;}"
    r"{\f2\fcharset128 Mincho;}}{\colortbl;\red0\green0\blue255;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 My chapter;}{\s2 heading 2;}}"
    r"{\info{\title On Terns}{\author Ann Lee}{\company Coast}}{\header A running head}"
)

MARKS = (
    r"{ } \par \pard \b \b0 \u8364? \'e9 \'zz \uc0 \uc9 \cell \row \intbl \footnote \* \field \fldinst"
    r" \fldrslt \pict \bin3 \listtext \ilvl7 \v \plain text \ansicpg99999 \f7 \info \title \s1 \\ \x"
)


def article(body: str, head: str = HEAD) -> str:
    """Return the inside of the article that a document becomes, without line breaks."""
    page = (read(f"{head}{body}}}".encode("latin-1"), "a.rtf").reading or b"").decode()
    return page[page.index("<article>") + 9 : page.index("</article>")].replace("\n", "")


def test_paragraphs_headings_and_emphasis_stay() -> None:
    markup = article(
        r"\pard\s1\b Terns\b0\par\pard\s2 The Bay\par\pard\plain Some {\b bold} and {\i slanted} words"
        r"{\super 2}\line on.\par{\strike gone}{\v hidden}{\deleted deleted}\par"
    )

    assert markup == (
        "<h1>Terns</h1><h2>The Bay</h2><p>Some <strong>bold</strong> and <em>slanted</em> words<sup>2</sup>"
        "<br>on.</p><p><s>gone</s></p>"
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"caf\'e9", "café"),
        (r"\f1\'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (r"\f2\'93\'fa\'96\'7b", "日本"),
        (r"\u26085?\u26412?", "日本"),
        (r"\uc2\u8364\'80\'80 is", "€ is"),
        (r"{\uc0\u8364}!", "€!"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\ldblquote a\rdblquote\emdash\{b\}\\", "“a”—{b}\\"),
        ("caf\xe9 raw", "café raw"),
    ],
)
def test_every_way_of_writing_a_character_is_read(written: str, text: str) -> None:
    markup = article(rf"\pard {written}\par")

    assert body_text(f"<html><body>{markup}</body></html>".encode()) == visible(text)


def test_lists_keep_their_kind_and_depth() -> None:
    markup = article(
        r"\pard{\pntext\f1\'b7\tab}first\par{\listtext\'b7\tab}\ilvl1 inner\par"
        r"\pard{\listtext 3.\tab}\ilvl0 three\par\pard After.\par"
    )

    assert markup == (
        '<ul><li>first<ul><li>inner</li></ul></li></ul><ol><li value="3">three</li></ol><p>After.</p>'
    )


def test_notes_links_and_tables_stay() -> None:
    markup = article(
        r"\pard A note{\footnote\pard The {\i note}.} here, "
        r'{\field{\*\fldinst{HYPERLINK "https://example.org/a"}}{\fldrslt{\ul a link}}}.\par'
        r"\pard\trowd\intbl A\cell B\cell\row\trowd\intbl C\cell D\cell\row\pard After.\par"
    )

    assert '<sup><a href="#note-1" id="noteref-1">[1]</a></sup>' in markup
    assert '<li id="note-1"><p>The <em>note</em>. <a href="#noteref-1">↑</a></p></li>' in markup
    assert '<a href="https://example.org/a">a link</a>' in markup
    assert "<tr><td><p>C</p></td><td><p>D</p></td></tr></tbody></table><p>After.</p>" in markup


def test_pictures_are_inside_and_their_old_copies_left_out() -> None:
    picture = rf"{{\*\shppict{{\pict\pngblip {png().hex()}}}}}{{\nonshppict{{\pict\wmetafile8 0102}}}}"

    markup = article(rf"\pard Before {picture}after{{\pict\pngblip\bin4 }}{{\x}}.\par")

    assert markup.count("<img") == 1
    assert "after." in markup


def test_the_information_says_what_it_is() -> None:
    taken = read((HEAD + r"\pard Words.\par}").encode(), "a.rtf")

    assert taken.metadata.title == "On Terns"
    assert taken.metadata.authors == ("Ann Lee",)


def test_what_is_no_text_of_the_document_is_left_out() -> None:
    assert article(r"{\*\unknown stuff}{\comment hidden}\pard Words.\par{\xe index}") == "<p>Words.</p>"


@pytest.mark.parametrize("source", [r"{\rtf1}", r"{\rtf1{\fonttbl{\f0 A;}}\par}", "{" * 6_000, r"{\rtf"])
def test_a_document_without_text_or_beyond_reason_is_refused_in_a_sentence(source: str) -> None:
    with pytest.raises(IntakeError, match=r"\.$"):
        read(source.encode(), "a.rtf")


def test_a_document_cut_off_keeps_what_was_there() -> None:
    source = (HEAD + r"\pard The first words.\par\pard And more{\footnote A no").encode()

    assert visible("The first words.And more") in body_text(read(source, "a.rtf").reading or b"")


@given(st.lists(st.sampled_from(MARKS.split()), max_size=60))
def test_any_marks_in_any_order_are_an_article_or_a_sentence(marks: list[str]) -> None:
    with contextlib.suppress(ReaderError):
        read((r"{\rtf1 " + " ".join(marks)).encode(), "a.rtf")

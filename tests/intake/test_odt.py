"""OpenDocument texts: what is kept of them, and what is refused."""

import base64

import pytest

from intake.office import flat_odt, odt, png, zipped
from intake.sources import body_text, visible
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.odt import read

STYLES = (
    '<style:style style:name="Strong_20_Emphasis" style:family="text"/>'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="I" style:family="text" style:parent-style-name="B">'
    '<style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="Up" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="Down" style:family="text">'
    '<style:text-properties style:text-position="-33% 58%"/></style:style>'
    '<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>"
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>'
    '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="Loop" style:family="paragraph" style:parent-style-name="Loop"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)
FRAME = '<text:p><draw:frame><draw:image xlink:href="{}"/><svg:desc>A nest</svg:desc></draw:frame></text:p>'


def article(source: bytes) -> str:
    """Return the inside of the article that a document becomes, without line breaks."""
    page = (read(source, "a.odt").reading or b"").decode()
    return page[page.index("<article>") + 9 : page.index("</article>")].replace("\n", "")


def test_blocks_are_what_their_styles_say() -> None:
    markup = article(
        odt(
            '<text:p text:style-name="P3">Terns</text:p><text:h text:outline-level="2">The Bay</text:h>'
            '<text:p text:style-name="P1">One</text:p><text:p text:style-name="P1">Two</text:p>'
            '<text:p text:style-name="P2">x = 1<text:s text:c="3"/>#</text:p>'
            '<text:p text:style-name="Loop">Words<text:line-break/>more.</text:p>',
            styles=STYLES,
        )
    )

    assert markup == (
        "<h1>Terns</h1><h2>The Bay</h2><blockquote><p>One</p><p>Two</p></blockquote><pre>x = 1   #</pre>"
        "<p>Words<br>more.</p>"
    )


def test_emphasis_comes_from_automatic_styles_and_those_they_inherit_from() -> None:
    spans = "".join(
        f'<text:span text:style-name="{name}">{name}</text:span>'
        for name in ("B", "I", "Up", "Down", "Strong_20_Emphasis", "Hidden", "None")
    )

    markup = article(odt(f"<text:p>{spans}</text:p>", styles=STYLES))

    assert markup == (
        "<p><strong>B</strong><em><strong>I</strong></em><sup>Up</sup><sub>Down</sub>"
        "<strong>Strong_20_Emphasis</strong>None</p>"
    )


def test_lists_in_lists_are_numbered_as_their_styles_say() -> None:
    inner = "<text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list>"

    markup = article(
        odt(
            '<text:list text:style-name="L1"><text:list-item text:start-value="3"><text:p>outer</text:p>'
            f"{inner}</text:list-item></text:list>",
            styles=STYLES,
        )
    )

    assert markup == '<ol><li value="3"><p>outer</p><ul><li><p>inner</p></li></ul></li></ol>'


def test_notes_follow_the_text_and_are_linked_both_ways() -> None:
    markup = article(
        odt(
            '<text:p>Words<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>The note.</text:p></text:note-body></text:note> on.</text:p>"
        )
    )

    assert markup == (
        '<p>Words<sup><a href="#note-1" id="noteref-1">[1]</a></sup> on.</p><hr><ol><li id="note-1">'
        '<p>The note. <a href="#noteref-1">↑</a></p></li></ol>'
    )


def test_tables_and_links_stay() -> None:
    markup = article(
        odt(
            "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
            '<table:table-cell table:number-columns-spanned="2"><text:p>both</text:p></table:table-cell>'
            "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
            "<table:table-cell><text:p>one</text:p></table:table-cell><table:table-cell>"
            '<text:p><text:a xlink:href="https://example.org/a">two</text:a></text:p></table:table-cell>'
            "</table:table-row></table:table>"
        )
    )

    assert '<th colspan="2"><p>both</p></th>' in markup
    assert '<td><p><a href="https://example.org/a">two</a></p></td>' in markup
    assert markup.count("<tr>") == 2


def test_comments_and_deleted_words_are_left_out_and_unknown_elements_looked_into() -> None:
    markup = article(
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>Words<office:annotation><dc:creator>Bo</dc:creator>"
            "<text:p>a comment</text:p></office:annotation> and <text:new-kind>all</text:new-kind>.</text:p>"
            "<text:section><text:p>In a section.</text:p></text:section>"
        )
    )

    assert markup == "<p>Words and all.</p><p>In a section.</p>"


@pytest.mark.parametrize(
    ("content", "shown"), [(png(), 'src="data:image/png;base64,'), (b"\x01\x00\x00\x00EMF", "A nest")]
)
def test_a_picture_is_inside_or_described(content: bytes, shown: str) -> None:
    assert shown in article(odt(FRAME.format("Pictures/a.png"), members=[("Pictures/a.png", content)]))


def test_a_formula_reads_as_a_line() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>'
    frame = '<text:p>So <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>.</text:p>'

    markup = article(odt(frame, members=[("Object 1/content.xml", math)]))

    assert body_text(f"<html><body>{markup}</body></html>".encode()) == visible("Soa/2.")


def test_a_flat_document_is_read_with_its_pictures() -> None:
    data = base64.b64encode(png()).decode()
    body = (
        f"<text:p>Words</text:p><text:p><draw:frame><draw:image><office:binary-data>{data}</office:binary-data>"
        "</draw:image></draw:frame></text:p>"
    )

    markup = article(flat_odt(body, meta="<dc:title>Terns</dc:title>"))

    assert "<p>Words</p>" in markup
    assert "data:image/png;base64," in markup


def test_the_metadata_says_what_it_is() -> None:
    meta = (
        "<dc:title>On Terns</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator>"
        "<meta:creation-date>2024-05-06T07:08:09.12</meta:creation-date><dc:language>en-GB</dc:language>"
    )

    metadata = read(odt("<text:p>Words.</text:p>", meta=meta), "a.odt").metadata

    assert (metadata.title, metadata.authors, metadata.language) == ("On Terns", ("Ann Lee",), "en-GB")
    assert (metadata.published, metadata.is_date_guessed) == ("2024-05-06T07:08:09", True)


@pytest.mark.parametrize(
    "source",
    [
        odt("<text:p>"),
        odt("", head='<!DOCTYPE x [<!ENTITY a "b">]>'),
        odt("", members=[("../x", b"")]),
        odt("", members=[("bomb", bytes(64 << 20))]),
        odt("<text:section>" * 300 + "</text:section>" * 300),
        zipped([("content.xml", "<x/>")]),
        zipped([("mimetype", "application/vnd.oasis.opendocument.text")]),
        flat_odt("<text:p>")[:-40],
    ],
    ids=["broken", "entities", "path", "bomb", "deep", "no body", "no text", "cut off"],
)
def test_a_broken_or_hostile_document_is_refused_in_a_sentence(source: bytes) -> None:
    with pytest.raises(IntakeError, match=r"\.$"):
        read(source, "a.odt")


def test_a_document_locked_by_a_password_is_refused() -> None:
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'

    with pytest.raises(UnsupportedFormatError, match="password"):
        read(odt("", members=[("META-INF/manifest.xml", manifest)]), "a.odt")

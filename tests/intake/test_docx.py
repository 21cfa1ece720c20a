"""Word documents: what is kept of them, and what is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from intake.office import STRICT_WORD, docx, paragraph, png, zipped
from intake.sources import body_text, laid_out_text, visible
from reader_app.errors import IntakeError
from reader_app.intake.docx import read

RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
INLINE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A nest"/><a:graphic><a:graphicData>'
    '<pic:pic><pic:blipFill><a:blip r:embed="{}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r></w:p>"
)
MATH = "<m:oMath><m:f><m:num>{0}</m:num><m:den>{1}</m:den></m:f></m:oMath>"
NOTES = (
    "<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    f"<w:footnote w:id='2'>{paragraph('The note.')}</w:footnote></w:footnotes>"
)


def article(body: str, **more: object) -> str:
    """Return the inside of the article that a document becomes."""
    page = (read(docx(body, **more), "a.docx").reading or b"").decode()  # type: ignore[arg-type]
    return page[page.index("<article>") + 9 : page.index("</article>")].strip()


def words(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_headings_quotations_captions_and_code_are_what_their_styles_say() -> None:
    markup = article(
        paragraph("Terns", "Title")
        + paragraph("The Bay", "Heading1")
        + paragraph("A chapter", "Own")
        + paragraph("A level", "Level")
        + paragraph("Quoted", "Quote")
        + paragraph("Figure 1", "Caption")
        + paragraph("x = 1", "Code")
        + paragraph("y = 2", "Code")
        + paragraph("Words", "Circle")
    )

    assert markup == (
        "<h1>Terns</h1><h1>The Bay</h1><h2>A chapter</h2><h3>A level</h3>"
        "<blockquote><p>Quoted</p></blockquote><figcaption>Figure 1</figcaption><pre>x = 1\ny = 2</pre>"
        "<p>Words</p>"
    )


def test_emphasis_lists_and_links_stay() -> None:
    markup = article(
        words("bold", "<w:b/>")
        + words("slanted", "<w:i/>")
        + words("2", '<w:vertAlign w:val="superscript"/>')
        + f'<w:p><w:hyperlink r:id="l">{RUN.format("a link")}</w:hyperlink></w:p>',
        relations=[("l", "hyperlink", "https://example.org/a?utm_source=b")],
    )

    assert "<strong>bold</strong>" in markup
    assert "<em>slanted</em>" in markup
    assert "<sup>2</sup>" in markup
    assert '<a href="https://example.org/a">a link</a>' in markup


def test_what_was_inserted_is_shown_and_what_was_deleted_or_hidden_is_not() -> None:
    markup = article(
        f"<w:p>{RUN.format('Kept ')}<w:ins w:id='1'>{RUN.format('inserted')}</w:ins>"
        "<w:del w:id='2'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> shown</w:t></w:r></w:p>"
    )

    assert markup == "<p>Kept inserted shown</p>"


def test_fields_ruby_and_text_boxes_lose_no_word() -> None:
    box = f"<w:txbxContent>{paragraph('in a box')}</w:txbxContent>"
    shape = f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    shape += "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"

    field = article(
        f"<w:p>{RUN.format('Figure ')}<w:fldSimple w:instr='SEQ'>{RUN.format('7')}</w:fldSimple></w:p>"
    )
    ruby = article(
        f"<w:p><w:r><w:ruby><w:rt>{RUN.format('かんじ')}</w:rt><w:rubyBase>{RUN.format('漢字')}</w:rubyBase>"
        "</w:ruby></w:r></w:p>"
    )
    new_only = article(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{shape}</mc:Choice></mc:AlternateContent></w:r></w:p>"
    )
    both = article(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )

    assert field == "<p>Figure 7</p>"
    assert ruby == "<p>漢字(かんじ)</p>"
    assert new_only == both == "<p>in a box</p>"


def test_a_formula_reads_as_a_line() -> None:
    formula = MATH.format("<m:r><m:t>a+1</m:t></m:r>", "<m:r><m:t>2</m:t></m:r>")
    root = "<m:oMath><m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:oMath>"

    line = f"<w:p>{RUN.format('So ')}{formula}{RUN.format(' it is.')}</w:p>"

    markup = article(f"{line}<w:p><m:oMathPara>{root}</m:oMathPara></w:p>")

    assert body_text(f"<html><body>{markup}</body></html>".encode()) == visible("So(a+1)/2it is.√x")


def test_notes_and_comments_follow_the_text_and_are_linked_both_ways() -> None:
    markup = article(
        f"<w:p>{RUN.format('Words')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        relations=[("f", "footnotes", "footnotes.xml")],
        members=[("word/footnotes.xml", NOTES)],
    )

    assert '<sup><a href="#footnote-2" id="footnote-ref-2">[1]</a></sup>' in markup
    assert '<hr><ol><li id="footnote-2"><p>The note.' in markup
    assert 'href="#footnote-ref-2"' in markup


def test_tables_keep_their_cells_and_spans() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"

    markup = article(
        "<w:tbl><w:tr>"
        + cell.format('<w:gridSpan w:val="2"/>', paragraph("both"))
        + "</w:tr><w:tr>"
        + cell.format("", paragraph("one"))
        + cell.format("", paragraph("two"))
        + "</w:tr></w:tbl>"
    )

    assert '<td colspan="2"><p>both</p></td>' in markup
    assert markup.count("<tr>") == 2


@pytest.mark.parametrize(
    ("content", "shown"), [(png(), 'src="data:image/png;base64,'), (b"\x01\x00\x00\x00EMF", "A nest")]
)
def test_a_picture_is_inside_or_described(content: bytes, shown: str) -> None:
    markup = article(
        INLINE.format("i"), relations=[("i", "image", "media/a.png")], members=[("word/media/a.png", content)]
    )

    assert shown in markup


def test_a_picture_that_is_missing_costs_nothing_else() -> None:
    body = INLINE.format("i") + paragraph("Words")

    assert "<p>Words</p>" in article(body, relations=[("i", "image", "media/none.png")])


@pytest.mark.parametrize(
    ("core", "body", "title"),
    [
        ("<dc:title>On Terns</dc:title>", paragraph("Words."), "On Terns"),
        ("<dc:title>Microsoft Word - a.doc</dc:title>", paragraph("Words."), "a file"),
        ("<dc:title>An old title</dc:title>", paragraph("Terns", "Title") + paragraph("Words."), "Terns"),
        ("", paragraph("Terns of the Bay") + paragraph("Words that follow."), "Terns of the Bay"),
        ("", paragraph("A sentence that ends.") + paragraph("Words that follow."), "a file"),
    ],
)
def test_the_title_is_the_one_that_can_be_believed(core: str, body: str, title: str) -> None:
    assert read(docx(body, core=core), "a_file.docx").metadata.title == title


def test_the_properties_say_who_wrote_it_and_about_when() -> None:
    core = (
        "<dc:creator>Ann Lee; Bo Ek</dc:creator><dc:language>de-DE</dc:language>"
        "<dcterms:created>2024-05-06T07:08:09Z</dcterms:created>"
    )

    metadata = read(docx(paragraph("Worte."), core=core), "a.docx").metadata

    assert metadata.authors == ("Ann Lee", "Bo Ek")
    assert metadata.language == "de-DE"
    assert (metadata.published, metadata.is_date_guessed) == ("2024-05-06T07:08:09Z", True)


def test_strict_ooxml_is_read() -> None:
    assert article(paragraph("Strict words"), word=STRICT_WORD) == "<p>Strict words</p>"


def test_markup_in_the_text_is_text() -> None:
    markup = article(paragraph("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;"))

    assert "<script" not in markup
    assert laid_out_text(f"<html><body>{markup}</body></html>".encode()) == visible(
        "<script>alert(1)</script> &amp;"
    )


@pytest.mark.parametrize(
    "source",
    [
        docx("<w:p>", core="<broken"),
        docx("", head='<!DOCTYPE x [<!ENTITY a "b">]>'),
        docx(paragraph("x"), members=[("../outside.xml", b"x")]),
        docx(paragraph("x"), members=[("word/media/bomb", bytes(64 << 20))]),
        docx("<w:p><w:r><w:footnoteReference/></w:r></w:p>"),
        zipped([("word/other.xml", "<x/>")]),
        zipped([("word/media/a.png", png())]),
        zipped([("word/document.xml", "<x/>")]),
        docx("<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200),
    ],
    ids=["broken", "entities", "path", "bomb", "reference", "other", "no text", "no body", "deep"],
)
def test_a_broken_or_hostile_document_is_refused_in_a_sentence(source: bytes) -> None:
    with pytest.raises(IntakeError, match=r"\.$"):
        read(source, "a.docx")


def test_every_word_of_the_documents_of_the_corpus_is_kept(corpus: Path) -> None:
    for path in sorted((corpus / "docx").iterdir()):
        source = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            document = etree.fromstring(archive.read("word/document.xml"))

        shown = body_text(read(source, path.name).reading or b"")

        missing = [t.text for t in document.iter("{*}t") if visible(t.text or "") not in shown]
        assert missing == [], path.name

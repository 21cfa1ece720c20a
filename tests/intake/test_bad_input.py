"""Files that are cut off, mislabelled, empty, huge or made to do harm.

Each becomes an article whose reading file opens and can be laid out, or one sentence for the reader.
"""

import random
import re
from pathlib import Path

import pytest

from intake.books import mobi
from intake.office import docx, flat_odt, odt, paragraph, zipped
from intake.sources import epub, fb2
from intake.test_markdown import PAGE
from intake.test_mhtml import mail, saved_page
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import open_document
from reader_app.errors import ReaderError
from reader_app.intake.intake import take_in

CHAPTER = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Words.</p></body></html>"
BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.xhtml"'
    ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
)
WORDS = "Words of an article that says something about terns. " * 20
SOURCES = {
    "a.txt": f"A title\n\n- a list\n- of two\n\n> quoted\n\n{WORDS}\n".encode(),
    "a.md": PAGE.encode(),
    "a.html": f"<!DOCTYPE html><html><body><h1>A title</h1><p>{WORDS}<p>{WORDS}</body></html>".encode(),
    "a.epub": epub(package=BOOK, members=[("OPS/a.xhtml", CHAPTER.encode())]),
    "a.fb2": fb2(),
    "a.fb2.zip": zipped([("a.fb2", fb2())]),
    "a.docx": docx("".join(paragraph(WORDS, style) for style in ("Title", "Quote", "", "Own"))),
    "a.odt": odt(f"<text:h>A title</text:h><text:p>{WORDS}</text:p>" * 3),
    "a.fodt": flat_odt(f"<text:h>A title</text:h><text:p>{WORDS}</text:p>" * 3),
    "a.rtf": rb"{\rtf1\ansi{\info{\title A title}}\pard\b Bold\b0\par{\field{\*\fldinst HYPERLINK x}" * 3
    + b"}",
    "a.mobi": mobi(f"<html><body><p>{WORDS}</p></body></html>".encode(), fields=[(100, b"Ann Lee")]),
    "a.mhtml": saved_page(),
    "a.eml": mail(WORDS),
}
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "empty": b"",
    "zeros": bytes(10_000),
    "one byte": b"x",
    "a bomb in a Word document": docx("<w:p/>", members=[("word/bomb.xml", b" " * (40 << 20))]),
    "a bomb in an OpenDocument text": odt("", members=[("Pictures/a.png", bytes(64 << 20))]),
    "entities in a Word document": docx("&a8;", head=ENTITIES),
    "a file of the machine in a Word document": docx("&a;", head=OUTSIDE),
    "entities in an OpenDocument text": odt("&a8;", head=ENTITIES),
    "a file of the machine in a flat one": flat_odt("&a;").replace(b"?>", b"?>" + OUTSIDE.encode(), 1),
    "entities in a book": fb2("<book-title>&a8;</book-title>", head=ENTITIES),
    "a path that leads out": docx("<w:p/>", members=[("word/../../x", b"")]),
    "an absolute path": odt("", members=[("/etc/x", b"")]),
    "elements in elements": b"<!DOCTYPE html>" + b"<div>" * 100_000 + b"Words",
    "quotations in quotations": b">" * 50_000 + b" Words\n\n# A\n\n**b**",
    "lists in lists": b"# A\n\n**b**\n\n" + b"\n".join(b"  " * n + b"- item" for n in range(500)),
    "scripts without end": b"# A\n\n**b**\n\n<div>\n" + b"<script></script><script><!--" * 20_000,
    "calls without end": b"A title\n\n" + b"    f(" + b"f(" * 20_000 + b"\n    x\n",
    "heads without a part": b"MIME-Version: 1\r\nContent-Type: multipart/mixed\r\n\r\n" + b"A: b\n" * 50_000,
    "a word of a head that is broken": b"Received: a\r\nSubject: =?utf-8?b?A?=\r\n\r\nWords",
    "sections in sections": odt("<text:section>" * 230 + "<text:p>W</text:p>" + "</text:section>" * 230),
    "lists in lists in a text": odt(
        "<text:list><text:list-item>" * 110 + "</text:list-item></text:list>" * 110
    ),
    "tables in tables": docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph("W") + "</w:tc></w:tr></w:tbl>" * 60),
    "brackets in brackets": b"# A\n\n**b** " + b"[" * 20_000 + b"](x)",
    "emphasis in emphasis": b"# A\n\n[x](y) " + b"**a " * 5_000,
    "groups in groups": b"{\\rtf1 " + b"{\\b " * 4_000 + b"Words",
    "many footnotes in footnotes": b"{\\rtf1 " + b"Words{\\footnote " * 2_000,
    "cells without rows": b"{\\rtf1 " + b"\\intbl Words\\cell " * 5_000,
    "controls": b"A title\n\n" + bytes(range(1, 32)) * 3 + b"Words and more words to read.\n" * 20,
    "wide HTML": "<!DOCTYPE html><html><body><p>Größe in UTF-16</p></body></html>".encode("utf-16"),
    "wide HTML without a mark": "<html><body><p>Größe in UTF-16 and more</p></body></html>".encode(
        "utf-16-le"
    ),
    "half a surrogate": b"<html><body><p>&#xD800; &#x110000; &#0; Words</p></body></html>",
    "cells that span a million": b"<table><tr><td colspan=1000000 rowspan=1000000>Words</td></table><p>x",
    "attributes without end": b"<html><body><p " + b"a=b " * 100_000 + b">Words</p></body></html>",
    "a comment without end": b"<html><body><p>Words</p><!-- " + b"x" * 100_000,
    "a mail of heads": b"Received: x\r\n" * 20_000 + b"\r\nWords",
    "parts without end": b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\n\r\na\r\n" * 9_000,
}


def check(source: bytes, name: str, folder: Path) -> str:
    """Take the source in; return the text's beginning, or the sentence why not."""
    sentence = ""
    try:
        taken = take_in(source, name)
        path = folder / f"reading{taken.suffix}"
        path.write_bytes(taken.reading or source)
        with open_document(path, taken.media_type) as document:
            assert document.lay_out(ReadingStyle()).pages
        assert taken.metadata.title.strip()
    except ReaderError as error:
        sentence = str(error)
    assert not sentence or re.fullmatch(r"[A-Z][^\n]{8,200}\.", sentence)
    return sentence


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_whole_file_of_each_kind_is_an_article(name: str, tmp_path: Path) -> None:
    assert check(SOURCES[name], name, tmp_path) == ""


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_file_cut_off_anywhere_is_an_article_or_a_sentence(name: str, tmp_path: Path) -> None:
    source = SOURCES[name]

    for twentieth in range(20):
        check(source[: len(source) * twentieth // 20], name, tmp_path)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_file_spoilt_anywhere_is_an_article_or_a_sentence(name: str, tmp_path: Path) -> None:
    places = random.Random(name)

    for _ in range(20):
        spoilt = bytearray(SOURCES[name])
        for _ in range(3):
            spoilt[places.randrange(len(spoilt))] = places.randrange(256)
        check(bytes(spoilt), name, tmp_path)


@pytest.mark.parametrize("suffix", sorted({Path(name).suffix for name in SOURCES}))
def test_bytes_without_meaning_are_refused_whatever_their_name(suffix: str, tmp_path: Path) -> None:
    noise = random.Random(suffix).randbytes(30_000)

    assert "neither text" in check(noise, f"a{suffix}", tmp_path)


@pytest.mark.parametrize("name", sorted(SOURCES))
@pytest.mark.parametrize("other", [".txt", ".html", ".md", ".docx", ".pdf", ""])
def test_a_wrong_name_does_no_harm(name: str, other: str, tmp_path: Path) -> None:
    assert check(SOURCES[name], f"file{other}", tmp_path) == ""


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_what_is_made_to_do_harm_is_an_article_or_a_sentence(what: str, tmp_path: Path) -> None:
    check(HOSTILE[what], "file", tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.rtf", "a.eml"])
def test_a_line_of_two_megabytes_is_an_article_or_a_sentence(name: str, tmp_path: Path) -> None:
    heads = {
        "a.txt": b"",
        "a.md": b"# A\n\n",
        "a.html": b"<html><body><p>",
        "a.rtf": b"{\\rtf1 ",
        "a.eml": b"Received: a\r\nContent-Type: text/plain\r\n\r\n",
    }

    check(heads[name] + b"word " * ((2 << 20) // 5), name, tmp_path)

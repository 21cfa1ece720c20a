"""Articles and books of every format that reflows, made by our own code."""

import zipfile
from base64 import b64encode
from pathlib import Path

import pymupdf

WORDS = (
    "Hyphenation of characteristically extraordinary internationalization responsibilities demonstrates "
    "typographical considerations. "
)

# Everything that breaks differently in another layout: long words, deep levels, wide tables, all scripts.
HARD = f"""
<h1>A title of things</h1>
<p>Some <b>bold</b> and <i>italic</i> with <code>code_with_a_long_name.of_things()</code>, a
<a href="https://example.org/x">link</a>, E = mc<sup>2</sup>, H<sub>2</sub>O, e\ufb03cient \ufb01ne.</p>
{"<ul><li>item" * 8} eight deep internationalization{"</li></ul>" * 8}
<ol><li>one</li><li><p>two</p><p>more of it</p></li></ol>
{"<blockquote><p>quote</p>" * 7}nested wordiness{"</blockquote>" * 7}
<pre>def long(x):
    return "a very long line of code " + "that goes on and on and on and on and on and on"  # {"end_" * 30}
</pre>
<table><tr><th>Head</th><th>Two</th></tr><tr><td>1</td><td>donaudampfschifffahrtsgesellschaft</td></tr></table>
<table><tr>{"".join(f"<td>column{number}value</td>" for number in range(14))}</tr></table>
<p>https://example.org/{"a/very/long/address/" * 9}</p>
<p lang="he" dir="rtl">שלום עולם זה טקסט בעברית</p>
<p dir="rtl">هذا نص عربي لا إله إلا الله مكتوب من اليمين إلى اليسار</p>
<p>日本語の文章です。とても長い文章なので改行されるはずです。漢字とかな交じり文。</p>
<p>ภาษาไทยไม่มีช่องว่างระหว่างคำ</p><p>ខ្ញុំចង់រៀនភាសាខ្មែរ</p><p>हिन्दी में लिखा हुआ पाठ क्षत्रिय</p>
<p>emoji 👩 ❤️ 🇩🇪 done, cafe\u0301 and Z\u0324\u0354</p>
<p>soft&shy;hy&shy;phen words in&shy;ter&shy;na&shy;tion&shy;al&shy;i&shy;za&shy;tion</p>
<p>verse one<br>verse two<br>verse three</p><dl><dt>Term</dt><dd>Its definition</dd></dl><hr>
<div>bare text</div>
"""


def paragraphs(count: int) -> str:
    """Return numbered paragraphs of some lines."""
    return "".join(f"<p>Number {number}. {WORDS * (number % 4 + 1)}</p>" for number in range(count))


def write_article(path: Path, body: str, language: str = "en") -> Path:
    """Write an HTML article."""
    head = '<head><meta charset="utf-8"><title>T</title></head>'
    path.write_text(
        f'<!DOCTYPE html><html lang="{language}">{head}<body>{body}</body></html>', encoding="utf-8"
    )
    return path


def write_book(path: Path, chapters: list[str]) -> Path:
    """Write an EPUB of XHTML bodies, with an outline."""
    manifest = "".join(
        f'<item id="c{number}" href="c{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    points = "".join(
        f'<navPoint id="n{number}" playOrder="{number + 1}"><navLabel><text>C {number}</text></navLabel>'
        f'<content src="c{number}.xhtml"/></navPoint>'
        for number in range(len(chapters))
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<?xml version="1.0"?><container version="1.0" '
            'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        )
        archive.writestr(
            "book.opf",
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0" '
            'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            '<dc:title>Book</dc:title><dc:language>en</dc:language><dc:identifier id="id">1</dc:identifier>'
            f'</metadata><manifest>{manifest}<item id="ncx" href="toc.ncx" '
            f'media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx">{spine}</spine></package>',
        )
        archive.writestr(
            "toc.ncx",
            '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">'
            f"<navMap>{points}</navMap></ncx>",
        )
        for number, body in enumerate(chapters):
            archive.writestr(
                f"c{number}.xhtml",
                '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en">'
                f"<head><title>{number}</title></head><body>{body}</body></html>",
            )
    return path


def write_fiction_book(path: Path, count: int) -> Path:
    """Write an FB2 book of numbered paragraphs in two sections."""
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><FictionBook '
        'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info><lang>en</lang>'
        "<book-title>Book</book-title></title-info></description><body>"
        f"<section><title><p>One</p></title>{paragraphs(count)}</section>"
        f"<section><title><p>Two</p></title>{paragraphs(count)}</section></body></FictionBook>",
        encoding="utf-8",
    )
    return path


def picture(width: int, height: int, color: int = 128) -> str:
    """Return an <img> of one gray."""
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height), False)
    pixmap.clear_with(color)
    source = b64encode(pixmap.tobytes("png")).decode()
    return f'<img src="data:image/png;base64,{source}" width="{width}" height="{height}"/>'

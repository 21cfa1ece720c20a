from pathlib import Path

import pytest
from lxml import etree

from document.test_clean import ATTACKS
from intake.office import png
from intake.sources import body_text, laid_out_text, visible
from reader_app.document.clean import clean
from reader_app.document.opening import open_document
from reader_app.intake.kept_pictures import FolderPictures
from reader_app.intake.markdown import read
from reader_app.intake.surroundings import Surroundings
from reader_app.intake.tree import parse, prose_of

PAGE = """---
title: "On Terns"
authors: [Ann Lee, Bo Ek]
date: 2024-05-06
lang: en-GB
url: https://example.org/terns?utm_source=mail
---

# On *Terns*

Some **strong**, some ~~struck~~ words[^1] and a [link](/more?fbclid=1).

| a | b |
|---|--:|
| 1 | 2 |

- [x] counted
- [ ] published

![A nest](https://example.org/nest.jpg)

```python
print("<hello>")
```

[^1]: The note.
"""


def test_front_matter_says_what_the_article_is() -> None:
    metadata = read(PAGE.encode(), "terns.md").metadata

    assert metadata.title == "On Terns"
    assert metadata.authors == ("Ann Lee", "Bo Ek")
    assert metadata.published == "2024-05-06"
    assert metadata.language == "en-GB"
    assert metadata.url == "https://example.org/terns"


def test_the_structure_becomes_html() -> None:
    reading = (read(PAGE.encode(), "terns.md").reading or b"").decode()

    assert '<h1 id="on-terns">On <em>Terns</em></h1>' in reading
    assert "<s>struck</s>" in reading
    assert "<table>" in reading
    assert "<td>1</td>" in reading
    assert "☑" in reading
    assert "☐" in reading
    assert '<pre><code>print("&lt;hello&gt;")' in reading
    assert '<a href="https://example.org/more">link</a>' in reading
    assert "title: " not in reading


def test_a_footnote_and_its_mark_are_linked_both_ways() -> None:
    reading = (read(PAGE.encode(), "terns.md").reading or b"").decode()

    assert 'href="#fn1" id="fnref1"' in reading
    assert 'id="fn1"' in reading
    assert 'href="#fnref1"' in reading


def test_a_picture_elsewhere_becomes_its_description_linked_to_it() -> None:
    reading = (read(PAGE.encode(), "terns.md").reading or b"").decode()

    assert '<a href="https://example.org/nest.jpg">A nest</a>' in reading
    assert "<img" not in reading


def test_html_in_markdown_is_part_of_the_article() -> None:
    text = (
        '<div align="center">\n\n**Centered**\n\n</div>\n\nH<sub>2</sub>O<br>and <b>bold</b>\n\n'
        "<details>\n<summary>More</summary>\n\nHidden words.\n\n</details>\n\n"
        "<table><tr><td>cell</td></tr></table>\n<!-- a comment -->\n"
    )

    reading = (read(text.encode(), "a.md").reading or b"").decode()

    assert "<div>\n<p><strong>Centered</strong></p>\n</div>" in reading
    assert "H<sub>2</sub>O<br>and <b>bold</b>" in reading
    assert "<summary>More</summary>" in reading
    assert "<td>cell</td>" in reading
    assert "a comment" not in reading


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "A `Vec<T>` is Vec<T>, and <your-name> is a name.",
            "A Vec<T> is Vec<T>, and <your-name> is a name.",
        ),
        ("Use the <script> tag.\n\nMore words.", "Use the <script> tag.More words."),
        ("See <script>alert(1)</script> here.", "See <script>alert(1)</script> here."),
        ("<script>\nalert(1)\n</script>\n\nWords.", "Words."),
        ("<script>\nalert(1)\n\nWords.", "<script>alert(1)Words."),
        ("<style>p {}</style>\n\nWords.", "Words."),
        ("<!-- never closed\n\nWords.", "<!-- never closedWords."),
        ("<T>\n\nWords.", "<T>Words."),
        ("<?php echo 1 ?>\n\nWords.", "<?php echo 1 ?>Words."),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_html_that_is_none_or_would_swallow_words_is_shown(text: str, shown: str) -> None:
    reading = read(text.encode(), "a.md").reading or b""

    assert body_text(reading) == visible(shown)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "around", ["{}", "Words {} and more.", "- {}\n", "> <div>{}</div>\n", "[{}](/x)", "# {}"]
)
def test_no_attack_gets_through_markdown(attack: str, around: str) -> None:
    reading = read(around.format(attack).encode(), "a.md").reading or b""

    root = etree.fromstring(reading, etree.HTMLParser(encoding="utf-8"))
    elements = [e for e in root.iter() if e.tag not in ("html", "head", "meta", "title", "body")]
    attributes = [(str(name), str(value)) for e in elements for name, value in e.attrib.items()]
    assert clean(etree.tostring(root.find("body"), encoding="unicode", method="html"))
    assert not {e.tag for e in elements} & {
        "script",
        "style",
        "iframe",
        "svg",
        "object",
        "form",
        "base",
        "link",
    }
    assert {name for name, _ in attributes} <= {"id", "href", "src", "alt", "title", "dir", "lang", "colspan"}
    assert all(
        value.startswith(("http:", "https:", "#", "data:image/"))
        for name, value in attributes
        if name in ("href", "src")
    )


def test_links_to_headings_and_notes_work_where_the_article_is_read(tmp_path: Path) -> None:
    text = (
        "# Ünïcode heading\n\nA note[^1] and [a place](#ünïcode-heading) and [another](#名前).\n\n"
        "## 名前\n\nWords.\n\n[^1]: The note.\n"
    )

    path = tmp_path / "a.html"
    path.write_bytes(read(text.encode(), "a.md").reading or b"")
    with open_document(path, "text/html") as document:
        links = document.page_text(0).links

    assert len({link.top for link in links}) == 4


def test_formulas_between_dollars_stay_as_they_were_written() -> None:
    text = r"So $a_1 * b_2 * c\,<d$ costs $5 or $10." + "\n\n$$\n\\frac{a}{b} * c\n$$\n"

    reading = read(text.encode(), "a.md").reading or b""

    assert body_text(reading) == visible(text)
    assert b"<em>" not in reading


def test_definitions_and_bare_addresses_are_read() -> None:
    reading = (read(b"Term\n: What it means\n\nSee https://example.org/a.\n", "a.md").reading or b"").decode()

    assert "<dt>Term</dt>\n<dd>What it means</dd>" in reading
    assert '<a href="https://example.org/a">https://example.org/a</a>.' in reading


def test_front_matter_in_toml_is_read() -> None:
    text = b'+++\ntitle = "On Terns"\nauthors = ["Ann Lee"]\ndate = 2024-05-06\n+++\n\nWords.\n'

    taken = read(text, "a.md")

    assert (taken.metadata.title, taken.metadata.authors) == ("On Terns", ("Ann Lee",))
    assert taken.metadata.published == "2024-05-06"
    assert body_text(taken.reading or b"") == visible("On TernsWords.")


def test_a_picture_beside_the_file_comes_inside_and_html_in_the_text_too(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(png(300, 200))
    text = b"Words.\n\n![A nest](<a b.png>)\n\n<img src='a%20b.png' width=90>\n\n![None](none.png)\n"

    reading = read(text, "a.md", Surroundings(pictures=FolderPictures(tmp_path))).reading or b""

    assert reading.count(b'src="data:image/') == 2
    assert b"None" in reading


def test_text_from_right_to_left_stays_so() -> None:
    reading = read('<div dir="rtl" markdown="1">\n\nسلام دنیا\n\n</div>\n'.encode(), "a.md").reading or b""

    assert b'<div dir="rtl">' in reading


def test_the_address_of_a_fetched_text_completes_its_links() -> None:
    reading = read(b"[a](b.md)", "a.md", Surroundings(address="https://example.org/x/a.md")).reading or b""

    assert b'href="https://example.org/x/b.md"' in reading


def test_every_markdown_text_of_the_corpus_is_read_without_showing_its_marks(corpus: Path) -> None:
    for path in sorted((corpus / "md").glob("*.md")):
        reading = read(path.read_bytes(), path.name).reading or b""

        prose = prose_of(parse(reading.decode()))
        assert len(prose) > 1_000
        assert "markdown=" not in prose
        assert "](" not in prose or "commonmark" in path.name  # which is about the marks


def test_the_title_is_the_first_heading_or_the_name() -> None:
    assert read(b"Words.\n\n## The `first` *one*\n", "a.md").metadata.title == "The first one"
    assert read(b"Only words.\n", "my_notes.md").metadata.title == "my notes"


def test_a_title_in_front_matter_alone_becomes_the_heading() -> None:
    reading = read(b"---\ntitle: A & B\n---\n\nWords.\n", "a.md").reading or b""

    assert b"<h1>A &amp; B</h1>" in reading


def test_a_paragraph_is_laid_out_as_it_was_written() -> None:
    text = 'Straight "quotes", curly “quotes” and 2½ dashes – all of it stays.'

    reading = read(f"# Title\n\n{text}\n".encode(), "a.md").reading or b""

    assert laid_out_text(reading) == visible("Title" + text)


def test_lists_of_authors_are_read_in_either_form() -> None:
    block = b"---\ntitle: T\nauthors:\n  - Ann Lee\n  - 'Bo Ek'\n---\n\nWords.\n"

    assert read(block, "a.md").metadata.authors == ("Ann Lee", "Bo Ek")


def test_every_markdown_text_of_many_nested_quotations_is_read() -> None:
    assert read(b">" * 20_000 + b" end", "a.md").reading is not None

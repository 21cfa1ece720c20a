from intake.sources import body_text, laid_out_text, visible
from reader_app.intake.markdown import read

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

    assert "<h1>On <em>Terns</em></h1>" in reading
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


def test_html_in_markdown_is_shown_and_not_run() -> None:
    reading = read(b"# T\n\n<script>alert(1)</script> and <b>bold</b>\n", "a.md").reading or b""

    assert b"<script" not in reading
    assert body_text(reading) == visible("T<script>alert(1)</script>and<b>bold</b>")


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

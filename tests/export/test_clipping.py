import subprocess
import sys
from datetime import UTC, datetime

from lxml import html as markup

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Target, new_annotation
from reader_app.core.article import Article, Metadata
from reader_app.export.clipping import clipping, passage_clipping

METADATA = Metadata(
    title="A bridge <closed>",
    authors=("Jane Roe", "John  Doe"),
    site="The Town & Country",
    url="https://example.org/a?b=1&c=2",
    published="2026-03-01T08:00:00Z",
)


def article(metadata: Metadata = METADATA, media_type: str = "application/pdf") -> Article:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    return Article(id="0" * 32, metadata=metadata, media_type=media_type, saved_at=now, version_id=1)


def annotation(section: int, exact: str, **changes: object) -> Annotation:
    targets = (Target(section, 0, len(exact), exact),)
    return new_annotation("0" * 32, targets, **changes)  # type: ignore[arg-type]


def test_passage_stands_between_quotation_marks_with_its_source_and_page() -> None:
    made = passage_clipping(article(), "closed until <spring>", 2, 2)

    assert made.plain == (
        "“closed until <spring>”\n\n"
        "— Jane Roe, John Doe, “A bridge <closed>”, The Town & Country, 2026-03-01,"
        " https://example.org/a?b=1&c=2, p. 3"
    )
    tree = markup.fragment_fromstring(made.html, create_parent="div")
    assert tree.findtext("blockquote/p") == "“closed until <spring>”"
    assert tree.find(".//a").get("href") == "https://example.org/a?b=1&c=2"
    assert tree[-1].text_content() == made.plain.splitlines()[-1]


def test_several_annotations_come_in_reading_order_each_with_its_page() -> None:
    later = annotation(4, "the ferry", note="**Which** one?", tags=("boats",))
    earlier = annotation(0, "until spring", label_id="claim")

    made = clipping(article(), [later, earlier], DEFAULT_LABELS)

    assert made.plain.startswith("“until spring” (p. 1)\n\n“the ferry” (p. 5)\nWhich one?\n#boats\n\n— Jane")
    assert "<strong>Which</strong>" in made.html
    assert "3px solid #ffa29a" in made.html


def test_one_page_is_named_once() -> None:
    made = clipping(article(), [annotation(4, "one"), annotation(4, "two")], DEFAULT_LABELS)

    assert made.plain.count("p. 5") == made.html.count("p. 5") == 1


def test_text_that_reflows_has_no_pages_and_what_is_unknown_is_left_out() -> None:
    made = passage_clipping(article(Metadata(title="Notes"), "text/html"), "words", 0, 3)

    assert made.plain == "“words”\n\n— “Notes”"


def test_paragraphs_stay_and_text_from_right_to_left_is_marked() -> None:
    made = passage_clipping(article(), "שלום\n\nעולם\n", 0, 1)

    assert made.plain.startswith("“שלום\nעולם”\n\n")
    assert '<blockquote dir="rtl"><p>“שלום</p><p>עולם”</p></blockquote>' in made.html
    assert made.plain.endswith("pp. 1–2")


def test_address_that_is_none_of_the_web_is_no_link() -> None:
    metadata = Metadata(title="x", url="javascript:alert(1)")

    assert "javascript" not in passage_clipping(article(metadata), "words", 0, 0).html


def test_address_has_nothing_that_would_end_a_link() -> None:
    metadata = Metadata(title="x", url='https://e.org/a b<c>"d"\\{e}')

    made = passage_clipping(article(metadata), "words", 0, 0)

    assert "https://e.org/a%20b%3Cc%3E%22d%22%5C%7Be%7D, p. 1" in made.plain


def test_note_cannot_bring_tags_of_its_own() -> None:
    hostile = annotation(0, "<img src=x>", note="<script>x</script> [y](javascript:z)", tags=("<b>",))

    made = clipping(article(), [hostile], DEFAULT_LABELS)

    tree = markup.fragment_fromstring(made.html, create_parent="div")
    assert {element.tag for element in tree.iter()} == {"div", "blockquote", "p", "cite", "a"}
    assert [link.get("href") for link in tree.iter("a")] == ["https://example.org/a?b=1&c=2"]


def test_it_is_made_without_mupdf() -> None:
    script = "import sys, reader_app.export.clipping; sys.exit('pymupdf' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

"""Marks passages of real articles and books, and looks whether their HTML has these words marked."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import html

from export.passages import NOON
from reader_app.core.anchoring import describe
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, new_annotation
from reader_app.core.article import Article
from reader_app.core.text import SectionText
from reader_app.core.visible import visible_characters
from reader_app.document.opening import open_document
from reader_app.errors import ReaderError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format
from reader_app.intake.intake import take_in

KINDS = {"epub": "*", "fb2": "*", "html": "*/source.html", "md": "*", "docx": "*", "txt": "*", "mhtml": "*"}
EVERY, LENGTH = 9, 70  # marks in an article, and characters of each


def spread_out(sections: Sequence[SectionText]) -> list[Annotation]:
    """Mark passages at equal distances, of whole words, through paragraphs."""
    whole = sum(map(len, sections))
    made = []
    for step in range(EVERY):
        at, section = whole * step // EVERY, 0
        while at >= len(sections[section]):
            at -= len(sections[section])
            section += 1
        text = sections[section]
        start, end = text.word_at(at)[0], text.word_at(min(at + LENGTH, len(text)) - 1)[1]
        made.append(new_annotation("0" * 32, (describe(text, section, start, end),)))
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_marked_words_of_real_articles_are_marked_in_their_html(
    corpus: Path, kind: str, tmp_path: Path
) -> None:
    asked = placed = 0
    for file in sorted((corpus / kind).glob(KINDS[kind])):
        try:
            intake = take_in(file.read_bytes(), file.name)
        except ReaderError:
            continue  # another test says what cannot be read
        source, output = tmp_path / f"source{intake.suffix}", tmp_path / "output.html"
        source.write_bytes(intake.reading or file.read_bytes())
        with open_document(source, intake.media_type) as document:
            sections = tuple(document.section_texts())
        if sum(map(len, sections)) < EVERY * LENGTH:
            continue
        annotations = spread_out(sections)
        told = Article(
            id="0" * 32,
            metadata=intake.metadata,
            media_type=intake.media_type,
            saved_at=NOON,
            version_id=1,
        )
        item = ExportItem(source=source, article=told, annotations=tuple(annotations), sections=sections)

        written = ExportFile((item,), DEFAULT_LABELS, output, ExportOptions(format=Format.HTML))
        report = export_file(written, lambda done, total: None)

        page = html.fromstring(output.read_bytes())
        asked, placed = asked + len(annotations), placed + report.placed
        for number, annotation in enumerate(sorted(annotations, key=lambda each: each.order), start=1):
            parts = page.xpath(f"//mark[@data-mark='a1-m{number}']")
            marked = visible_characters("".join("".join(part.itertext()) for part in parts))
            assert (annotation.id in report.unplaced) == (marked == "")
            assert is_quote(marked, visible_characters(annotation.quote)), (file.name, annotation.quote)

    assert placed >= 0.98 * asked > 0


def is_quote(marked: str, quote: str) -> bool:
    """Tell whether marked words are a quote, or that without what is put before the items of lists."""
    rest = iter(quote)
    return all(char in rest for char in marked) and (not marked or len(marked) > 0.6 * len(quote))

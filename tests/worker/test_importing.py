"""Annotations of files of other programs, brought to articles that have other texts and other files."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from document.marked_pdfs import highlight, write_marked
from export.sample_pdfs import write_page
from reader_app.core.annotation import Annotation, Kind, Status, new_annotation
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.errors import IntakeError, NotFoundError, PasswordRequiredError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.embedded_jobs import ImportAnnotations, Imported
from reader_app.worker.importing import import_annotations
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source

ADDRESS = "https://example.net/ferry"
TEXT = """\
The ferry 🚢 of the town

The ferry 🚢 runs every hour, the town says.

Nobody counts the cars on the ferry. The ferry runs all night, and the ferry is never late.
"""


def save(folder: Path, content: bytes, name: str) -> Article:
    return save_source(SaveSource(folder, given(content, name))).article


def bring(folder: Path, article: Article, file: Path, password: str = "") -> Imported:
    return import_annotations(ImportAnnotations(folder, article.id, file, password))


def text_of(folder: Path, article: Article) -> ArticleText:
    with open_library(folder) as library:
        return ArticleText(library.articles.texts(article.version_id) or ())


def export(folder: Path, article: Article, output: Path) -> Path:
    with open_library(folder) as library:
        version = library.articles.version(article.version_id)
        item = ExportItem(
            source=library.files.path(version.reading_file),
            article=article,
            annotations=tuple(library.annotations.of_article(article.id)),
            known=library.annotations.ids(article.id),
        )
        options = ExportOptions(author="Ada")
        file = ExportFile((item,), tuple(library.labels.all()), output, options)
        export_file(file, lambda done, total: None)
    return output


@pytest.fixture
def ferry(tmp_path: Path) -> tuple[Path, Article]:
    folder = tmp_path / "library"
    return folder, save(folder, TEXT.encode(), "ferry.txt")


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def row(number: int, start: int, end: int, exact: str, **parts: Any) -> dict[str, Any]:
    selectors = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if exact:
        selectors.append({"type": "TextQuoteSelector", "exact": exact})
    target = [{"source": ADDRESS, "selector": selectors}]
    return {"id": f"row {number}", "uri": ADDRESS, "text": f"note {number}", "target": target} | parts


def web(exact: str, *, start: int | None = None, **context: str) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [{"type": "TextQuoteSelector", "exact": exact, **context}]
    if start is not None:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": start + len(exact)})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:x:{exact.replace(' ', '-')}",
        "type": "Annotation",
        "target": {"source": ADDRESS, "selector": selectors},
    }


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# Places


def test_position_of_hypothesis_counts_utf16_and_tells_which_of_several_places_is_meant(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry
    reading = text_of(folder, article).reading
    places = [at for at in range(len(reading)) if reading.startswith("ferry", at)]
    rows = [row(at, utf16(reading[:at]), utf16(reading[: at + 5]), "ferry") for at in places]

    imported = bring(folder, article, write(tmp_path / "rows.json", {"rows": rows}))

    assert len(places) == 5
    assert [each.status for each in imported.added] == [Status.PLACED] * 5
    section = text_of(folder, article).sections[0]
    starts = [section.reading_range(each.targets[0].start, each.targets[0].end)[0] for each in imported.added]
    assert starts == places


def test_position_of_the_w3c_counts_code_points(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    reading = text_of(folder, article).reading
    at = reading.index("town says")

    imported = bring(folder, article, write(tmp_path / "a.json", web("town", start=at)))

    [annotation] = imported.added
    section = text_of(folder, article).sections[0]
    [target] = annotation.targets
    assert annotation.status is Status.PLACED
    assert section.reading_range(target.start, target.end) == (at, at + 4)


def test_quote_counts_more_than_a_position_where_it_does_not_stand(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry

    imported = bring(folder, article, write(tmp_path / "a.json", web("Nobody counts the cars", start=3)))

    [annotation] = imported.added
    assert (annotation.status, annotation.quote) == (Status.PLACED, "Nobody counts the cars")


def test_three_letters_at_a_position_prove_nothing(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    at = text_of(folder, article).reading.index("the ferry is")

    [annotation] = bring(folder, article, write(tmp_path / "a.json", web("the", start=at))).added

    assert annotation.status is not Status.PLACED
    assert annotation.quote == "the"


def test_article_without_text_takes_annotations_that_wait(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page()
        content = pdf.tobytes()
    folder = tmp_path / "library"
    article = save(folder, content, "scan.pdf")
    rows = [row(1, 3, 8, "ferry"), row(2, 3, 8, ""), row(3, 0, 0, "", target=[])]

    imported = bring(folder, article, write(tmp_path / "a.json", rows))

    assert {each.note: each.status for each in imported.added} == {
        "note 1": Status.UNPLACED,
        "note 2": Status.UNPLACED,
        "note 3": Status.PLACED,
    }


def test_short_quote_in_several_places_is_told_by_what_stands_around_it(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry

    value = web("ferry", prefix="runs all night, and the ", suffix=" is never late")
    [annotation] = bring(folder, article, write(tmp_path / "a.json", value)).added

    assert annotation.status is Status.PLACED
    assert annotation.targets[0].suffix.startswith("is never late")


def test_quote_that_is_not_in_the_article_waits_with_its_words(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry

    imported = bring(folder, article, write(tmp_path / "a.json", web("An island without any bridge")))

    [annotation] = imported.added
    assert annotation.status is not Status.PLACED
    assert annotation.quote == "An island without any bridge"
    assert imported.problems == ()


def test_position_without_a_quote_has_to_be_confirmed(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    reading = text_of(folder, article).reading
    at = utf16(reading[: reading.index("Nobody")])

    [annotation] = bring(folder, article, write(tmp_path / "a.json", [row(1, at, at + 6, "")])).added

    assert annotation.status is Status.REVIEW
    assert [target.exact for target in annotation.suggestions[0]] == ["Nobody"]


def test_note_on_the_whole_page_stands_at_its_beginning(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry

    [annotation] = bring(folder, article, write(tmp_path / "a.json", [row(1, 0, 0, "", target=[])])).added

    assert (annotation.kind, annotation.status, annotation.note) == (Kind.NOTE, Status.PLACED, "note 1")
    assert (annotation.targets[0].section, annotation.targets[0].start, annotation.quote) == (0, 0, "")


def test_replies_go_with_what_they_answer(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    rows = [
        row(1, 0, 0, "Nobody counts the cars"),
        row(3, 0, 0, "", target=[], references=["row 1", "row 2"], created="2022-01-01T00:00:00Z"),
        row(2, 0, 0, "", target=[], references=["row 1"], created="2021-01-01T00:00:00Z"),
        row(4, 0, 0, "", target=[], references=["elsewhere"]),
    ]

    imported = bring(folder, article, write(tmp_path / "a.json", {"rows": rows}))

    replies = {each.note: [reply.note for reply in each.replies] for each in imported.added}
    assert replies == {"note 1": ["note 2", "note 3"], "note 4": []}


def test_annotations_of_other_pages_are_left_out_and_counted(tmp_path: Path) -> None:
    page = f'<html><head><link rel="canonical" href="{ADDRESS}"/></head><body><article><h1>Ferry</h1>' + (
        "<p>Nobody counts the cars on the ferry, which runs all night and is never late in a year.</p>" * 8
    )
    folder = tmp_path / "library"
    article = save(folder, page.encode(), "page.html")
    rows = [row(1, 0, 0, "", target=[]), row(2, 0, 0, "", target=[], uri="https://example.net/other")]

    imported = bring(folder, article, write(tmp_path / "a.json", {"rows": rows}))

    assert article.metadata.url == ADDRESS
    assert [each.note for each in imported.added] == ["note 1"]
    assert imported.problems == ("1 annotation is on other pages.",)


def test_entries_of_one_name_are_kept_apart_and_equal_ones_are_one(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry
    first = row(1, 0, 0, "Nobody counts the cars")
    file = write(tmp_path / "a.json", {"rows": [first, first, first | {"text": "other"}]})

    imported, again = bring(folder, article, file), bring(folder, article, file)

    assert sorted(each.note for each in imported.added) == ["note 1", "other"]
    assert (again.added, again.known) == ((), 2)


# PDFs


def test_annotated_copy_is_placed_by_its_words(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    copy = export(folder, article, tmp_path / "copy.pdf")
    with pymupdf.open(copy) as pdf:
        [found] = pdf[0].search_for("Nobody counts the cars")
        pdf[0].add_highlight_annot(found)
        pdf.save(tmp_path / "marked.pdf")

    [annotation] = bring(folder, article, tmp_path / "marked.pdf").added

    assert (annotation.status, annotation.quote) == (Status.PLACED, "Nobody counts the cars")
    assert text_of(folder, article).sections[0].quote(
        annotation.targets[0].start, annotation.targets[0].end
    ) == ("Nobody counts the cars")


def annotate(folder: Path, article: Article, quote: str, **parts: Any) -> Annotation:
    text = text_of(folder, article)
    (first, after), *_ = text.quote_places(quote)
    annotation = new_annotation(article.id, text.targets(first, after), **parts)
    with open_library(folder) as library:
        library.annotations.put(annotation)
    return annotation


def test_what_was_exported_comes_back_as_it_was(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    marked = [
        annotate(folder, article, "Nobody counts the cars", note="**Bold**\n\n- item", tags=("ä", "b")),
        annotate(folder, article, "runs every hour", kind=Kind.SQUIGGLY, label_id="question"),
    ]
    pdf = export(folder, article, tmp_path / "out.pdf")
    other = tmp_path / "other"
    same = save(other, TEXT.encode(), "ferry.txt")

    imported, again = bring(other, same, pdf), bring(folder, article, pdf)

    expected = {each.id: replace(each, article_id=same.id) for each in marked}
    assert {each.id: each for each in imported.added} == expected
    assert (again.added, again.known) == ((), 2)


def test_id_that_another_article_has_is_not_given_twice(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    mine = annotate(folder, article, "Nobody counts the cars", note="mine")
    pdf = export(folder, article, tmp_path / "out.pdf")
    second = save(folder, pdf.read_bytes(), "out.pdf")

    imported, again = bring(folder, second, pdf), bring(folder, second, pdf)

    [annotation] = imported.added
    assert annotation.id != mine.id
    assert (annotation.note, annotation.article_id) == ("mine", second.id)
    assert (again.added, again.known) == ((), 1)
    with open_library(folder) as library:
        assert library.annotations.of_article(article.id) == [mine]


def test_what_another_program_wrote_into_our_annotation_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    article = save(folder, write_page(tmp_path / "page.pdf").read_bytes(), "page.pdf")
    annotate(folder, article, "quick brown foxes", note="**mine**", tags=("kept",))
    pdf = export(folder, article, tmp_path / "out.pdf")
    with pymupdf.open(pdf) as changed:
        [xref, *_] = (annot.xref for annot in changed[0].annots())
        changed.xref_set_key(xref, "Contents", "(theirs)")
        changed.xref_set_key(xref, "C", "[0 0 1]")
        changed.xref_set_key(xref, "M", "(D:20400102030405Z)")
        changed.save(tmp_path / "changed.pdf")
    other = tmp_path / "other"
    same = save(other, (tmp_path / "page.pdf").read_bytes(), "page.pdf")

    [annotation] = bring(other, same, tmp_path / "changed.pdf").added

    assert (annotation.note, annotation.color, annotation.tags) == ("theirs", "#0000ff", ("kept",))
    assert annotation.label_id == "key-point"
    assert annotation.modified_at.year == 2040


def test_label_that_is_not_here_becomes_a_tag_beside_the_nearest_one(tmp_path: Path) -> None:
    more = "/RA_Id(6f3f0d7e-1111-4222-8333-444455556666)/RA_Label(mine)/RA_LabelName(My label)/C[0 0 1]"
    pdf = write_marked(tmp_path / "a.pdf", highlight(more=more))
    folder = tmp_path / "library"
    article = save(folder, pdf.read_bytes(), "a.pdf")

    [annotation] = bring(folder, article, pdf).added

    assert annotation.id == "6f3f0d7e-1111-4222-8333-444455556666"
    assert (annotation.label_id, annotation.color, annotation.tags) == ("question", "#0000ff", ("My label",))


def test_encrypted_pdf_asks_for_its_password(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry
    plain = write_marked(tmp_path / "plain.pdf", highlight())
    with pymupdf.open(plain) as pdf:
        pdf.save(tmp_path / "secret.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")

    with pytest.raises(PasswordRequiredError):
        bring(folder, article, tmp_path / "secret.pdf")

    assert len(bring(folder, article, tmp_path / "secret.pdf", "x").added) == 1


def test_format_is_found_by_the_content_and_not_by_the_name(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry
    pdf = write_marked(tmp_path / "a.pdf", highlight()).rename(tmp_path / "a.json")
    rows = write(tmp_path / "b.pdf", {"rows": [row(1, 0, 0, "Nobody counts the cars")]})

    assert [len(bring(folder, article, file).added) for file in (pdf, rows)] == [1, 1]


def test_nothing_is_added_where_the_file_or_the_article_is_none(
    ferry: tuple[Path, Article], tmp_path: Path
) -> None:
    folder, article = ferry

    with pytest.raises(IntakeError):
        bring(folder, article, tmp_path / "nowhere.json")
    with pytest.raises(IntakeError):
        bring(folder, article, write(tmp_path / "bad.json", 5))
    with pytest.raises(NotFoundError):
        bring(folder, replace(article, id="f" * 32), write(tmp_path / "a.json", {"rows": []}))
    with open_library(folder) as library:
        assert library.annotations.of_article(article.id) == []


def test_file_without_annotations_adds_none(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    folder, article = ferry

    for file in (write_page(tmp_path / "a.pdf"), write(tmp_path / "a.json", {"rows": []})):
        assert bring(folder, article, file) == Imported((), 0, ())


# Real files

# What each file holds beside links and windows; all of it is imported.
HOLDINGS = {
    "document-worker--1": {"highlight": 10, "note": 2, "rectangle": 1},
    "format-corpus--simple-annotated-in-adobe-x": {"highlight": 1, "note": 1},
    "pdf.js--annotation-highlight-without-appearance": {"highlight": 1},
    "pdf.js--bug1885505": {"highlight": 2, "underline": 2, "strikeout": 2, "squiggly": 1},
    "pdf.js--comments": {"highlight": 10, "ink": 6, "stamp": 2},
    "pdf.js--freetext_no_appearance": {"free-text": 1},
    "pdf.js--highlight": {"highlight": 1, "ink": 1},
    "pdf.js--pr20043": {"note": 2},
    "pdf.js--quadpoints": {"highlight": 1, "underline": 1, "strikeout": 1, "squiggly": 1},
    "pdfannots--hotos17": {"highlight": 4, "squiggly": 2, "strikeout": 2, "underline": 1, "note": 1},
    "pdfannots--issue46": {"highlight": 2, "rectangle": 1},
    "pdfannots--word2column": {"highlight": 1, "squiggly": 1, "strikeout": 7},
    "pypdf--commented": {"highlight": 1, "note": 2},
}


@pytest.mark.parametrize("name", HOLDINGS)
def test_real_file_imports_whole_and_stays_the_same_through_exports(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    pdf = corpus / "pdf" / "annotated" / f"{name}.pdf"
    folders = [tmp_path / each for each in ("one", "two", "three")]
    article = save(folders[0], pdf.read_bytes(), "a.pdf")
    imported = bring(folders[0], article, pdf)
    with open_library(folders[0]) as library:
        for each in imported.added:  # so that each becomes this program's own
            library.annotations.put(each.changed(note=f"{each.note} seen", tags=("seen",)))
    generations = []

    for here, there in pairwise(folders):
        out = export(here, article, tmp_path / f"{here.name}.pdf")
        article = save(there, out.read_bytes(), "a.pdf")
        brought = bring(there, article, out)
        assert brought.problems == ()
        generations.append({each.id: replace(each, article_id="") for each in brought.added})

    kinds = [each.kind.value for each in imported.added]
    assert {kind: kinds.count(kind) for kind in kinds} == HOLDINGS[name]
    assert imported.problems == ()
    assert set(generations[0]) == {each.id for each in imported.added}
    assert generations[0] == generations[1]
    assert (
        bring(folders[0], replace(article, id=imported.added[0].article_id), tmp_path / "two.pdf").added == ()
    )


def test_what_is_answered_on_another_page_stays_there(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    link = f'<link rel="canonical" href="{ADDRESS}"/>'
    page = f"<html><head>{link}</head><body><article><h1>Ferry</h1><p>{TEXT}</p></article></body></html>"
    article = save(folder, page.encode(), "ferry.html")
    other = {"uri": "https://other.example/", "target": [{"source": "https://other.example/"}]}
    rows = [
        row(0, 0, 0, "ferry"),
        {"id": "there", "text": "elsewhere", **other},
        {"id": "answer", "text": "yes", "references": ["there"], **other},
    ]

    imported = bring(folder, article, write(tmp_path / "rows.json", {"rows": rows}))

    assert [each.note for each in imported.added] == ["note 0"]
    assert imported.problems == ("1 annotation is on other pages.",)


def test_half_a_character_in_a_file_does_no_harm(ferry: tuple[Path, Article], tmp_path: Path) -> None:
    entry = row(0, 4, 9, "ferry", id="\ud800", text="half \ud800")

    [added] = bring(*ferry, write(tmp_path / "rows.json", {"rows": [entry]})).added

    assert added.note == "half �"

"""Times the export of 1,000 notes in a 100-page PDF against the bare PyMuPDF loop that does the same.

Run it by hand: ``python tests/benchmarks/bench_export.py``. Both sides find their passages, add the marks
and save; a second loop is told where they are, and only adds and saves. All take turns, and the medians of
the ratios count. After that the layouts that print the notes are timed, with short and with long notes in
several scripts, and ten such articles that are bound in one file.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, new_annotation, utc_now
from reader_app.core.article import Article, Metadata
from reader_app.core.article_text import ArticleText
from reader_app.document.opening import open_document
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Layout

Places = dict[tuple[int, int], list[pymupdf.Quad]]
PAGES, NOTES_A_PAGE, ROUNDS = 100, 10, 5
ARTICLES = 10
NOTE = "Who says so, and **when**? Compare with the figures of last year, which were said to be final."

LONG_NOTES = [
    (text + " ") * (1000 // len(text))
    for text in (
        "A long note tells more than is good for it, with *emphasis* and `code`.",
        "Длинная заметка рассказывает больше, чем нужно.",
        "Μια μεγάλη σημείωση λέει περισσότερα απ' όσα χρειάζεται.",
        "長い注釈は必要以上のことを語る。",
        "ملاحظة طويلة تقول أكثر مما يلزم.",
        "הערה ארוכה אומרת יותר ממה שצריך.",
        "A note with pictures 🙂📚✅ in it.",
    )
]


def write_source(path: Path) -> None:
    """Write pages of prose, each with ten sentences that occur once."""
    with pymupdf.open() as pdf:
        for page in range(PAGES):
            sentences = (
                f"Sentence {number} of page {page} says in passing what was found there before anybody came. "
                "Others follow it that nobody marks, because they only repeat what is known to everyone."
                for number in range(NOTES_A_PAGE)
            )
            pdf.new_page().insert_textbox(pymupdf.Rect(60, 60, 535, 780), "\n\n".join(sentences), fontsize=11)
        pdf.save(path, deflate=True)


def quote(page: int, number: int) -> str:
    return f"Sentence {number} of page {page} says in passing what was found there before anybody came."


def annotations_of(source: Path) -> list[Annotation]:
    with open_document(source, "application/pdf") as document:
        text = ArticleText(document.section_texts())
    found = []
    for page in range(PAGES):
        for number in range(NOTES_A_PAGE):
            ((first, after),) = text.quote_places(quote(page, number))
            found.append(new_annotation("0" * 32, text.targets(first, after), note=NOTE))
    return found


def item_of(source: Path, annotations: list[Annotation]) -> ExportItem:
    article = Article(
        id="0" * 32,
        metadata=Metadata(title="A long paper"),
        media_type="application/pdf",
        saved_at=utc_now(),
        version_id=1,
    )
    return ExportItem(source=source, article=article, annotations=tuple(annotations))


def export(
    source: Path,
    output: Path,
    annotations: list[Annotation],
    layout: Layout = Layout.ANNOTATIONS,
    articles: int = 1,
) -> None:
    items = (item_of(source, annotations),) * articles
    options = ExportOptions(author="A reader", layout=layout)
    report = export_file(ExportFile(items, DEFAULT_LABELS, output, options), lambda done, total: None)
    assert report.placed == articles * len(annotations)


def bare_loop(source: Path, output: Path, places: Places | None = None) -> None:
    with pymupdf.open(source) as pdf:
        for number, page in enumerate(pdf):
            for at in range(NOTES_A_PAGE):
                quads = places[number, at] if places else page.search_for(quote(number, at), quads=True)
                mark = page.add_highlight_annot(quads)
                mark.set_colors(stroke=(1, 0.84, 0.29))
                mark.set_info(content=NOTE, title="A reader", subject="Key point")
                mark.update()
        pdf.save(output, deflate=True)


def places_of(source: Path) -> Places:
    with pymupdf.open(source) as pdf:
        return {
            (number, at): page.search_for(quote(number, at), quads=True)
            for number, page in enumerate(pdf)
            for at in range(NOTES_A_PAGE)
        }


def seconds(work: Callable[..., None], *arguments: object) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, ours, bare = (Path(folder) / name for name in ("source.pdf", "ours.pdf", "bare.pdf"))
        write_source(source)
        annotations, places = annotations_of(source), places_of(source)
        rounds = [
            (
                seconds(export, source, ours, annotations),
                seconds(bare_loop, source, bare),
                seconds(bare_loop, source, bare, places),
            )
            for _ in range(ROUNDS)
        ]
        notes, size = PAGES * NOTES_A_PAGE, source.stat().st_size
        print(f"export: {statistics.median(times[0] for times in rounds):.2f} s")
        for index, name in ((1, "loop that searches"), (2, "loop that is told the places")):
            taken = statistics.median(times[index] for times in rounds)
            ratio = statistics.median(times[0] / times[index] for times in rounds)
            print(f"{name}: {taken:.2f} s, export / loop {ratio:.2f}")
        for name, path in (("export", ours), ("bare loop", bare)):
            print(f"{name}: {(path.stat().st_size - size) / notes:,.0f} bytes a note")
        long = [replace(each, note=LONG_NOTES[at % len(LONG_NOTES)]) for at, each in enumerate(annotations)]
        for layout in (Layout.MARGIN, Layout.ENDNOTES):
            for name, written in (("short notes", annotations), ("long notes in all scripts", long)):
                taken = min(seconds(export, source, ours, written, layout) for _ in range(2))
                tell(f"{layout}, {name}", taken, ours.stat().st_size - size, notes)
        taken = seconds(export, source, ours, annotations, Layout.ANNOTATIONS, ARTICLES)
        tell(f"{ARTICLES} articles bound", taken, ours.stat().st_size - ARTICLES * size, ARTICLES * notes)


def tell(name: str, taken: float, size: int, notes: int) -> None:
    print(f"{name}: {taken:.2f} s, {1000 * taken / notes:.1f} ms and {size / notes / 1000:.1f} KB a note")


if __name__ == "__main__":
    main()

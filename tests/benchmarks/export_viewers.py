"""Exports the corpus in every layout and format, and looks at the PDFs with independent programs.

Run it by hand: ``python tests/benchmarks/export_viewers.py [WORD ...]``; of the files only those whose path
has one of the words. PDF.js takes part where READER_APP_PDFJS names it, qpdf where it is installed. It tells

- whether a file is exported, or refused with one sentence; whether qpdf finds more faults than in the source;
- whether the words below the first and last mark are those of the quote (PDFium reads them);
- whether in each viewer the marks lie there, and nothing that the source shows is lost: inside the marks,
  and anywhere on the page;
- whether the annotations, outline, form fields and page labels of a PDF are still there (qpdf reads them).
"""

import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pymupdf

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pdf_looks import UNPAINTED, Painter, Place, pdf_faults, places
from pdfjs_painting import PDFJS, PdfjsPainter
from qpdf_reading import qpdf_status

from export.painting import PAINTERS, differences
from export.passages import article
from reader_app.core.anchoring import describe
from reader_app.core.annotation import DEFAULT_LABELS, new_annotation
from reader_app.document.opening import open_document
from reader_app.errors import ReaderError, WorkerError
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format, Layout
from reader_app.export.pdf.saving import repair
from reader_app.export.report import ExportReport
from reader_app.intake.sources import Source
from reader_app.library.library import open_library
from reader_app.worker.jobs import SavedSource, SaveSource
from reader_app.worker.runner import JobRunner

CORPUS = Path(os.environ.get("READER_APP_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
KINDS = ("pdf", "epub", "fb2", "html", "docx", "md", "mhtml", "txt", "text-encodings")
PASSWORDS = {"pypdf--r6-user-password.pdf": "asdfzxcv"}
MARKS, LENGTH = 4, 60
REST = "Notes to page "
NOTE = "Who says so, and **when**? Compare with the figures of last year. "


@dataclass
class Seen:
    """What was seen of the exports of one kind of file in one layout."""

    exported: int = 0
    refused: int = 0
    looked_at: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)

    def tell(self, what: str, fault: str) -> bool:
        self.looked_at[what] += 1
        self.good[what] += not fault
        return not fault


def main() -> int:
    words = sys.argv[1:]
    files = [path for kind in KINDS for path in sorted((CORPUS / kind).rglob("*")) if is_source(path)]
    files = [path for path in files if not words or any(word in str(path) for word in words)]
    seen: defaultdict[tuple[str, str], Seen] = defaultdict(Seen)
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder, JobRunner() as runner, ExitStack() as stack:
        painters: dict[str, Painter] = dict(PAINTERS)
        if PDFJS.is_dir():
            painters["pdf.js"] = stack.enter_context(PdfjsPainter()).paint
        for number, file in enumerate(files):
            print(f"{number + 1}/{len(files)} {file.relative_to(CORPUS)}", file=sys.stderr)
            place = Path(folder) / str(number)
            place.mkdir()
            for way, fault in look(file, place, runner, painters, seen):
                problems.append(f"{file.relative_to(CORPUS)}, {way}: {fault}")
            shutil.rmtree(place)
    print_table(seen)
    print("\n".join(problems))
    return 0


def is_source(path: Path) -> bool:
    return path.is_file() and (path.parts[-3:-2] != ("html",) or path.name == "source.html")


def look(
    file: Path,
    folder: Path,
    runner: JobRunner,
    painters: dict[str, Painter],
    seen: dict[tuple[str, str], Seen],
) -> Iterator[tuple[str, str]]:
    """Export a file in all ways; yield what is wrong, and of which way."""
    kind = file.relative_to(CORPUS).parts[0]
    try:
        item = item_of(file, folder / "library", runner)
    except ReaderError as error:
        seen[kind, "taken in"].refused += 1
        if not is_sentence(error):
            yield "taken in", f"no sentence: {error}"
        return
    first: dict[str, Place] = {}
    for way in (*Layout, *(each for each in Format if each is not Format.PDF)):
        summary = seen[kind, way]
        output = folder / f"{way}{'.pdf' if isinstance(way, Layout) else way.suffix}"
        options = ExportOptions(layout=way) if isinstance(way, Layout) else ExportOptions(format=way)
        try:
            report = runner.run(ExportFile((item,), DEFAULT_LABELS, output, options))
        except ReaderError as error:
            summary.refused += 1
            if isinstance(error, WorkerError) or not is_sentence(error) or output.exists():
                yield way, f"refused: {error!r}"
            continue
        summary.exported += 1
        assert isinstance(report, ExportReport)
        if report.unplaced and not summary.tell("placed", "no"):
            yield way, f"{len(report.unplaced)} of {len(item.annotations)} without a place"
        plain = plain_pdf(item, folder, way, runner) if isinstance(way, Layout) else None
        if plain is not None:
            found = places(output, item)
            # The pages of a PDF stay; text that reflows is set anew for each layout.
            if not item.article.is_pdf:
                first = without_rests(output, found)
            first = first or found
            for what, fault in pdf_faults(item, plain, output, found, first, painters):
                if not summary.tell(what, fault):
                    yield way, f"{what}: {fault}"
            if way is Layout.ANNOTATIONS:
                yield from look_bound(item, output, folder, runner, painters, seen[kind, "bound"])


def without_rests(output: Path, found: dict[str, Place]) -> dict[str, Place]:
    """Return the places in the pages of the text: those behind that have the rest of its notes are none."""
    with pymupdf.open(output) as pdf:
        rests = [page.number for page in pdf if page.get_text().startswith(REST)]
    return {
        name: replace(place, page=place.page - sum(rest < place.page for rest in rests))
        for name, place in found.items()
    }


def look_bound(
    item: ExportItem,
    single: Path,
    folder: Path,
    runner: JobRunner,
    painters: dict[str, Painter],
    summary: Seen,
) -> Iterator[tuple[str, str]]:
    """Bind a file with itself, and compare the pages with those of the file that was exported alone."""
    output = folder / "bound.pdf"
    try:
        runner.run(ExportFile((item, item), DEFAULT_LABELS, output, ExportOptions()))
    except ReaderError as error:
        summary.refused += 1
        if isinstance(error, WorkerError) or not is_sentence(error) or output.exists():
            yield "bound", f"refused: {error!r}"
        return
    summary.exported += 1
    faults = [("qpdf", "worse" if qpdf_status(output, "") > qpdf_status(single, item.password) else "")]
    with pymupdf.open(single, filetype="pdf") as one, pymupdf.open(output) as both:
        count = one.page_count
        pages = [(page, 1 + page + again) for page in range(count) for again in (0, count)]
        lost = [
            after
            for before, after in pages
            if whats_on(one[before], 0) != whats_on(both[after], after - before)
        ]
        faults.append(("structure", f"other annotations or links on pages {lost}" if lost else ""))
        levels = [(level, title) for level, title, *_ in one.get_toc()]
        below = [(level - 1, title) for level, title, *_ in both.get_toc() if level > 1]
        if below != levels * 2:
            faults.append(("structure", "another outline"))
    for before, after in (*pages[:2], *pages[-2:]):
        for name, paint in painters.items():
            try:
                old = paint(single, before, 0.7, item.password)
            except UNPAINTED:
                continue
            new = paint(output, after, 0.7, "")
            faults.append((name, f"page {after} looks otherwise" if any(differences(old, new)) else ""))
    for what, fault in faults:
        if not summary.tell(what, fault):
            yield "bound", f"{what}: {fault}"


def whats_on(page: pymupdf.Page, start: int) -> list[tuple[object, ...]]:
    """Return the annotations, links and fields of a page of an article that begins on some page."""
    annotations = [(each.type, each.rect, each.info["content"], each.has_popup) for each in page.annots()]
    links = [
        (each["from"], each.get("uri"), each["page"] - start if each.get("page", -1) >= 0 else None)
        for each in page.get_links()
    ]
    fields = [(each.field_type, each.rect, each.field_value) for each in page.widgets()]
    return [*annotations, *links, *fields]


def item_of(file: Path, library: Path, runner: JobRunner) -> ExportItem:
    """Take a file in, and annotate what it says."""
    if password := PASSWORDS.get(file.name):
        with open_document(file, "application/pdf", password) as document:
            item = ExportItem(source=file, article=article(file), password=password)
            sections = document.section_texts()
    else:
        saved = runner.run(SaveSource(library, Source(name=file.name, path=file)))
        assert isinstance(saved, SavedSource)
        with open_library(library) as opened:
            version = opened.articles.version(saved.article.version_id)
            source = opened.files.path(version.reading_file)
            sections = opened.articles.texts(saved.article.version_id) or []
            item = ExportItem(source=source, article=saved.article, sections=tuple(sections))
    written = [number for number, text in enumerate(sections) if len(text)]
    chosen = written[:: max(len(written) // MARKS, 1)][:MARKS]
    annotations = tuple(
        new_annotation(
            item.article.id,
            (describe(sections[section], section, 0, min(LENGTH, len(sections[section]))),),
            note=NOTE * (3 * at + 1),
        )
        for at, section in enumerate(chosen)
    )
    return replace(item, annotations=annotations)


def is_sentence(error: ReaderError) -> bool:
    text = str(error)
    return (
        bool(text)
        and "\n" not in text
        and len(text) < 300
        and "Error" not in text
        and "Traceback" not in text
    )


def plain_pdf(item: ExportItem, folder: Path, layout: Layout, runner: JobRunner) -> Path | None:
    """Return the pages without annotations; a damaged PDF is mended, as each viewer does in its own way."""
    path = folder / "plain.pdf"
    if not item.article.is_pdf:
        plain = replace(item, annotations=())
        try:
            runner.run(ExportFile((plain,), DEFAULT_LABELS, path, ExportOptions(layout=layout)))
        except ReaderError:
            return None
        return path
    with open_document(item.source, "application/pdf", item.password) as document:
        for page in range(document.mupdf.page_count):
            with suppress(pymupdf.mupdf.FzErrorBase, RuntimeError):
                document.mupdf[page].get_text()  # MuPDF repairs a file when it meets the damage
        if not document.mupdf.is_repaired:
            return item.source
    with pymupdf.open(item.source, filetype="pdf") as pdf, suppress(pymupdf.mupdf.FzErrorBase, RuntimeError):
        repair(pdf)
        pdf.save(path, garbage=1)
        return path
    return None


def print_table(seen: dict[tuple[str, str], Seen]) -> None:
    columns = ["qpdf", "structure", "words", *PAINTERS, "pdf.js"]
    print(f"| kind | way | exported | refused | {' | '.join(columns)} |")
    print("|" + "---|" * (4 + len(columns)))
    for (kind, way), row in seen.items():
        cells = (f"{row.good[each]}/{row.looked_at[each]}" if row.looked_at[each] else "" for each in columns)
        print(f"| {kind} | {way} | {row.exported} | {row.refused} | {' | '.join(cells)} |")


if __name__ == "__main__":
    sys.exit(main())

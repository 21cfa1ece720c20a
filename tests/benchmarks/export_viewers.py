"""Exports the corpus in every layout and format, and looks at the PDFs with independent programs.

Run it by hand: ``python tests/benchmarks/export_viewers.py [WORD ...]``; of the files only those whose path
has one of the words. PDF.js takes part where READER_APP_PDFJS names it, qpdf where it is installed. It tells

- whether a file is exported, or refused with one sentence; whether qpdf finds more faults than in the source;
- whether the words below the first and last mark are those of the quote (PDFium reads them);
- whether in each viewer the marks lie there, and nothing that the source shows is lost: inside the marks,
  and anywhere on the page;
- whether the annotations, outline, form fields and page labels of a PDF are still there (qpdf reads them).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pdfjs_painting import PDFJS, PdfjsPainter

from export.painting import PAINTERS, Picture, compare
from export.passages import article
from reader_app.core.anchoring import describe
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, new_annotation
from reader_app.core.geometry import Point, Quad
from reader_app.document.opening import open_document
from reader_app.document.page_space import moved, to_page_space
from reader_app.errors import ReaderError, WorkerError
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions, Format, Layout
from reader_app.export.pdf_saving import repair
from reader_app.export.report import ExportReport
from reader_app.intake.sources import Source
from reader_app.library.library import open_library
from reader_app.worker.export_jobs import ExportFile
from reader_app.worker.jobs import SavedSource, SaveSource
from reader_app.worker.runner import JobRunner

CORPUS = Path(os.environ.get("READER_APP_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
KINDS = ("pdf", "epub", "fb2", "html", "docx", "md", "mhtml", "txt", "text-encodings")
PASSWORDS = {"pypdf--r6-user-password.pdf": "asdfzxcv"}
MARKS, LENGTH, PIXELS, DARK, LIGHT = 4, 60, 400, 110, 200
NOTE = "Who says so, and **when**? Compare with the figures of last year. "
Painter = Callable[[Path, int, float, str], Picture]


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


@dataclass(frozen=True)
class Place:
    """Where a mark is in an exported PDF."""

    page: int
    quads: tuple[Quad, ...]
    boxes: tuple[tuple[float, float, float, float], ...]


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
    plain = plain_pdf(item, folder, runner)
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
        if isinstance(way, Layout) and plain is not None:
            found = places(output, item)
            first = first or found
            for what, fault in pdf_faults(item, plain, output, found, first, painters):
                if not summary.tell(what, fault):
                    yield way, f"{what}: {fault}"
            if way is Layout.ANNOTATIONS:
                yield from look_bound(item, output, folder, runner, painters, seen[kind, "bound"])


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
        lost = [after for before, after in pages if whats_on(one[before]) != whats_on(both[after])]
        faults.append(("structure", f"other annotations or links on pages {lost}" if lost else ""))
        levels = [(level, title) for level, title, *_ in one.get_toc()]
        below = [(level - 1, title) for level, title, *_ in both.get_toc() if level > 1]
        if below != levels * 2:
            faults.append(("structure", "another outline"))
    for before, after in (*pages[:2], *pages[-2:]):
        for name, paint in painters.items():
            try:
                old = paint(single, before, 0.7, item.password)
            except (RuntimeError, subprocess.SubprocessError, pypdfium2.PdfiumError):
                continue
            new = paint(output, after, 0.7, "")
            faults.append((name, "" if old == new else f"page {after} looks otherwise"))
    for what, fault in faults:
        if not summary.tell(what, fault):
            yield "bound", f"{what}: {fault}"


def whats_on(page: pymupdf.Page) -> list[tuple[object, ...]]:
    """Return the annotations and links of a page; where links lead in their own article."""
    annotations = [(each.type, each.rect, each.info["content"], each.has_popup) for each in page.annots()]
    links = [(each["kind"], each["from"], each.get("uri")) for each in page.get_links()]
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


def plain_pdf(item: ExportItem, folder: Path, runner: JobRunner) -> Path | None:
    """Return the pages without annotations; a damaged PDF is mended, as each viewer does in its own way."""
    path = folder / "plain.pdf"
    if not item.article.is_pdf:
        plain = replace(item, annotations=())
        try:
            runner.run(ExportFile((plain,), DEFAULT_LABELS, path, ExportOptions()))
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


def places(output: Path, item: ExportItem) -> dict[str, Place]:
    """Return where the first part of each annotation is in a PDF."""
    found = {}
    with pymupdf.open(output, filetype="pdf") as pdf:
        pdf.authenticate(item.password)
        names = {annotation.id for annotation in item.annotations}
        for number in range(pdf.page_count):
            try:
                page = pdf[number]
            except (pymupdf.mupdf.FzErrorBase, RuntimeError):
                continue  # of a damaged file
            for annot in page.annots() or ():
                name = pdf.xref_get_key(annot.xref, "NM")[1]
                if name not in names:
                    continue
                numbers = [
                    float(each) for each in pdf.xref_get_key(annot.xref, "QuadPoints")[1].strip("[]").split()
                ]
                corners = [Point(*numbers[at : at + 2]) for at in range(0, len(numbers), 2)]
                way = to_page_space(pymupdf.mupdf.pdf_lookup_page_obj(pymupdf._as_pdf_document(pdf), number))
                quads = tuple(
                    Quad(*(moved(corner, way) for corner in corners[at : at + 4]))
                    for at in range(0, len(corners), 4)
                )
                boxes = tuple(
                    (
                        min(each.x for each in corners[at : at + 4]),
                        min(each.y for each in corners[at : at + 4]),
                        max(each.x for each in corners[at : at + 4]),
                        max(each.y for each in corners[at : at + 4]),
                    )
                    for at in range(0, len(corners), 4)
                )
                found[name] = Place(number, quads, boxes)
    return found


def pdf_faults(
    item: ExportItem,
    plain: Path,
    output: Path,
    found: dict[str, Place],
    first: dict[str, Place],
    painters: dict[str, Painter],
) -> Iterator[tuple[str, str]]:
    """Yield what was looked at, and what is wrong with it: "" for nothing."""
    before, after = (qpdf_status(path, item.password) for path in (plain, output))
    yield "qpdf", f"{after} after {before}" if after > before else ""
    if item.article.is_pdf:
        yield "structure", ", ".join(losses(plain, output, item.password))
    marked = [
        annotation for annotation in item.annotations if annotation.id in found and annotation.id in first
    ]
    for annotation in {each.id: each for each in (*marked[:1], *marked[-1:])}.values():
        place, page = found[annotation.id], first[annotation.id].page
        yield "words", other_words(output, place, annotation, item.password)
        for name, paint in painters.items():
            with pymupdf.open(plain, filetype="pdf") as pdf:
                pdf.authenticate(item.password)
                width = pdf[page].rect.width
            try:
                old = paint(plain, page, PIXELS / width, item.password)
            except (RuntimeError, subprocess.SubprocessError, pypdfium2.PdfiumError):
                continue  # what a viewer does not paint at all says nothing
            try:
                new = paint(output, place.page, PIXELS / width, item.password)
            except (RuntimeError, subprocess.SubprocessError, pypdfium2.PdfiumError) as error:
                yield name, f"not painted: {error}"
                continue
            yield name, picture_fault(old, new, place.quads, width, is_strict=place == first[annotation.id])


def picture_fault(
    old: Picture, new: Picture, quads: tuple[Quad, ...], width: float, *, is_strict: bool
) -> str:
    """Return what is wrong with a picture; the page may have grown to the right and below."""
    if new.width < old.width or new.height < old.height - 1:
        return f"the page shrank from {old.width} x {old.height} to {new.width} x {new.height}"
    height = min(old.height, new.height)
    rows = b"".join(new.row(y)[: old.width * 3] for y in range(height))
    old, new = (
        Picture(old.width, height, old.samples[: old.width * height * 3]),
        Picture(old.width, height, rows),
    )
    change = compare(old, new, quads, width)
    faults = {
        "nothing changed": not change.changed,
        f"{change.covered:.0%} covered": change.covered < 0.95,
        f"{change.crossed:.0%} crossed": change.crossed < 0.9,
        f"{change.ink_lost} px of ink lost in the mark": change.ink_lost,
        f"{change.paper_lost} px of paper lost in the mark": change.paper_lost > (0 if is_strict else 60),
    }
    if (gone := erased(old, new)) > 0:
        faults[f"{gone} px erased on the page"] = True
    return ", ".join(fault for fault, is_so in faults.items() if is_so)


def erased(old: Picture, new: Picture) -> int:
    """Return how many dark pixels became light."""
    return sum(
        1
        for y in range(old.height)
        if old.row(y) != new.row(y)
        for x in range(old.width)
        if old.luma(x, y) < DARK and new.luma(x, y) > LIGHT
    )


def other_words(output: Path, place: Place, annotation: Annotation, password: str) -> str:
    """Return how the words below a mark differ from its quote, as PDFium reads them; "" if they do not."""
    document = pypdfium2.PdfDocument(output, password=password or None)
    try:
        text = document[place.page].get_textpage()
        read = letters("".join(text.get_text_bounded(*box) for box in place.boxes))
    finally:
        document.close()
    quote = letters(annotation.quote)
    likeness = max(fuzz.partial_ratio(read, quote), fuzz.partial_ratio(read[::-1], quote)) if read else 0
    return "" if likeness > 80 or not quote else f"{read[:40]!r} for {quote[:40]!r}"


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def qpdf_status(path: Path, password: str) -> int:
    """Return 0 for a sound file (or without qpdf), 1 for one with warnings, 2 for a broken one."""
    if shutil.which("qpdf") is None:
        return 0
    command = ["qpdf", "--check", f"--password={password}", str(path)]
    return {0: 0, 3: 1}.get(subprocess.run(command, capture_output=True, check=False).returncode, 2)


def losses(plain: Path, output: Path, password: str) -> Iterator[str]:
    """Yield what a copy lacks; objects keep their numbers in it."""
    before, after = (qpdf_json(path, password) for path in (plain, output))
    if before is None or after is None:
        return
    objects = after["qpdf"][1]
    pages = {page["object"]: page for page in after["pages"]}
    for page in before["pages"]:
        name = page["object"]
        if name not in pages:
            yield f"page {name}"
            continue
        if page.get("label") and page["label"] != pages[name].get("label"):
            yield f"the label {page['label']} of page {name}"
        kept = [spelled(each, objects) for each in annots(name, objects)]
        for each in annots(name, before["qpdf"][1]):
            if spelled(each, before["qpdf"][1]) not in kept:
                yield f"an annotation of page {name}"
    titles = list(outline(after["outlines"]))
    for entry in outline(before["outlines"]):
        if entry not in titles:
            yield f"the outline's {entry}"
    fields = [(each["fullname"], each["value"]) for each in after["acroform"]["fields"]]
    for each in before["acroform"]["fields"]:
        if (each["fullname"], each["value"]) not in fields:
            yield f"the field {each['fullname']}"


def qpdf_json(path: Path, password: str) -> dict[str, Any] | None:
    if shutil.which("qpdf") is None:
        return None
    command = ["qpdf", "--json=2", f"--password={password}", str(path)]
    run = subprocess.run(command, capture_output=True, check=False)
    try:
        described: dict[str, Any] = json.loads(run.stdout)
    except ValueError:
        return None
    return described


def annots(page: str, objects: dict[str, Any]) -> list[Any]:
    listed = value_of(page, objects).get("/Annots", [])
    listed = value_of(listed, objects) if isinstance(listed, str) else listed
    return listed if isinstance(listed, list) else []


def spelled(each: Any, objects: dict[str, Any]) -> str:
    """Spell an annotation; the window that it opens and its replies are named by their numbers."""
    return json.dumps(value_of(each, objects) if isinstance(each, str) else each, sort_keys=True)


def value_of(reference: str, objects: dict[str, Any]) -> Any:
    return objects.get(f"obj:{reference}", {}).get("value", {})


def outline(entries: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield entry["title"], json.dumps(entry["dest"])
        yield from outline(entry["kids"])


def print_table(seen: dict[tuple[str, str], Seen]) -> None:
    columns = ["qpdf", "structure", "words", *PAINTERS, "pdf.js"]
    print(f"| kind | way | exported | refused | {' | '.join(columns)} |")
    print("|" + "---|" * (4 + len(columns)))
    for (kind, way), row in seen.items():
        cells = (f"{row.good[each]}/{row.looked_at[each]}" if row.looked_at[each] else "" for each in columns)
        print(f"| {kind} | {way} | {row.exported} | {row.refused} | {' | '.join(cells)} |")


if __name__ == "__main__":
    sys.exit(main())

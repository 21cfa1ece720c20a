"""Articles and annotations for export tests, made the way the program makes them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Kind, Label, new_annotation
from reader_app.core.article import Article, Metadata
from reader_app.core.article_text import ArticleText
from reader_app.core.geometry import Quad
from reader_app.document.opening import open_document
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.pdf.edition import Progress
from reader_app.export.report import ExportReport

TEXT_KINDS = [kind for kind in Kind if kind.marks_text]
_OF_ITEM = {"article", "known", "password", "sections"}
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".epub": "application/epub+zip",
    ".fb2": "application/x-fictionbook+xml",
    ".mobi": "application/x-mobipocket-ebook",
}


def article(source: Path, **metadata: object) -> Article:
    return Article(
        id="0" * 32,
        metadata=Metadata(**{"title": source.stem, **metadata}),  # type: ignore[arg-type]
        media_type=TYPES[source.suffix],
        saved_at=NOON,
        version_id=1,
    )


def marked(
    source: Path, quote: str, *, kind: Kind = Kind.HIGHLIGHT, password: str = "", **changes: object
) -> Annotation:
    """Annotate the first place where a quote stands."""
    with open_document(source, TYPES[source.suffix], password) as document:
        text = ArticleText(document.section_texts())
    (first, after), *_ = text.quote_places(quote)
    return new_annotation("0" * 32, text.targets(first, after), kind=kind, **changes)  # type: ignore[arg-type]


def export(
    source: Path,
    output: Path,
    *annotations: Annotation,
    labels: Sequence[Label] = DEFAULT_LABELS,
    progress: Progress = lambda done, total: None,
    **changes: object,
) -> ExportReport:
    """Export one article; what is said beside goes where it belongs: into the item or the options."""
    of_item = {"article": article(source), **{name: changes.pop(name) for name in _OF_ITEM & {*changes}}}
    item = ExportItem(source=source, annotations=annotations, **of_item)  # type: ignore[arg-type]
    options = ExportOptions(**{"author": "Ada Reader", **changes})  # type: ignore[arg-type]
    return export_file(ExportFile((item,), tuple(labels), output, options), progress)


def displayed_quads(source: Path, annotation: Annotation, page: int, password: str = "") -> list[Quad]:
    """Return where an annotation is on a page of a PDF as displayed."""
    with open_document(source, "application/pdf", password) as document:
        text = document.page_text(page)
        return [
            quad
            for target in annotation.targets
            if target.section == page
            for quad in text.quads(target.start, target.end)
        ]

"""What the reader asks of an export, and the files it is suggested to go to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader_app.core.annotation import Annotation, Label
from reader_app.export.file_names import file_names
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """One export, of one article or of several.

    Attributes:
        output: The file to write, or the folder for a file for each article.
        options: What is written.
        label_ids: The labels whose annotations go in.
        notes_only: Whether marks without a note are left out.
        is_bound: Whether all articles go into one file.
    """

    output: Path
    options: ExportOptions
    label_ids: frozenset[str]
    notes_only: bool = False
    is_bound: bool = True

    def takes(self, annotation: Annotation) -> bool:
        """Tell whether an annotation goes along."""
        return annotation.label_id in self.label_ids and (bool(annotation.note) or not self.notes_only)

    def narrowed(self, item: ExportItem) -> ExportItem:
        """Return the article with those of its annotations that go along."""
        return replace(item, annotations=tuple(filter(self.takes, item.annotations)))

    def jobs(self, items: Sequence[ExportItem], labels: tuple[Label, ...]) -> list[ExportFile]:
        """Return what has to be written: one file, or one for each article in the folder."""
        narrowed = tuple(map(self.narrowed, items))
        if self.is_bound or len(items) == 1:
            return [ExportFile(narrowed, labels, self.output, self.options)]
        titles = [item.article.title for item in narrowed]
        files = files_for(self.output, titles, self.options.format.suffix)
        return [
            ExportFile((item,), labels, file, self.options)
            for item, file in zip(narrowed, files, strict=True)
        ]


def free_file(folder: Path, title: str, suffix: str) -> Path:
    """Return a file in the folder that is named after the title and does not exist."""
    [file] = files_for(folder, [title], suffix)
    return file


def files_for(folder: Path, titles: Iterable[str], suffix: str) -> list[Path]:
    """Return a file for each title; none of them exists, and no two are one where case does not count."""
    return [folder / name for name in file_names(titles, suffix, lambda name: (folder / name).exists())]

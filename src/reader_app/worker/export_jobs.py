"""The jobs that write files out. Values that are pickled, no behavior."""

from dataclasses import dataclass
from pathlib import Path

from reader_app.core.annotation import Label
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions


@dataclass(frozen=True, slots=True)
class ExportFile:
    """Write one file; answers ``ExportReport``. Sends ``Progress``.

    Attributes:
        items: The articles that go in: one, or several that are bound together.
        labels: All labels.
        output: The file to write; replaced only when the new one is complete.
        options: What it is to be.
    """

    items: tuple[ExportItem, ...]
    labels: tuple[Label, ...]
    output: Path
    options: ExportOptions

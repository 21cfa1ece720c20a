"""The choices of an export: format, pages, what goes in, what is said beside the notes, the file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from reader_app.core.annotation import Label
from reader_app.core.layout import ReadingStyle
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions, Format, Layout, Order
from reader_app.gui.controls import IconLookup
from reader_app.gui.export_choice import ExportChoice
from reader_app.gui.export_file import ExportFileLine
from reader_app.gui.export_labels import ExportLabels
from reader_app.gui.export_layouts import ExportLayouts
from reader_app.gui.export_memory import ExportMemory

_SIZES = (8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24)  # points


class ExportForm(QWidget):
    """Holds an ``ExportChoice`` that is being made.

    Signals:
        changed: Something was chosen anew.
    """

    changed = Signal()

    def __init__(
        self,
        items: Sequence[ExportItem],
        labels: Sequence[Label],
        folder: Path,
        memory: ExportMemory,
        style: ReadingStyle,
        icon: IconLookup,
        *,
        is_printing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make the choices.

        Args:
            items: The articles, each with all its annotations.
            labels: All labels.
            folder: Where the last export went.
            memory: What was chosen the last time.
            style: Sets text that reflows, but for the size of the font.
            icon: Looks an icon up by name.
            is_printing: Whether pages are wanted that go to a printer.
            parent: Owner.
        """
        super().__init__(parent)
        self._memory, self._style, self._is_printing = memory, style, is_printing
        self._reflows = any(not item.article.is_pdf for item in items)
        self._has_several = len(items) > 1
        self._format = QComboBox()
        self._fill_formats()
        self._bound = QCheckBox(self.tr("&Bind them in one file"))
        self._bound.setChecked(memory.is_bound)
        self._layouts = ExportLayouts(icon)
        self._paper, self._size, self._order = QComboBox(), QComboBox(), QComboBox()
        self._quotes, self._tags = QCheckBox(self.tr("&Quotes")), QCheckBox(self.tr("&Tags"))
        self._dates = QCheckBox(self.tr("&Dates"))
        self._legend = QCheckBox(self.tr("&Legend of the colors"))
        self._summary = QCheckBox(self.tr("First page with a &summary"))
        self._template = QLineEdit(
            placeholderText=self.tr("The one that comes with the program"), clearButtonEnabled=True
        )
        annotations = [annotation for item in items for annotation in item.annotations]
        self._has_notes = bool(annotations)
        self._labels = ExportLabels(annotations, labels, notes_only=memory.notes_only)
        self._file = ExportFileLine(folder, [item.article.title for item in items])
        self._fill_choices()
        self._form = self._arrange()
        written = Format.PDF if is_printing else memory.format
        self._kept: dict[Format, ExportOptions] = {}
        self._shown = written
        self._format.setCurrentIndex(self._format.findData(written))
        self._show(memory.options(written))
        self._connect()
        self._update_rows()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        return ExportChoice(
            output=self._file.output,
            options=self._options,
            label_ids=self._labels.label_ids,
            notes_only=self._labels.notes_only,
            is_bound=self._is_bound,
        )

    @property
    def is_complete(self) -> bool:
        """Whether there is a file to write."""
        return self._is_printing or self._file.is_complete

    @property
    def replaces_file(self) -> bool:
        """Whether the warning is shown that a file will be replaced."""
        return self._file.replaces

    def look_again(self) -> None:
        """Look whether the file exists; it may have come or gone."""
        self._file.look_again()

    def remember(self) -> None:
        """Keep the choices for the next time."""
        self._memory.keep(self._options, notes_only=self._labels.notes_only)
        if not self._is_printing:
            self._memory.keep_format(self._shown)
        if self._has_several:
            self._memory.keep_bound(self._bound.isChecked())

    @property
    def _options(self) -> ExportOptions:
        template = self._template.text().strip()
        return replace(
            self._memory.options(self._shown),
            layout=self._layouts.layout_chosen,
            paper=self._paper.currentData(),
            style=replace(self._style, font_size=self._size.currentData()),
            order=Order(self._order.currentData()),
            quotes=self._quotes.isChecked(),
            tags=self._tags.isChecked(),
            dates=self._dates.isChecked(),
            legend=self._legend.isChecked(),
            summary=self._summary.isChecked(),
            template=Path(template) if template else None,
        )

    @property
    def _is_bound(self) -> bool:
        if not self._has_several or self._is_printing:
            return True
        return self._bound.isChecked() and self._shown.takes_several

    def _fill_formats(self) -> None:
        for written, text in (
            (Format.PDF, "PDF"),
            (Format.HTML, self.tr("HTML, for any browser")),
            (Format.MARKDOWN, "Markdown"),
            (Format.JSON, "JSON"),
            (Format.CSV, self.tr("CSV, for spreadsheets")),
            (Format.WEB_ANNOTATION, self.tr("Web Annotation (JSON-LD)")),
            (Format.BIBTEX, self.tr("Citation: BibTeX")),
            (Format.CSL_JSON, self.tr("Citation: CSL-JSON")),
        ):
            self._format.addItem(text, written)

    def _fill_choices(self) -> None:
        for paper, text in (
            ("a4", "A4"),
            ("letter", self.tr("Letter")),
            ("a5", "A5"),
            ("tablet", self.tr("Tablet")),
        ):
            self._paper.addItem(text, paper)
        for size in sorted({*map(float, _SIZES), self._memory.options(Format.PDF).style.font_size}):
            self._size.addItem(self.tr("{size} pt").format(size=f"{size:g}"), size)
        for order, text in (
            (Order.PLACE, self.tr("By place")),
            (Order.TIME, self.tr("By time")),
            (Order.LABEL, self.tr("By label")),
        ):
            self._order.addItem(text, order)

    def _arrange(self) -> QFormLayout:
        form = QFormLayout(self)
        form.setContentsMargins(20, 18, 16, 16)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(11)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._paper_row = _row(self._paper, self._size)
        self._notes_row = _row(self._quotes, self._tags, self._dates)
        choose = QPushButton(self.tr("Choose…"), autoDefault=False)
        choose.setAccessibleName(self.tr("Choose a template"))
        choose.clicked.connect(self._on_choose_template)
        self._template_row = _row(self._template, choose)
        self._size.setAccessibleName(self.tr("Size of the text"))
        labels: list[QLabel] = []
        for text, buddy, field in (
            (self.tr("F&ormat"), self._format, self._format),
            ("", None, self._bound),
            (self.tr("Layout"), None, self._layouts),
            (self.tr("&Paper"), self._paper, self._paper_row),
            (self.tr("Content"), None, self._labels),
            (self.tr("Notes with"), None, self._notes_row),
            (self.tr("So&rted"), self._order, self._order),
            (self.tr("Also"), None, self._summary),
            ("", None, self._legend),
            (self.tr("Te&mplate"), self._template, self._template_row),
            (self.tr("F&ile"), self._file.line, self._file),
        ):
            label = QLabel(text)
            label.setProperty("role", "secondary")
            labels.append(label)
            if buddy is not None:
                label.setBuddy(buddy)
                label.setContentsMargins(0, 3, 0, 0)
            form.addRow(label, field)
        widest = max(label.sizeHint().width() for label in labels)
        for label in labels:  # the fields stay where they are, whichever rows are shown
            label.setMinimumWidth(widest)
        return form

    def _connect(self) -> None:
        self._format.currentIndexChanged.connect(self._on_format_changed)
        for box in (self._paper, self._size, self._order):
            box.currentIndexChanged.connect(self.changed)
        for check in (self._quotes, self._tags, self._dates, self._legend, self._summary):
            check.toggled.connect(self.changed)
        self._bound.toggled.connect(self._update_rows)
        self._layouts.changed.connect(self._update_rows)
        self._labels.changed.connect(self.changed)
        self._template.textChanged.connect(self.changed)
        self._file.changed.connect(self.changed)

    def _on_format_changed(self) -> None:
        now = self._kept[self._shown] = self._options
        self._shown = Format(self._format.currentData())  # Qt keeps the bare text
        kept = self._kept.get(self._shown) or self._memory.options(self._shown)
        self.blockSignals(True)
        # How pages are set is no matter of one format.
        self._show(replace(kept, layout=now.layout, paper=now.paper, style=now.style))
        self.blockSignals(False)
        self._update_rows()

    def _show(self, options: ExportOptions) -> None:
        self._layouts.choose(options.layout)
        self._paper.setCurrentIndex(self._paper.findData(options.paper))
        self._size.setCurrentIndex(max(self._size.findData(options.style.font_size), 0))
        self._order.setCurrentIndex(self._order.findData(options.order))
        self._quotes.setChecked(options.quotes)
        self._tags.setChecked(options.tags)
        self._dates.setChecked(options.dates)
        self._legend.setChecked(options.legend)
        self._summary.setChecked(options.summary)
        self._template.setText(str(options.template or ""))

    def _update_rows(self) -> None:
        """Show what has an effect on the format and the layout."""
        written, layout = self._shown, self._layouts.layout_chosen
        is_pdf, has_notes = written is Format.PDF, self._has_notes
        is_for_people = is_pdf or written is Format.HTML
        prints = layout is not Layout.ANNOTATIONS if is_pdf else written in (Format.HTML, Format.MARKDOWN)
        has_list = layout is Layout.ENDNOTES if is_pdf else written.has_annotations
        for field, is_shown in (
            (self._format, not self._is_printing),
            (self._bound, self._has_several and written.takes_several and not self._is_printing),
            (self._layouts, is_pdf),
            (self._paper_row, is_pdf and self._reflows),
            (self._labels, written.has_annotations),
            (self._notes_row, has_notes and prints),
            (self._order, has_notes and has_list),
            (self._summary, is_for_people),
            (self._legend, has_notes and is_for_people),
            (self._template_row, written is Format.MARKDOWN),
            (self._file, not self._is_printing),
        ):
            self._form.setRowVisible(field, is_shown)
        self._file.use(written.suffix, is_folder=not self._is_bound)
        label = self._form.labelForField(self._file)
        assert isinstance(label, QLabel)
        label.setText(self.tr("F&ile") if self._is_bound else self.tr("Fold&er"))
        self.changed.emit()

    def _on_choose_template(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Template for Markdown"), self._template.text())
        if name:
            self._template.setText(name)


def _row(*widgets: QWidget) -> QWidget:
    """Put widgets side by side."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 0 if isinstance(widget, QPushButton) else 1)
    return row

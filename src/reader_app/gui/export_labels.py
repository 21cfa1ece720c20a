"""Chooses by label and note which annotations go into an export, and says how many those are."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from reader_app.core.annotation import Annotation, Label
from reader_app.gui.controls import swatch_icon
from reader_app.gui.tooltips import plain_tooltip

_NAME_WIDTH = 180  # pixels
_TOP = 5  # pixels: the first line stands level with what a form writes beside a tall field


class ExportLabels(QWidget):
    """A box for each label that occurs, one for all of them, and one for notes.

    Signals:
        changed: Something was chosen anew.
    """

    changed = Signal()

    def __init__(
        self,
        annotations: Sequence[Annotation],
        labels: Sequence[Label],
        *,
        notes_only: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._annotations = annotations
        self._names = {label.id: label.name for label in labels}
        used = {annotation.label_id for annotation in annotations}
        # What is not asked for goes along: labels that are gone, and labels that occur nowhere yet.
        self._unasked = used ^ self._names.keys()
        self._all = QCheckBox(tristate=True)
        self._all.clicked.connect(self._on_all)
        self._notes_only = QCheckBox(self.tr("Only those &with a note"))
        self._notes_only.setChecked(notes_only)
        self._notes_only.toggled.connect(self._on_toggled)
        self._boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, QLabel] = {}
        rows = QGridLayout()
        rows.setContentsMargins(22, 0, 0, 0)
        rows.setVerticalSpacing(5)
        rows.setColumnStretch(0, 1)
        for label in sorted(labels, key=lambda each: each.position):
            if label.id in used:
                self._add(rows, label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _TOP, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._all)
        column.addLayout(rows)
        column.addWidget(self._notes_only)
        self._all.setVisible(bool(annotations))
        self._notes_only.setVisible(bool(annotations))
        if not annotations:
            none = QLabel(self.tr("There are no annotations yet."))
            none.setProperty("role", "secondary")
            column.addWidget(none)
        self._show()

    @property
    def label_ids(self) -> frozenset[str]:
        """The labels whose annotations go in."""
        chosen = {label_id for label_id, box in self._boxes.items() if box.isChecked()}
        return frozenset(chosen | self._unasked)

    @property
    def notes_only(self) -> bool:
        """Whether marks without a note are left out."""
        return bool(self._annotations) and self._notes_only.isChecked()

    def _add(self, rows: QGridLayout, label: Label) -> None:
        name = label.name.replace("&", "&&")
        box = QCheckBox(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME_WIDTH))
        box.setToolTip(plain_tooltip(label.name))
        box.setIcon(swatch_icon(label.color, self.devicePixelRatioF()))
        box.setChecked(True)
        box.toggled.connect(self._on_toggled)
        count = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        count.setProperty("role", "secondary")
        row = len(self._boxes)
        rows.addWidget(box, row, 0)
        rows.addWidget(count, row, 1)
        self._boxes[label.id], self._counts[label.id] = box, count

    def _on_all(self) -> None:
        is_wanted = any(not box.isChecked() for box in self._boxes.values())
        for box in self._boxes.values():
            box.blockSignals(True)
            box.setChecked(is_wanted)
            box.blockSignals(False)
        self._on_toggled()

    def _on_toggled(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        going = [each for each in self._annotations if each.note or not self.notes_only]
        counts = Counter(each.label_id for each in going)
        for label_id, count in self._counts.items():
            count.setText(str(counts[label_id]))
            self._boxes[label_id].setAccessibleName(f"{self._names[label_id]}, {counts[label_id]}")
        label_ids = self.label_ids
        chosen = sum(each.label_id in label_ids for each in going)
        total = len(self._annotations)
        self._all.setText(
            self.tr("&All annotations ({count})").format(count=total)
            if chosen == total
            else self.tr("&Annotations ({chosen} of {count})").format(chosen=chosen, count=total)
        )
        checked = {box.isChecked() for box in self._boxes.values()}
        state = Qt.CheckState
        self._all.setCheckState(
            state.PartiallyChecked
            if len(checked) > 1
            else state.Checked
            if checked == {True}
            else state.Unchecked
        )
        self._all.setEnabled(bool(self._boxes))

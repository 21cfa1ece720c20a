"""The controls of the active card: label chooser, kinds, note and delete."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from reader_app.core.annotation import Kind
from reader_app.gui.annotation_panel.card_menu import label_menu
from reader_app.gui.annotation_panel.content import TEXT_KINDS, CardContent, Look, kind_name
from reader_app.gui.annotation_panel.face import HEADER, label_font
from reader_app.gui.controls import BUTTON_SIZE, IconButton, paint_button_ground

_CHEVRON = 16  # pixels the chevron takes, its gap included


class LabelButton(QAbstractButton):
    """The name of the label; a click offers the others.

    Signals:
        label_chosen: The id of another label.
    """

    label_chosen = Signal(str)

    def __init__(self, content: CardContent, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.open_menu)
        self.show_content(content, look)

    def show_content(self, content: CardContent, look: Look) -> None:
        """Show the label of this content."""
        self._content, self._look = content, look
        self.setFont(label_font(look))
        self.setText(content.label_name)
        self.setAccessibleName(self.tr("Label: %1").replace("%1", content.label_name))
        self.setToolTip(self.tr("Change the label"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for name and chevron."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + _CHEVRON + 8, HEADER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name where the folded card has it, and a chevron."""
        painter = QPainter(self)
        paint_button_ground(painter, self, self._look.colors)
        painter.setFont(self.font())
        painter.setPen(QColor(self._look.colors.text))
        room = QRectF(4, 0, self.width() - _CHEVRON - 4, self.height())
        name = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        tip = room.left() + self.fontMetrics().horizontalAdvance(name) + 9
        middle = self.height() / 2
        painter.setPen(QPen(QColor(self._look.colors.secondary), 1.4))
        painter.drawPolyline(
            [QPointF(tip - 3, middle - 1.5), QPointF(tip, middle + 1.5), QPointF(tip + 3, middle - 1.5)]
        )

    def open_menu(self) -> None:
        """Offer the labels below the name."""
        menu = label_menu(self, self._content, self._look, self.label_chosen.emit)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


class CardTools(QWidget):
    """A row of buttons.

    Signals:
        kind_chosen: How the mark is to be drawn, a ``Kind``'s value.
        note_requested: The reader wants to write.
        removed: The reader wants the annotation gone.
        import_wanted: The reader wants to have what stands in the file.
    """

    kind_chosen = Signal(str)
    note_requested = Signal()
    removed = Signal()
    import_wanted = Signal()

    def __init__(self, content: CardContent, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._kinds = QButtonGroup(self)
        self._buttons: list[IconButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._kind_of: dict[QAbstractButton, Kind] = {}
        for kind in TEXT_KINDS:
            button = self._button(kind.value, kind_name(kind), look)
            button.setCheckable(True)
            self._kinds.addButton(button)
            self._kind_of[button] = kind
            layout.addWidget(button)
        self._import = QPushButton(self.tr("Import"), autoDefault=False)
        self._import.setProperty("link", True)
        self._import.setToolTip(self.tr("Take it over from the PDF into your annotations"))
        self._import.clicked.connect(self.import_wanted)
        layout.addWidget(self._import)
        layout.addStretch()
        note = self._button("note", self.tr("Edit the note"), look, "F2")
        note.clicked.connect(self.note_requested)
        layout.addWidget(note)
        remove = self._button("delete", self.tr("Delete the annotation"), look, "Del")
        remove.clicked.connect(self.removed)
        layout.addWidget(remove)
        self._kinds.buttonClicked.connect(self._on_kind_clicked)
        self.show_content(content, look)

    def show_content(self, content: CardContent, look: Look) -> None:
        """Check the kind of this content and take the look."""
        self._kind = content.kind
        for button, kind in self._kind_of.items():
            button.setChecked(kind is content.kind)
        for each in self._buttons:
            each.set_look(look.icon, look.colors)
            has_use = content.kind.marks_text or each not in self._kind_of
            each.setVisible(has_use and not content.is_foreign)
        self._import.setVisible(content.is_foreign)

    def sizeHint(self) -> QSize:
        """Return one row of buttons."""
        return QSize(6 * BUTTON_SIZE, BUTTON_SIZE)

    def _button(self, icon: str, name: str, look: Look, shortcut: str = "") -> IconButton:
        button = IconButton(icon, look.icon, look.colors, self)
        button.set_label(name, shortcut)
        self._buttons.append(button)
        return button

    def _on_kind_clicked(self, button: QAbstractButton) -> None:
        kind = self._kind_of[button]
        if kind is not self._kind:
            self._kind = kind
            self.kind_chosen.emit(kind.value)

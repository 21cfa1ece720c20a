"""What an active card has beyond its face: label chooser, rendered note or editor, and tools.

The parts are children of the card, made when it opens and gone when it folds.
"""

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader_app.gui.annotation_panel.card_tools import CardTools, LabelButton
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.conversation import conversation
from reader_app.gui.annotation_panel.face import Face, open_face, text_width
from reader_app.gui.annotation_panel.note_editor import NoteEditor
from reader_app.gui.annotation_panel.note_view import NoteView
from reader_app.gui.annotation_panel.tag_line import TagLine
from reader_app.gui.controls import BUTTON_SIZE, mixed, palette_of

OVERHANG = 4  # pixels by which grounds and margins of the parts stand out beyond the text


class OpenParts(QObject):
    """The parts of an open card.

    Signals:
        label_chosen: The id of a label.
        kind_chosen: A ``Kind``'s value.
        note_requested: The reader wants to write.
        removed: The reader wants the annotation gone.
        import_wanted: The reader wants to have what stands in the file.
        note_changed: The text of the note.
        tags_changed: The tags, as a ``tuple``.
        finished: The reader ended writing with a key.
        stepped: Alt+Up (-1) or Alt+Down (1) while writing.
        height_changed: The note takes another height.
    """

    label_chosen = Signal(str)
    kind_chosen = Signal(str)
    note_requested = Signal()
    removed = Signal()
    import_wanted = Signal()
    note_changed = Signal(str)
    tags_changed = Signal(object)
    finished = Signal()
    stepped = Signal(int)
    height_changed = Signal()

    def __init__(self, content: CardContent, look: Look, card: QWidget) -> None:
        super().__init__(card)
        self._card, self._content, self._look = card, content, look
        self._note: NoteView | None = None
        self._label = LabelButton(content, look, card)
        self._label.label_chosen.connect(self.label_chosen)
        self._tools = CardTools(content, look, card)
        self._tools.kind_chosen.connect(self.kind_chosen)
        self._tools.note_requested.connect(self.note_requested)
        self._tools.removed.connect(self.removed)
        self.tags = TagLine(content, look, card)
        self.tags.changed.connect(self.tags_changed)
        self.tags.left.connect(self.finished)
        self._tools.import_wanted.connect(self.import_wanted)
        for part in (self._label, self.tags):
            part.setVisible(not content.is_foreign)
        self._tools.show()
        self.editor: NoteEditor | None = None

    def show_content(self, content: CardContent, look: Look) -> None:
        """Show another content; an open editor decides itself whether the text is news."""
        self._content, self._look, self._note = content, look, None
        self._label.show_content(content, look)
        self.tags.show_content(content, look)
        for part in (self._label, self.tags):
            part.setVisible(not content.is_foreign)
        self._tools.show_content(content, look)
        if self.editor is not None:
            self._dress_editor(self.editor)
            self.editor.receive(content.note)

    def edit(self, width: int) -> None:
        """Open the editor with the caret at the end, and focus it.

        Args:
            width: Of the text; the editor breaks its lines before it is shown, because a text edit
                that is resized while it lays itself out keeps its first line width.
        """
        if self.editor is None:
            self.editor = NoteEditor(self._content.note, self._card)
            self._dress_editor(self.editor)
            self.editor.resize(width + 2 * OVERHANG, self.editor.sizeHint().height())
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
            self.editor.note_changed.connect(self.note_changed)
            self.editor.finished.connect(self.finished)
            self.editor.stepped.connect(self.stepped)
            self.editor.height_changed.connect(self.height_changed)
            self.editor.show()
            QWidget.setTabOrder(self._label, self.editor)
            QWidget.setTabOrder(self.editor, self.tags)
            self.height_changed.emit()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_editing(self) -> str | None:
        """Close the editor, hand over what is typed, and return the text if there was an editor."""
        self.tags.flush()
        editor, self.editor, self._note = self.editor, None, None
        if editor is None:
            return None
        editor.flush()
        text = editor.toPlainText()
        editor.hide()
        editor.deleteLater()
        return text

    def close(self) -> None:
        """Take the parts away; the editor must be closed."""
        for part in (self._label, self.tags, self._tools):
            part.hide()
            part.deleteLater()
        self.deleteLater()

    def flush(self, *, is_leaving: bool = False) -> None:
        """Hand over what is typed; of a tag only when the reader leaves, for half a tag is none."""
        if is_leaving:
            self.tags.flush()
        if self.editor is not None:
            self.editor.flush()

    def face(self, width: int) -> Face:
        """Return the face of the open card at a width."""
        room = text_width(width)
        note = self._view(room).height if self.editor is None else self.editor.needed_height()
        tags = 0 if self._content.is_foreign else self.tags.needed_height(room)
        return open_face(self._content, width, self._look, note, tags, BUTTON_SIZE)

    def lay_out(self, face: Face) -> None:
        """Put the parts where the face has room for them."""
        header = face.header
        wide = min(self._label.sizeHint().width(), header.width() * 2 // 3 + OVERHANG)
        self._label.setGeometry(header.left() - OVERHANG, header.top(), wide, header.height())
        self.tags.setGeometry(face.tags)
        self._tools.setGeometry(face.tools.adjusted(-6, 0, 6, 0))
        if self.editor is not None:
            self.editor.setGeometry(face.note.adjusted(-OVERHANG, 0, OVERHANG, 0))

    def paint_note(self, painter: QPainter, face: Face) -> None:
        """Paint the rendered note, or the ground of the editor."""
        colors = self._look.colors
        if self.editor is None:
            self._view(face.note.width()).paint(painter, face.note.topLeft(), palette_of(colors))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(colors.card, colors.text, 0.06))
            painter.drawRoundedRect(self.editor.geometry(), OVERHANG, OVERHANG)

    def is_on_note(self, face: Face, point: QPoint) -> bool:
        """Return whether a point of the card is on its rendered note."""
        return self.editor is None and face.note.contains(point)

    def link_at(self, face: Face, point: QPoint) -> str:
        """Return the address of the link at a point of the card, or ""."""
        if not self.is_on_note(face, point):
            return ""
        return self._view(face.note.width()).link_at(point - face.note.topLeft())

    def _view(self, width: int) -> NoteView:
        if self._note is None or self._note.width != width:
            hint = "" if self._content.is_foreign else self.tr("Add a note")
            note, accent = conversation(self._content), self._look.colors.accent
            self._note = NoteView(note, hint, self._look.font, width, accent)
        return self._note

    def _dress_editor(self, editor: NoteEditor) -> None:
        palette = palette_of(self._look.colors)
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        editor.setPalette(palette)
        editor.setFont(self._look.font)

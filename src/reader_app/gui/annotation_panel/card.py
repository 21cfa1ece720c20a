"""One annotation as a card: folded, open, or being written on.

A folded card only paints itself; buttons and the editor exist while they are of use. Knows its
content and nothing of other cards or of the article.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from reader_app.gui.annotation_panel.card_menu import card_menu
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.face import (
    Face,
    edge_pen,
    folded_face,
    paint_ground,
    paint_texts,
    text_width,
)
from reader_app.gui.annotation_panel.open_parts import OpenParts
from reader_app.gui.controls import is_claimed

_EDIT_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
_STEP_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OWN_KEYS = {*_EDIT_KEYS, *_STEP_KEYS, Qt.Key.Key_Delete}


class Card(QWidget):
    """A card.

    Signals:
        activated: Clicked; carries the id, as most of these signals do first.
        hovered: The pointer came (the id) or went ("").
        note_changed: The note's new text.
        note_finished: The reader ended writing with a key.
        tags_changed: The tags, as a ``tuple``.
        label_changed: The id of the new label.
        kind_changed: The new kind.
        copy_requested: The annotation is to be copied with its citation.
        remove_requested: The annotation is to be deleted.
        import_requested: What stands in the file only is to be imported.
        link_clicked: The address of a link in the note.
        stepped: Up (-1) or Down (1).
        height_changed: It needs another height; carries the id.
    """

    activated = Signal(str)
    hovered = Signal(str)
    note_changed = Signal(str, str)
    note_finished = Signal(str)
    tags_changed = Signal(str, object)
    label_changed = Signal(str, str)
    kind_changed = Signal(str, str)
    copy_requested = Signal(str)
    remove_requested = Signal(str)
    import_requested = Signal(str)
    link_clicked = Signal(str)
    stepped = Signal(int)
    height_changed = Signal(str)

    def __init__(self, content: CardContent, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._content, self._look = content, look
        self._face: Face | None = None
        self._face_width = 0
        self._open: OpenParts | None = None
        self._is_hovered = False
        self._was_active_at_press = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._name_accessibly()

    @property
    def content(self) -> CardContent:
        """What the card shows."""
        return self._content

    @property
    def is_active(self) -> bool:
        """Whether the card is open."""
        return self._open is not None

    @property
    def is_hovered(self) -> bool:
        """Whether the pointer is on the card or on its passage."""
        return self._is_hovered

    @property
    def is_editing(self) -> bool:
        """Whether the note is being written."""
        return self._open is not None and self._open.editor is not None

    def show_content(self, content: CardContent, look: Look) -> None:
        """Show another content of the same annotation; an open editor keeps what is typed."""
        if (content, look) == (self._content, self._look):
            return
        self._content, self._look = content, look
        if self._open is not None:
            self._open.show_content(content, look)
        self._name_accessibly()
        self._forget_face()

    def set_active(self, is_active: bool) -> None:
        """Open or fold the card; folding ends editing."""
        if is_active == self.is_active:
            return
        if is_active:
            self._open = self._opened()
        elif self._open is not None:
            self._end_editing()
            self._open.close()
            self._open = None
        self.setMouseTracking(is_active)
        self.unsetCursor()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_active else Qt.FocusPolicy.ClickFocus)
        self._forget_face()

    def set_hovered(self, is_hovered: bool) -> None:
        """Show that the pointer is on the card or on its passage."""
        if is_hovered != self._is_hovered:
            self._is_hovered = is_hovered
            self.update()

    def edit(self) -> None:
        """Open the editor and focus it; what stands in the file only is not edited."""
        if self._content.is_foreign:
            return
        self.set_active(True)
        if self._open is not None:
            self._open.edit(text_width(self.width()))

    def flush(self, *, is_leaving: bool = False) -> None:
        """Hand over what is typed; a tag too if the reader leaves."""
        if self._open is not None:
            self._open.flush(is_leaving=is_leaving)

    def needed_height(self, width: int) -> int:
        """Return the height at a width, as the card is now."""
        return self._face_for(width).height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        edge = edge_pen(self._look, self.is_active, has_focus=self.hasFocus(), is_lit=self._is_hovered)
        paint_ground(painter, self.rect(), self._content, self._look, edge)
        face = self._face_for(self.width())
        has_name = not self.is_active or self._content.is_foreign
        paint_texts(painter, face, self._content, self._look, has_name=has_name)
        if self._open is not None:
            self._open.paint_note(painter, face)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the parts out."""
        super().resizeEvent(event)
        self._lay_out()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came."""
        super().enterEvent(event)
        self.set_hovered(True)
        self.hovered.emit(self._content.id)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went."""
        super().leaveEvent(event)
        self.set_hovered(False)
        self.hovered.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Become active; whether a release may edit depends on having been active before."""
        self._was_active_at_press = self.is_active
        if event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(self._content.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link of the note, or edit the note."""
        if event.button() != Qt.MouseButton.LeftButton or not self._was_active_at_press:
            return
        link, is_on_note = self._note_at(event.position().toPoint())
        if link:
            self.link_clicked.emit(link)
        elif is_on_note:
            self.edit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the note wherever the card is double-clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would do."""
        link, is_on_note = self._note_at(event.position().toPoint())
        shape = Qt.CursorShape.IBeamCursor if is_on_note else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer everything that can be done with the annotation."""
        self.activated.emit(self._content.id)
        signals = (self.kind_changed, self.copy_requested, self.import_requested)
        choose_kind, copy, take = (partial(signal.emit, self._content.id) for signal in signals)
        choices = (self._on_label_chosen, choose_kind, self.edit, copy, self._on_removed, take)
        card_menu(self, self._content, self._look, *choices).popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep the card's keys from the window's shortcuts."""
        return is_claimed(event, _OWN_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit, step or delete."""
        key = Qt.Key(event.key())
        if key in _EDIT_KEYS:
            self.edit()
        elif key in _STEP_KEYS:
            self.stepped.emit(_STEP_KEYS[key])
        elif key == Qt.Key.Key_Delete:
            self._on_removed()
        else:
            super().keyPressEvent(event)

    def _opened(self) -> OpenParts:
        parts = OpenParts(self._content, self._look, self)
        parts.label_chosen.connect(self._on_label_chosen)
        parts.kind_chosen.connect(lambda kind: self.kind_changed.emit(self._content.id, kind))
        parts.note_requested.connect(self.edit)
        parts.removed.connect(self._on_removed)
        parts.import_wanted.connect(lambda: self.import_requested.emit(self._content.id))
        parts.note_changed.connect(lambda text: self.note_changed.emit(self._content.id, text))
        parts.tags_changed.connect(lambda tags: self.tags_changed.emit(self._content.id, tags))
        parts.finished.connect(self._on_finished)
        parts.stepped.connect(self.stepped)
        parts.height_changed.connect(self._forget_face)
        return parts

    def _on_label_chosen(self, label_id: str) -> None:
        if label_id != self._content.label_id:
            self.label_changed.emit(self._content.id, label_id)

    def _on_removed(self) -> None:
        self.flush()
        if not self._content.is_foreign:
            self.remove_requested.emit(self._content.id)

    def _on_finished(self) -> None:
        self._end_editing()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.note_finished.emit(self._content.id)

    def _end_editing(self) -> None:
        """Hand over the text, and show it: the owner's echo may come later."""
        text = None if self._open is None else self._open.end_editing()
        if text is not None and self._open is not None:
            self._content = replace(self._content, note=text)
            self._open.show_content(self._content, self._look)
            self._forget_face()

    def _face_for(self, width: int) -> Face:
        if self._face is None or self._face_width != width:
            self._face_width = width
            parts = self._open
            self._face = parts.face(width) if parts else folded_face(self._content, width, self._look)
        return self._face

    def _forget_face(self) -> None:
        """Make the face anew, and ask for the room it needs."""
        self._face = None
        self._lay_out()
        self.update()
        self.height_changed.emit(self._content.id)

    def _note_at(self, point: QPoint) -> tuple[str, bool]:
        """Return the link at a point, and whether the rendered note is there."""
        if self._open is None:
            return "", False
        face = self._face_for(self.width())
        return self._open.link_at(face, point), self._open.is_on_note(face, point)

    def _lay_out(self) -> None:
        if self._open is not None:
            self._open.lay_out(self._face_for(self.width()))

    def _name_accessibly(self) -> None:
        content = self._content
        self.setAccessibleName(f"{content.label_name}: {content.quote}")
        self.setAccessibleDescription(content.note)


MakeCard = Callable[[CardContent, QWidget], Card]
"""Makes the card of a content, connected to whoever listens, as a child of a widget."""

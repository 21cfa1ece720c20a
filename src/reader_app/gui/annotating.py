"""Joins the page view, the panel and the selection bar around the session's annotations.

None of the three knows another: what one of them says goes to the session, and what the session says
goes to all.
"""

from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from reader_app.core.annotation import Annotation, Kind, Status
from reader_app.gui.annotation_panel.content import CardContent
from reader_app.gui.annotation_panel.conversation import short_date
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.links import open_address
from reader_app.gui.marking import mark_selection
from reader_app.gui.page_view.view import PageView
from reader_app.gui.selection_bar import SelectionBar
from reader_app.gui.session import Session

_LONG = 0.15  # seconds that placing the cards takes where they are many
_REST = 4  # times as long as it took, the cards rest before they are placed again


class Annotating(QObject):
    """Makes marks and cards follow each other."""

    def __init__(
        self,
        session: Session,
        view: PageView,
        panel: AnnotationPanel,
        bar: SelectionBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._panel, self._bar = session, view, panel, bar
        # Many pages are read one after the other: cards are placed once for all that came meanwhile.
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place_cards)
        self._connect_session()
        self._connect_panel()
        bar.marked.connect(lambda label_id: self.mark(Kind.HIGHLIGHT, label_id))
        bar.underlined.connect(lambda: self.mark(Kind.UNDERLINE))
        bar.struck_out.connect(lambda: self.mark(Kind.STRIKEOUT))
        bar.note_requested.connect(self.note)
        bar.copied.connect(self.copy)
        view.selection_made.connect(self._show_bar)
        view.scrolled.connect(self._on_scrolled)
        view.rebuilt.connect(self._on_rebuilt)
        view.mark_clicked.connect(self._on_mark_clicked)

    def catch_up(self) -> None:
        """Show what is there already."""
        self._panel.set_scroll(self._view.verticalScrollBar().value())
        self._place_cards()
        self._panel.set_active(self._session.active_id or None)

    def mark(self, kind: Kind, label_id: str = "") -> str:
        """Mark the selection, or change the active annotation where nothing is selected."""
        session = self._session
        if session.selection is not None:
            return mark_selection(session, kind, label_id or session.labels[0].id)
        if session.active_id and label_id:
            session.annotations.set_label(session.active_id, label_id)
        elif session.active_id:
            session.annotations.set_kind(session.active_id, kind)
        return session.active_id

    def note(self) -> None:
        """Open the note of the selection, which is marked first, or of the active annotation."""
        session = self._session
        annotation_id = session.active_id
        if session.selection is not None:
            annotation_id = mark_selection(session, Kind.HIGHLIGHT, session.labels[0].id)
        if annotation_id:
            self._place_cards()
            self._view.travel.show_annotation(annotation_id)  # nobody writes out of sight
            self._panel.edit_note(annotation_id)

    def copy(self) -> None:
        """Copy the selected words, or the active annotation's quote."""
        text = self._session.selected_text()
        if not text and (active := self._session.annotations.get(self._session.active_id)):
            text = active.quote
        if text:
            QGuiApplication.clipboard().setText(text)
            self._bar.hide()

    def remove(self) -> None:
        """Delete the active annotation."""
        if self._session.active_id:
            self._session.annotations.remove(self._session.active_id)

    def step(self, step: int) -> None:
        """Go to the next annotation, or to the one before."""
        shown = (*self._session.annotations.in_order(), *self._session.embedded.shown())
        placed = sorted((each for each in shown if each.status is Status.PLACED), key=lambda each: each.order)
        ids = [annotation.id for annotation in placed]
        if not ids:
            return
        active = self._session.active_id
        if active in ids:
            index = min(max(ids.index(active) + step, 0), len(ids) - 1)
        else:
            index = 0 if step > 0 else len(ids) - 1
        self._go_to(ids[index])

    def _connect_session(self) -> None:
        session = self._session
        session.opened.connect(self._on_opened)
        session.annotation_changed.connect(self._on_annotation_changed)
        session.anchors_changed.connect(self._placing.start)
        session.embedded.changed.connect(self._placing.start)
        session.selection_changed.connect(self._on_selection_changed)
        session.active_changed.connect(self._on_active_changed)
        session.hovered_changed.connect(self._panel.set_hovered)
        session.labels_changed.connect(self._show_labels)

    def _show_labels(self) -> None:
        self._panel.set_labels(self._session.labels)
        self._bar.set_labels(self._session.labels)
        self._placing.start()

    def _connect_panel(self) -> None:
        panel, session = self._panel, self._session
        self._show_labels()
        panel.activated.connect(self._go_to)
        panel.hovered.connect(session.hover)
        panel.note_changed.connect(session.annotations.set_note)
        panel.tags_changed.connect(session.annotations.set_tags)
        panel.label_changed.connect(session.annotations.set_label)
        panel.kind_changed.connect(
            lambda annotation_id, kind: session.annotations.set_kind(annotation_id, Kind(kind))
        )
        panel.remove_requested.connect(session.annotations.remove)
        panel.scrolled.connect(self._view.travel.scroll_by)
        panel.note_finished.connect(lambda _id: self._view.setFocus())
        panel.link_clicked.connect(open_address)
        panel.import_requested.connect(session.embedded.import_one)
        panel.foreign.import_wanted.connect(session.embedded.import_all)
        panel.foreign.hidden.connect(session.embedded.put_aside)

    def _on_opened(self) -> None:
        self._bar.hide()
        self._panel.drawer.close_drawer()
        self._panel.set_active(None)
        self._place_cards()

    def _on_annotation_changed(self, annotation_id: str) -> None:
        del annotation_id
        self._placing.start()

    def _on_active_changed(self, annotation_id: str) -> None:
        if annotation_id:
            self._place_cards()
        self._panel.set_active(annotation_id or None)

    def _on_selection_changed(self) -> None:
        if self._session.selection is None:
            self._bar.hide()

    def _on_scrolled(self, y: int) -> None:
        self._panel.set_scroll(y)
        self._bar.hide()

    def _on_rebuilt(self) -> None:
        self._placing.start()
        self._bar.hide()  # the selection has another place now

    def _on_mark_clicked(self, annotation_id: str) -> None:
        self._session.activate(annotation_id)

    def _go_to(self, annotation_id: str) -> None:
        self._session.activate(annotation_id)
        self._view.travel.show_annotation(annotation_id)

    def _show_bar(self) -> None:
        bounds = self._view.surface.selection_bounds()
        if self._session.selection is not None and bounds.isValid():
            self._bar.show_at(bounds, self._view.viewport().rect())

    def _place_cards(self) -> None:
        self._placing.stop()
        begun = perf_counter()
        own, others = self._session.annotations.in_order(), self._session.embedded.shown()
        cards = [self._card(each) for each in own] + [self._card(each, is_foreign=True) for each in others]
        self._panel.set_cards(cards)
        self._panel.set_passages(self._view.travel.passage_tops())
        # Ten thousand cards take their time, and pages come by the dozen: most of it is left for reading.
        spent = perf_counter() - begun
        self._placing.setInterval(round(_REST * spent * 1000) if spent > _LONG else 0)

    def _card(self, annotation: Annotation, *, is_foreign: bool = False) -> CardContent:
        label = self._session.label(annotation.label_id)
        layout = self._session.layout
        is_paged = layout is not None and not layout.reflows
        return CardContent(
            id=annotation.id,
            quote=annotation.quote,
            note=annotation.note,
            label_id=label.id,
            label_name=annotation.author or self.tr("Another program") if is_foreign else label.name,
            label_color=annotation.color or label.color,
            kind=annotation.kind,
            tags=annotation.tags,
            status=annotation.status,
            page_label=self.tr("p. {page}").format(page=annotation.targets[0].section + 1)
            if is_paged
            else "",
            suggestions=tuple(
                " ".join(target.exact for target in targets) for targets in annotation.suggestions
            ),
            author=annotation.author,
            date=short_date(annotation.created_at) if is_foreign or annotation.author else "",
            replies=annotation.replies,
            is_foreign=is_foreign,
        )

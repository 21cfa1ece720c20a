"""The desk: the article with its notice bar, the cards beside it, and the bar at the selection."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader_app.core.layout import ReadingStyle
from reader_app.gui.annotating import Annotating
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.look import Look
from reader_app.gui.notice_bar import NoticeBar, NoticeKind
from reader_app.gui.page_view.view import PageView
from reader_app.gui.reading_popover import ReadingPopover
from reader_app.gui.selection_bar import SelectionBar
from reader_app.gui.session import Session

_ZOOM_STEP = 1.15
_SIZE_STEP = 1.0  # points


class Desk(QObject):
    """Makes the panes that show the open article, and joins them.

    Attributes:
        article_pane: The page view under its notice bar.
        view: The page view.
        panel: The annotation panel.
        annotating: What joins them.
        notices: The bar for sentences.
    """

    def __init__(self, session: Session, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self.view = PageView(session, look.theme)
        self.panel = AnnotationPanel(look.icons.icon)
        self._bar = SelectionBar(look.icons.icon, self.view.viewport())
        self._bar.hide()
        self.notices = NoticeBar(look.icons)
        self.annotating = Annotating(session, self.view, self.panel, self._bar, self)
        self._popover: ReadingPopover | None = None
        self.article_pane = QWidget()
        layout = QVBoxLayout(self.article_pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self.view, 1)
        session.failed.connect(self._warn)
        session.not_kept.connect(self._warn)
        session.annotations.save_failed.connect(self._on_save_failed)
        session.annotations.saved.connect(self.notices.clear)
        self.apply_look()

    def apply_look(self) -> None:
        """Take on the present theme and reading style."""
        self.view.set_theme(self._look.theme)
        self.view.set_style(self._look.style)
        self.panel.set_colors(self._look.panel_colors)
        self._bar.set_colors(self._look.panel_colors)

    def flush(self) -> None:
        """Hand over what is being typed."""
        self.panel.flush()

    def set_rail(self, is_rail: bool) -> None:
        """Show cards, or dots where there is no room for cards."""
        if is_rail != self.panel.is_rail:
            self.panel.set_rail(is_rail)

    def resize_text(self, step: int) -> None:
        """Make text, or the pages of a PDF, larger or smaller; 0 is the usual size."""
        layout = self._session.layout
        if layout is not None and not layout.reflows:
            self.view.set_zoom(self.view.zoom * _ZOOM_STEP**step if step else 0.0)
        elif step:
            style = self._look.style
            self._look.set_style(replace(style, font_size=style.font_size + step * _SIZE_STEP))
        else:
            self._look.reset_size()

    def show_text_settings(self, below: QWidget) -> None:
        """Open the popover for text and colors."""
        popover = ReadingPopover(self._look.style, self._look.theme_choice, below)
        layout = self._session.layout
        popover.set_reflows(layout is None or layout.reflows)
        popover.style_changed.connect(self._on_style_changed)
        popover.theme_changed.connect(self._look.set_theme)
        popover.show_below(below)
        self._popover = popover

    def _on_style_changed(self, style: ReadingStyle) -> None:
        self._look.set_style(style)

    def _warn(self, sentence: str) -> None:
        self.notices.show_notice(sentence, NoticeKind.WARNING)

    def _on_save_failed(self, sentence: str) -> None:
        self.notices.show_notice(
            self.tr("{problem} What you wrote is kept here and will be saved as soon as it can be.").format(
                problem=sentence
            ),
            NoticeKind.WARNING,
        )

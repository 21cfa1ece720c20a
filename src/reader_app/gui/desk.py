"""The desk: the cards beside the article and the bar at the selection, joined with the article."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from reader_app.gui.annotating import Annotating
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.look import Look
from reader_app.gui.placing import Placing
from reader_app.gui.reading_popover import ReadingPopover
from reader_app.gui.selection_bar import SelectionBar
from reader_app.gui.session import Session

_ZOOM_STEP = 1.15
_SIZE_STEP = 1.0  # points


class Desk(QObject):
    """Makes the panes that work on the open article, and joins them.

    Attributes:
        view: The page view.
        panel: The annotation panel.
        annotating: What joins them.
        placing: Gives annotations another place.

    Signals:
        leave_out_requested: Take the selected passage out of the article.
        citation_requested: Copy what the reader works on with its citation.
    """

    leave_out_requested = Signal()
    citation_requested = Signal()

    def __init__(self, session: Session, article: ArticlePane, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self.view = article.view
        self.panel = AnnotationPanel(look.icons.icon)
        self._bar = SelectionBar(look.icons.icon, self.view.viewport())
        self._bar.hide()
        self._bar.left_out.connect(self.leave_out_requested)
        self._bar.copied_with_citation.connect(self.citation_requested)
        session.opened.connect(self._on_opened)
        self.annotating = Annotating(session, self.view, self.panel, self._bar, self)
        self.placing = Placing(session, self.view, self.panel.drawer, self)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_opened(self) -> None:
        article = self._session.article
        self._bar.set_repairable(article is not None and article.media_type == "text/html")

    def flush(self) -> None:
        """Hand over what is being typed."""
        self.panel.flush()

    def finish(self) -> None:
        """Hand over all that is typed: the reader leaves the article."""
        self.panel.flush(is_leaving=True)

    def hold(self, is_held: bool) -> None:
        """Take no edits while another version of the article is on its way."""
        window = self.view.window()
        if is_held:
            self.flush()
            window.setFocus()
        elif window.focusWidget() in (None, window):
            self.view.setFocus()
        for widget in (self.view.viewport(), self.panel):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, is_held)

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
        popover.style_changed.connect(self._look.set_style)
        popover.theme_changed.connect(self._look.set_theme)
        popover.show_below(below)

    def _on_look_changed(self) -> None:
        self.panel.set_colors(self._look.panel_colors)
        self._bar.set_colors(self._look.panel_colors)

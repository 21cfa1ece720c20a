"""The article: the page view under its notice bar. All that the first page needs."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader_app.gui.look import Look
from reader_app.gui.notice_bar import NoticeBar, NoticeKind
from reader_app.gui.page_view.view import PageView
from reader_app.gui.session import Session


class ArticlePane(QWidget):
    """Shows the session's article, and sentences about it.

    Attributes:
        view: The page view.
        notices: The bar above it.
        unsaved: A bar of its own that stays while something cannot be saved.
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.view = PageView(session, look.theme)
        self.notices = NoticeBar(look.icons)
        self.unsaved = NoticeBar(look.icons, can_close=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.unsaved)
        layout.addWidget(self.notices)
        layout.addWidget(self.view, 1)
        session.failed.connect(self.warn)
        session.annotations.unsaved.failed.connect(self._on_save_failed)
        session.annotations.unsaved.saved.connect(self._on_saved)
        session.annotations.unsaved.joined.connect(self._on_joined)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def warn(self, sentence: str) -> None:
        """Say that something went wrong."""
        self.notices.show_notice(sentence, NoticeKind.WARNING)

    def _on_look_changed(self) -> None:
        self.view.set_theme(self._look.theme)
        self.view.set_style(self._look.style)

    def _on_save_failed(self, sentence: str) -> None:
        # The library says "Cannot do this: for that reason."; that it could not is said here already.
        reason = sentence.partition(": ")[2] or sentence
        self.unsaved.show_notice(
            self.tr("Not saved yet: {reason} Your text is kept here and saved as soon as possible.").format(
                reason=reason
            ),
            NoticeKind.WARNING,
        )

    def _on_saved(self) -> None:
        self.unsaved.clear()
        self.notices.show_notice(self.tr("Everything is saved now."))

    def _on_joined(self, annotation_id: str) -> None:
        del annotation_id
        self.notices.show_notice(
            self.tr("Another program changed the same note. It has both texts now, yours first.")
        )

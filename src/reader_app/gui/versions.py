"""Shows the open article in another form of its page, and keeps new versions; the marks come along.

Each is a job of a child process; how annotations move is not known here.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reader_app.core.annotation import Status
from reader_app.core.article import Article, Form
from reader_app.core.same_place import same_place
from reader_app.errors import ReaderError, StorageError
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.commands import ShowOtherVersion, Step, Together
from reader_app.gui.notice_bar import NoticeKind
from reader_app.gui.opening import Opening
from reader_app.gui.session import Session
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.intake.sources import Source
from reader_app.library.library import Library
from reader_app.library.positions import Position
from reader_app.worker import jobs

_SAID_FOR = 8000  # milliseconds


class Versions(QObject):
    """Changes which version of the open article is shown, one change at a time.

    Signals:
        status_changed: Carries a line for the status bar, "" for none, and for how many
            milliseconds, 0 for until it is over.
        changing: Another version is on its way, or has come; carries whether it is. Edits made meanwhile
            would be kept for another version than they were made on.
        review_wanted: The reader wants to see the annotations whose place is not sure.
        article_changed: An article that is not open shows another version; carries its id.
    """

    status_changed = Signal(str, int)
    changing = Signal(bool)
    review_wanted = Signal()
    article_changed = Signal(str)

    def __init__(
        self, session: Session, library: Library, opening: Opening, pane: ArticlePane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._library = session, library
        self._opening, self._pane = opening, pane
        self._work: BackgroundWork | None = None
        self._then: Callable[[], None] = _nothing
        self.is_busy = False
        session.opened.connect(self._on_opened)
        session.failed.connect(self._on_not_opened)

    def show_form(self, form: Form) -> None:
        """Show the open article in another form, if its page has others; it can be undone."""
        article = self._session.article
        if article is None or article.form is form:
            self.changing.emit(self.is_busy)  # a menu that was clicked shows again what is so
            return
        job = jobs.ShowForm(self._library.folder, article.id, form)
        self._begin(article, job, self._undoable(article, self.tr("other form of the page")), _nothing)

    def leave_out(self, start: int, end: int) -> None:
        """Show the open article without a passage; it can be undone.

        Args:
            start: Offset in visible characters.
            end: Offset after the passage.
        """
        article = self._session.article
        if article is not None:
            job = jobs.LeaveOut(self._library.folder, article.id, article.version_id, start, end)
            self._begin(article, job, self._undoable(article, self.tr("leaving out a passage")), _nothing)

    def switch_form(self) -> None:
        """Go from the article to the whole page, or back."""
        article = self._session.article
        if article is not None:
            self.show_form(Form.ARTICLE if article.form is Form.WHOLE_PAGE else Form.WHOLE_PAGE)

    def start(self, article_id: str, version_id: int) -> None:
        """Show a version again, also of an article that is not open; for the undo commands alone."""
        self._with_article(article_id, lambda article: self._show(article, version_id, self._take_over))

    def show_version(self, version_id: int) -> None:
        """Show a version of the open article; it can be undone."""
        article = self._session.article
        if article is not None and article.version_id != version_id:
            self._show(article, version_id, self._undoable(article, self.tr("other version")))

    def keep_new(self, article_id: str, source: Source, instead_of: Step | None = None) -> None:
        """Keep a source as the new version of an article, and open it; it can be undone.

        Args:
            article_id: The article.
            source: What its source is now.
            instead_of: What is done along with it, and undone with it: the deletion of the article that
                the source was saved as before.
        """

        def keep(before: Article) -> None:
            job = jobs.SaveVersion(self._library.folder, article_id, source)
            self._begin(before, job, lambda after: self._open_new(before, after, instead_of), _nothing)

        self._with_article(article_id, keep)

    def follow(self, article: Article) -> None:
        """Open the version of the open article that another program has chosen."""
        if not self.is_busy:
            self._open(
                article,
                lambda: self._pane.notices.show_notice(
                    self.tr("Another program gave this article another version; this is it.")
                ),
            )

    def close(self) -> None:
        """Stop, and wait until the child is gone."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()

    def _undoable(self, before: Article, text: str) -> Callable[[Article], None]:
        """Return what opens the version that a job gave, and lets the change be undone."""

        def shown(after: Article) -> None:
            self._push(before, after, text)
            self._open_form(after)

        return shown

    def _push(self, before: Article, after: Article, text: str, along: Step | None = None) -> None:
        step: Step = ShowOtherVersion(self, after.id, before.version_id, after.version_id, text)
        if along is not None:
            step = Together([step, along], text)
        self._session.annotations.undo_stack.push(step)

    def _with_article(self, article_id: str, run: Callable[[Article], None]) -> None:
        try:
            article = self._library.articles.get(article_id)
        except StorageError as error:
            self._pane.warn(str(error))
        else:
            run(article)

    def _show(self, article: Article, version_id: int, done: Callable[[Article], None]) -> None:
        job = jobs.ShowVersion(self._library.folder, article.id, version_id)
        self._begin(article, job, done, _nothing)

    def _begin(
        self,
        article: Article,
        job: object,
        done: Callable[[Article], None],
        failed: Callable[[], None],
    ) -> None:
        if self.is_busy:
            self.changing.emit(True)
            return
        self.is_busy = True
        self.changing.emit(True)
        if self._session.annotations.unsaved:
            failed()
            self._end()
            self._pane.warn(
                self.tr("Some annotations are not saved yet; show another version when they are.")
            )
            return
        work = BackgroundWork([job], self)

        def on_failed(_index: int, error: ReaderError) -> None:
            self._work = None
            failed()
            self._end()
            self._pane.warn(str(error))

        def on_done(_index: int, result: object) -> None:
            assert isinstance(result, Article)
            self._work = None
            done(result)

        work.job_done.connect(on_done)
        work.job_failed.connect(on_failed)
        work.finished.connect(lambda: self._on_finished(work))
        work.finished.connect(work.deleteLater)
        self._work = work
        self.status_changed.emit(self.tr("Preparing “{title}”…").format(title=article.title), 0)
        work.start()

    def _on_finished(self, work: BackgroundWork) -> None:
        if self._work is work:  # neither done nor failed: it was cancelled, or a bug ended it
            self._work = None
            self._end()

    def _end(self) -> None:
        if self.is_busy:
            self.is_busy = False
            self.status_changed.emit("", 0)
            self.changing.emit(False)

    def _on_not_opened(self) -> None:
        if self._work is None:  # else it is something else that failed
            self._end()

    def _on_opened(self) -> None:
        if self._work is None:  # else it is something else that was opened
            self._end()
        then, self._then = self._then, _nothing
        then()
        opened, is_said = self._session.wanted, self._pane.notices.isVisible()
        if opened is None or opened.opened_at is not None or is_said:
            return
        if opened.is_doubtful and opened.form is Form.ARTICLE:
            self._pane.notices.show_notice(
                self.tr("Which part of this page is the article is uncertain."),
                NoticeKind.PLAIN,
                self.tr("Show the whole page"),
                lambda: self.show_form(Form.WHOLE_PAGE),
            )

    def _open_form(self, article: Article) -> None:
        self._open(article, self._say_waiting)

    def _open_new(self, before: Article, after: Article, along: Step | None) -> None:
        if before.version_id != after.version_id:
            self._push(before, after, self.tr("use of the new version"), along)
            self._open(after, self._say_moved)
        else:
            same = self.tr("The text is the same as that of the version that is kept.")
            self._open(after, lambda: self._pane.notices.show_notice(same))

    def _take_over(self, article: Article) -> None:
        """Open the article in its other version where it is open; else it is enough that it has it."""
        opened = self._session.article
        if opened is not None and opened.id == article.id:
            self._open_form(article)
        else:
            self._end()
            self.article_changed.emit(article.id)

    def _open(self, article: Article, then: Callable[[], None]) -> None:
        before = self._session.article
        is_same = before is not None and before.id == article.id
        place = self._same_place(before, article) if before is not None and is_same else None
        self._opening.open(article, at=place)
        self._then = then

    def _same_place(self, before: Article, after: Article) -> Position | None:
        """Return where the words at the upper edge of the view stand in the other version."""
        position, _progress = self._pane.view.keeper.position()
        try:
            texts = [self._library.articles.texts(article.version_id) or [] for article in (before, after)]
        except StorageError:
            return Position(0, 0)
        place = same_place(texts[0], (position.section, position.offset), texts[1])
        return Position(*place) if place is not None else Position(0, 0)

    def _count(self, status: Status) -> int:
        """Return how many annotations of the open article have this status."""
        return sum(each.status is status for each in self._session.annotations.in_order())

    def _say_waiting(self) -> None:
        waiting = self._session.annotations.count - self._count(Status.PLACED)
        if waiting:
            one = self.tr("{count} annotation has no sure place here and waits")
            many = self.tr("{count} annotations have no sure place here and wait")
            self.status_changed.emit((one if waiting == 1 else many).format(count=waiting), _SAID_FOR)

    def _say_moved(self) -> None:
        moved, to_review = self._count(Status.PLACED), self._count(Status.REVIEW)
        unplaced = self._count(Status.UNPLACED)
        parts = [
            (self.tr("1 annotation moved") if moved == 1 else self.tr("{count} annotations moved"), moved),
            (self.tr("{count} to review"), to_review),
            (self.tr("{count} unplaced"), unplaced),
        ]
        counts = ", ".join(text.format(count=count) for text, count in parts if count)
        sentence = self.tr("This is the new version; the old one is kept.")
        has_doubt = bool(to_review or unplaced)
        self._pane.notices.show_notice(
            f"{sentence} {counts}." if counts else sentence,
            NoticeKind.PLAIN,
            self.tr("Review") if has_doubt else "",
            self.review_wanted.emit if has_doubt else None,
        )


def _nothing() -> None:
    """Serve where there is nothing to do."""

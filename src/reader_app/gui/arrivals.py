"""What the window does with what is being added: opens it, lists it, says what becomes of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QMimeData, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reader_app.core.article import Article
from reader_app.gui.adding import Adding
from reader_app.gui.adding_report import AddingReport, Entry, Fate, NewVersion
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.notice_bar import NoticeKind
from reader_app.gui.opening import Opening
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf
from reader_app.gui.wish import Wish, wish_carried, wish_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader_app.gui.adding_strip import AddingStrip
    from reader_app.gui.article_feed import ArticleFeed
    from reader_app.gui.report_dialog import ReportDialog

_LIST_INTERVAL = 500  # milliseconds between two looks of the list at what is new
_SHOW_INTERVAL = 100  # milliseconds between two states of the strip
_SAID_FOR = 8000  # milliseconds that the status bar tells what was done


class Arrivals(QObject):
    """Joins the adding with the window.

    Attributes:
        adding: What the reader adds.

    Signals:
        version_wanted: The reader wants a new version of an article kept; carries the ``NewVersion``.
        status_changed: Carries a line for the status bar, and for how many milliseconds.
    """

    version_wanted = Signal(object)
    status_changed = Signal(str, int)

    def __init__(
        self, session: Session, shelf: Shelf, article: ArticlePane, opening: Opening, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._shelf, self._article = session, shelf, article
        self._opening, self._window = opening, window
        self.adding = Adding(shelf.library.folder, self)
        shelf.follow(self.adding)
        self._strip: AddingStrip | None = None
        self._feed: ArticleFeed | None = None
        self._to_open = 0  # the number of the addition whose first article is opened
        self._is_shown = False  # whether that goes for several articles too
        self._new: list[Article] = []
        self._report = AddingReport()
        self._dialog: ReportDialog | None = None
        self._listing = QTimer(self, singleShot=True, interval=_LIST_INTERVAL)
        self._listing.timeout.connect(self._list_new)
        self._showing = QTimer(self, singleShot=True, interval=_SHOW_INTERVAL)
        self._showing.timeout.connect(self._show_progress)
        self._connect()

    def use_strip(self, strip: AddingStrip) -> None:
        """Show in a strip how far it is, from now on."""
        self._strip = strip
        strip.cancelled.connect(self.cancel)
        strip.details_wanted.connect(self.show_details)
        self._show_progress()

    def use_feed(self, feed: ArticleFeed) -> None:
        """List what is new, from now on."""
        self._feed = feed

    def add(self, wish: Wish, *, is_shown: bool = False) -> None:
        """Add what the reader wants; a single thing is opened when it is there.

        Args:
            wish: What is wanted; nothing at all is said to be nothing.
            is_shown: Whether the first of several is opened too.
        """
        if not wish:
            self.status_changed.emit(self.tr("There is nothing in it that can be saved"), _SAID_FOR)
            return
        known = self._known(wish)
        if known is not None:
            self._opening.open(known)
            self._say_known(known)
            return
        self._is_shown = is_shown
        # Nothing can be there before this returns: answers come with the next turn of the event loop.
        self._to_open = self.adding.next_number
        self.adding.add(wish)

    def add_named(self, names: Iterable[str], *, is_shown: bool = False) -> None:
        """Add files, folders and addresses by their names."""
        wish = wish_named(names)
        if wish:
            self.add(wish, is_shown=is_shown)

    def add_carried(self, carried: QMimeData) -> None:
        """Add what was dropped or pasted."""
        self.add(wish_carried(carried))

    def cancel(self) -> None:
        """Stop adding; what is saved stays."""
        self.adding.cancel()

    @property
    def has_report(self) -> bool:
        """Whether there is something to show of what was added."""
        return bool(self._report.entries)

    def report(self, report: AddingReport) -> None:
        """Say what else became of things that came by themselves: what failed, and what has changed."""
        failed, changed = report.having(Fate.FAILED), report.having(Fate.CHANGED)
        if changed and not failed and len(changed) == 1:
            self._offer_version(changed[0])
        elif len(failed) == 1 and not changed:
            self._article.warn(f"{failed[0].short_name}: {failed[0].problem}")
        else:
            self._report = report
            self._article.notices.show_notice(
                self.tr("From the watched folder: {summary}.").format(summary=report.summary),
                NoticeKind.WARNING if failed else NoticeKind.PLAIN,
                self.tr("Details…"),
                self.show_details,
            )

    def show_details(self) -> None:
        """Show what became of each thing that was added last."""
        if self._dialog is not None:
            self._dialog.set_report(self._report)
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        from reader_app.gui.report_dialog import ReportDialog  # late: few reports are looked into

        dialog = ReportDialog(self._report, self._window)
        dialog.open_wanted.connect(self._open)
        dialog.retry_wanted.connect(lambda sources: self.add(Wish(sources=sources)))
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.show()

    def _connect(self) -> None:
        adding = self.adding
        adding.progressed.connect(self._on_progressed)
        adding.expanded.connect(self._on_expanded)
        adding.saved.connect(self._on_saved)
        adding.failed.connect(self._on_failed)
        adding.finished.connect(self._on_finished)
        self._opening.leaving.connect(self._on_leaving)

    def _known(self, wish: Wish) -> Article | None:
        if len(wish.names) != 1 or wish.sources:
            return None
        path = Path(wish.names[0])
        return self._shelf.find(path) if path.is_file() else None

    def _on_leaving(self) -> None:
        self._to_open = 0  # the reader opened something else meanwhile, and wants to read that

    def _on_expanded(self, number: int, count: int) -> None:
        """Of several, none is opened over what the reader reads."""
        if number == self._to_open and count > 1 and not self._is_shown and self._session.wanted is not None:
            self._to_open = 0

    def _on_saved(self, entry: Entry) -> None:
        article = entry.article
        assert article is not None
        self.list_later(entry)
        if entry.addition == self._to_open:
            self._to_open = 0
            self._open(entry)
            if entry.fate is Fate.KNOWN:
                self._say_known(article)
        elif entry.fate is Fate.CHANGED and self.adding.progress.total <= 1:
            self._offer_version(entry)

    def _open(self, entry: Entry) -> None:
        """Open what was added; where it may be the new version of another article, say so."""
        assert entry.article is not None
        then = None
        if entry.fate is Fate.CHANGED:
            then = partial(self._offer_version, entry)
        elif entry.fate is Fate.ADDED and (namesake := self._shelf.namesake(entry.article)) is not None:
            then = partial(self._offer_instead, entry, namesake)
        self._opening.open_by_id(entry.article.id, then)

    def _say_known(self, article: Article) -> None:
        self.status_changed.emit(
            self.tr("“{title}” was already saved").format(title=article.title), _SAID_FOR
        )

    def _offer_version(self, entry: Entry) -> None:
        assert entry.article is not None
        assert entry.source is not None
        self._offer(
            self.tr("“{title}” was saved before and has changed since.").format(title=entry.article.title),
            self.tr("Use the new version"),
            NewVersion(entry.article.id, entry.source),
        )

    def _offer_instead(self, entry: Entry, namesake: Article) -> None:
        assert entry.article is not None
        assert entry.source is not None
        saved = namesake.saved_at.astimezone()
        day = QLocale().toString(QDate(saved.year, saved.month, saved.day), "d MMMM yyyy")
        self._offer(
            self.tr("There is another article of this title, saved on {day}.").format(day=day),
            self.tr("Use this as its new version"),
            NewVersion(namesake.id, entry.source, entry.article.id),
        )

    def _offer(self, sentence: str, action: str, version: NewVersion) -> None:
        self._article.notices.show_notice(
            sentence, NoticeKind.PLAIN, action, lambda: self.version_wanted.emit(version)
        )

    def _on_failed(self, entry: Entry) -> None:
        source = entry.source
        if self.adding.progress.total > 1:
            return  # the report tells
        said = f"{entry.short_name}: {entry.problem}"
        if source is not None and source.is_fetched:
            again = partial(self.add, Wish(sources=(source,)))
            self._article.notices.show_notice(said, NoticeKind.WARNING, self.tr("Try again"), again)
        else:
            self._article.warn(said)

    def list_later(self, entry: Entry) -> None:
        """List something that was added, with what else comes in the next moment."""
        if entry.fate is Fate.ADDED and entry.article is not None:
            self._new.append(entry.article)
            if not self._listing.isActive():
                self._listing.start()

    def _list_new(self) -> None:
        new, self._new = self._new, []
        if self._feed is not None:
            self._feed.add(new)

    def _on_progressed(self) -> None:
        if not self._showing.isActive():
            self._showing.start()

    def _show_progress(self) -> None:
        if self._strip is not None and self.adding.is_busy:
            self._strip.show_progress(self.adding.progress)

    def _on_finished(self, report: AddingReport) -> None:
        self._to_open = 0
        self._showing.stop()
        if len(report.entries) + report.left_out > 1:
            self._report = report
            if self._dialog is not None:
                self._dialog.set_report(report)
            if self._strip is not None:
                self._strip.show_report(report)
        elif self._strip is not None:
            self._strip.clear()

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

"""Opens the dialog of an export, for the open article or for some of the library."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reader_app.errors import StorageError
from reader_app.export.item import ExportItem
from reader_app.gui.export_items import ExportItems, open_item, saved_item
from reader_app.gui.look import Look
from reader_app.gui.scratch import sweep
from reader_app.gui.session import Session
from reader_app.gui.settings import Settings
from reader_app.library.library import Library

if TYPE_CHECKING:
    from reader_app.gui.export_sheet import ExportSheet


_SLICE = 0.02  # seconds of reading at a time


class Exporting(QObject):
    """One dialog at a time, its preview, and what is written.

    Signals:
        failed: Nothing can be exported; carries one sentence.
    """

    failed = Signal(str)

    def __init__(
        self,
        session: Session,
        library: Library,
        settings: Settings,
        look: Look,
        previews: Path,
        window: QWidget,
    ) -> None:
        """Make it; a preview that a killed program left behind goes.

        Args:
            session: The open article.
            library: Has all articles.
            settings: Remember what was chosen.
            look: Icons, and the style of text that reflows.
            previews: The folder of files that are made to be looked at.
            window: Above which the dialog opens.
        """
        super().__init__(window)
        self._session, self._library, self._settings, self._look = session, library, settings, look
        self._previews, self._window = previews, window
        self._sheet: ExportSheet | None = None
        self._waiting: list[str] = []
        self._items: list[ExportItem] = []
        self._problems: list[str] = []
        self._reading = QTimer(self, singleShot=True, interval=0)
        self._reading.timeout.connect(self._read)
        sweep(previews)

    def start(self) -> None:
        """Open the dialog for the open article."""
        self._start_open(is_printing=False)

    def print_pages(self) -> None:
        """Open the dialog for pages of the open article on paper."""
        self._start_open(is_printing=True)

    def start_saved(self, article_ids: Iterable[str]) -> None:
        """Open the dialog for some articles of the library, as soon as all are read."""
        self._waiting = list(article_ids)
        self._items, self._problems = [], []
        self._reading.start()

    def close(self) -> None:
        """End an export that is under way, and its preview."""
        self._reading.stop()
        if self._sheet is not None:
            self._sheet.close()

    def _start_open(self, *, is_printing: bool) -> None:
        try:
            item = open_item(self._session, self._library)
        except StorageError as error:
            self.failed.emit(str(error))
            return
        if item is not None:
            self._open(ExportItems((item,)), is_printing=is_printing)

    def _read(self) -> None:
        """Read some of the articles, and the rest after what the window has to do meanwhile."""
        begun = perf_counter()
        while self._waiting and perf_counter() - begun < _SLICE:
            try:
                self._items.append(saved_item(self._session, self._library, self._waiting.pop(0)))
            except StorageError as error:
                self._problems.append(str(error))
        if self._waiting:
            self._reading.start()
        elif self._items:
            found = ExportItems(tuple(self._items), tuple(self._problems))
            self._items = []  # the texts of all articles; they go with the dialog
            self._open(found, is_printing=False)
        elif self._problems:
            self.failed.emit(self._problems[0])

    def _open(self, found: ExportItems, *, is_printing: bool) -> None:
        from reader_app.gui.export_sheet import ExportSheet  # late: the first page does not need it

        if self._sheet is not None:
            return
        sheet = ExportSheet(
            found,
            self._session.labels,
            self._settings,
            self._look.style,
            self._look.icons.icon,
            self._previews,
            self._window,
            is_printing=is_printing,
        )
        sheet.closed.connect(self._on_closed)
        self._sheet = sheet
        sheet.open()

    def _on_closed(self) -> None:
        self._sheet = None

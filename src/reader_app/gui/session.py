"""One open article: the only mutable state of a document in the window.

The panes do not know each other. They read from the session, ask it for changes, and hear its signals.
"""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from reader_app.core.annotation import Annotation, Label
from reader_app.core.article import Article
from reader_app.core.article_text import Place
from reader_app.core.layout import DocumentLayout, ReadingStyle
from reader_app.core.page_text import PageText
from reader_app.core.paged_text import PagedText
from reader_app.errors import PasswordRequiredError, ReaderError, StorageError
from reader_app.gui.anchors import Anchors
from reader_app.gui.annotation_store import AnnotationStore
from reader_app.gui.embedded import EmbeddedMarks
from reader_app.gui.page_view.page_stack import PIXELS_PER_POINT
from reader_app.gui.reading_record import ReadingRecord
from reader_app.library.library import Library
from reader_app.library.positions import Position
from reader_app.worker import jobs
from reader_app.worker.document_child import DocumentChild, Ticket

VISIBLE, NEAR, FAR = 0, 2, 5
"""Priorities of requests to the child: on the screen, next to it, for the panel."""


class Session(QObject):
    """An article with its layout, its text as far as read, its annotations, and what is selected.

    Signals:
        opened: Another article is open and laid out.
        laid_out: The open article has a new layout; pages have to be asked for again.
        page_read: The text of a page has come; carries the page.
        annotation_changed: One annotation was added, changed or removed; carries its id.
        anchors_changed: Marks or cards may have another place.
        selection_changed: Another range is selected, or none.
        active_changed: Another annotation is active; carries its id or "".
        hovered_changed: The mouse is over another mark or card; carries its id or "".
        password_wanted: The file is encrypted; carries whether a wrong password was given.
        labels_changed: The labels are others, or are called otherwise.
        failed: Something went wrong; carries one sentence.
    """

    opened = Signal()
    laid_out = Signal()
    page_read = Signal(int)
    annotation_changed = Signal(str)
    anchors_changed = Signal()
    selection_changed = Signal()
    active_changed = Signal(str)
    hovered_changed = Signal(str)
    password_wanted = Signal(bool)
    labels_changed = Signal()
    failed = Signal(str)

    def __init__(self, library: Library, child: DocumentChild, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._child = library, child
        self.article: Article | None = None
        self.wanted: Article | None = None
        self.layout: DocumentLayout | None = None
        self.text: PagedText | None = None
        self.annotations = AnnotationStore(library, self)
        self.anchors = Anchors()
        self.labels: tuple[Label, ...] = tuple(library.labels.all())
        self.selection: tuple[Place, Place] | None = None
        self.active_id = self.hovered_id = self.password = ""
        self.record = ReadingRecord(library)
        self._style = ReadingStyle()
        self._reading: dict[int, Ticket] = {}
        self.annotations.changed.connect(self._on_annotation_changed)
        self.embedded = EmbeddedMarks(self, library)

    # Opening and laying out

    def open(self, article: Article, style: ReadingStyle, password: str = "") -> None:
        """Open an article; ``opened``, ``password_wanted`` or ``failed`` follows."""
        try:
            path = self._library.files.path(self._library.articles.version(article.version_id).reading_file)
            annotations = self._library.annotations.of_article(article.id, article.version_id)
        except StorageError as error:
            self.failed.emit(str(error))
            return
        self.wanted = article

        def done(layout: DocumentLayout) -> None:
            self._style = style
            self._start(article, annotations, password)
            self._take_layout(layout)
            self.opened.emit()
            self._read_ahead()

        def failed(error: ReaderError) -> None:
            if isinstance(error, PasswordRequiredError):
                self.password_wanted.emit(password != "")
            else:
                self.failed.emit(str(error))

        self._child.open(jobs.OpenDocument(path, article.media_type, style, password), done, failed)
        if self.layout is None:
            self._prepare(article)

    def _prepare(self, article: Article) -> None:
        """Let the child load fonts while the window is still being made."""
        position = self.record.position(article)
        page = position.section if position is not None and article.is_pdf else 0
        self._child.request(jobs.PreparePage(page, PIXELS_PER_POINT), VISIBLE, lambda _: None, lambda _: None)

    def give_up(self) -> None:
        """Stay with the article that is open, after another one could not be opened."""
        self.wanted = self.article

    def close(self) -> None:
        """Say goodbye."""
        self.annotations.close()
        self.embedded.close()

    def set_style(self, style: ReadingStyle) -> None:
        """Lay text that reflows out anew; ``laid_out`` follows. A PDF stays as it is."""
        if style == self._style:
            return
        self._style = style
        if self.layout is not None and self.layout.reflows:

            def done(layout: DocumentLayout) -> None:
                self._take_layout(layout)
                self.laid_out.emit()
                self._read_ahead()

            self._child.lay_out(jobs.LayOut(style), done, self._on_failed)

    @property
    def style(self) -> ReadingStyle:
        """The style that the article is, or is being, laid out in."""
        return self._style

    def _start(self, article: Article, annotations: list[Annotation], password: str) -> None:
        self.selection, self.active_id, self.hovered_id = None, "", ""
        self.password = password
        if self.article is None or self.article.version_id != article.version_id:
            with suppress(StorageError):  # they may have changed while it was laid out
                annotations = self._library.annotations.of_article(article.id, article.version_id)
            self.annotations.start(annotations, article.id, article.version_id)
        self.article = self.record.opened(article)

    def _take_layout(self, layout: DocumentLayout) -> None:
        self.layout, self.text = layout, PagedText(layout)
        self._reading.clear()
        self.anchors.start(self.text, self.annotations.in_order())

    def _read_ahead(self) -> None:
        """Ask for what marks and cards need, after the panes have asked for what is seen first."""
        if self.layout is not None and self.layout.reflows:
            self._child.request(jobs.CountCharacters(), NEAR, self._on_counted, self._on_failed)
        else:
            self._read_annotated_pages()

    def _on_counted(self, starts: list[int]) -> None:
        if self.text is not None:
            self.text.locate(starts)
            self._read_annotated_pages()
            self.anchors_changed.emit()

    # Pages

    def request(
        self,
        job: object,
        priority: int,
        done: Callable[[object], None],
        failed: Callable[[ReaderError], None],
    ) -> Ticket:
        """Ask the document child for something about the open article."""
        return self._child.request(job, priority, done, failed)

    def cancel(self, ticket: Ticket) -> None:
        """Take back what was asked for."""
        self._child.cancel(ticket)

    def read_page(self, page: int, priority: int = NEAR) -> None:
        """Ask for the text of a page, unless it is there or on its way; ``page_read`` follows."""
        if self.text is None or self.text.page(page) is not None or page in self._reading:
            return

        def failed(error: ReaderError) -> None:
            del error  # the page view says that the page is damaged; here it simply has no text
            self._reading.pop(page, None)
            if self.text is not None and self.layout is not None and not self.layout.reflows:
                self.text.add(PageText.empty(page))

        self._reading[page] = self._child.request(jobs.ReadPage(page), priority, self._on_read, failed)

    def _on_read(self, page: PageText) -> None:
        self._reading.pop(page.page, None)
        if self.text is None:
            return
        self.text.add(page)
        self._place_marks(page.page)
        self.page_read.emit(page.page)
        self.anchors_changed.emit()

    def _read_annotated_pages(self) -> None:
        for page in self.anchors.pages():
            if self.text is not None and self.text.page(page) is not None:
                self._place_marks(page)  # it was read before it was known which marks are on it
            else:
                self.read_page(page, FAR)

    def _place_marks(self, page: int) -> None:
        for annotation_id in self.anchors.take_page(page):
            self.annotations.mark_unplaced(annotation_id)

    # Selection

    def select(self, first: Place, after: Place) -> None:
        """Select a range; the ends may come in any order. Its pages are read, to be marked."""
        first, after = min(first, after), max(first, after)
        for page in self.text.unread_span(first, after) if self.text is not None else ():
            self.read_page(page)
        self._set_selection((first, after) if first < after else None)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._set_selection(None)

    def selected_text(self) -> str:
        """Return the selected words."""
        if self.selection is None or self.text is None:
            return ""
        return self.text.quote(*self.selection)

    def _set_selection(self, selection: tuple[Place, Place] | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit()

    def activate(self, annotation_id: str) -> None:
        """Make an annotation the active one; "" for none."""
        if annotation_id != self.active_id:
            self.active_id = annotation_id
            self.active_changed.emit(annotation_id)

    def hover(self, annotation_id: str) -> None:
        """Light an annotation up; "" for none."""
        if annotation_id != self.hovered_id:
            self.hovered_id = annotation_id
            self.hovered_changed.emit(annotation_id)

    def label(self, label_id: str) -> Label:
        """Return a label; the first one stands in for one that is gone."""
        return next((label for label in self.labels if label.id == label_id), self.labels[0])

    def refresh(self) -> None:
        """Take over what another program changed of labels and of the open article's annotations.

        Raises:
            StorageError: The library cannot be read.
        """
        labels = tuple(self._library.labels.all())
        if labels != self.labels:
            self.labels = labels
            self.labels_changed.emit()
        if self.article is not None:
            self.annotations.refresh()

    def _on_annotation_changed(self, annotation_id: str) -> None:
        annotation = self.annotations.get(annotation_id)
        self.anchors.put(annotation_id, annotation)
        if annotation is None and self.active_id == annotation_id:
            self.activate("")
        if annotation is not None:
            for page in self.anchors.pages_of(annotation):
                self.read_page(page)
            if self.anchors.is_missing(annotation_id):
                self.annotations.mark_unplaced(annotation_id)
        self.annotation_changed.emit(annotation_id)
        self.anchors_changed.emit()

    def refresh_article(self, article: Article) -> None:
        """Take over what the library has learned of the open article meanwhile, such as its length."""
        if self.article is not None and article.id == self.article.id:
            self.article = self.article.learned_from(article)

    def keep_position(self, position: Position, progress: float) -> None:
        """Remember where the reader is; ``progress`` from 0 to 1."""
        if self.article is not None:
            self.article = self.record.read_to(self.article, position, progress)

    def position(self) -> Position | None:
        """Return where the reader was in the open article."""
        return self.record.position(self.article) if self.article is not None else None

    def _on_failed(self, error: ReaderError) -> None:
        self.failed.emit(str(error))

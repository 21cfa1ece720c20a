"""The annotations that stand in the open PDF itself: shown beside the reader's own until they are imported.

The page draws them. What is imported the page leaves out from then on, because it is drawn from the
library; so it is with what was imported once and deleted since. Knows neither cards nor how pages are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader_app.core.annotation import Annotation, Kind
from reader_app.core.article import Article
from reader_app.errors import ReaderError, StorageError
from reader_app.gui.commands import Step
from reader_app.worker import embedded_jobs as jobs

if TYPE_CHECKING:
    from reader_app.gui.session import Session
    from reader_app.library.library import Library

_READ_AFTER = 300  # milliseconds after opening: the child is not kept from drawing the first pages
_AT_ONCE, _FAR, _LAST = -1, 5, 6  # priorities: before any page is drawn, for cards, after all that is seen
# What these look like only the file knows: the page goes on drawing them when they are imported.
_PICTURES = frozenset((Kind.STAMP,))


class EmbeddedMarks(QObject):
    """What stands in the open PDF.

    Signals:
        changed: Others are shown, or none.
        redrawn: The page draws others from now on.
    """

    changed = Signal()
    redrawn = Signal()

    def __init__(self, session: Session, library: Library) -> None:
        super().__init__(session)
        self._session, self._library = session, library
        self._found: dict[str, Annotation] = {}
        self._known: set[str] = set()
        # Imported ones that were not found in the file yet: those left out of the page, and pictures on it.
        self._expected: frozenset[str] = frozenset()
        self._pictures: frozenset[str] = frozenset()
        self._hidden: frozenset[str] = frozenset()
        self._given_back: set[str] = set()
        self._is_put_aside = False
        # An import changes many annotations, one after the other: they are looked through once.
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell)
        self._pause = QTimer(self, singleShot=True, interval=_READ_AFTER)
        self._pause.timeout.connect(self._begin)
        session.opened.connect(self._on_opened)
        session.annotations.changed.connect(self._on_annotation_changed)

    def get(self, annotation_id: str) -> Annotation | None:
        """Return one that is shown, None if there is none of that id."""
        found = self._found.get(annotation_id)
        return found if found is not None and self._is_shown(found) else None

    def shown(self) -> list[Annotation]:
        """Return those that are not imported, in reading order; none where the reader put them aside."""
        return sorted(filter(self._is_shown, self._found.values()), key=lambda each: each.order)

    def is_drawn(self, annotation_id: str) -> bool:
        """Tell whether the page draws an annotation itself."""
        is_there = annotation_id in self._found or annotation_id in self._pictures
        return is_there and annotation_id not in self._hidden

    def put_aside(self) -> None:
        """Show none of them until the article is opened again; the page stays as it is."""
        self._is_put_aside = True
        self._tell()

    def import_all(self) -> None:
        """Import all that are shown; one step to undo."""
        self._import(self.shown())

    def import_one(self, annotation_id: str) -> None:
        """Import one."""
        if (annotation := self.get(annotation_id)) is not None:
            self._import([annotation])

    def give_back(self, ids: frozenset[str]) -> None:
        """Show these as they stand in the file again: their import was taken back."""
        self._given_back |= ids
        self._telling.start()

    def take(self, ids: frozenset[str]) -> None:
        """Show these no longer: they are imported."""
        self._given_back -= ids

    def close(self) -> None:
        """Ask for nothing more."""
        self._pause.stop()

    def _import(self, annotations: Sequence[Annotation]) -> None:
        article = self._session.article
        if article is not None:
            step = _Import(self, article.id, frozenset(each.id for each in annotations))
            self._session.annotations.add_all(annotations, step, self.tr("import"))

    def _is_shown(self, annotation: Annotation) -> bool:
        return not self._is_put_aside and not self._is_taken(annotation.id)

    def _is_taken(self, annotation_id: str) -> bool:
        """Tell whether one is imported, or was and is deleted since."""
        is_there = self._session.annotations.get(annotation_id) is not None
        return is_there or (annotation_id in self._known and annotation_id not in self._given_back)

    def _on_opened(self) -> None:
        session = self._session
        self._found, self._known, self._hidden = {}, set(), frozenset()
        self._expected = self._pictures = frozenset()
        self._given_back, self._is_put_aside = set(), False
        self._pause.stop()
        self.changed.emit()
        article, layout = session.article, session.layout
        if article is None or layout is None or layout.reflows:
            return
        imported = [each for each in session.annotations.in_order() if _stood_in_a_file(each)]
        self._pictures = frozenset(each.id for each in imported if each.kind in _PICTURES)
        self._expected = frozenset(each.id for each in imported) - self._pictures
        self._hide(self._expected)
        self._pause.start()

    def _begin(self) -> None:
        if (article := self._session.article) is not None:
            self._read(article, 0)

    def _read(self, article: Article, first: int) -> None:
        """Ask for the next portion of what stands in the file."""
        job = jobs.ReadEmbedded(
            article.id, article.saved_at, self._session.labels, self._library.folder, first
        )
        self._session.request(job, _LAST, partial(self._take_found, article), _unheard)

    def _take_found(self, article: Article, found: object) -> None:
        assert isinstance(found, jobs.Embedded)
        self._found |= {annotation.id: annotation for annotation in found.annotations}
        self._expected -= self._found.keys()
        self._pictures -= self._found.keys()
        if found.rest is not None:
            self._read(article, found.rest)
        else:
            self._expected = self._pictures = frozenset()
        with suppress(StorageError):  # the window says elsewhere that the library cannot be read
            self._known |= self._library.annotations.owners(self._found).keys()
        self._tell()

    def _on_annotation_changed(self, annotation_id: str) -> None:
        if annotation_id in self._found:
            self._known.add(annotation_id)
            self._telling.start()

    def _tell(self) -> None:
        """Let the page leave out what is imported, and tell what is shown now."""
        taken = (each for each in self._found.values() if self._is_taken(each.id))
        self._hide(self._expected | {each.id for each in taken if not self._is_picture(each)})
        for annotation in self._found.values():
            if self._session.annotations.get(annotation.id) is None:
                shown = annotation if self._is_shown(annotation) else None
                self._session.anchors.put(annotation.id, shown)
        for page in self._session.anchors.pages():
            self._session.read_page(page, _FAR)
        self.changed.emit()

    def _is_picture(self, annotation: Annotation) -> bool:
        """Tell whether the page goes on drawing one, though it is imported."""
        return annotation.kind in _PICTURES and self._session.annotations.get(annotation.id) is not None

    def _hide(self, ids: frozenset[str]) -> None:
        article = self._session.article
        if article is None or ids == self._hidden:
            return
        self._hidden = ids
        job = jobs.HideEmbedded(ids, article.id)
        self._session.request(job, _AT_ONCE, lambda _: self.redrawn.emit(), _unheard)


class _Import(Step):
    """Goes with the annotations that an import adds: once undone, they stand in the file alone again."""

    def __init__(self, marks: EmbeddedMarks, article_id: str, ids: frozenset[str]) -> None:
        super().__init__(article_id, "")
        self._marks, self._ids = marks, ids

    def redo(self) -> None:
        """Take them."""
        self._marks.take(self._ids)

    def undo(self) -> None:
        """Give them back."""
        self._marks.give_back(self._ids)


def _stood_in_a_file(annotation: Annotation) -> bool:
    """Tell whether an id was made for what stands in a file: it is a UUID of version 5."""
    return annotation.id[14:15] == "5"


def _unheard(error: ReaderError) -> None:
    """Leave the page as it is: it shows them in any case, and says itself if it is damaged."""
    del error

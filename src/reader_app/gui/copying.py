"""Puts annotations, passages and citations on the clipboard, as rich text and as plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication

from reader_app.core.annotation import Annotation
from reader_app.export.item import ExportItem
from reader_app.gui.session import Session

if TYPE_CHECKING:
    from reader_app.export.clipping import Clipping

_SAID_FOR = 4000  # milliseconds


class Copying:
    """Copies what the reader works on, with where it is from."""

    def __init__(self, session: Session, flush: Callable[[], None], say: Callable[[str, int], None]) -> None:
        """Make it.

        Args:
            session: The open article.
            flush: Hands over what is being typed.
            say: Shows a sentence for some milliseconds.
        """
        self._session, self._flush, self._say = session, flush, say

    def copy_with_citation(self) -> None:
        """Copy the selected passage, else the active annotation, else all that the panel shows."""
        from reader_app.export.clipping import passage_clipping  # late: it loads the Markdown parser

        self._flush()
        session = self._session
        if session.article is None:
            return
        if session.selection is not None:
            first, after = session.selection
            self._put(passage_clipping(session.article, session.selected_text(), first[0], after[0]))
            self._say(_tr("The passage was copied with its citation."), _SAID_FOR)
        elif (active := session.annotations.get(session.active_id)) is not None:
            self._copy([active])
        else:
            self._copy(session.annotations.in_order())

    def copy_annotation(self, annotation_id: str) -> None:
        """Copy one annotation of the open article with its citation."""
        self._flush()
        annotation = self._session.annotations.get(annotation_id)
        self._copy([annotation] if annotation is not None else [])

    def copy_citation(self) -> None:
        """Copy what the open article is cited by."""
        from reader_app.export.citation import citation_of  # late: as above
        from reader_app.export.clipping import Clipping

        if self._session.article is None:
            return
        citation = citation_of(self._session.article)
        self._put(Clipping(citation.html(), citation.plain()))
        self._say(_tr("The citation was copied."), _SAID_FOR)

    def copy_bibtex(self) -> None:
        """Copy the open article's entry for programs that keep references."""
        from reader_app.export.texts.bibtex import bibtex_text  # late: as above

        if self._session.article is None:
            return
        # The entry is about the article alone: no file is read.
        QGuiApplication.clipboard().setText(
            bibtex_text([ExportItem(source=Path(), article=self._session.article)])
        )
        self._say(_tr("The BibTeX entry was copied."), _SAID_FOR)

    def _copy(self, annotations: Sequence[Annotation]) -> None:
        from reader_app.export.clipping import clipping  # late: see above

        if self._session.article is None:
            return
        if not annotations:
            self._say(_tr("There is nothing to copy: select a passage, or mark one."), _SAID_FOR)
            return
        self._put(clipping(self._session.article, annotations, self._session.labels))
        one, many = _tr("One annotation was copied."), _tr("{count} annotations were copied.")
        self._say((one if len(annotations) == 1 else many).format(count=len(annotations)), _SAID_FOR)

    def _put(self, clipping: Clipping) -> None:
        carried = QMimeData()
        carried.setHtml(clipping.html)
        carried.setText(clipping.plain)
        QGuiApplication.clipboard().setMimeData(carried)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Copying", text)

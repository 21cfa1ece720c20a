"""Reads the annotations that stand in a PDF, with the ids that they have in a library."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from reader_app.core.annotation import Label
from reader_app.core.page_text import PageText
from reader_app.document.embedded import EmbeddedReader
from reader_app.document.embedded_groups import Group, groups_in
from reader_app.document.opening import Document
from reader_app.document.pdf_values import date_of
from reader_app.errors import DamagedDocumentError
from reader_app.intake.annotation_list import named_problems
from reader_app.library.library import Library, open_library
from reader_app.worker.embedded_jobs import Embedded, HideEmbedded, ReadEmbedded

_PORTION: Final = 0.1  # seconds that a portion may take, for which the window waits with its pages


class EmbeddedMarks:
    """The annotations that stand in an open document; what they are is found out once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[str, tuple[Sequence[Group], tuple[str, ...]]] = {}

    def read(self, job: ReadEmbedded) -> Embedded:
        """Return what stands in the document, as much as can be read in a moment."""
        groups, problems = self._groups(job.article_id)
        groups = groups[job.first :]
        if groups and job.library is not None:
            with open_library(job.library) as library:
                groups = with_ids_of(library, job.article_id, groups)
        reader = reader_of(self._document, job.article_id, job.labels, job.saved_at)
        end = time.monotonic() + _PORTION
        annotations = []
        for group in groups:
            annotations.append(reader.annotation(group))
            if time.monotonic() > end:
                break
        is_last = len(annotations) == len(groups)
        rest = None if is_last else job.first + len(annotations)
        return Embedded(tuple(annotations), () if job.first else problems, rest)

    def hide(self, job: HideEmbedded) -> None:
        """Let the document be drawn without some of its annotations."""
        groups, _ = self._groups(job.article_id) if job.ids else ((), ())
        self._document.hide(
            key for group in groups if {group.id, group.other_id} & job.ids for key in group.keys
        )

    def _groups(self, article_id: str) -> tuple[Sequence[Group], tuple[str, ...]]:
        if article_id not in self._found:
            self._found[article_id] = groups_of(self._document, article_id)
        return self._found[article_id]


def groups_of(document: Document, article_id: str) -> tuple[list[Group], tuple[str, ...]]:
    """Return the annotations of a document as their entries, and what is wrong with others."""
    groups, problems = groups_in(document, article_id)
    return groups, named_problems(problems)


def with_ids_of(library: Library, article_id: str, groups: Sequence[Group]) -> list[Group]:
    """Return groups with the ids that they have in a library: no two articles have the same."""
    owners = library.annotations.owners({each for group in groups for each in (group.id, group.other_id)})
    return [replace(group, id=_id_of(group, article_id, owners)) for group in groups]


def reader_of(
    document: Document, article_id: str, labels: Sequence[Label], saved_at: datetime
) -> EmbeddedReader:
    """Return what makes annotations of a document's groups.

    Args:
        document: The PDF.
        article_id: The article that the annotations are on.
        labels: Among which each gets one.
        saved_at: When the article was saved.
    """

    def text(page: int) -> PageText:
        try:
            return document.page_text(page)
        except DamagedDocumentError:
            return PageText.empty(page)

    return EmbeddedReader(text, article_id, labels, _date_of(document) or saved_at)


def _id_of(group: Group, article_id: str, owners: Mapping[str, str]) -> str:
    if owners.get(group.other_id) == article_id or owners.get(group.id, article_id) != article_id:
        return group.other_id
    return group.id


def _date_of(document: Document) -> datetime | None:
    """Return when the file says that it was changed, for annotations that do not say it."""
    stated = document.metadata()
    return date_of(stated.get("modDate", "")) or date_of(stated.get("creationDate", ""))

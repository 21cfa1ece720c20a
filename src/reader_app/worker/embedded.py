"""Reads the annotations that stand in a PDF, with the ids that they have in a library."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from reader_app.core.annotation import Label, utc_now
from reader_app.core.page_text import PageText
from reader_app.document.embedded import EmbeddedReader
from reader_app.document.embedded_entries import read_entries
from reader_app.document.embedded_groups import Group, group_entries
from reader_app.document.opening import Document
from reader_app.document.pdf_values import date_of
from reader_app.errors import DamagedDocumentError
from reader_app.library.library import Library, open_library
from reader_app.worker.jobs import Embedded, HideEmbedded, ReadEmbedded


def read_embedded(document: Document, job: ReadEmbedded) -> Embedded:
    """Return what stands in the open document; nothing for one that is no PDF."""
    groups, problems = groups_of(document, job.article_id)
    if groups and job.library is not None:
        with open_library(job.library) as library:
            groups = with_ids_of(library, job.article_id, groups)
    return annotations_of(document, groups, problems, job.article_id, job.labels)


def hide_embedded(document: Document, job: HideEmbedded) -> None:
    """Let the open document be drawn without some of its annotations."""
    groups, _ = groups_of(document, job.article_id) if job.ids else ([], [])
    document.hide(key for group in groups if {group.id, group.other_id} & job.ids for key in group.keys)


def groups_of(document: Document, article_id: str) -> tuple[list[Group], list[str]]:
    """Return the annotations of a document as their entries, and what is wrong with others."""
    if document.reflows:
        return [], []
    with document.untouched() as pdf:
        return group_entries(read_entries(pdf), article_id)


def with_ids_of(library: Library, article_id: str, groups: Sequence[Group]) -> list[Group]:
    """Return groups with the ids that they have in a library: no two articles have the same."""
    owners = library.annotations.owners({each for group in groups for each in (group.id, group.other_id)})
    return [replace(group, id=_id_of(group, article_id, owners)) for group in groups]


def annotations_of(
    document: Document,
    groups: Iterable[Group],
    problems: Iterable[str],
    article_id: str,
    labels: Sequence[Label],
) -> Embedded:
    """Return the annotations that groups are, each with its place."""

    def text(page: int) -> PageText:
        try:
            return document.page_text(page)
        except DamagedDocumentError:
            return PageText.empty(page)

    reader = EmbeddedReader(text, article_id, labels, _date_of(document))
    return Embedded(tuple(map(reader.annotation, groups)), tuple(problems))


def _id_of(group: Group, article_id: str, owners: Mapping[str, str]) -> str:
    if owners.get(group.other_id) == article_id or owners.get(group.id, article_id) != article_id:
        return group.other_id
    return group.id


def _date_of(document: Document) -> datetime:
    """Return when the file says that it was changed, for annotations that do not say it; else now."""
    stated = document.metadata()
    return date_of(stated.get("modDate", "")) or date_of(stated.get("creationDate", "")) or utc_now()

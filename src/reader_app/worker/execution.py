"""What a child does for each kind of job. The rooms that do it are imported when they are first needed."""

from collections.abc import Callable
from functools import singledispatchmethod
from typing import TYPE_CHECKING

from reader_app.core.layout import DocumentLayout
from reader_app.core.page_text import PageText
from reader_app.errors import DocumentError
from reader_app.export.item import ExportFile
from reader_app.worker import care_jobs, embedded_jobs, jobs
from reader_app.worker.shared_samples import SharedSamples

if TYPE_CHECKING:
    from reader_app.core.article import Article
    from reader_app.document.opening import Document
    from reader_app.export.report import ExportReport
    from reader_app.worker.embedded import EmbeddedMarks

# MuPDF is loaded with the first import of document or export: late, so that a child that only takes
# text in does not pay for it, and the window's process, which imports this room, never does.

Notify = Callable[[jobs.Progress], None]


class Executor:
    """Runs jobs one after the other; holds the document that is open between them."""

    def __init__(self, samples: SharedSamples | None) -> None:
        self._samples = samples
        self._document: Document | None = None
        self._embedded: EmbeddedMarks | None = None

    @singledispatchmethod
    def execute(self, job: object, notify: Notify) -> object:
        """Run a job and return its result.

        Raises:
            ReaderError: What the world did wrong.
        """
        raise TypeError(f"no such job: {type(job).__name__}")

    @execute.register(jobs.OpenDocument)
    def _(self, job: jobs.OpenDocument, notify: Notify) -> DocumentLayout:
        from reader_app.document.opening import open_document

        # What is open stays so until the new one is: it may be damaged, or ask for a password.
        document = open_document(job.path, job.media_type, job.password)
        try:
            layout = document.lay_out(job.style)
        except BaseException:
            document.close()
            raise
        if self._document is not None:
            self._document.close()
        self._document, self._embedded = document, None
        return layout

    @execute.register(jobs.LayOut)
    def _(self, job: jobs.LayOut, notify: Notify) -> DocumentLayout:
        return self._open_document().lay_out(job.style)

    @execute.register(jobs.CountCharacters)
    def _(self, job: jobs.CountCharacters, notify: Notify) -> list[int]:
        return self._open_document().character_starts()

    @execute.register(jobs.ReadPage)
    def _(self, job: jobs.ReadPage, notify: Notify) -> PageText:
        return self._open_document().page_text(job.page)

    @execute.register(jobs.PreparePage)
    def _(self, job: jobs.PreparePage, notify: Notify) -> None:
        self._open_document().prepare(job.page, job.scale)

    @execute.register(jobs.RenderTile)
    def _(self, job: jobs.RenderTile, notify: Notify) -> jobs.RenderedTile:
        if self._samples is None:
            raise TypeError("this child has no shared memory to draw into")
        part = (job.left, job.top, job.width, job.height)
        with self._samples.slot(job.slot) as slot:
            self._open_document().render(job.page, job.scale, part, job.colors, slot)
        return jobs.RenderedTile(job.width, job.height, job.slot)

    @execute.register(embedded_jobs.ReadEmbedded)
    def _(self, job: embedded_jobs.ReadEmbedded, notify: Notify) -> embedded_jobs.Embedded:
        return self._open_marks().read(job)

    @execute.register(embedded_jobs.HideEmbedded)
    def _(self, job: embedded_jobs.HideEmbedded, notify: Notify) -> None:
        self._open_marks().hide(job)

    @execute.register(embedded_jobs.ImportAnnotations)
    def _(self, job: embedded_jobs.ImportAnnotations, notify: Notify) -> embedded_jobs.Imported:
        from reader_app.worker.importing import import_annotations

        return import_annotations(job, notify)

    @execute.register(jobs.ExpandSources)
    def _(self, job: jobs.ExpandSources, notify: Notify) -> jobs.ExpandedSources:
        from reader_app.intake.expansion import expand

        found = expand(job.names)
        return jobs.ExpandedSources(found.sources, found.problems)

    @execute.register(jobs.SaveSource)
    def _(self, job: jobs.SaveSource, notify: Notify) -> jobs.SavedSource:
        from reader_app.worker.saving import save_source

        return save_source(job, notify)

    @execute.register(jobs.SaveVersion)
    def _(self, job: jobs.SaveVersion, notify: Notify) -> "Article":
        from reader_app.worker.versions import save_version

        return save_version(job, notify)

    @execute.register(jobs.ShowForm)
    def _(self, job: jobs.ShowForm, notify: Notify) -> "Article":
        from reader_app.worker.versions import show_form

        return show_form(job, notify)

    @execute.register(jobs.ShowVersion)
    def _(self, job: jobs.ShowVersion, notify: Notify) -> "Article":
        from reader_app.worker.versions import show_version

        return show_version(job, notify)

    @execute.register(jobs.LeaveOut)
    def _(self, job: jobs.LeaveOut, notify: Notify) -> "Article":
        from reader_app.worker.repairing import leave_out

        return leave_out(job, notify)

    @execute.register(jobs.IndexText)
    def _(self, job: jobs.IndexText, notify: Notify) -> "Article":
        from reader_app.worker.indexing import index_text

        return index_text(job, notify)

    @execute.register(ExportFile)
    def _(self, job: ExportFile, notify: Notify) -> "ExportReport":
        from reader_app.export.exporting import export_file

        return export_file(job, lambda done, total: notify(jobs.Progress(done, total)))

    @execute.register(care_jobs.TakeDailyCare)
    @execute.register(care_jobs.BackUp)
    @execute.register(care_jobs.DescribeBackup)
    @execute.register(care_jobs.RestoreBackup)
    @execute.register(care_jobs.CheckLibrary)
    @execute.register(care_jobs.PurgeTrash)
    def _(self, job: care_jobs.CareJob, notify: Notify) -> object:
        from reader_app.worker.care import take_care

        return take_care(job)

    def _open_document(self) -> "Document":
        if self._document is None:
            raise DocumentError("No article is open.")
        return self._document

    def _open_marks(self) -> "EmbeddedMarks":
        from reader_app.worker.embedded import EmbeddedMarks

        if self._embedded is None:
            self._embedded = EmbeddedMarks(self._open_document())
        return self._embedded

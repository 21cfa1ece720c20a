"""Stores the files of what was taken in: the last step before it is added to the library."""

from reader_app.core.article import Form, State
from reader_app.intake.sources import Listing
from reader_app.intake.web_archive import SUFFIX as WEB_ARCHIVE
from reader_app.intake.web_archive import web_archive
from reader_app.library.library import Library
from reader_app.library.new_article import NewArticle
from reader_app.worker.taking import Opened, Taken


def new_article(
    library: Library, taken: Taken, opened: Opened, form: Form, listing: Listing | None = None
) -> NewArticle:
    """Store the files and return what is to be added.

    Raises:
        StorageError: The library cannot keep the files.
    """
    intake, files, text = taken.intake, library.files, opened.text
    listing = listing or Listing()
    original = files.store(taken.original, intake.original_suffix)
    return NewArticle(
        metadata=opened.metadata,
        media_type=intake.media_type,
        reading_file=original if intake.reading is None else files.store(intake.reading, intake.suffix),
        original_file=original,
        form=form,
        is_web_page=taken.is_web_page,
        is_doubtful=intake.whole is not None,
        archive_file=_archive(library, taken),
        whole_page="" if intake.whole is None else files.store(intake.whole, intake.suffix),
        addresses=taken.addresses,
        tags=listing.tags,
        state=listing.state or State.INBOX,
        saved_at=listing.saved_at,
        word_count=0 if text is None else text.word_count,
        section_count=0 if text is None else len(text.sections),
        texts=None if text is None else text.sections,
    )


def _archive(library: Library, taken: Taken) -> str:
    """Store a page with the pictures beside it, so that other forms of it can have them later."""
    if not (taken.is_web_page and taken.pictures):
        return ""
    archive = web_archive(taken.original, taken.source.address, None, taken.pictures)
    return library.files.store(archive, WEB_ARCHIVE)

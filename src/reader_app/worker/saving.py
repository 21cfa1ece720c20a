"""Saves a source: it becomes an article of the library, unless the library has it already.

Runs in a child process, so that a file made to do harm, or one that is merely broken, ends the child
and not the program.
"""

from collections.abc import Sequence
from contextlib import suppress

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.core.likeness import Likeness, likeness
from reader_app.core.text import SectionText
from reader_app.errors import DocumentError
from reader_app.intake.listed_annotations import ListReader
from reader_app.intake.listed_highlights import listed_highlights
from reader_app.intake.sources import Listing
from reader_app.library.library import Library, open_library
from reader_app.library.new_article import NewArticle
from reader_app.worker.jobs import Outcome, ReadText, SavedSource, SaveSource
from reader_app.worker.keeping import new_article
from reader_app.worker.taking import (
    Notify,
    Opened,
    Taken,
    content_for,
    fetch,
    open_taken,
    sha256_of,
    take,
    unheard,
)
from reader_app.worker.versions import texts_of

_SHORT = 1 << 20  # bytes of HTML: a tenth of a second


def save_source(job: SaveSource, notify: Notify = unheard) -> SavedSource:
    """Save a source as a new article, or find the one that has the same content already.

    Raises:
        IntakeError: The source cannot be read, or cannot become an article.
        DocumentError: It can, but the file could not be opened for reading then.
        StorageError: The library cannot keep it.
    """
    with open_library(job.library) as library:
        if job.source.is_fetched:
            taken = fetch(job.source, job.form)
        else:
            content = content_for(library, job.source)
            # Looked up again when it is added; here it spares reading a source that is saved already.
            known = library.articles.find_by_file(sha256_of(content[0]), with_trash=True)
            if known is not None:
                if job.text is ReadText.NOW:
                    _texts_of(library, known, notify)
                return _known(library, known, Outcome.ALREADY_SAVED, job, (job.source.address,), notify)
            taken = take(job.source, job.form, content)
        # Before anything is stored: opening is what shows whether a document is sound.
        opened = open_taken(taken, notify, with_text=_is_read_now(job, taken))
        return _keep(library, job, taken, opened, notify)


def _is_read_now(job: SaveSource, taken: Taken) -> bool:
    is_short = taken.intake.media_type == "text/html" and len(taken.reading) <= _SHORT
    return (
        job.text is ReadText.NOW
        or (job.text is ReadText.IF_SHORT and is_short)
        or (job.source.listing is not None and bool(job.source.listing.highlights))
    )


def _keep(library: Library, job: SaveSource, taken: Taken, opened: Opened, notify: Notify) -> SavedSource:
    addresses, listing = _addresses(taken), job.source.listing or Listing()
    unlike: set[str] = set()
    new: NewArticle | None = None
    while True:
        rivals = library.articles.at_addresses(addresses, with_trash=True)
        if rivals and opened.text is None:
            opened = open_taken(taken, notify, with_text=True)
        sections = opened.text.sections if opened.text is not None else ()
        saved = _saved_before(library, taken.sha256, sections, rivals, unlike, notify)
        if saved is not None:
            break
        if new is None:
            new = new_article(library, taken, opened, job.form, listing)
        annotations = _annotations(library, new, listing, sections)
        article, is_new = library.articles.add(new, annotations, unlike=unlike)
        if is_new:
            return SavedSource(article, Outcome.ADDED)
        # Another program was faster, perhaps with another article of the same address: look again.
    if new is not None:
        library.articles.remove_unused(new.files)
    article, outcome = saved
    return _known(library, article, outcome, job, addresses, notify)


def _saved_before(
    library: Library,
    sha256: str,
    sections: Sequence[SectionText],
    rivals: Sequence[Article],
    unlike: set[str],
    notify: Notify,
) -> tuple[Article, Outcome] | None:
    """Return the article that a source is saved as, in the trash or not, and whether it changed since.

    Some sites give all their pages one address, so of the ``rivals`` that have the same the texts decide;
    ``unlike`` takes the ids of those that have another text.
    """
    article = library.articles.find_by_file(sha256, with_trash=True)
    if article is not None:
        return article, Outcome.ALREADY_SAVED
    for article in rivals:
        if article.id in unlike:
            continue
        match likeness(sections, _texts_of(library, article, notify)):
            case Likeness.SAME:
                return article, Outcome.ALREADY_SAVED
            case Likeness.SIMILAR:
                return article, Outcome.CHANGED
            case Likeness.DIFFERENT:
                unlike.add(article.id)
    return None


def _texts_of(library: Library, article: Article, notify: Notify) -> Sequence[SectionText]:
    """Return the text of an article, read now if it was saved without; nothing where it cannot be read."""
    with suppress(DocumentError):  # it asks for a password, say
        return texts_of(library, library.articles.version(article.version_id), notify)
    return ()


def _known(
    library: Library,
    article: Article,
    outcome: Outcome,
    job: SaveSource,
    addresses: Sequence[str],
    notify: Notify,
) -> SavedSource:
    """Let the article be found by these addresses too, and give it what a reading list says of it.

    From the trash it comes back by that, as it was: who saves it again wants to have it.
    """
    listing = job.source.listing or Listing()
    sections = _texts_of(library, article, notify) if listing.highlights else ()
    annotations = _annotations(library, article, listing, sections)
    return SavedSource(library.articles.enrich(article.id, addresses, listing.tags, annotations), outcome)


def _annotations(
    library: Library, article: Article | NewArticle, listing: Listing, sections: Sequence[SectionText]
) -> Sequence[Annotation]:
    if not listing.highlights:
        return ()
    reader = ListReader(article.id, "", ArticleText(sections), library.labels.all())
    annotations, _ = reader.annotations(listed_highlights(listing.highlights))
    return annotations


def _addresses(taken: Taken) -> tuple[str, ...]:
    return (*taken.addresses, taken.intake.metadata.url)

"""What a child can be asked to do with annotations that other programs made."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reader_app.core.annotation import Annotation, Label


@dataclass(frozen=True, slots=True)
class ReadEmbedded:
    """Answer with annotations that stand in the open PDF: ``Embedded``, empty for other documents.

    They come in portions, so that pages are drawn between them: a book may have thousands.

    Attributes:
        article_id: The article that is open.
        saved_at: When that was saved: so old is at least what has no date, in a file that has none.
        labels: Among which each annotation gets one.
        library: The library's folder; with it, an annotation that this program wrote has another id than its
            own where that one belongs to another article, as it has once it is imported.
        first: Of which annotation of the file on they are wanted, from 0.
    """

    article_id: str
    saved_at: datetime
    labels: tuple[Label, ...]
    library: Path | None = None
    first: int = 0


@dataclass(frozen=True, slots=True)
class Embedded:
    """What stands in a PDF, or a portion of it.

    Attributes:
        annotations: Not saved; each with its place.
        problems: A sentence for each entry that cannot be read or is of no use here; all come with the
            first portion.
        rest: ``ReadEmbedded.first`` of the next portion; None if this is the last one.
    """

    annotations: tuple[Annotation, ...]
    problems: tuple[str, ...]
    rest: int | None = None


@dataclass(frozen=True, slots=True)
class HideEmbedded:
    """Draw pages without these embedded annotations and their replies from now on; answers nothing.

    All others are drawn, those hidden before too. Tiles that were drawn already stay as they are.

    Attributes:
        ids: As ``ReadEmbedded`` gives them.
        article_id: The article that is open, from which the ids follow.
    """

    ids: frozenset[str]
    article_id: str


@dataclass(frozen=True, slots=True)
class ImportAnnotations:
    """Bring the annotations of a file to an article, in one transaction; answers ``Imported``.

    Attributes:
        library: The library's folder.
        article_id: The article.
        source: A PDF with annotations, Web Annotations or an export of Hypothesis: its content tells.
        password: Opens an encrypted PDF.
    """

    library: Path
    article_id: str
    source: Path
    password: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the annotations of a file.

    Attributes:
        added: Those that are new, in reading order.
        known: How many were there before, in the trash too.
        problems: A sentence for each entry that could not be read.
    """

    added: tuple[Annotation, ...]
    known: int
    problems: tuple[str, ...]

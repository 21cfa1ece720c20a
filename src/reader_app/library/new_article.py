"""What is about to be kept: a new article, or a new version of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from reader_app.core.article import Form, Metadata, State
from reader_app.core.text import SectionText


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article about to be added, or a new version of one; its files are stored already.

    Attributes:
        id: 32 hexadecimal digits; not used for a version.
        media_type: MIME type of the reading file.
        reading_file: SHA-256 of the file that is opened for reading.
        original_file: SHA-256 of what the source gave; often the same.
        form: Which part of a web page the reading file is.
        is_web_page: Whether the original is a web page, so that there are other forms of it.
        is_doubtful: Whether it is doubtful that ``Form.ARTICLE`` is the article's part of the page.
        whole_page: SHA-256 of the whole page as another file for reading, kept as a version of its own
            that is not shown; "" if there is none.
        archive_file: SHA-256 of the original with the pictures that stood beside it in one file, of which
            other forms are made; "" where the original serves.
        addresses: Under which it is found again, beside the one in its metadata.
        state: Not used for a version.
        saved_at: UTC; None for now. Not used for a version.
        word_count: 0 if the text was not read yet.
        section_count: 0 if the text was not read yet.
        texts: The text of each section; None if it was not read yet.
    """

    id: str = field(default_factory=lambda: uuid4().hex)
    metadata: Metadata
    media_type: str
    reading_file: str
    original_file: str
    form: Form = Form.ARTICLE
    is_web_page: bool = False
    is_doubtful: bool = False
    whole_page: str = ""
    archive_file: str = ""
    addresses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    state: State = State.INBOX
    saved_at: datetime | None = None
    word_count: int = 0
    section_count: int = 0
    texts: Sequence[SectionText] | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """All its files."""
        return tuple(
            filter(None, (self.original_file, self.reading_file, self.whole_page, self.archive_file))
        )

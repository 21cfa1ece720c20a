"""The door of the room: a file's bytes go in, an article comes out.

Each format has a module with one function, ``read(source, name, around)``. It is imported when a file of
its kind comes, because what it builds on is slow to load.
"""

from collections.abc import Callable

from reader_app.errors import IntakeError
from reader_app.intake.detect import Format, detect
from reader_app.intake.outcome import Intake
from reader_app.intake.surroundings import ALONE, Surroundings

__all__ = ["Intake", "take_in"]

_MEGABYTE = 1 << 20
_LARGEST = {
    Format.PDF: 1024 * _MEGABYTE,
    Format.EPUB: 512 * _MEGABYTE,
    Format.FB2: 128 * _MEGABYTE,
    Format.MOBI: 256 * _MEGABYTE,
    Format.DOCX: 256 * _MEGABYTE,
    Format.ODT: 256 * _MEGABYTE,
    Format.RTF: 128 * _MEGABYTE,
    Format.MHTML: 128 * _MEGABYTE,
    Format.HTML: 64 * _MEGABYTE,
    Format.MARKDOWN: 32 * _MEGABYTE,
    Format.TEXT: 32 * _MEGABYTE,
}


def take_in(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a source becomes.

    Args:
        source: The whole file.
        name: Its file name or address: only a hint, the content decides.
        around: What is known of it beside its bytes.

    Raises:
        IntakeError: The source is empty, damaged, too large, or made to do harm.
        UnsupportedFormatError: The source is of a kind that this program does not read.
    """
    if len(source) > max(_LARGEST.values()):
        raise IntakeError("The file is larger than 1,024 MB, the most that this program reads.")
    kind = detect(source, name)
    if len(source) > _LARGEST[kind]:
        limit = _LARGEST[kind] // _MEGABYTE
        raise IntakeError(f"The file is larger than {limit} MB, the most this program reads of {kind}.")
    return _reader(kind)(source, name, around)


def _reader(kind: Format) -> Callable[[bytes, str, Surroundings], Intake]:
    # Late imports: each format's parsers are slow to load, and only one of them is needed.
    match kind:
        case Format.PDF:
            from reader_app.intake.pdf import read
        case Format.EPUB:
            from reader_app.intake.epub import read
        case Format.FB2:
            from reader_app.intake.fb2 import read
        case Format.MOBI:
            from reader_app.intake.mobi import read
        case Format.DOCX:
            from reader_app.intake.docx import read
        case Format.ODT:
            from reader_app.intake.odt import read
        case Format.RTF:
            from reader_app.intake.rtf import read
        case Format.MHTML:
            from reader_app.intake.mhtml import read
        case Format.HTML:
            from reader_app.intake.html import read
        case Format.MARKDOWN:
            from reader_app.intake.markdown import read
        case Format.TEXT:
            from reader_app.intake.plain_text import read
    return read

"""The door of the room: a file's bytes go in, an article comes out.

Each format has a module with one function, ``read(source, name, around)``. It is imported when a file of
its kind comes, because what it builds on is slow to load.
"""

from collections.abc import Callable
from pathlib import Path

from reader_app.errors import IntakeError
from reader_app.intake.detect import SUFFIXES, Format, detect
from reader_app.intake.outcome import Intake
from reader_app.intake.surroundings import ALONE, Surroundings

__all__ = ["Intake", "expand", "take_in"]

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
_READABLE = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)


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


def expand(source: Path) -> list[Path]:
    """Return the files to take in: those a folder holds, at any depth, sorted; or the file itself.

    Hidden files and folders are left out, and what the program cannot read by the look of its name.

    Raises:
        IntakeError: There is no such file or folder, or it cannot be looked into.
    """
    try:
        if not source.is_dir():
            if not source.exists():
                raise IntakeError(f"There is no file or folder {source}.")
            return [source]
        return sorted(path for path in source.rglob("*") if _is_readable(path, source))
    except OSError as error:
        raise IntakeError(f"Cannot look into {source}.") from error


def _is_readable(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and path.suffix.lower() in _READABLE and path.is_file()


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

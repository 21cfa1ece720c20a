"""From a source to its bytes, and to the pictures beside them. What the bytes are is not known here."""

from functools import partial
from pathlib import Path

from reader_app.errors import IntakeError
from reader_app.intake.file_trees import Folder, open_zip
from reader_app.intake.kept_pictures import ArchivePictures, FolderPictures
from reader_app.intake.listed_page import dressed
from reader_app.intake.sources import Source
from reader_app.intake.surroundings import NoPictures, PictureSource

_LARGEST_PICTURE = 15 << 20


def content_of(source: Source) -> tuple[bytes, PictureSource]:
    """Return what a source holds, and where the pictures are that its page names.

    Args:
        source: A file, a file in an archive, or given content; not an address that is to be fetched.

    Raises:
        IntakeError: It cannot be read, or unpacked, or is too large.
    """
    content, pictures = _content(source)
    if source.listing is not None and source.content is None:
        content = dressed(content, source.listing, source.address)
    return content, pictures


def _content(source: Source) -> tuple[bytes, PictureSource]:
    if source.content is not None:
        return source.content, NoPictures()
    if source.path is None:
        message = f"{source.address} is to be fetched"
        raise ValueError(message)
    if not source.member:
        folder = source.path.parent
        return Folder(folder).read(source.path.name), FolderPictures(folder)
    with open_zip(source.path) as archive:
        pictures = ArchivePictures(partial(_member, source.path), source.member)
        return archive.read(source.member), pictures


def _member(path: Path, name: str) -> bytes | None:
    """Return a member of an archive, None if it cannot be had: a page does without a picture."""
    try:
        with open_zip(path) as archive:
            return archive.read(name, _LARGEST_PICTURE) if archive.has(name) else None
    except IntakeError:
        return None

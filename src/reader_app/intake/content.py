"""From a source to its bytes, and to the pictures beside them. What the bytes are is not known here."""

from reader_app.intake.file_trees import Folder, open_zip
from reader_app.intake.sources import Source
from reader_app.intake.surroundings import NoPictures, PictureSource


def content_of(source: Source) -> tuple[bytes, PictureSource]:
    """Return what a source holds, and where the pictures are that its page names.

    Args:
        source: A file, a file in an archive, or given content; not an address that is to be fetched.

    Raises:
        IntakeError: It cannot be read, or unpacked, or is too large.
    """
    content, pictures = _content(source)
    if source.listing is not None:
        # Late on purpose: the parser is slow to load, and only lists need it.
        from reader_app.intake.listed_page import dressed

        content = dressed(content, source.listing, source.address)
    return content, pictures


def _content(source: Source) -> tuple[bytes, PictureSource]:
    if source.content is not None:
        return source.content, NoPictures()
    if source.path is None:
        message = f"{source.address} is to be fetched"
        raise ValueError(message)
    if not source.member:
        return Folder(source.path.parent).read(source.path.name), NoPictures()
    with open_zip(source.path) as archive:
        return archive.read(source.member), NoPictures()

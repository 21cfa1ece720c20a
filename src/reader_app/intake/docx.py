"""A Word document to an article: headings, quotations, lists, tables, notes, pictures, formulas.

What was inserted while changes were tracked is shown, what was deleted is not.
"""

import re
import zipfile

import mammoth
from mammoth.documents import Image

from reader_app.core.article import Metadata
from reader_app.errors import IntakeError
from reader_app.intake.archive import member, open_archive
from reader_app.intake.composed import composed
from reader_app.intake.inner_pictures import InnerPictures
from reader_app.intake.outcome import Intake
from reader_app.intake.safe_xml import children, line_of, parse_xml
from reader_app.intake.stated_metadata import believed_authors, believed_title
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.values import date_or_nothing, language_or_nothing
from reader_app.intake.word_parts import FORMULA, prepared, require_text

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh > em
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Image Caption'] => figcaption:fresh
p[style-name='Table Caption'] => figcaption:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
p[style-name='macro'] => pre:separator('\\n')
r[style-name='Emphasis'] => em
r[style-name='Subtle Emphasis'] => em
r[style-name='Intense Emphasis'] => em > strong
r[style-name='HTML Code'] => code
r[style-name='Verbatim Char'] => code
r[style-name='Source Text'] => code
u => u
highlight => mark
comment-reference => sup
"""
_NOTES = re.compile(r'<ol><li id="(?:foot|end)note-|<dl><dt id="comment-')
_TWICE_RAISED = re.compile(r"<sup><sup>(<a [^>]*>[^<]*</a>)</sup></sup>")
# What the library raises for documents that break the format's rules.
_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, RecursionError)


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a Word document is.

    Raises:
        IntakeError: It is damaged, too large, or made to do harm.
    """
    with open_archive(source) as archive:
        require_text(archive)
        stated = _metadata(archive)
        parts = prepared(archive)
    pictures = InnerPictures()

    def picture(image: Image) -> dict[str, str]:
        try:
            with image.open() as file:
                content = file.read()
        except (KeyError, OSError):
            content = b""
        return {"src": pictures.address(content)}

    try:
        markup = mammoth.convert_to_html(
            parts.package,
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(picture),
            include_embedded_style_map=False,
            id_prefix="",
        ).value
    except (*_BROKEN, zipfile.BadZipFile) as error:
        raise IntakeError("The Word document is damaged and cannot be read.") from error
    markup = _TWICE_RAISED.sub(r"<sup>\1</sup>", markup)
    markup = _NOTES.sub(lambda notes: f"<hr>{notes[0]}", markup, count=1)
    formulas = dict(enumerate(parts.formulas))
    markup = FORMULA.sub(lambda mark: formulas.get(int(mark[1]), ""), markup)
    return composed(markup, stated, name, around, SUFFIXES)


def _metadata(archive: zipfile.ZipFile) -> Metadata:
    core = member(archive, "docProps/core.xml")
    if core is None:
        return Metadata(title="")
    properties = parse_xml(core)

    def value(name: str) -> str:
        return next((line for e in children(properties, name) if (line := line_of(e))), "")

    published = date_or_nothing(value("created"))
    return Metadata(
        title=believed_title(value("title")),
        authors=believed_authors(value("creator")),
        published=published,
        language=language_or_nothing(value("language")),
        is_date_guessed=bool(published),
    )

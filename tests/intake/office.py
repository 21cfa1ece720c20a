"""Office documents that the tests make themselves."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    f'xmlns:r="{_RELATIONS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_STYLES = (
    ("Title", "Title", ""),
    ("Heading1", "heading 1", ""),
    ("Heading2", "heading 2", ""),
    ("Own", "My Chapter", '<w:basedOn w:val="Heading2"/>'),
    ("Level", "My Level", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
    ("Circle", "Circle", '<w:basedOn w:val="Circle"/>'),
    ("Quote", "Quote", ""),
    ("Caption", "caption", ""),
    ("Code", "HTML Preformatted", ""),
)
_OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)


def zipped(members: Iterable[tuple[str, bytes | str]]) -> bytes:
    """Return a zip file of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a picture of one color."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        )

    rows = (b"\x00" + b"\x30\x60\x90" * width) * height
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def docx(
    body: str,
    *,
    core: str = "",
    head: str = "",
    word: str = WORD,
    relations: Iterable[tuple[str, str, str]] = (),
    members: Iterable[tuple[str, bytes | str]] = (),
) -> bytes:
    """Return a Word document.

    Args:
        body: The inside of ``w:body``.
        core: The inside of its properties.
        head: What stands before the document's root.
        word: The namespace of the format.
        relations: Ids, kinds and targets of what the document refers to.
        members: Further members.
    """
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{more}</w:style>'
        for identity, name, more in _STYLES
    )
    links = "".join(
        f'<Relationship Id="{identity}" Type="{_RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if kind == "hyperlink" else "")
        + "/>"
        for identity, kind, target in relations
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/></Types>'
    )
    root = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a"'
        f' Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    properties = (
        '<p:coreProperties xmlns:p="x" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</p:coreProperties>'
    )
    document = f'{head}<w:document xmlns:w="{word}" {_SPACES}><w:body>{body}</w:body></w:document>'
    parts = (
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("word/document.xml", document),
        ("word/styles.xml", f'<w:styles xmlns:w="{word}">{styles}</w:styles>'),
        (
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        ),
        ("docProps/core.xml", properties),
    )
    return zipped([*parts, *members])


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph of a Word document."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(
    body: str,
    *,
    styles: str = "",
    meta: str = "",
    head: str = "",
    members: Iterable[tuple[str, bytes | str]] = (),
) -> bytes:
    """Return an OpenDocument text.

    Args:
        body: The inside of ``office:text``.
        styles: Automatic styles.
        meta: The inside of its metadata.
        head: What stands before the content's root.
        members: Further members.
    """
    return zipped(
        [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                f"{head}<office:document-content {_OPEN}>{_content(body, styles)}</office:document-content>",
            ),
            (
                "meta.xml",
                f"<office:document-meta {_OPEN}><office:meta>{meta}</office:meta></office:document-meta>",
            ),
            *members,
        ]
    )


def flat_odt(body: str, *, styles: str = "", meta: str = "") -> bytes:
    """Return an OpenDocument text in one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_OPEN}'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta>{meta}</office:meta>{_content(body, styles)}</office:document>"
    ).encode()


def _content(body: str, styles: str) -> str:
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )

"""The XML of a Word document, made ready for the library that turns it into HTML.

Everything in it is parsed here first, within limits, and handed on without entities. What the library
passes over would be lost, so it is put into words that it knows: fields, ruby, text boxes, formulas,
styles that are made after a heading.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from reader_app.errors import IntakeError
from reader_app.intake.archive import member
from reader_app.intake.office_math import mathml
from reader_app.intake.safe_xml import children, local_name, parse_xml

FORMULA = re.compile("\ue0f1(\\d{1,6})\ue0f2")

_LARGEST_PICTURE = 15 << 20
_MOST_PICTURES = 60 << 20  # bytes in all
_WRAPPERS = ("fldSimple", "smartTag", "dir", "bdo", "oMathPara", "customXml", "subDoc")
# What no reader sees; without it a document is half as large.
_NEEDLESS = ("proofErr", "lastRenderedPageBreak", "rFonts", "sz", "szCs", "color", "lang", "kern", "spacing")
_NAMED_STYLES = re.compile(
    r"heading \d|title|subtitle|quote|intense quote|block text|caption|html preformatted"
)
_PARTS_WITH_TEXT = re.compile(r"document\d*\.xml|footnotes\.xml|endnotes\.xml|comments\.xml", re.IGNORECASE)


@dataclass(slots=True)
class WordParts:
    """A document made ready.

    Attributes:
        package: A zip file of its parts.
        formulas: MathML; the text has a mark with its place in the list for each.
    """

    package: io.BytesIO = field(default_factory=io.BytesIO)
    formulas: list[str] = field(default_factory=list)


def prepared(archive: zipfile.ZipFile) -> WordParts:
    """Return the document, its parts checked and put into words that the library knows.

    Raises:
        IntakeError: A part is damaged, too large, or made to do harm.
    """
    parts = WordParts()
    room = _MOST_PICTURES
    with zipfile.ZipFile(parts.package, "w", zipfile.ZIP_STORED) as package:
        for info in archive.infolist():
            if info.is_dir() or info.filename in package.NameToInfo:
                continue
            if info.filename.lower().endswith((".xml", ".rels")):
                package.writestr(info.filename, _prepared_xml(archive, info.filename, parts))
            elif info.file_size <= min(_LARGEST_PICTURE, room):
                room -= info.file_size
                package.writestr(info.filename, member(archive, info.filename) or b"")
    parts.package.seek(0)
    return parts


def _prepared_xml(archive: zipfile.ZipFile, name: str, parts: WordParts) -> bytes:
    content = member(archive, name) or b""
    base = name.rpartition("/")[2]
    is_needed = base.lower().endswith(".rels") or base == "[Content_Types].xml"
    if not (is_needed or base == "styles.xml" or base == "numbering.xml" or _PARTS_WITH_TEXT.fullmatch(base)):
        return b"<unused/>"  # themes, settings, data: nothing asks for them
    root = parse_xml(content)
    if base == "styles.xml":
        _name_after_ancestors(root)
    elif _PARTS_WITH_TEXT.fullmatch(base):
        _settle(root, parts.formulas)
    return etree.tostring(root)


def _settle(root: etree._Element, formulas: list[str]) -> None:
    """Change what would be passed over."""
    etree.strip_elements(root, *(f"{{*}}{name}" for name in _NEEDLESS), with_tail=False)
    for element in list(root.iter()):
        match local_name(element):
            case "AlternateContent":
                _choose(element)
            case "oMath":
                formulas.append(mathml(element))
                _replace_by_text(element, f"\ue0f1{len(formulas) - 1}\ue0f2")
            case "ruby":
                _settle_ruby(element)
            case "cr":
                element.tag = _sibling_name(element, "br")
            case "ptab":
                element.tag = _sibling_name(element, "tab")
            case "vanish" if _is_on(element):
                _hide_run(element)
    etree.strip_tags(root, *(f"{{*}}{name}" for name in _WRAPPERS))


def _choose(alternate: etree._Element) -> None:
    """Let the older form of a drawing stand; where there is none, let the words of the newer."""
    fallback = next(iter(children(alternate, "Fallback")), None)
    boxes = [e for choice in children(alternate, "Choice") for e in choice.iter("{*}txbxContent")]
    has_words = fallback is not None and next(fallback.iter("{*}txbxContent"), None) is not None
    if (fallback is not None and len(fallback) and not boxes) or has_words:
        return
    if fallback is None:
        fallback = etree.SubElement(alternate, re.sub(r"}.*", "}Fallback", str(alternate.tag)))
    if not boxes:
        for choice in children(alternate, "Choice"):
            fallback.extend(list(choice))
    for box in boxes:
        picture = etree.SubElement(fallback, _sibling_name(box, "pict"))
        etree.SubElement(picture, "{urn:schemas-microsoft-com:vml}textbox").append(box)


def _settle_ruby(ruby: etree._Element) -> None:
    """Write the reading of a word in brackets behind it."""
    base = [run for group in children(ruby, "rubyBase") for run in group]
    reading = "".join("".join(map(str, group.itertext())) for group in children(ruby, "rt"))
    parent = ruby.getparent()
    run = ruby if parent is None or local_name(parent) != "r" else parent
    around = run.getparent()
    if around is None:
        return
    place = around.index(run)
    for offset, part in enumerate(base):
        around.insert(place + offset, part)
    _replace_by_text(ruby, f"({reading})" if reading else "")


def _replace_by_text(element: etree._Element, text: str) -> None:
    """Put text where the element stands, in a run of its own unless it stands in one."""
    parent = element.getparent()
    if parent is None:
        return
    word = next(
        (e for e in element.iterancestors() if local_name(e) in ("p", "r", "hyperlink", "body")), parent
    )
    holder = etree.Element(_sibling_name(word, "t"))
    holder.text = text
    if local_name(parent) != "r":
        run = etree.Element(_sibling_name(word, "r"))
        run.append(holder)
        holder = run
    parent.replace(element, holder)


def _hide_run(mark: etree._Element) -> None:
    """Take out a run that is marked as hidden."""
    properties = mark.getparent()
    run = properties.getparent() if properties is not None else None
    if run is not None and local_name(run) == "r" and (parent := run.getparent()) is not None:
        parent.remove(run)


def _name_after_ancestors(styles: etree._Element) -> None:
    """Give a style that is made after a heading, a title or a quotation the name of that."""
    by_id = {_attribute(style, "styleId"): style for style in children(styles, "style")}
    for style in by_id.values():
        ancestor, seen = style, 0
        while not _NAMED_STYLES.fullmatch(_named(ancestor)) and seen < 20:
            level = next((_attribute(e, "val") for e in children(ancestor, "pPr", "outlineLvl")), "")
            if level.isdecimal() and int(level) < 9:
                _rename(style, f"heading {int(level) + 1}")
                break
            base = next((_attribute(e, "val") for e in children(ancestor, "basedOn")), "")
            if base not in by_id:
                break
            ancestor, seen = by_id[base], seen + 1
        else:
            if seen < 20:
                _rename(style, _named(ancestor))


def _named(style: etree._Element) -> str:
    return next((_attribute(e, "val") for e in children(style, "name")), "").lower()


def _rename(style: etree._Element, name: str) -> None:
    for element in children(style, "name"):
        element.set(_sibling_name(element, "val"), name)


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


def _is_on(element: etree._Element) -> bool:
    return _attribute(element, "val").lower() not in ("0", "false", "off")


def _sibling_name(element: etree._Element, name: str) -> str:
    """Return a name in the namespace of the element."""
    return re.sub(r"^(\{.*\})?.*", rf"\g<1>{name}", str(element.tag)) if "}" in str(element.tag) else name


def require_text(archive: zipfile.ZipFile) -> None:
    """Check that there is a document in the archive.

    Raises:
        IntakeError: There is none.
    """
    if not any(name.startswith("word/") and name.endswith(".xml") for name in archive.namelist()):
        raise IntakeError("The Word document is damaged: its text is missing.")

"""The text of an OpenDocument file as HTML: headings, paragraphs, lists, tables, notes, pictures.

Comments and what was deleted while changes were tracked are left out. What it does not know by name
it looks into, so that no word is lost.
"""

import re
from collections.abc import Callable
from html import escape

from lxml import etree

from reader_app.intake.odt_styles import Styles, attribute
from reader_app.intake.safe_xml import children, local_name

# Gives the picture or formula that a reference names: an address for a picture, MathML for a formula.
Lookup = Callable[[etree._Element], str]

_UNSEEN = frozenset(
    """
    annotation annotation-end tracked-changes forms sequence-decls variable-decls user-field-decls
    dde-connection-decls table-column table-columns table-header-columns soft-page-break title desc
    note-citation covered-table-cell alphabetical-index-auto-mark-file hidden-text tracked-changes
    event-listeners glue-point bibliography-configuration index-source table-of-content-source
    illustration-index-source table-index-source bibliography-source alphabetical-index-source
    user-index-source object-index-source
    """.split()  # noqa: SIM905  shorter than a list
)
_BLOCK_HOLDERS = frozenset({"text", "section", "index-body", "index-title", "text-box", "list-header"})
_TWO_QUOTATIONS = re.compile(r"</blockquote>\n?<blockquote>")
_TWO_PIECES_OF_CODE = re.compile(r"</pre>\n?<pre>")
_MOST_SPACES = 200


class OdtBody:
    """Writes one document as HTML."""

    def __init__(self, styles: Styles, lookup: Lookup) -> None:
        self._styles, self._lookup = styles, lookup
        self._notes: list[str] = []

    def markup(self, text: etree._Element) -> str:
        """Return the inside of a body for an ``office:text``."""
        body = "".join(self._part(part) for part in text)
        body = _TWO_PIECES_OF_CODE.sub("\n", _TWO_QUOTATIONS.sub("\n", body))
        return f"{body}<hr><ol>{''.join(self._notes)}</ol>" if self._notes else body

    def _inside(self, element: etree._Element) -> str:
        """Return the text and the parts of an element, as they follow each other."""
        pieces = [_escaped(element.text)]
        for part in element:
            pieces += (self._part(part), _escaped(part.tail))
        return "".join(pieces)

    def _parts(self, element: etree._Element) -> str:
        """Return the parts of an element that has no text of its own."""
        return "".join(self._part(part) for part in element)

    def _part(self, element: etree._Element) -> str:
        match name := local_name(element):
            case "h":
                level = attribute(element, "outline-level")
                tag = f"h{min(max(int(level), 1), 6)}" if level.isdecimal() else "h2"
                return f"<{tag}>{self._inside(element)}</{tag}>\n"
            case "p":
                return self._paragraph(element)
            case "span":
                style = self._styles.text(attribute(element, "style-name"))
                return "" if style.hidden else style.wrapped(self._inside(element))
            case "a":
                return f'<a href="{escape(attribute(element, "href"))}">{self._inside(element)}</a>'
            case "s":
                count = attribute(element, "c")
                return " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
            case "tab":
                return "\t"
            case "line-break":
                return "<br>"
            case "list":
                return self._list(element, "", 1)
            case "note":
                return self._note(element)
            case "table":
                return f"<table>{self._parts(element)}</table>\n"
            case "table-header-rows" | "table-rows" | "table-row-group":
                return self._parts(element)
            case "table-row":
                return f"<tr>{self._parts(element)}</tr>\n"
            case "table-cell":
                return self._cell(element)
            case "frame":
                return self._frame(element)
            case "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start":
                return f'<a id="{escape(attribute(element, "name"))}"></a>'
            case "ruby":
                readings = "".join(self._inside(part) for part in children(element, "ruby-text"))
                base = "".join(self._inside(part) for part in children(element, "ruby-base"))
                return f"{base}({readings})" if readings else base
            case _ if name in _UNSEEN or not name:
                return ""
            case _ if name in _BLOCK_HOLDERS:
                return self._parts(element)
            case _:
                return self._inside(element)

    def _paragraph(self, element: etree._Element) -> str:
        name = attribute(element, "style-name")
        style = self._styles.emphasis(name)
        if style.hidden:
            return ""
        tag = self._styles.block(name)
        inside = self._inside(element)
        if tag == "blockquote":
            return f"<blockquote><p>{inside}</p></blockquote>\n" if inside.strip() else ""
        if tag == "pre":
            return f"<pre>{inside}</pre>\n"
        if not inside.strip():
            return ""
        if tag == "p":
            inside = style.wrapped(inside)
        return f"<{tag}>{inside}</{tag}>\n"

    def _list(self, element: etree._Element, style: str, level: int) -> str:
        style = attribute(element, "style-name") or style
        tag = "ol" if self._styles.is_numbered(style, level) else "ul"
        items = []
        for item in element:
            if local_name(item) not in ("list-item", "list-header"):
                continue
            parts = (
                self._list(part, style, level + 1) if local_name(part) == "list" else self._part(part)
                for part in item
            )
            start = attribute(item, "start-value")
            value = f' value="{start}"' if tag == "ol" and start.isdecimal() else ""
            items.append(f"<li{value}>{''.join(parts)}</li>\n")
        return f"<{tag}>{''.join(items)}</{tag}>\n" if items else ""

    def _note(self, element: etree._Element) -> str:
        number = len(self._notes) + 1
        self._notes.append("")  # its place; a note may hold another
        body = "".join(self._parts(part) for part in children(element, "note-body")).rstrip()
        back = f' <a href="#noteref-{number}">↑</a>'
        # Into the last paragraph, so that it does not stand on a line of its own.
        body = f"{body[:-4]}{back}</p>" if body.endswith("</p>") else body + back
        self._notes[number - 1] = f'<li id="note-{number}">{body}</li>\n'
        return f'<sup><a href="#note-{number}" id="noteref-{number}">[{number}]</a></sup>'

    def _cell(self, element: etree._Element) -> str:
        row = element.getparent()
        rows = row.getparent() if row is not None else None
        tag = "th" if rows is not None and local_name(rows) == "table-header-rows" else "td"
        spans = "".join(
            f' {name}="{span}"'
            for name, stated in (("colspan", "number-columns-spanned"), ("rowspan", "number-rows-spanned"))
            if (span := attribute(element, stated)).isdecimal() and span != "1"
        )
        return f"<{tag}{spans}>{self._parts(element)}</{tag}>"

    def _frame(self, element: etree._Element) -> str:
        found = self._lookup(element)
        if found.startswith("<math"):
            return found
        description = " ".join(
            line
            for kind in ("desc", "title")
            for e in children(element, kind)
            if (line := (e.text or "").strip())
        )
        if found or description:
            return f'<img src="{escape(found)}" alt="{escape(description)}">'
        return "".join(self._parts(box) for box in children(element, "text-box"))


def _escaped(text: str | None) -> str:
    # A line break in the file is a space; spaces that count are elements.
    return escape(re.sub(r"\s+", " ", text), quote=False) if text else ""

"""Writes tables as rows one below the other, for columns that are too narrow for them."""

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement, builder

# What XML has no place for: control characters, halves of surrogate pairs.
_UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    """Return text with U+FFFD for what XML has no place for."""
    return _UNPRINTABLE.sub("\ufffd", text)


def tables_as_rows(block: str) -> str:
    """Return HTML whose tables are paragraphs: one for each row, a line for each cell with its heading."""
    holder = html.fragment_fromstring(without_controls(block), create_parent="div")
    for table in list(holder.iter("table")):
        rows = builder.DIV(*_rows(table))
        rows.tail = table.tail
        table.getparent().replace(table, rows)
    written: str = html.tostring(holder, encoding="unicode")
    return written


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    headings = [cell.text_content().strip() for cell in table.iter("th")]
    has_body = next(table.iter("td"), None) is not None
    for row in table.iter("tr"):
        cells = row.findall("td") if has_body else row.findall("th")
        if not cells:
            continue
        paragraph = builder.P()
        for number, cell in enumerate(cells):
            line = builder.SPAN()
            if has_body and number < len(headings) and headings[number]:
                line.append(builder.B(f"{headings[number]}:"))
                line[-1].tail = f" {cell.text or ''}"
            else:
                line.text = cell.text
            line.extend(list(cell))
            if number:
                paragraph.append(builder.BR())
            paragraph.append(line)
        yield paragraph

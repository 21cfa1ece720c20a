"""Tells tables that hold data from those that only arrange a page."""

from collections.abc import Iterator

from lxml import etree

_MOST_CELLS_OF_LAYOUT = 10
_MOST_COLUMNS_OF_LAYOUT = 4
_DATA_PARTS = ("caption", "col", "colgroup", "tfoot", "thead", "th")


def holds_data(table: etree._Element) -> bool:
    """Whether a table is one for its reader: by what it declares, else by its shape.

    After the tests that browsers use to announce tables to screen readers.
    """
    if table.get("role") in ("presentation", "none") or table.get("datatable") == "0":
        return False
    if table.get("summary") or any(next(_own(table, part), None) is not None for part in _DATA_PARTS):
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    columns = max((sum(1 for _ in row.iterchildren("td", "th")) for row in rows), default=0)
    if len(rows) <= 1 or columns <= 1:
        return False
    if len(rows) > _MOST_CELLS_OF_LAYOUT or columns > _MOST_COLUMNS_OF_LAYOUT:
        return True
    return len(rows) * columns > _MOST_CELLS_OF_LAYOUT or not _holds_blocks(table)


def _own(table: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the parts that belong to this table, not to one inside it."""
    return (element for element in table.iter(tag) if next(element.iterancestors("table"), None) is table)


def _holds_blocks(table: etree._Element) -> bool:
    """Whether the cells hold more than a line each: lists, paragraphs, further boxes."""
    return (
        next(table.iterdescendants("ul", "ol", "div", "h1", "h2", "h3", "form", "section"), None) is not None
    )

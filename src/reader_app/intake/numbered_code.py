"""Code with its lines numbered, as highlighters set it: a table with the numbers in its first cell.

The numbers are no part of the code, and a table with borders is no place for it: the code alone stays. It
does not know how code is cleaned or shown.
"""

from lxml import etree

from reader_app.intake.tree import tag_of, text_of


def free_numbered_code(body: etree._Element) -> None:
    """Put in the place of each table that numbers lines of code the code that it numbers."""
    for table in list(body.iter("table")):
        code = _numbered(table)
        around = table.getparent()
        if code is not None and around is not None:
            code.tail, table.tail = table.tail, None
            around.replace(table, code)


def _numbered(table: etree._Element) -> etree._Element | None:
    """Return the code of a table of one row that is line numbers and code; None if it is another one."""
    rows = list(table.iter("tr"))
    cells = [cell for cell in rows[0] if tag_of(cell) in ("td", "th")] if len(rows) == 1 else []
    if len(cells) != 2:
        return None
    numbers = text_of(cells[0]).split()
    codes = list(cells[1].iter("pre"))
    if len(codes) != 1 or not numbers or not _are_consecutive(numbers):
        return None
    # What stands beside the code in its cell would be lost.
    alone = text_of(cells[1]).split() == text_of(codes[0]).split()
    return codes[0] if alone else None


def _are_consecutive(numbers: list[str]) -> bool:
    if not all(number.isascii() and number.isdigit() and len(number) < 8 for number in numbers):
        return False
    first = int(numbers[0])
    return [int(number) for number in numbers] == list(range(first, first + len(numbers)))

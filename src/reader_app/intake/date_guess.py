"""The date of a page that does not state one where machines look: made out from its address and its text.

A guess is wrong more often than a statement, so it is shown as "about".
"""

from lxml import etree

from reader_app.intake.values import date_or_nothing

_LONGEST_PAGE = 1_000_000  # characters


def guess_date(root: etree._Element) -> str:
    """Return a date in ISO 8601, never one to come; "" if the page names none."""
    page = etree.tostring(root, encoding="unicode", method="html")
    if len(page) > _LONGEST_PAGE:
        return ""
    # Late: it brings a tenth of a second of imports.
    from htmldate import find_date

    try:
        # The extensive search finds a date on nearly every page, also on those that have none.
        found = find_date(page, extensive_search=False, original_date=True)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return ""  # pages have numbers that are no dates, in ways that it does not foresee
    return date_or_nothing(found or "")

"""Writes HTML so that MuPDF shows what it says; knows no MuPDF itself."""

import re

# MuPDF resolves the references of HTML twice: "&amp;lt;", the text "&lt;", is shown as "<". An
# element between "&" and the name keeps the two apart. Tags are matched to be passed over.
_TAG_OR_REFERENCE = re.compile(r"""<(?:[^>"]|"[^"]*")*>|&amp;(?=#?\w{0,40};)""")


def resolved_once(html: str) -> str:
    """Return HTML that MuPDF reads as everybody else reads what was given."""
    return _TAG_OR_REFERENCE.sub(_apart, html)


def _apart(found: re.Match[str]) -> str:
    return "&amp;<wbr>" if found[0] == "&amp;" else found[0]

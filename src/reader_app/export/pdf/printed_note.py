"""A note as it is printed, in a margin or in a list: its HTML, and the CSS that all of them share.

Made for what MuPDF sets: it puts the signs of a list left of it, whichever way its text runs, so that lists
that run from the right get theirs written out. Knows nothing of pages.
"""

from typing import Final

from lxml import html
from lxml.html import HtmlElement

from reader_app.export.note_html import direction, note_html
from reader_app.export.pdf.narrow_tables import without_controls

# Tables are as wide as the column: in one that is just wide enough, rounding breaks its words.
# Sizes are parts of the size of the notes' type, so that everything grows with it.
NOTE_RULES: Final = """
p, ul, ol, pre, blockquote, table, h1, h2, h3, h4, h5, h6 { margin: 0 0 0.4em 0; padding: 0; }
p, li, pre, code, h1, h2, h3, h4, h5, h6 { overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { font-size: 1em; font-weight: bold; line-height: 1.32; }
ul, ol { padding-left: 1.3em; }
ul ul ul, ul ol ul, ol ul ol, ol ol ol, ul ul ol, ul ol ol, ol ul ul, ol ol ul { padding-left: 0.6em; }
ul { list-style-type: disc; }
ul ul { list-style-type: disc; }
ul ul ul { list-style-type: disc; }
ol ul { list-style-type: disc; }
li, li p, li ul, li ol { margin: 0; }
pre, code { font-family: monospace; font-size: 0.92em; }
pre { white-space: pre-wrap; }
pre code { font-size: 1em; }
blockquote { border-left: 0.75pt solid #c4c4c8; padding-left: 0.6em; color: #48484c; }
blockquote blockquote blockquote blockquote { padding-left: 0; }
hr { border: none; border-top: 0.5pt solid #c4c4c8; margin: 0.4em 0; }
a[href] { color: #1a56b0; text-decoration: none; }
table { border-collapse: collapse; font-size: 0.92em; width: 100%; }
th, td { border-bottom: 0.5pt solid #c4c4c8; padding: 0.1em 0.7em 0.1em 0; text-align: left;
  vertical-align: top; }
th { font-weight: bold; }
[dir=rtl] ul, [dir=rtl] ol { list-style-type: none; padding-left: 0; padding-right: 1.3em; }
[dir=rtl] li { text-indent: -1em; }
[dir=rtl] li p + p, [dir=rtl] li pre, [dir=rtl] li blockquote { text-indent: 0; }
[dir=rtl] blockquote { border-left: none; padding-left: 0; border-right: 0.75pt solid #c4c4c8;
  padding-right: 0.6em; }
[dir=rtl] th, [dir=rtl] td { text-align: right; padding: 0.1em 0 0.1em 0.7em; }
"""


def printed_note(markdown: str) -> str:
    """Return a note as HTML; "" where it says nothing."""
    if not markdown.strip():
        return ""
    way, note = direction(markdown), note_html(markdown)
    has_list = way == "rtl" and "<li>" in note
    return f'<div dir="{way}">{_with_list_signs(note) if has_list else note}</div>'


def _with_list_signs(note: str) -> str:
    holder = html.fragment_fromstring(without_controls(note), create_parent="div")
    for each in holder.iter("ul", "ol"):
        first = int(each.get("start", "1")) if each.tag == "ol" else None
        for at, item in enumerate(each.iterchildren("li")):
            _begin_with("•\u00a0 " if first is None else f"{first + at}.\u00a0", item)
    written: str = html.tostring(holder, encoding="unicode")
    return written


def _begin_with(sign: str, item: HtmlElement) -> None:
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    holder.text = sign + (holder.text or "").lstrip()

"""What has been read of a Rich Text, gathered into HTML: paragraphs, lists, tables, notes.

It is told what comes and does not know how the file says it.
"""

import re
from dataclasses import dataclass, field, replace
from html import escape


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, and where they lead."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    position: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphKind:
    """What a paragraph is.

    Attributes:
        heading: From 1 to 6; 0 for none.
        marker: The mark of a list's item, as written; "" for no item.
        level: Of the list, from 0.
        in_table: Whether it stands in a cell.
    """

    heading: int = 0
    marker: str = ""
    level: int = 0
    in_table: bool = False


_NUMBER = re.compile(r"\(?(\d{1,4})[.)]?")


@dataclass(slots=True)
class RtfBody:
    """Gathers the document."""

    _blocks: list[str] = field(default_factory=list)
    _runs: list[tuple[Look, str]] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    def write(self, text: str, look: Look) -> None:
        """Add words to the paragraph."""
        if self._runs and self._runs[-1][0] == look:
            self._runs[-1] = (look, self._runs[-1][1] + escape(text, quote=False))
        else:
            self._runs.append((look, escape(text, quote=False)))

    def write_markup(self, markup: str) -> None:
        """Add a line break, a picture or the mark of a note to the paragraph."""
        self._runs.append((Look(), markup))

    def end_paragraph(self, kind: ParagraphKind) -> None:
        """End the paragraph."""
        runs = self._runs
        if kind.heading:  # bold by nature
            runs = [(replace(look, bold=False), markup) for look, markup in runs]
        inside = "".join(_wrapped(markup, look) for look, markup in runs).strip()
        self._runs.clear()
        if kind.in_table:
            if inside:
                self._cell.append(f"<p>{inside}</p>")
            return
        self._end_table()
        if not inside:
            return
        if kind.marker:
            self._add_item(inside, kind)
            return
        self._end_lists()
        tag = f"h{kind.heading}" if kind.heading else "p"
        self._blocks.append(f"<{tag}>{inside}</{tag}>\n")

    def end_cell(self, kind: ParagraphKind) -> None:
        """End the cell of a table, and the paragraph in it."""
        self.end_paragraph(replace(kind, in_table=True))
        self._cells.append(f"<td>{''.join(self._cell)}</td>")
        self._cell.clear()

    def end_row(self) -> None:
        """End the row of a table."""
        if self._cells:
            self._end_lists()
            self._rows.append(f"<tr>{''.join(self._cells)}</tr>\n")
            self._cells.clear()

    def add_note(self, body: str) -> None:
        """Add a note, HTML, and its mark where the text is now."""
        number = len(self._notes) + 1
        back = f' <a href="#noteref-{number}">↑</a>'
        body = body.strip()
        # Into the last paragraph, so that it does not stand on a line of its own.
        body = f"{body[:-4]}{back}</p>" if body.endswith("</p>") else body + back
        self._notes.append(f'<li id="note-{number}">{body}</li>\n')
        self.write_markup(f'<sup><a href="#note-{number}" id="noteref-{number}">[{number}]</a></sup>')

    def markup(self) -> str:
        """Return the inside of a body; nothing can be added after that."""
        self.end_paragraph(ParagraphKind())
        if self._cell or self._cells:
            self.end_cell(ParagraphKind())
        self.end_row()
        self._end_table()
        self._end_lists()
        notes = f"<hr><ol>{''.join(self._notes)}</ol>" if self._notes else ""
        return "".join(self._blocks) + notes

    def _add_item(self, inside: str, kind: ParagraphKind) -> None:
        number = _NUMBER.fullmatch(kind.marker)
        tag = "ol" if number else "ul"
        if not number and any(map(str.isalnum, kind.marker)):
            inside = f"{escape(kind.marker, quote=False)} {inside}"  # "a)", "IV.": no list is drawn so
        while len(self._lists) > kind.level + 1 or (
            len(self._lists) == kind.level + 1 and self._lists[-1] != tag
        ):
            self._blocks.append(f"</li></{self._lists.pop()}>\n")
        if len(self._lists) == kind.level + 1:
            self._blocks.append("</li>\n")
        while len(self._lists) < kind.level + 1:
            self._blocks.append(f"<{tag}>" + ("<li>" if len(self._lists) < kind.level else ""))
            self._lists.append(tag)
        value = f' value="{number[1]}"' if number else ""
        self._blocks.append(f"<li{value}>{inside}")

    def _end_lists(self) -> None:
        while self._lists:
            self._blocks.append(f"</li></{self._lists.pop()}>\n")

    def _end_table(self) -> None:
        if self._rows:
            self._blocks.append(f"<table>{''.join(self._rows)}</table>\n")
            self._rows.clear()


def _wrapped(markup: str, look: Look) -> str:
    tags = [
        "strong" if look.bold else "",
        "em" if look.italic else "",
        "u" if look.underlined and not look.link else "",
        "s" if look.struck else "",
        look.position,
    ]
    if markup.strip():
        for tag in filter(None, tags):
            markup = f"<{tag}>{markup}</{tag}>"
    return f'<a href="{escape(look.link)}">{markup}</a>' if look.link else markup

"""What an open card says: the note, who wrote it if not the reader, and what others replied."""

import re
from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from reader_app.core.annotation import Reply
from reader_app.gui.annotation_panel.content import CardContent

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def conversation(content: CardContent) -> str:
    """Return the note with its byline, and each reply indented under its author and date."""
    byline = ", ".join(part for part in (content.author, content.date) if part)
    note = [content.note.rstrip(), f"*{_escaped(byline)}*" if byline else ""]
    return "\n\n".join(part for part in (*note, *map(_reply, content.replies)) if part)


def short_date(time: datetime) -> str:
    """Return a day as the reader's country writes it."""
    local = time.astimezone()
    day = QDate(local.year, local.month, local.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _reply(reply: Reply) -> str:
    date = short_date(reply.created_at)
    head = f"**{_escaped(reply.author)}**, {date}" if reply.author else date
    return "\n".join(f"> {line}" for line in (head, "", *reply.note.split("\n")))


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)

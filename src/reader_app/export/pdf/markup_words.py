"""What an annotation in a PDF says: by standard keys, and by those that bring it back exactly."""

from datetime import datetime
from typing import Final

from reader_app.core.annotation import Annotation, Label, Reply
from reader_app.export.pdf.objects import pdf_date, pdf_text
from reader_app.export.plain_note import plain_note

Keys = dict[str, str]
"""Names of keys without the slash, and how their values are spelled in a PDF."""

NOTHING: Final = "null"


def words(annotation: Annotation, label: Label, author: str, part: int = 1, parts: int = 1) -> Keys:
    """Return what a part of an annotation says. The note stands on the first part alone: once is enough.

    Args:
        annotation: The annotation.
        label: Its label.
        author: Of what the reader made.
        part: Which part, from 1.
        parts: How many there are.
    """
    note, quote = (annotation.note, annotation.quote) if part == 1 else ("", "")
    contents = plain_note(note)
    dates = "".join(pdf_text(each.isoformat()) for each in (annotation.created_at, annotation.modified_at))
    return {
        "NM": pdf_text(part_name(annotation, part)),
        "T": pdf_text(annotation.author or author),
        "Subj": pdf_text(label.name),
        "Contents": pdf_text(contents),
        **_dates(annotation.created_at, annotation.modified_at),
        "RA_Id": pdf_text(annotation.id),
        "RA_Part": f"[{part} {parts}]",
        "RA_Label": pdf_text(label.id),
        "RA_LabelName": pdf_text(label.name),
        "RA_Colors": f"[{pdf_text(annotation.color)}{pdf_text(label.color)}]",
        "RA_Tags": f"[{''.join(map(pdf_text, annotation.tags))}]",
        "RA_Author": pdf_text(annotation.author),
        "RA_Dates": f"[{dates}]",
        "RA_Note": pdf_text(note),
        "RA_Contents": pdf_text(contents),
        "RA_Quote": pdf_text(quote),
    }


def part_name(annotation: Annotation, part: int) -> str:
    """Return the name of a part in the PDF (NM): the annotation's id, with the number from the second on."""
    return annotation.id if part == 1 else f"{annotation.id}/{part}"


def reply_words(reply: Reply, head: int) -> Keys:
    """Return what a reply says to the annotation that is the object ``head``."""
    return {
        "IRT": f"{head} 0 R",
        "RT": "/R",
        "NM": pdf_text(reply.id),
        "T": pdf_text(reply.author),
        "Contents": pdf_text(reply.note),
        **_dates(reply.created_at, reply.modified_at),
    }


def spelled(keys: Keys) -> str:
    """Spell keys as the inside of a dictionary."""
    return "".join(f"/{key} {value}" for key, value in keys.items())


def _dates(created: datetime, modified: datetime) -> Keys:
    return {"CreationDate": pdf_date(created), "M": pdf_date(modified)}

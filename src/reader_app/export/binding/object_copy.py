"""Copies objects of one PDF into another, with everything that they refer to, each once.

Not by MuPDF's own grafting: it follows references by recursion and gives up at 256 steps, which the links of
any long book take. And it drops nothing here, as inserting pages does with pop-ups, replies and fields.
Knows nothing of what the objects mean.
"""

import re

import pymupdf
from pymupdf import mupdf

# Strings and names are passed over. MuPDF spells an object: ASCII, each parenthesis in a string escaped.
_TOKEN = re.compile(
    rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>|/[^\s()<>\[\]{}/%]*|(?<![\d.+-])(\d+) (\d+) R(?!\w)", re.DOTALL
)


class ObjectCopy:
    """The way of objects from a source into a target; what was copied once is referred to."""

    def __init__(self, source: pymupdf.Document, target: pymupdf.Document) -> None:
        self._source = mupdf.pdf_document_from_fz_document(source.this)
        self._target = target
        self._target_file = mupdf.pdf_document_from_fz_document(target.this)
        self._numbers: dict[int, int] = {}
        self._waiting: list[int] = []

    def number(self, number: int) -> int:
        """Copy an object of the source, if it is not there yet; return its number in the target."""
        copied = self._reserve(number)
        while self._waiting:
            self._copy(self._waiting.pop())
        return copied

    def spelled(self, value: "mupdf.PdfObj") -> str:
        """Return a value of the source as it is to be spelled in the target; copy what it refers to."""
        text = self._translated(value)
        while self._waiting:
            self._copy(self._waiting.pop())
        return text

    def _reserve(self, number: int) -> int:
        if number not in self._numbers:
            self._numbers[number] = self._target.get_new_xref()
            self._waiting.append(number)
        return self._numbers[number]

    def _copy(self, number: int) -> None:
        copied, stream = self._numbers[number], None
        try:
            text = self._translated(mupdf.pdf_load_object(self._source, number))
            if mupdf.pdf_obj_num_is_stream(self._source, number):
                # Compressed as it is, and not encrypted.
                stream = mupdf.pdf_load_raw_stream_number(self._source, number)
        except mupdf.FzErrorBase:
            text = "null"  # what cannot be read is nothing to those who draw the source, too
        self._target.update_object(copied, text)
        if stream is not None:
            holder = mupdf.pdf_new_indirect(self._target_file, copied, 0)
            mupdf.pdf_update_stream(self._target_file, holder, stream, 1)

    def _translated(self, value: "mupdf.PdfObj") -> str:
        return _TOKEN.sub(self._token, _printed(value)).decode("ascii")

    def _token(self, found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        number = int(found[1])
        if not 0 < number < mupdf.pdf_xref_len(self._source):
            return b"null"
        return b"%d 0 R" % self._reserve(number)


def _printed(value: "mupdf.PdfObj") -> bytes:
    spelled = mupdf.fz_new_buffer(512)
    output = mupdf.FzOutput(spelled)
    mupdf.pdf_print_obj(output, value, 1, 1)  # tight, in ASCII
    output.fz_close_output()
    printed: bytes = spelled.fz_buffer_extract()
    return printed

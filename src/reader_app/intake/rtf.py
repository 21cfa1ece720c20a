"""A Rich Text document to an article: headings, emphasis, lists, tables, notes, links, pictures.

The format is read here: a library that gives its bare lines would lose the notes and all structure.
"""

import binascii
import re
from dataclasses import dataclass, field, replace

from reader_app.core.article import Metadata
from reader_app.errors import IntakeError
from reader_app.intake.composed import composed
from reader_app.intake.inner_pictures import InnerPictures
from reader_app.intake.outcome import Intake
from reader_app.intake.rtf_body import Look, ParagraphKind, RtfBody
from reader_app.intake.rtf_tokens import DEFAULT_CODEC, Token, codec_of_charset, codec_of_page, tokens_of
from reader_app.intake.rtf_words import CHARACTERS, HOLDS_TEXT, KEPT, UNSEEN
from reader_app.intake.stated_metadata import believed_authors, believed_title
from reader_app.intake.surroundings import ALONE, Surroundings

SUFFIXES = (".rtf",)

_DEEPEST = 5_000
_HYPERLINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)', re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group and ends with it."""

    place: str = "text"  # or the name of a kept group, or "" where nothing is shown
    look: Look = field(default_factory=Look)
    hidden: bool = False
    font: int = -1
    skipped: int = 1  # how many characters stand in for one that is given by its number
    starred: bool = False


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a Rich Text document is.

    Raises:
        IntakeError: It has no text, or is nested beyond all reason.
    """
    reader = _Reader()
    for token in tokens_of(source):
        reader.take(token)
    markup = reader.markup()
    if not markup.strip():
        raise IntakeError("The Rich Text document has no text.")
    stated = Metadata(
        title=believed_title("".join(reader.kept["title"])),
        authors=believed_authors("".join(reader.kept["author"])),
    )
    return composed(markup, stated, name, around, SUFFIXES)


@dataclass(slots=True)
class _Reader:
    """Reads one document from its tokens."""

    kept: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in KEPT})
    _body: RtfBody = field(default_factory=RtfBody)
    _outer: list[RtfBody] = field(default_factory=list)  # the bodies around a note
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _notes_at: list[int] = field(default_factory=list)
    _kind: ParagraphKind = field(default_factory=ParagraphKind)
    _codec: str = DEFAULT_CODEC
    _fonts: dict[int, str] = field(default_factory=dict)
    _headings: dict[int, int] = field(default_factory=dict)
    _style: int = 0
    _bytes: bytearray = field(default_factory=bytearray)
    _units: list[int] = field(default_factory=list)
    _to_skip: int = 0
    _pictures: InnerPictures = field(default_factory=InnerPictures)

    def take(self, token: Token) -> None:
        """Read on by one token."""
        if token.word in ("", "'"):
            self._take_bytes(token.text)
            return
        if token.word == "u" and token.number is not None:
            self._flush_bytes()
            self._units.append(token.number % 0x10000)
            self._to_skip = self._state.skipped
            return
        if token.word == "bin" and self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        if token.word == "{":
            self._open()
        elif token.word == "}":
            self._close()
        else:
            self._control(token.word, token.number)

    def markup(self) -> str:
        """Return the inside of a body, when all is read; a document that was cut off ends here."""
        self._flush()
        while self._stack:
            self._close()
        return self._body.markup()

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise IntakeError("The Rich Text document is nested too deeply to be read.")
        self._stack.append(self._state)
        self._state = replace(self._state, starred=False)

    def _close(self) -> None:
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        if self._notes_at and self._notes_at[-1] == len(self._stack):
            self._notes_at.pop()
            note, self._body = self._body, self._outer.pop()
            self._body.add_note(note.markup())
        elif ended.place != self._state.place:
            self._end_kept(ended.place)

    def _end_kept(self, place: str) -> None:
        text = "".join(self.kept[place]) if place in KEPT else ""
        if place == "pict":
            self._body.write_markup(self._picture(text))
        elif place == "fldinst":
            link = _HYPERLINK.search(text)
            target = link[1] if link else ""
            if link and "\\l" in link[0]:
                target = f"#{target}"
            # The field's group, which holds the result too, leads there.
            self._state = replace(self._state, look=replace(self._state.look, link=target))
        elif place in ("listtext", "pntext"):
            self._kind = replace(self._kind, marker=text.strip() or "•")
        if place in ("pict", "fldinst", "listtext", "pntext"):
            self.kept[place].clear()

    def _picture(self, digits: str) -> str:
        try:
            content = binascii.unhexlify(re.sub(r"[^0-9a-fA-F]", "", digits))
        except binascii.Error:
            content = b""
        address = self._pictures.address(content)
        return f'<img src="{address}" alt="">' if address else ""

    def _control(self, word: str, number: int | None) -> None:
        starred = self._state.starred
        if starred:
            self._state = replace(self._state, starred=False)
        if word == "*":
            self._state = replace(self._state, starred=True)
        elif word in ("footnote", "endnote") and self._state.place == "text":
            self._notes_at.append(len(self._stack) - 1)
            self._outer.append(self._body)
            self._body = RtfBody()
        elif word in KEPT or word in UNSEEN:
            if self._state.place in ("text", "info", "fldinst") or word == "pict":
                self._state = replace(self._state, place=word if word in KEPT and self._state.place else "")
        elif word == "info":
            self._state = replace(self._state, place="info")
        elif starred and word not in HOLDS_TEXT:
            self._state = replace(self._state, place="")
        elif word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif self._state.place == "text":
            self._format(word, number)
        elif self._state.place in ("fonttbl", "stylesheet"):
            self._define(word, number)
        elif word == "ansicpg":
            self._codec = codec_of_page(number)

    def _format(self, word: str, number: int | None) -> None:
        """Follow a word that changes how the text looks, or ends a part of it."""
        state, look, on = self._state, self._state.look, number != 0
        match word:
            case "par" | "sect" | "page" | "\n" | "\r":
                self._body.end_paragraph(self._kind)
                self._kind = replace(self._kind, marker="")
            case "line":
                self._body.write_markup("<br>")
            case "cell" | "nestcell":
                self._body.end_cell(self._kind)
                self._kind = replace(self._kind, marker="")
            case "row" | "nestrow":
                self._body.end_row()
            case "pard":
                self._kind = replace(ParagraphKind(), marker=self._kind.marker)
            case "intbl":
                self._kind = replace(self._kind, in_table=True)
            case "ilvl":
                self._kind = replace(self._kind, level=min(max(number or 0, 0), 8))
            case "outlinelevel" if number is not None and 0 <= number < 9:
                self._kind = replace(self._kind, heading=min(number + 1, 6))
            case "s" if number in self._headings:
                self._kind = replace(self._kind, heading=self._headings[number])
            case "plain":
                link = look.link
                self._state = replace(state, look=Look(link=link), hidden=False)
            case "b":
                self._state = replace(state, look=replace(look, bold=on))
            case "i":
                self._state = replace(state, look=replace(look, italic=on))
            case "ul" | "ulnone":
                self._state = replace(state, look=replace(look, underlined=on and word == "ul"))
            case "strike" | "striked":
                self._state = replace(state, look=replace(look, struck=on))
            case "super" | "sub":
                self._state = replace(state, look=replace(look, position=word[:3] if on else ""))
            case "nosupersub":
                self._state = replace(state, look=replace(look, position=""))
            case "v" | "deleted":
                self._state = replace(state, hidden=on)
            case "f":
                self._state = replace(state, font=number or 0)
            case "uc":
                self._state = replace(state, skipped=min(max(number if number is not None else 1, 0), 32))
            case "ansicpg":
                self._codec = codec_of_page(number)
            case "mac":
                self._codec = "mac_roman"

    def _define(self, word: str, number: int | None) -> None:
        """Follow a word of the tables of fonts and styles."""
        if word == "f":
            self._state = replace(self._state, font=number or 0)
        elif word == "fcharset":
            self._fonts[self._state.font] = codec_of_charset(number)
        elif word == "s" and self._state.place == "stylesheet":
            self._style = number or 0
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self._headings[self._style] = min(number + 1, 6)

    def _take_bytes(self, text: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if text:
            self._flush_units()
            self._bytes += text

    def _flush(self) -> None:
        self._to_skip = 0
        self._flush_units()
        self._flush_bytes()

    def _flush_bytes(self) -> None:
        if self._bytes:
            codec = self._fonts.get(self._state.font) or self._codec
            text = self._bytes.decode(codec, errors="replace")
            self._bytes.clear()
            self._write(text)

    def _flush_units(self) -> None:
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._write(data.decode("utf-16-le", errors="replace"))

    def _write(self, text: str) -> None:
        place = self._state.place
        if place == "text":
            if not self._state.hidden:
                self._body.write(text, self._state.look)
        elif place in self.kept:
            self.kept[place].append(text)
            heading = _HEADING_STYLE.match(text.strip()) if place == "stylesheet" else None
            if heading and heading[1] in "123456":
                self._headings.setdefault(self._style, int(heading[1]))

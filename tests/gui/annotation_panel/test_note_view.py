"""Notes are rendered as text, with links, and nothing else."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QTextDocument

from reader_app.gui.annotation_panel.lines import set_note
from reader_app.gui.annotation_panel.note_view import NoteView
from reader_app.gui.controls import PanelColors, palette_of

pytestmark = pytest.mark.usefixtures("qapp")


def view(note: str) -> NoteView:
    return NoteView(note, "Add a note", QFont(), 240, "#2563c9")


def test_more_text_is_higher() -> None:
    assert view("one\n\ntwo\n\nthree").height > view("one").height


def test_a_heading_takes_hardly_more_room_than_a_line() -> None:
    assert view("# Title").height < 2 * view("Title").height


def test_each_line_break_is_kept_but_not_doubled_in_code() -> None:
    document = QTextDocument()

    set_note(document, "one\ntwo\n\n```\ncode\nmore\n```")

    assert document.toPlainText().replace("\u2028", "\n").split() == ["one", "two", "code", "more"]
    assert view("one\ntwo").height > view("one two").height


def test_a_link_is_found_where_it_stands() -> None:
    note = view("[the archive](https://example.org/a)")

    assert note.link_at(QPoint(5, 5)) == "https://example.org/a"
    assert note.link_at(QPoint(235, 5)) == ""


def test_html_is_shown_as_it_is_written() -> None:
    document = QTextDocument()

    set_note(document, "a <b>bold</b> claim")

    assert document.toPlainText() == "a <b>bold</b> claim"


def test_an_image_of_another_file_is_not_loaded(tmp_path: Path) -> None:
    picture = QPixmap(200, 200)
    picture.fill(QColor("#ff0000"))
    picture.save(str(tmp_path / "red.png"))
    note = view(f"![]({(tmp_path / 'red.png').as_uri()})")
    ground = QPixmap(240, 240)
    ground.fill(QColor("#ffffff"))

    painter = QPainter(ground)
    note.paint(painter, QPoint(0, 0), palette_of(PanelColors()))
    painter.end()

    assert note.height < 100
    image = ground.toImage()
    places = product(range(0, 240, 4), range(0, 240, 4))
    assert all(image.pixelColor(x, y).name() != "#ff0000" for x, y in places)

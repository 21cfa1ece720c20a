from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from gui.reading import Reading, write_pages
from reader_app.gui.copying import Copying


class Copies:
    """Copies of a reading, and what was said of them."""

    def __init__(self, reading: Reading) -> None:
        self.said: list[str] = []
        self.copying = Copying(reading.session, lambda: None, lambda text, _time: self.said.append(text))
        QGuiApplication.clipboard().setText("before")

    @property
    def plain(self) -> str:
        return QGuiApplication.clipboard().text()

    @property
    def rich(self) -> str:
        return QGuiApplication.clipboard().mimeData().html()


@pytest.fixture
def copies(reading: Reading) -> Copies:
    return Copies(reading)


def test_selected_passage_is_copied_with_its_page_and_source(
    reading: Reading, copies: Copies, tmp_path: Path
) -> None:
    reading.open_pdf(write_pages(tmp_path / "A paper.pdf"))
    reading.select("Page0 line03")

    copies.copying.copy_with_citation()

    assert "“Page0 line03”" in copies.plain
    assert "p. 1" in copies.plain
    assert "A paper" in copies.plain
    assert "<blockquote" in copies.rich


def test_active_annotation_is_copied_with_its_note(reading: Reading, copies: Copies) -> None:
    reading.open_text()
    made = reading.mark("nobody listened")
    reading.mark("every hour")
    reading.session.annotations.set_note(made.id, "*To whom?*")
    reading.session.clear_selection()
    reading.session.activate(made.id)

    copies.copying.copy_with_citation()

    assert "nobody listened" in copies.plain
    assert "<em>To whom?</em>" in copies.rich
    assert "every hour" not in copies.plain
    assert copies.said == ["One annotation was copied."]


def test_all_annotations_are_copied_in_reading_order_where_none_is_active(
    reading: Reading, copies: Copies
) -> None:
    reading.open_text()
    reading.mark("every hour")
    reading.mark("nobody listened")
    reading.session.clear_selection()
    reading.session.activate("")

    copies.copying.copy_with_citation()

    assert copies.plain.index("nobody listened") < copies.plain.index("every hour")
    assert copies.plain.rstrip().splitlines()[-1].startswith("— ")
    assert copies.said == ["2 annotations were copied."]


def test_citation_alone_is_copied_as_one_line(reading: Reading, copies: Copies) -> None:
    reading.open_text()

    copies.copying.copy_citation()

    assert "A bridge is closed" in copies.plain
    assert len(copies.plain.splitlines()) == 1


def test_entry_for_a_program_that_keeps_references_is_copied(reading: Reading, copies: Copies) -> None:
    reading.open_text()

    copies.copying.copy_bibtex()

    assert copies.plain.startswith("@")
    assert "A bridge is closed" in copies.plain


def test_nothing_to_copy_leaves_the_clipboard_as_it_was(reading: Reading, copies: Copies) -> None:
    copies.copying.copy_with_citation()
    copies.copying.copy_citation()
    copies.copying.copy_bibtex()
    reading.open_text()
    copies.copying.copy_with_citation()
    copies.copying.copy_annotation("gone")

    assert copies.plain == "before"
    assert len(copies.said) == 2

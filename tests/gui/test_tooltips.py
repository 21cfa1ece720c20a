import pytest
from PySide6.QtGui import QTextDocument

from reader_app.gui.tooltips import plain_tooltip


@pytest.mark.parametrize("text", ["<b>x</b> & y", "<img src='file:///etc/passwd'>", "a\nb  c", "&lt;"])
def test_text_is_shown_as_it_is(text: str) -> None:
    shown = QTextDocument()
    shown.setHtml(plain_tooltip(text))

    assert shown.toPlainText() == text


def test_nothing_is_no_tooltip() -> None:
    assert plain_tooltip("") == ""

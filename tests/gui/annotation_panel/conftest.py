"""What the tests of the panel share: a window with a panel in it, and contents to show."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader_app.core.annotation import DEFAULT_LABELS, Kind, Status
from reader_app.gui.annotation_panel import AnnotationPanel, CardContent

MakeContent = Callable[..., CardContent]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window that is active, so that widgets in it can have the focus."""
    window = QWidget()
    window.resize(700, 600)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def panel(window: QWidget) -> AnnotationPanel:
    """A panel of comfortable width at the window's right edge."""
    panel = AnnotationPanel(lambda _name: QIcon(), window)
    panel.setGeometry(380, 0, 320, 600)
    panel.set_labels(DEFAULT_LABELS)
    panel.show()
    return panel


@pytest.fixture
def content() -> MakeContent:
    """Makes contents: ``content("a", note="…")``."""

    def make(card_id: str, **changes: object) -> CardContent:
        label = DEFAULT_LABELS[1]
        values = {
            "id": card_id,
            "quote": f"The quote of {card_id}",
            "note": f"The note of {card_id}",
            "label_id": label.id,
            "label_name": label.name,
            "label_color": label.color,
            "kind": Kind.HIGHLIGHT,
            "tags": (),
            "status": Status.PLACED,
            "page_label": "p. 3",
        }
        return CardContent(**(values | changes))  # type: ignore[arg-type]  # checked by the dataclass' users

    return make


@pytest.fixture
def three(panel: AnnotationPanel, content: MakeContent) -> AnnotationPanel:
    """A panel with cards a, b and c, of which b and c are in each other's way."""
    panel.set_cards([content("a"), content("b"), content("c", note="")])
    panel.set_passages({"a": 40, "b": 300, "c": 310})
    return panel

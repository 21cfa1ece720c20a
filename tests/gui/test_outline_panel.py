import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from reader_app.core.layout import OutlineEntry
from reader_app.gui.outline_panel import OutlinePanel
from reader_app.gui.placeholder import Placeholder

BOOK = (
    OutlineEntry(1, "Introduction", 0),
    OutlineEntry(1, "Methods", 1, 100.0),
    OutlineEntry(2, "Samples", 1, 300.0),
    OutlineEntry(3, "Storage", 2, 50.0),
    OutlineEntry(1, "Nowhere", -1),
    OutlineEntry(2, "Results", 5),
)


@pytest.fixture
def panel(qtbot: QtBot) -> OutlinePanel:
    widget = OutlinePanel()
    qtbot.addWidget(widget)
    widget.resize(260, 300)
    widget.show()
    widget.set_outline(BOOK)
    return widget


def tree_of(panel: OutlinePanel) -> QTreeView:
    tree = panel.findChild(QTreeView)
    assert isinstance(tree, QTreeView)
    return tree


def current(panel: OutlinePanel) -> str:
    return tree_of(panel).currentIndex().data() or ""


def find(panel: OutlinePanel, title: str, parent: QModelIndex | None = None) -> QModelIndex:
    model = tree_of(panel).model()
    parent = QModelIndex() if parent is None else parent
    for number in range(model.rowCount(parent)):
        index = model.index(number, 0, parent)
        if index.data() == title:
            return index
        found = find(panel, title, index)
        if found.isValid():
            return found
    return QModelIndex()


def path(panel: OutlinePanel, title: str) -> list[str]:
    index, titles = find(panel, title), []
    while index.isValid():
        titles.insert(0, index.data())
        index = index.parent()
    return titles


def test_entries_hang_under_each_other(panel: OutlinePanel) -> None:
    assert path(panel, "Storage") == ["Methods", "Samples", "Storage"]
    assert path(panel, "Results") == ["Nowhere", "Results"]


def test_levels_that_are_left_out_do_no_harm(panel: OutlinePanel) -> None:
    panel.set_outline([OutlineEntry(3, "Deep", 0), OutlineEntry(2, "Less", 0), OutlineEntry(5, "Deeper", 1)])

    assert path(panel, "Deep") == ["Deep"]
    assert path(panel, "Deeper") == ["Less", "Deeper"]


@pytest.mark.parametrize(
    ("page", "top", "title"),
    [
        (0, 0.0, "Introduction"),
        (1, 99.0, "Introduction"),
        (1, 100.0, "Methods"),
        (2, 40.0, "Samples"),
        (4, 0.0, "Storage"),
        (9, 0.0, "Results"),
    ],
)
def test_entry_that_the_reader_is_in_is_highlighted(
    panel: OutlinePanel, page: int, top: float, title: str
) -> None:
    panel.set_current(page, top)

    assert current(panel) == title


def test_nothing_is_highlighted_before_the_first_entry(panel: OutlinePanel) -> None:
    panel.set_outline(BOOK[1:])
    panel.set_current(1, 300.0)

    panel.set_current(0, 0.0)

    assert current(panel) == ""


def test_closed_branch_is_highlighted_in_place_of_what_it_hides(panel: OutlinePanel) -> None:
    panel.set_current(2, 60.0)

    tree_of(panel).collapse(find(panel, "Methods"))
    closed = current(panel)
    tree_of(panel).expand(find(panel, "Methods"))

    assert (closed, current(panel)) == ("Methods", "Storage")


def test_click_and_enter_jump(panel: OutlinePanel, qtbot: QtBot) -> None:
    tree = tree_of(panel)

    with qtbot.waitSignal(panel.jumped) as by_mouse:
        middle = tree.visualRect(find(panel, "Samples")).center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    tree.setCurrentIndex(find(panel, "Results"))
    with qtbot.waitSignal(panel.jumped) as by_key:
        qtbot.keyClick(tree, Qt.Key.Key_Return)

    assert by_mouse.args == [1, 300.0]
    assert by_key.args == [5, 0.0]


def test_entry_that_leads_nowhere_does_not_jump(panel: OutlinePanel, qtbot: QtBot) -> None:
    tree = tree_of(panel)

    with qtbot.assertNotEmitted(panel.jumped):
        middle = tree.visualRect(find(panel, "Nowhere")).center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_highlighting_never_jumps(panel: OutlinePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.jumped):
        panel.set_current(2, 60.0)


def test_article_without_outline_says_so(panel: OutlinePanel) -> None:
    panel.set_outline(())
    panel.set_current(3, 0.0)

    placeholder = panel.findChild(Placeholder)
    assert isinstance(placeholder, Placeholder)
    assert placeholder.isVisible()
    assert not tree_of(panel).isVisible()


def test_long_outline_starts_folded(panel: OutlinePanel) -> None:
    panel.set_outline([OutlineEntry(1 + number % 2, f"Entry {number}", number) for number in range(200)])

    assert not tree_of(panel).isExpanded(find(panel, "Entry 0"))

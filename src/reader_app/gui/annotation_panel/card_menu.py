"""The context menu of a card: everything that can be done with the annotation."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader_app.gui.annotation_panel.content import TEXT_KINDS, CardContent, Look, kind_name
from reader_app.gui.controls import palette_of, swatch_icon


def label_menu(parent: QWidget, content: CardContent, look: Look, choose: Callable[[str], object]) -> QMenu:
    """Return a menu of the labels, each with its color, the present one checked."""
    menu = _menu(parent, look)
    _add_labels(menu, content, look, choose)
    return menu


def card_menu(
    parent: QWidget,
    content: CardContent,
    look: Look,
    choose_label: Callable[[str], object],
    choose_kind: Callable[[str], object],
    edit: Callable[[], object],
    copy: Callable[[], object],
    remove: Callable[[], object],
    take: Callable[[], object],
) -> QMenu:
    """Return the menu of one card; it deletes itself when it closes.

    Of what stands in the file only, it has nothing but ``take``, which imports it.
    """
    if content.is_foreign:
        menu = _menu(parent, look)
        menu.addAction(look.icon("import"), menu.tr("Import")).triggered.connect(lambda: take())
        return menu
    menu = label_menu(parent, content, look, choose_label)
    menu.addSeparator()
    kinds = QActionGroup(menu)
    for kind in TEXT_KINDS if content.kind.marks_text else ():
        action = menu.addAction(look.icon(kind.value), kind_name(kind))
        action.setCheckable(True)
        action.setChecked(kind is content.kind)
        action.triggered.connect(lambda _checked=False, chosen=kind.value: choose_kind(chosen))
        kinds.addAction(action)
    menu.addSeparator()
    menu.addAction(look.icon("note"), menu.tr("Edit the note")).triggered.connect(lambda: edit())
    menu.addAction(look.icon("copy"), menu.tr("Copy with citation")).triggered.connect(lambda: copy())
    menu.addAction(look.icon("delete"), menu.tr("Delete the annotation")).triggered.connect(lambda: remove())
    return menu


def _menu(parent: QWidget, look: Look) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setPalette(palette_of(look.colors))
    return menu


def _add_labels(menu: QMenu, content: CardContent, look: Look, choose: Callable[[str], object]) -> None:
    group = QActionGroup(menu)
    for label in look.labels:
        action = menu.addAction(swatch_icon(label.color, menu.devicePixelRatioF()), label.name)
        action.setCheckable(True)
        action.setChecked(label.id == content.label_id)
        action.triggered.connect(lambda _checked=False, chosen=label.id: choose(chosen))
        group.addAction(action)

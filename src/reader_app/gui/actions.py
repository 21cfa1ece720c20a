"""Everything that can be done, declared once: menu, text, keys, icon and what it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from reader_app.core.article import Form

if TYPE_CHECKING:
    from reader_app.gui.window_commands import WindowCommands


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        menu: Title of its menu.
        text: What the menu shows.
        keys: Shortcuts in Qt's portable spelling; the first is shown.
        run: Calls the command.
        icon: Name of an icon, "" for none.
        bare: Whether a key is a plain letter or digit: then it acts only in the article, never while typing.
        separated: Whether a line stands before it in the menu.
        choice: Name of the group of which one at a time is checked, "" for none.
    """

    menu: str
    text: str
    keys: tuple[str, ...]
    run: Callable[[WindowCommands], None]
    icon: str = ""
    bare: bool = False
    separated: bool = False
    choice: str = ""


FILE, EDIT, MARK, VIEW, GO = "&File", "&Edit", "&Mark", "&View", "&Go"
LIBRARY, HELP = "&Library", "&Help"

ACTIONS: dict[str, ActionSpec] = {
    "add": ActionSpec(FILE, "&Add files…", ("Ctrl+O",), lambda c: c.add_files(), "plus"),
    "add-folder": ActionSpec(FILE, "Add a &folder…", (), lambda c: c.add_folder()),
    "add-address": ActionSpec(FILE, "&Save an address…", ("Ctrl+Shift+O",), lambda c: c.add_address()),
    "watch": ActionSpec(FILE, "&Watch a folder…", (), lambda c: c.watch_folder()),
    "stop-adding": ActionSpec(FILE, "S&top adding", ("Ctrl+.",), lambda c: c.stop_adding()),
    "adding-report": ActionSpec(FILE, "A&dded lately…", (), lambda c: c.show_adding_report()),
    "new-version": ActionSpec(
        FILE, "Use a new &version of this article…", (), lambda c: c.use_new_version(), separated=True
    ),
    "look-again": ActionSpec(FILE, "&Look for changes at its address", (), lambda c: c.look_again()),
    "versions": ActionSpec(FILE, "Ve&rsions…", (), lambda c: c.show_versions()),
    "open-page": ActionSpec(
        FILE, "Open the &original page", ("Ctrl+Shift+E",), lambda c: c.open_original_page(), separated=True
    ),
    "open-file": ActionSpec(FILE, "Show the original f&ile", (), lambda c: c.open_original_file()),
    "export": ActionSpec(FILE, "&Export…", ("Ctrl+E",), lambda c: c.export(), "export", separated=True),
    "print": ActionSpec(FILE, "&Print…", ("Ctrl+P",), lambda c: c.print_pages(), "print"),
    "close": ActionSpec(FILE, "&Close", ("Ctrl+Q",), lambda c: c.close_window(), separated=True),
    "undo": ActionSpec(EDIT, "&Undo", ("Ctrl+Z",), lambda c: c.undo(), "undo"),
    "redo": ActionSpec(EDIT, "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), lambda c: c.redo(), "redo"),
    "copy": ActionSpec(EDIT, "&Copy", ("Ctrl+C",), lambda c: c.copy(), "copy", separated=True),
    "copy-cited": ActionSpec(
        EDIT, "Copy &with citation", ("Ctrl+Shift+C",), lambda c: c.copying.copy_with_citation()
    ),
    "copy-citation": ActionSpec(EDIT, "Copy the c&itation", (), lambda c: c.copying.copy_citation()),
    "copy-bibtex": ActionSpec(EDIT, "Copy as &BibTeX", (), lambda c: c.copying.copy_bibtex()),
    "paste": ActionSpec(EDIT, "&Paste as an article", ("Ctrl+V",), lambda c: c.paste()),
    "leave-out": ActionSpec(EDIT, "&Leave out of the article", ("Ctrl+Del",), lambda c: c.leave_out()),
    "label-1": ActionSpec(MARK, "Label 1", ("1",), lambda c: c.mark_with(0), bare=True),
    "label-2": ActionSpec(MARK, "Label 2", ("2",), lambda c: c.mark_with(1), bare=True),
    "label-3": ActionSpec(MARK, "Label 3", ("3",), lambda c: c.mark_with(2), bare=True),
    "label-4": ActionSpec(MARK, "Label 4", ("4",), lambda c: c.mark_with(3), bare=True),
    "label-5": ActionSpec(MARK, "Label 5", ("5",), lambda c: c.mark_with(4), bare=True),
    "underline": ActionSpec(
        MARK, "&Underline", ("U",), lambda c: c.underline(), "underline", bare=True, separated=True
    ),
    "strikeout": ActionSpec(MARK, "&Strike out", ("S",), lambda c: c.strike_out(), "strikeout", bare=True),
    "note": ActionSpec(MARK, "&Note", ("N", "F2"), lambda c: c.note(), "note", bare=True),
    "merge": ActionSpec(MARK, "&Merge marks", ("M",), lambda c: c.merge_marks(), bare=True),
    "remove": ActionSpec(
        MARK, "&Delete annotation", ("Del",), lambda c: c.remove_annotation(), "delete", bare=True
    ),
    "end-later": ActionSpec(
        MARK,
        "&End later",
        ("E", "Alt+Shift+Right"),
        lambda c: c.step_end(is_start=False, forward=True),
        bare=True,
        separated=True,
    ),
    "end-earlier": ActionSpec(
        MARK,
        "End e&arlier",
        ("Shift+E", "Alt+Shift+Left"),
        lambda c: c.step_end(is_start=False, forward=False),
        bare=True,
    ),
    "begin-later": ActionSpec(
        MARK, "&Begin later", ("B",), lambda c: c.step_end(is_start=True, forward=True), bare=True
    ),
    "begin-earlier": ActionSpec(
        MARK, "Be&gin earlier", ("Shift+B",), lambda c: c.step_end(is_start=True, forward=False), bare=True
    ),
    "import-embedded": ActionSpec(
        MARK, "&Import those of the PDF", ("Ctrl+I",), lambda c: c.import_embedded(), "import", separated=True
    ),
    "larger": ActionSpec(VIEW, "&Larger", ("Ctrl++", "Ctrl+="), lambda c: c.resize_text(1), "zoom-in"),
    "smaller": ActionSpec(VIEW, "&Smaller", ("Ctrl+-",), lambda c: c.resize_text(-1), "zoom-out"),
    "usual-size": ActionSpec(VIEW, "&Usual size", ("Ctrl+0",), lambda c: c.resize_text(0)),
    "text": ActionSpec(VIEW, "&Text and colors…", ("Ctrl+T",), lambda c: c.show_text_settings(), "text-size"),
    "light": ActionSpec(VIEW, "Li&ght", (), lambda c: c.use_theme("light"), "sun", separated=True),
    "sepia": ActionSpec(VIEW, "Sep&ia", (), lambda c: c.use_theme("sepia"), "sepia"),
    "dark": ActionSpec(VIEW, "&Dark", (), lambda c: c.use_theme("dark"), "moon"),
    "form-article": ActionSpec(
        VIEW, "A&rticle", (), lambda c: c.show_form(Form.ARTICLE), separated=True, choice="form"
    ),
    "form-whole": ActionSpec(VIEW, "&Whole page", (), lambda c: c.show_form(Form.WHOLE_PAGE), choice="form"),
    "form-other": ActionSpec(
        VIEW, "Another &extraction", (), lambda c: c.show_form(Form.OTHER), choice="form"
    ),
    "form-repaired": ActionSpec(
        VIEW, "Article without what I left &out", (), lambda c: c.show_form(Form.REPAIRED), choice="form"
    ),
    "form-switch": ActionSpec(VIEW, "Switch article and whole &page", ("F6",), lambda c: c.switch_form()),
    "sidebar": ActionSpec(
        VIEW, "Side&bar", ("F9", "Ctrl+B"), lambda c: c.toggle_sidebar(), "library", separated=True
    ),
    "panel": ActionSpec(VIEW, "&Annotations", ("F8",), lambda c: c.toggle_panel(), "panel"),
    "caret": ActionSpec(VIEW, "&Caret for selecting", ("F7",), lambda c: c.toggle_caret()),
    "full-screen": ActionSpec(VIEW, "&Full screen", ("F11",), lambda c: c.toggle_full_screen()),
    "library": ActionSpec(GO, "&Library", ("Ctrl+L",), lambda c: c.show_library(), "library"),
    "outline": ActionSpec(GO, "&Contents", ("Ctrl+Shift+L",), lambda c: c.show_outline(), "outline"),
    "article": ActionSpec(GO, "A&rticle", ("Ctrl+1",), lambda c: c.focus_article()),
    "cards": ActionSpec(GO, "&Annotations", ("Ctrl+2",), lambda c: c.focus_panel()),
    "review": ActionSpec(GO, "Annotations to re&view", ("F4",), lambda c: c.show_review()),
    "next": ActionSpec(
        GO, "&Next annotation", ("Ctrl+Down", "J"), lambda c: c.go_to_annotation(1), separated=True
    ),
    "previous": ActionSpec(GO, "&Previous annotation", ("Ctrl+Up", "K"), lambda c: c.go_to_annotation(-1)),
    "trash": ActionSpec(LIBRARY, "&Trash…", (), lambda c: c.show_trash(), "delete"),
    "backups": ActionSpec(LIBRARY, "&Backups…", (), lambda c: c.show_backups()),
    "about": ActionSpec(HELP, "&About", (), lambda c: c.show_about()),
}


def make_actions(icon: Callable[[str], QIcon], parent: QWidget) -> dict[str, QAction]:
    """Return an action for each spec.

    Args:
        icon: Looks an icon up by name.
        parent: Owner; keys with Ctrl or of the F row act in its whole window.
    """
    actions = {}
    groups: dict[str, QActionGroup] = {}
    for name, spec in ACTIONS.items():
        action = QAction(_translated(spec.text), parent)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if spec.icon:
            action.setIcon(icon(spec.icon))
        if spec.choice:
            action.setCheckable(True)
            groups.setdefault(spec.choice, QActionGroup(parent)).addAction(action)
        actions[name] = action
    return actions


def connect(actions: dict[str, QAction], commands: WindowCommands) -> None:
    """Let the actions call the commands."""
    for name, spec in ACTIONS.items():
        actions[name].triggered.connect(lambda _checked=False, run=spec.run: run(commands))


def fill_menus(actions: dict[str, QAction], add_menu: Callable[[str], QMenu]) -> None:
    """Put the actions into the menus that they name."""
    menus: dict[str, QMenu] = {}
    for name, spec in ACTIONS.items():
        if spec.menu not in menus:
            menus[spec.menu] = add_menu(_translated(spec.menu))
        if spec.separated:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[name])


def bare_actions(actions: dict[str, QAction]) -> Iterable[QAction]:
    """Yield the actions whose keys are plain letters and digits."""
    return (actions[name] for name, spec in ACTIONS.items() if spec.bare)


def window_actions(actions: dict[str, QAction]) -> Iterable[QAction]:
    """Yield the actions whose keys act in the whole window."""
    return (actions[name] for name, spec in ACTIONS.items() if not spec.bare)


def _translated(text: str) -> str:
    return QCoreApplication.translate("actions", text)

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from reader_app.core.color import READABLE, contrast
from reader_app.gui.mark_paint import mark_paint
from reader_app.gui.theme import (
    DARK,
    LIGHT,
    SEPIA,
    THEMES,
    Theme,
    apply,
    blend,
    chosen_theme,
    resource,
    style_sheet,
)

ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
SURFACES = ("window", "panel", "card", "hover", "pressed", "selection")


@pytest.fixture(params=THEMES.values(), ids=THEMES.keys())
def theme(request: pytest.FixtureRequest) -> Theme:
    chosen: Theme = request.param
    return chosen


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", ["text", "secondary"])
def test_text_is_readable_on_every_surface(theme: Theme, surface: str, text: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, surface)) >= READABLE


def test_colored_text_is_readable_where_it_stands(theme: Theme) -> None:
    assert contrast(theme.accent_text, theme.accent) >= READABLE
    assert contrast(theme.warning_text, theme.warning) >= READABLE
    assert contrast(theme.page_ink, theme.page_paper) >= READABLE
    selected = mark_paint(theme.page_selection, theme)
    assert contrast(selected.over(theme.page_ink), selected.over(theme.page_paper)) >= READABLE
    assert contrast(selected.over(theme.page_paper), theme.page_paper) >= 1.5
    for surface in ("window", "panel", "card"):
        assert contrast(theme.danger, getattr(theme, surface)) >= READABLE
        assert contrast(theme.accent, getattr(theme, surface)) >= READABLE


def test_fields_and_focus_rings_are_visible(theme: Theme) -> None:
    for surface in ("window", "panel", "card"):
        assert contrast(theme.outline, getattr(theme, surface)) >= 2.5
        assert contrast(theme.accent, getattr(theme, surface)) >= 3


def test_page_colors_agree_with_the_theme(theme: Theme) -> None:
    assert theme.page_colors.is_dark is theme.is_dark
    assert LIGHT.page_colors.is_plain


def test_style_sheet_names_only_files_that_exist(theme: Theme) -> None:
    sheet = style_sheet(theme)

    named = {part.split('"')[1] for part in sheet.split("url(")[1:]}

    assert named
    assert all(Path(name).is_file() for name in named)
    assert "$" not in sheet.split("*/", 1)[1]


def test_applied_theme_reaches_palette_and_widgets(qapp: QApplication, theme: Theme) -> None:
    apply(qapp, theme)

    assert QLineEdit().palette().color(QPalette.ColorRole.PlaceholderText).name() == theme.secondary
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.window
    button = QPushButton("Export")
    button.setProperty("primary", True)
    button.resize(120, 32)
    assert button.grab().toImage().pixelColor(8, 16).name() == theme.accent


def test_system_choice_follows_the_desktop() -> None:
    assert chosen_theme("system", Qt.ColorScheme.Dark) is DARK
    assert chosen_theme("system", Qt.ColorScheme.Light) is LIGHT
    assert chosen_theme("system", Qt.ColorScheme.Unknown) is LIGHT
    assert chosen_theme("sepia", Qt.ColorScheme.Dark) is SEPIA


def test_blend_mixes_channel_by_channel() -> None:
    assert blend("#ff0080", "#00ff00", 0.0) == "#00ff00"
    assert blend("#ff0080", "#00ff00", 1.0) == "#ff0080"
    assert blend("#640000", "#c80000", 0.5) == "#960000"


def test_resource_is_found_in_a_checkout() -> None:
    assert resource("themes/window.qss").is_file()


def test_resource_is_found_in_an_installed_program(tmp_path: Path) -> None:
    package = tmp_path / "reader_app"
    source = Path(sys.modules["reader_app.gui.theme"].__file__ or "").parent.parent
    for name in ("__init__.py", "core/__init__.py", "core/layout.py", "gui/__init__.py", "gui/theme.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes((source / name).read_bytes())
    (package / "resources" / "icons").mkdir(parents=True)
    (package / "resources" / "icons" / "note.svg").write_text("<svg/>")

    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "from reader_app.gui.theme import resource; print(resource('icons/note.svg'))",
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert Path(found) == package / "resources" / "icons" / "note.svg"


def test_modules_of_the_start_leave_svg_and_network_unloaded() -> None:
    code = (
        "import sys, reader_app.gui.theme, reader_app.gui.icons, reader_app.gui.settings;"
        "import reader_app.gui.single_instance;"
        "print([m for m in sys.modules if m in ('PySide6.QtSvg', 'PySide6.QtNetwork')])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "[]"

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication

from reader_app.gui.icons import Icons
from reader_app.gui.theme import DARK, LIGHT, resource

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="2">'
    '<path d="M4 12h16"/></svg>'
)


@pytest.fixture
def folder(tmp_path: Path, qapp: QApplication) -> Path:
    (tmp_path / "line.svg").write_text(SQUARE)
    return tmp_path


def drawn(icon: QIcon, *, scale: float = 1.0, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return icon.pixmap(QSize(24, 24), scale, mode).toImage()


def center(image: QImage) -> str:
    return image.pixelColor(image.width() // 2, image.height() // 2).name()


def test_icon_is_drawn_in_the_color_of_text(folder: Path) -> None:
    icon = Icons(LIGHT, folder).icon("line")

    assert center(drawn(icon)) == LIGHT.text
    assert drawn(icon).pixelColor(1, 1).alpha() == 0


def test_icon_given_before_the_theme_changed_follows_it(folder: Path) -> None:
    icons = Icons(LIGHT, folder)
    icon = icons.icon("line")
    drawn(icon)

    icons.set_theme(DARK)

    assert center(drawn(icon)) == DARK.text


def test_switched_off_icon_is_paler(folder: Path) -> None:
    icon = Icons(LIGHT, folder).icon("line")

    assert center(drawn(icon, mode=QIcon.Mode.Disabled)) == LIGHT.faded


def test_icon_is_drawn_anew_for_a_dense_screen(folder: Path) -> None:
    image = drawn(Icons(LIGHT, folder).icon("line"), scale=2.0)

    assert (image.width(), image.height()) == (48, 48)
    rows = [image.pixelColor(24, y).alpha() for y in range(48)]
    assert set(rows) == {0, 255}, "an enlarged picture would have blended edges"
    assert rows.count(255) == 4


def test_pixmap_takes_any_color(folder: Path) -> None:
    pixmap = Icons(LIGHT, folder).pixmap("line", 24, 2.0, "#ffa29a")

    assert pixmap.deviceIndependentSize().toSize() == QSize(24, 24)
    assert center(pixmap.toImage()) == "#ffa29a"


def test_unknown_icon_is_a_bug(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no icon 'nothing'"):
        Icons(LIGHT, folder).icon("nothing")


def test_every_icon_of_the_program_can_be_drawn(qapp: QApplication) -> None:
    files = sorted(resource("icons").glob("*.svg"))
    if not files:
        pytest.skip("this checkout has no icons")
    icons = Icons(LIGHT)

    blank = [file.stem for file in files if is_blank(drawn(icons.icon(file.stem)))]

    assert blank == []


def is_blank(image: QImage) -> bool:
    return not any(
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    )

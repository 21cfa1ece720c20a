from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.layout import ReadingStyle
from reader_app.gui import settings as table
from reader_app.gui.settings import (
    AUTHOR,
    COLUMN_WIDTH,
    FONT_FAMILY,
    FONT_SIZE,
    GEOMETRY,
    JUSTIFY,
    LINE_HEIGHT,
    SETTINGS,
    SIDEBAR_VISIBLE,
    THEME,
    Setting,
    Settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def written(path: Path, line: str) -> Settings:
    group, assignment = line.split("/", 1)
    path.write_text(f"[{group}]\n{assignment}\n", encoding="utf-8")
    return Settings(path)


def test_fresh_settings_are_the_defaults(path: Path) -> None:
    settings = Settings(path)

    for setting in SETTINGS:
        assert settings.get(setting) == setting.default


def test_table_is_complete_and_sound() -> None:
    declared = [value for value in vars(table).values() if isinstance(value, Setting)]

    assert sorted(setting.key for setting in declared) == sorted(setting.key for setting in SETTINGS)
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.allows(setting.default), setting.key
        assert isinstance(setting.default, setting.type)
        assert setting.description


def test_defaults_of_the_text_are_those_of_a_fresh_style() -> None:
    style = ReadingStyle()

    assert (style.font_family, style.font_size) == (FONT_FAMILY.default, FONT_SIZE.default)
    assert (style.width, style.line_height) == (COLUMN_WIDTH.default, LINE_HEIGHT.default)
    assert style.justify == JUSTIFY.default


def test_values_survive_a_restart(path: Path) -> None:
    settings = Settings(path)
    settings.set(FONT_SIZE, 15.5)
    settings.set(JUSTIFY, True)
    settings.set(SIDEBAR_VISIBLE, False)
    settings.set(THEME, "dark")
    settings.set(GEOMETRY, bytes(range(256)))
    settings.set(AUTHOR, 'Zoë, "Z"; 日本 @Variant(x) %20')
    assert settings.save()

    again = Settings(path)

    assert again.get(FONT_SIZE) == 15.5
    assert again.get(JUSTIFY) is True
    assert again.get(SIDEBAR_VISIBLE) is False
    assert again.get(THEME) == "dark"
    assert again.get(GEOMETRY) == bytes(range(256))
    assert again.get(AUTHOR) == 'Zoë, "Z"; 日本 @Variant(x) %20'


@pytest.mark.parametrize(
    "line",
    [
        "text/font_size=5000",
        "text/font_size=nan",
        "text/font_size=large",
        "text/font_size=",
        "text/font_size=1, 2",
    ],
)
def test_unusable_number_is_the_default(path: Path, line: str) -> None:
    assert written(path, line).get(FONT_SIZE) == FONT_SIZE.default


def test_unusable_values_of_other_types_are_the_default(path: Path) -> None:
    assert written(path, "window/theme=neon").get(THEME) == "system"
    assert written(path, "text/justify=maybe").get(JUSTIFY) is False
    assert written(path, "window/geometry=%%%").get(GEOMETRY) == b""


@given(content=st.binary(max_size=300))
def test_no_file_content_keeps_anybody_from_reading(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.ini"
    path.write_bytes(b"[text]\nfont_size=" + content + b"\n[window]\ntheme=" + content)

    settings = Settings(path)

    for setting in SETTINGS:
        assert setting.allows(settings.get(setting))


@pytest.mark.parametrize("size", [0.0, 1000.0, nan, inf])
def test_value_out_of_range_cannot_be_set(path: Path, size: float) -> None:
    with pytest.raises(ValueError, match="text/font_size"):
        Settings(path).set(FONT_SIZE, size)


def test_reset_goes_back_to_the_default(path: Path) -> None:
    settings = Settings(path)
    settings.set(FONT_SIZE, 20.0)

    settings.reset(FONT_SIZE)

    assert settings.get(FONT_SIZE) == FONT_SIZE.default


def test_folder_that_cannot_be_written_is_reported_not_raised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.ini")

    settings.set(FONT_SIZE, 20.0)

    assert settings.save() is False
    assert settings.get(FONT_SIZE) == 20.0

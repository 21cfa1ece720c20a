"""The files that the program shows or reads, as they lie in ``resources/``."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
APP_ICON = RESOURCES / "icons" / "reader-app.svg"
LINE_ICONS = sorted(set((RESOURCES / "icons").glob("*.svg")) - {APP_ICON})


@pytest.mark.parametrize("icon", LINE_ICONS, ids=lambda file: file.stem)
def test_line_icon_can_be_recolored_by_replacing_its_one_color(icon: Path) -> None:
    text = icon.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)

    assert root.get("viewBox") == "0 0 24 24"
    # The pictures of page layouts are shown larger than icons: thinner lines come out as thick there.
    width = "1.3" if icon.stem.startswith("layout-") else "1.75"
    assert (root.get("fill"), root.get("stroke-width")) == ("none", width)
    assert set(re.findall(r"#[0-9a-fA-F]+", text)) == {"#000"}


def test_icons_of_the_toolbar_are_there() -> None:
    names = {icon.stem for icon in LINE_ICONS}

    assert {"library", "back", "forward", "text-size", "search", "export", "more"} <= names


def test_welcome_article_has_the_form_of_a_saved_article() -> None:
    text = (RESOURCES / "samples" / "welcome.txt").read_text(encoding="utf-8")
    title, lede, *body = text.splitlines()

    assert len(title) < 80
    assert any(paragraph.startswith(lede) for paragraph in body), "the body repeats the lede"

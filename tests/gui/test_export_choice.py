from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.gui.export_choice import file_name, free_file


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Why we read slowly", "Why we read slowly.pdf"),
        ("On: moving/bodies? <1905>", "On moving bodies 1905.pdf"),
        ("  ..hidden\n\tlines.. ", "hidden lines.pdf"),
        ("日本語のタイトル", "日本語のタイトル.pdf"),
        ("con", "Article con.pdf"),
        ("COM1.txt", "Article COM1.txt.pdf"),
        ("///", "Article.pdf"),
        ("left\u202eright", "leftright.pdf"),
    ],
)
def test_title_becomes_a_sane_file_name(title: str, name: str) -> None:
    assert file_name(title) == name


@given(title=st.text())
def test_any_title_becomes_a_file_that_can_be_written(
    title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    name = file_name(title)

    (folder / name).write_bytes(b"")

    assert [path.name for path in folder.iterdir()] == [name]
    assert len(name.encode()) <= 140


def test_free_file_counts_on_when_the_name_is_taken(tmp_path: Path) -> None:
    (tmp_path / "Notes.pdf").touch()
    (tmp_path / "Notes 2.pdf").touch()

    assert free_file(tmp_path, "Notes") == tmp_path / "Notes 3.pdf"

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.export.file_names import file_names
from reader_app.export.options import Format


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Why we read slowly", "Why we read slowly.pdf"),
        ("On: moving/bodies? <1905>", "On moving bodies 1905.pdf"),
        ("  ..hidden\n\tlines.. ", "hidden lines.pdf"),
        ("日本語のタイトル", "日本語のタイトル.pdf"),
        ("語" * 200, "語" * 40 + ".pdf"),
        ("con", "Article con.pdf"),
        ("COM1.txt", "Article COM1.txt.pdf"),
        ("///", "Article.pdf"),
        ("", "Article.pdf"),
        ("left\u202eright", "leftright.pdf"),
    ],
)
def test_name_says_what_the_title_says_as_far_as_a_name_may(title: str, name: str) -> None:
    assert file_names([title], ".pdf") == [name]


@given(title=st.text(), suffix=st.sampled_from([each.suffix for each in Format]))
def test_any_title_becomes_a_file_that_can_be_written(
    title: str, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    (name,) = file_names([title], suffix)

    (folder / name).write_bytes(b"")

    assert [path.name for path in folder.iterdir()] == [name]
    assert len(name.encode()) <= 140


@given(st.lists(st.text(max_size=300), max_size=8))
def test_names_are_different_where_case_does_not_count(titles: list[str]) -> None:
    names = file_names(titles, ".pdf")

    assert len({name.casefold() for name in names}) == len(titles)


def test_names_that_are_there_are_not_given(tmp_path: Path) -> None:
    (tmp_path / "Notes.csl.json").touch()
    (tmp_path / "Notes 2.csl.json").touch()

    names = file_names(["Notes"], ".csl.json", lambda name: (tmp_path / name).exists())

    assert names == ["Notes 3.csl.json"]

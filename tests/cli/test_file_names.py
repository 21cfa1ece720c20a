import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.cli.file_names import file_names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A title", "A title.pdf"),
        ("What? Why: a/b", "What Why a b.pdf"),
        ("..", "_.pdf"),
        ("", "_.pdf"),
        ("con", "_con.pdf"),
        ("Two\nlines\tof it", "Two lines of it.pdf"),
        ("語" * 200, "語" * 60 + ".pdf"),
    ],
)
def test_name_says_what_the_title_says_as_far_as_a_name_may(title: str, name: str) -> None:
    assert file_names([title], ".pdf") == [name]


@given(st.lists(st.text(max_size=300), max_size=8))
def test_names_are_different_short_and_stay_in_their_folder(titles: list[str]) -> None:
    names = file_names(titles, ".pdf")

    assert len({name.casefold() for name in names}) == len(titles)
    assert all(len(name.encode()) <= 255 and not set(name) & set("/\\:\0") for name in names)
    assert all(name not in (".pdf", "..pdf") for name in names)

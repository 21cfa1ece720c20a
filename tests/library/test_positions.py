import pytest

from library.builders import add_article
from reader_app.errors import NotFoundError
from reader_app.library.library import Library
from reader_app.library.positions import Position


def test_an_article_never_read_has_no_position(library: Library) -> None:
    assert library.positions.get(add_article(library).id) is None


def test_the_last_position_of_each_article_comes_back(library: Library) -> None:
    one, other = add_article(library, "One"), add_article(library, "Other")

    library.positions.put(one.id, Position(0, 10))
    library.positions.put(one.id, Position(3, 1234, 0.25))
    library.positions.put(other.id, Position(1, 2, 1.0))

    assert library.positions.get(one.id) == Position(3, 1234, 0.25)
    assert library.positions.get(other.id) == Position(1, 2, 1.0)


def test_a_position_in_an_article_that_is_gone_is_refused(library: Library) -> None:
    with pytest.raises(NotFoundError, match="no longer in the library"):
        library.positions.put("gone", Position(0, 0))

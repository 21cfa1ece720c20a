"""Where the words of an annotation begin and end, and the same with other ends."""

from collections.abc import Sequence

from reader_app.core.annotation import Target
from reader_app.core.article_text import Place

Piece = tuple[Place, Place]
"""Words in a row: the place where they begin, and the one after them."""


def ends_of(targets: Sequence[Target]) -> Piece:
    """Return where the first words begin and where the last ones end."""
    first, last = targets[0], targets[-1]
    return (first.section, first.start), (last.section, last.end)


def with_ends(targets: Sequence[Target], first: Place, after: Place) -> tuple[Piece, ...]:
    """Return the pieces that an annotation has when it begins and ends elsewhere.

    What lies between two pieces stays unmarked, such as the column beside them; a piece outside the new
    ends is gone, and the first and the last that stay reach as far as the ends do.
    """
    pieces = [((each.section, each.start), (each.section, each.end)) for each in targets]
    kept = [piece for piece in pieces if piece[0] < after and first < piece[1]]
    if not kept:
        return ((first, after),)
    inner = [after for _, after in kept[:-1]]
    begins = [first, *(begin for begin, _ in kept[1:])]
    return tuple(zip(begins, [*inner, after], strict=True))

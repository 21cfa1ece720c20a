import pytest

from reader_app.export.typesetting import typeset


@pytest.mark.parametrize("height", [100.0, 333.33, 595.276, 700.1, 728.504])
def test_each_block_begins_on_its_own_page_at_any_height(height: float) -> None:
    blocks = [f"<p>Block {number}</p>" for number in range(100)]

    done = typeset(blocks, 300, height, 10.5, "p { margin: 0; }")

    assert [[piece.page for piece in pieces] for pieces in done.blocks] == [[page] for page in range(100)]
    done.close()

from dataclasses import replace

from core.pages import PageBuilder
from reader_app.core.layout import DocumentLayout, PageBox
from reader_app.core.paged_text import PagedText
from reader_app.core.text import Spelling
from reader_app.gui.page_view.caret import CaretWalk, Step


def test_the_caret_steps_over_a_sign_that_counts_as_several_characters() -> None:
    page = PageBuilder().line("a21⁄2b", 50, 100).page()
    page = replace(page, text=replace(page.text, spellings=(Spelling(2, 5, "½"),)))
    layout = DocumentLayout((PageBox(600.0, 800.0, 0),), section_count=1, outline=(), reflows=False)
    text = PagedText(layout)
    text.add(page)
    walk = CaretWalk(text, layout)

    forward = [place := (0, 0)] + [place := walk.move(place, Step.CHARACTER, True) for _ in range(4)]
    backward = [place] + [place := walk.move(place, Step.CHARACTER, False) for _ in range(4)]

    assert [offset for _, offset in forward] == [0, 1, 2, 5, 6]
    assert backward == forward[::-1]

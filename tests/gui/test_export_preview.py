from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from reader_app.core.layout import DocumentLayout, PageBox
from reader_app.gui.export_preview import ExportPreview
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.outbox import Outbox

THREE = DocumentLayout(tuple(PageBox(595, 842, n) for n in range(3)), 3, (), reflows=False)


@pytest.fixture
def preview(qtbot: QtBot) -> Iterator[ExportPreview]:
    child = DocumentChild(Outbox().post)
    preview = ExportPreview(child)
    qtbot.addWidget(preview)
    preview.resize(500, 600)
    preview.show()
    yield preview
    child.close()


def test_text_problem_and_pages_take_each_others_place(preview: ExportPreview) -> None:
    preview.show_text("a,b\n1,2\n")
    assert (preview.text, preview.problem) == ("a,b\n1,2\n", "")

    preview.show_problem("The template has an error in line 3.")
    assert (preview.text, preview.problem) == ("", "The template has an error in line 3.")

    preview.show_pages(THREE, 1)
    assert (preview.text, preview.problem, preview.pages.page) == ("", "", 1)


def test_long_lines_are_broken_and_no_character_is_lost(preview: ExportPreview) -> None:
    text = f"first\n\n{'x' * 90_000}\nlast"

    preview.show_text(text)

    assert preview.text.replace("\n", "") == text.replace("\n", "")
    assert max(map(len, preview.text.splitlines())) <= 2000
    assert preview.text.splitlines()[:2] == ["first", ""]


@pytest.mark.parametrize(("first", "page"), [(None, 0), (2, 2), (-1, 0), (99, 2)])
def test_preview_begins_with_a_page_that_there_is(
    preview: ExportPreview, first: int | None, page: int
) -> None:
    preview.show_pages(THREE, first)

    assert preview.pages.page == page


def test_what_is_shown_stays_while_the_next_is_made(preview: ExportPreview) -> None:
    preview.show_text("before")

    preview.set_busy(True)
    preview.set_progress(3, 10)
    assert (preview.text, preview.is_busy) == ("before", True)

    preview.show_text("after")
    assert (preview.text, preview.is_busy) == ("after", False)

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from gui.reading import Mouse, Reading, left_of, long_text, right_of, write_columns, write_pages
from reader_app.core.page_text import Link


def test_drag_over_words_selects_them(reading: Reading, mouse: Mouse, qtbot: QtBot) -> None:
    reading.open_text()

    with qtbot.waitSignal(reading.view.selection_made):
        mouse.drag(left_of(reading.area("bridge over")), right_of(reading.area("the river")))

    assert reading.session.selected_text() == "bridge over the river"


def test_drag_backwards_selects_the_same(reading: Reading, mouse: Mouse) -> None:
    reading.open_text()

    mouse.drag(right_of(reading.area("the river")), left_of(reading.area("bridge over")))

    assert reading.session.selected_text() == "bridge over the river"


def test_click_selects_nothing_and_ends_a_selection(reading: Reading, mouse: Mouse, qtbot: QtBot) -> None:
    reading.open_text()
    reading.select("the river")

    with qtbot.waitSignal(reading.view.mark_clicked) as clicked:
        mouse.click(left_of(reading.area("until")))

    assert clicked.args == [""]
    assert reading.session.selection is None


def test_two_clicks_take_a_word_three_a_paragraph(reading: Reading, mouse: Mouse) -> None:
    reading.open_text()
    at = reading.area("river").center()

    mouse.click(at, times=2)
    assert reading.session.selected_text() == "river"
    mouse.click(at)

    assert (
        reading.session.selected_text() == "The bridge over the river is closed until spring, the town says."
    )


def test_drag_after_two_clicks_takes_whole_words(reading: Reading, mouse: Mouse) -> None:
    reading.open_text()
    start = reading.area("bridge over").translated(8, 0)

    mouse.click(left_of(start))
    mouse.press(left_of(start), double=True)
    mouse.move(reading.area("river").center())
    mouse.release(reading.area("river").center())

    assert reading.session.selected_text() == "bridge over the river"


def test_shift_and_click_extends_from_the_last_click(reading: Reading, mouse: Mouse) -> None:
    reading.open_text()

    mouse.click(left_of(reading.area("bridge over")))
    mouse.click(right_of(reading.area("the river")), shift=True)
    assert reading.session.selected_text() == "bridge over the river"
    mouse.click(right_of(reading.area("closed until")), shift=True)
    assert reading.session.selected_text() == "bridge over the river is closed until"
    mouse.click(left_of(reading.area("The bridge over")), shift=True)

    assert reading.session.selected_text() == "The"


def test_drag_goes_over_the_border_of_pages(reading: Reading, mouse: Mouse, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    reading.view.resize(500, 1300)
    reading.settle()

    mouse.drag(left_of(reading.area("Page0 line11")), right_of(reading.area("Page1 line00")))

    assert reading.session.selected_text() == "Page0 line11 has a few words. Page1 line00"


def test_drag_in_a_column_stays_in_it(reading: Reading, mouse: Mouse, tmp_path: Path) -> None:
    reading.open_pdf(write_columns(tmp_path / "columns.pdf"))

    mouse.drag(
        left_of(reading.area("leftline01")),
        right_of(reading.area("leftline02")) + QPointF(20, 0),
        right_of(reading.area("leftline03")),
    )

    assert "rightline" not in reading.session.selected_text()
    assert reading.session.selected_text().endswith("leftline03")


def test_drag_beyond_the_edge_scrolls_and_selects_on(reading: Reading, mouse: Mouse, qtbot: QtBot) -> None:
    reading.open_text(long_text())
    height = reading.view.viewport().height()
    start = left_of(reading.area("Number000"))

    mouse.press(start)
    mouse.move(QPointF(400, height + 60))
    qtbot.waitUntil(lambda: reading.view.verticalScrollBar().value() > height, timeout=60_000)
    mouse.move(QPointF(400, height / 2))
    stopped = reading.view.verticalScrollBar().value()
    reading.settle()
    mouse.release(QPointF(400, height / 2))

    assert reading.view.verticalScrollBar().value() == stopped
    selected = reading.session.selected_text()
    assert selected.startswith("Number000 begins this paragraph")
    assert "Number005 begins this paragraph" in selected


def test_click_on_a_mark_tells_which_the_shortest_of_several(
    reading: Reading, mouse: Mouse, qtbot: QtBot
) -> None:
    reading.open_text()
    long, short = reading.mark("The bridge over the river is closed until"), reading.mark("the river")

    with qtbot.waitSignal(reading.view.mark_clicked) as on_both:
        mouse.click(reading.area("river").center())
    with qtbot.waitSignal(reading.view.mark_clicked) as on_one:
        mouse.click(reading.area("is closed until").center())

    assert (on_both.args, on_one.args) == ([short.id], [long.id])


def test_mark_and_words_under_the_mouse_change_its_shape(reading: Reading, mouse: Mouse) -> None:
    reading.open_text()
    made = reading.mark("the river")
    viewport = reading.view.viewport()

    mouse.move(reading.area("river").center(), held=False)
    assert reading.session.hovered_id == made.id
    assert viewport.cursor().shape() == Qt.CursorShape.PointingHandCursor
    mouse.move(reading.area("spring").center(), held=False)
    assert reading.session.hovered_id == ""
    assert viewport.cursor().shape() == Qt.CursorShape.IBeamCursor
    mouse.move(QPointF(3, 3), held=False)

    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_click_on_a_link_follows_it(reading: Reading, mouse: Mouse, qtbot: QtBot) -> None:
    page = "<html><body><h1>Links</h1><p>Read <a href='https://example.org/more'>moreofthis</a> there.</p>"
    reading.open_text(page + "<p>And some words that are no link at all.</p></body></html>", "links.html")

    with qtbot.waitSignal(reading.view.link_followed) as followed:
        mouse.click(reading.area("moreofthis").center())

    [link] = followed.args
    assert isinstance(link, Link)
    assert link.address == "https://example.org/more"


def test_mouse_over_nothing_does_no_harm(reading: Reading, mouse: Mouse) -> None:
    for at in (QPointF(5, 5), QPointF(400, 300)):
        mouse.move(at, held=False)
        mouse.click(at, times=3)

    assert reading.session.selection is None

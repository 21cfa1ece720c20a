from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from reader_app.core.article import Article, Metadata
from reader_app.gui.icons import Icons
from reader_app.gui.library_view.article_delegate import ArticleDelegate, second_line, title_lines
from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.library_view.article_model import ArticleModel
from reader_app.gui.library_view.article_row import ArticleRow, Order
from reader_app.gui.placeholder import Placeholder

SAVED = datetime(2026, 1, 1, 12, tzinfo=UTC)


def row(number: int, *, opened: datetime | None = None, title: str = "") -> ArticleRow:
    """A row; the greater its number, the older it is."""
    return ArticleRow(
        Article(
            id=f"id{number}",
            metadata=Metadata(title=title or f"Article {number}", site="example.org"),
            media_type="text/html",
            word_count=1000,
            saved_at=SAVED - timedelta(minutes=number),
            opened_at=opened,
            version_id=1,
        ),
        number % 3,
    )


@pytest.fixture
def articles(qtbot: QtBot, icons: Icons) -> ArticleList:
    widget = ArticleList(icons)
    qtbot.addWidget(widget)
    widget.resize(300, 500)
    widget.show()
    return widget


def view_of(articles: ArticleList) -> QTableView:
    view = articles.findChild(QTableView)
    assert isinstance(view, QTableView)
    return view


def search_of(articles: ArticleList) -> QLineEdit:
    search = articles.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    return search


def shown(articles: ArticleList) -> list[str]:
    model = view_of(articles).model()
    return [model.data(model.index(number, 0)) for number in range(model.rowCount())]


def hint_in_sight(articles: ArticleList) -> str:
    return " ".join(
        label.text()
        for placeholder in articles.findChildren(Placeholder)
        if placeholder.isVisible()
        for label in (placeholder._heading, placeholder._hint)
    )


def test_newest_article_stands_first(articles: ArticleList) -> None:
    articles.set_articles([row(2), row(0), row(1)])

    assert shown(articles) == ["Article 0", "Article 1", "Article 2"]


def test_order_can_be_by_last_opened(articles: ArticleList) -> None:
    articles.set_articles([row(0), row(1, opened=SAVED), row(2, opened=SAVED + timedelta(days=1))])

    articles.set_order(Order.OPENED)

    assert shown(articles) == ["Article 2", "Article 1", "Article 0"]


def test_selection_and_scroll_stay_when_articles_change(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(number) for number in range(100)])
    articles.select("id50")
    view = view_of(articles)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 0)
    before = view.visualRect(view.currentIndex()).top()

    articles.set_articles([row(number) for number in range(100) if number != 3] + [row(-1), row(-2)])

    assert articles.selected_id() == "id50"
    assert view.visualRect(view.currentIndex()).top() == before


def test_selection_is_gone_with_its_article(articles: ArticleList) -> None:
    articles.set_articles([row(0), row(1)])
    articles.select("id1")

    articles.set_articles([row(0)])

    assert articles.selected_id() == ""


def test_enter_and_double_click_open(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(0), row(1)])
    articles.select("id1")

    with qtbot.waitSignal(articles.opened) as by_key:
        qtbot.keyClick(view_of(articles), Qt.Key.Key_Return)
    view = view_of(articles)
    middle = view.visualRect(view.model().index(0, 0)).center()
    with qtbot.waitSignal(articles.opened) as by_mouse:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert by_key.args == ["id1"]
    assert by_mouse.args == ["id0"]


def test_double_click_opens_though_the_list_is_refreshed_between_its_presses(
    articles: ArticleList, qtbot: QtBot
) -> None:
    articles.set_articles([row(0), row(1)])
    view = view_of(articles)
    middle = view.visualRect(view.model().index(1, 0)).center()

    with qtbot.waitSignal(articles.opened) as opened:
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        articles.set_articles([row(0), row(1, title="Renamed")])
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        articles.set_articles([row(0), row(1, title="Renamed again")])
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert opened.args == ["id1"]
    assert shown(articles) == ["Article 0", "Renamed again"]


def test_home_and_end_go_to_the_first_and_last_article(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(number) for number in range(50)])
    articles.select("id20")

    qtbot.keyClick(view_of(articles), Qt.Key.Key_End)
    last = articles.selected_id()
    qtbot.keyClick(view_of(articles), Qt.Key.Key_Home)

    assert (last, articles.selected_id()) == ("id49", "id0")


def test_delete_key_asks_for_the_trash(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(0)])
    articles.select("id0")

    with qtbot.waitSignal(articles.delete_requested) as asked:
        qtbot.keyClick(view_of(articles), Qt.Key.Key_Delete)

    assert asked.args == ["id0"]


def test_menu_of_a_row_opens_and_deletes_that_row(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(0), row(1)])
    menu = articles.menu_for(view_of(articles).model().index(1, 0))
    first, _, _, last = menu.actions()

    with qtbot.waitSignal(articles.opened) as opened:
        first.trigger()
    with qtbot.waitSignal(articles.delete_requested) as deleted:
        last.trigger()

    assert (opened.args, deleted.args) == (["id1"], ["id1"])


def test_menu_exports_and_deletes_all_that_is_selected(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(number) for number in range(5)])
    articles.select("id1")
    qtbot.keyClick(view_of(articles), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = articles.menu_for(view_of(articles).model().index(2, 0))
    _, export, _, delete = menu.actions()
    deleted: list[str] = []
    articles.delete_requested.connect(deleted.append)

    with qtbot.waitSignal(articles.export_requested) as exported:
        export.trigger()
    delete.trigger()

    assert (export.text(), exported.args) == ("&Export 2 articles…", [("id1", "id2")])
    assert deleted == ["id1", "id2"]


def test_menu_of_a_row_that_is_not_selected_is_about_that_row_alone(
    articles: ArticleList, qtbot: QtBot
) -> None:
    articles.set_articles([row(number) for number in range(5)])
    view_of(articles).selectAll()
    articles.select("id0")

    _, export, *_ = articles.menu_for(view_of(articles).model().index(3, 0)).actions()
    with qtbot.waitSignal(articles.export_requested) as exported:
        export.trigger()

    assert exported.args == [("id3",)]


def test_several_articles_stay_selected_when_others_come(articles: ArticleList) -> None:
    articles.set_articles([row(number) for number in range(1, 5)])
    view_of(articles).selectAll()

    articles.set_articles([row(number) for number in range(5)])

    assert articles.selected_ids() == ("id1", "id2", "id3", "id4")


def test_query_goes_out_once_after_typing(articles: ArticleList, qtbot: QtBot) -> None:
    queries: list[str] = []
    articles.query_changed.connect(queries.append)

    qtbot.keyClicks(search_of(articles), "  slow ")
    qtbot.waitUntil(lambda: bool(queries))
    qtbot.keyClick(search_of(articles), Qt.Key.Key_Escape)

    assert queries == ["slow", ""]


def test_typing_in_the_list_searches(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(0)])
    articles.select("id0")

    with qtbot.waitSignal(articles.query_changed) as changed:
        qtbot.keyClick(view_of(articles), Qt.Key.Key_X)

    assert changed.args == ["x"]
    assert search_of(articles).text() == "x"


def test_enter_in_the_search_line_opens_the_first_answer_only(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(0), row(1)])
    opened: list[str] = []
    articles.opened.connect(opened.append)

    qtbot.keyClicks(search_of(articles), "one")
    qtbot.keyClick(search_of(articles), Qt.Key.Key_Return)
    assert opened == [], "the rows still answer the empty query"
    articles.set_articles([row(1)])
    qtbot.keyClick(search_of(articles), Qt.Key.Key_Return)

    assert opened == ["id1"]


def test_empty_library_offers_to_add_files(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([])
    placeholder = next(each for each in articles.findChildren(Placeholder) if each.isVisible())

    with qtbot.waitSignal(articles.add_requested):
        qtbot.mouseClick(placeholder._button, Qt.MouseButton.LeftButton)

    assert "No articles yet" in hint_in_sight(articles)


def test_search_without_result_names_the_query(articles: ArticleList, qtbot: QtBot) -> None:
    articles.set_articles([row(0)])
    with qtbot.waitSignal(articles.query_changed):
        qtbot.keyClicks(search_of(articles), "xylophone")

    articles.set_articles([])

    assert "“xylophone”" in hint_in_sight(articles)


class Counting(ArticleDelegate):
    """Counts the rows it paints."""

    asked = 0

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.asked += 1
        super().paint(painter, option, index)


def test_hundred_thousand_articles_are_shown_without_asking_for_each(articles: ArticleList) -> None:
    view = view_of(articles)
    model = view.model()
    assert isinstance(model, ArticleModel)
    delegate = Counting(model)
    view.setItemDelegate(delegate)

    articles.set_articles([row(number) for number in range(100_000)])
    articles.select("id99999")
    view.grab()

    assert model.rowCount() == 100_000
    assert view.verticalScrollBar().value() > 1_000_000
    assert 0 < delegate.asked < 200


def test_long_title_takes_two_lines_and_says_that_there_is_more(articles: ArticleList) -> None:
    font = QFont()
    words = "𝕬 title with more words than two lines of this width could ever hold, as is common with papers"

    first, second = title_lines(words, font, 200)

    assert words.startswith(first)
    assert second.endswith("…")
    assert words[len(first) :].strip().startswith(second[:8])
    assert title_lines("Short", font, 200) == ["Short"]


def test_source_gives_way_to_facts(articles: ArticleList) -> None:
    metrics = QFontMetrics(QFont())
    article = row(0).article
    full = second_line(article, metrics, 1000, QLocale.c())

    narrow = second_line(article, metrics, metrics.horizontalAdvance(full) - 10, QLocale.c())

    assert full.startswith("example.org · ")
    assert narrow.endswith(full.removeprefix("example.org"))
    assert "…" in narrow


def test_new_articles_come_above_the_others_newest_first(articles: ArticleList) -> None:
    articles.set_articles([row(5), row(6)])

    articles.add_articles([row(3), row(2), row(5)])

    assert shown(articles) == ["Article 2", "Article 3", "Article 5", "Article 6"]


def test_new_articles_move_nothing_that_is_in_sight_or_selected(articles: ArticleList) -> None:
    articles.set_articles([row(number) for number in range(100, 200)])
    view = view_of(articles)
    view.verticalScrollBar().setValue(40 * view.rowHeight(0) + 7)
    articles.select("id145")
    before = view.visualRect(view.currentIndex())

    articles.add_articles([row(number) for number in range(10)])

    assert articles.selected_id() == "id145"
    assert view.visualRect(view.currentIndex()) == before


def test_first_article_takes_the_place_of_the_invitation(articles: ArticleList) -> None:
    articles.add_articles([row(1)])

    assert view_of(articles).isVisible()

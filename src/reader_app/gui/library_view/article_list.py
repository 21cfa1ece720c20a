"""The list of saved articles with a search line above it.

Dumb: the rows it is given are the rows it shows; what the reader searches for goes out as a signal, and
the answer comes back as other rows.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader_app.gui.icons import Icons
from reader_app.gui.library_view.article_delegate import ArticleDelegate
from reader_app.gui.library_view.article_model import ArticleModel
from reader_app.gui.library_view.article_row import ArticleRow, Order, arranged
from reader_app.gui.placeholder import Placeholder

_TYPING_PAUSE = 150  # milliseconds without a key, after which the query goes out


class ArticleList(QWidget):
    """Shows articles and says which one the reader wants.

    Signals:
        opened: The reader wants to read an article; carries its id.
        query_changed: The reader typed in the search line and paused; carries the trimmed text.
        add_requested: The reader wants to choose files to add.
        delete_requested: The reader wants an article in the trash; carries its id.
        export_requested: The reader wants articles exported; carries a tuple of their ids.
    """

    opened = Signal(str)
    query_changed = Signal(str)
    add_requested = Signal()
    delete_requested = Signal(str)
    export_requested = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._rows: Sequence[ArticleRow] = ()
        self._order = Order.SAVED
        self._query = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self._send_query)
        self._search = self._make_search()
        self._model = ArticleModel(self)
        self._list = self._make_list()
        self._empty = Placeholder(
            self.tr("No articles yet"),
            self.tr("Drop files, folders or links here, or paste an address or a text."),
            self.tr("Add files…"),
        )
        self._empty.action_requested.connect(self.add_requested)
        self._no_result = Placeholder(self.tr("Nothing found"), "")
        self._arrange()

    def set_articles(self, rows: Sequence[ArticleRow]) -> None:
        """Show these articles; what was selected and what was in sight stays so where it can."""
        self._rows = rows
        selected, chosen = self.selected_id(), frozenset(self.selected_ids())
        scroll = self._list.verticalScrollBar()
        top = self._list.indexAt(QPoint(1, 1)) if scroll.value() else QModelIndex()
        top_id = self._model.row_at(top).article.id if top.isValid() else ""
        offset = self._list.visualRect(top).top() if top.isValid() else 0

        self._model.set_rows(arranged(rows, self._order))
        self._show_state()

        self._list.setCurrentIndex(self._model.index_of(selected))
        if len(chosen) > 1:
            selection = self._list.selectionModel()
            selection.select(self._model.ranges_of(chosen), selection.SelectionFlag.ClearAndSelect)
        found = self._model.index_of(top_id)
        if found.isValid():
            self._list.scrollTo(found, QAbstractItemView.ScrollHint.PositionAtTop)
            scroll.setValue(scroll.value() - offset)

    def add_articles(self, rows: Sequence[ArticleRow]) -> None:
        """Show more articles, newest first above the others; what is in sight stays where it is."""
        known = {row.article.id for row in self._rows}
        new = arranged([row for row in rows if row.article.id not in known], self._order)
        if not new or self._order is not Order.SAVED:
            self.set_articles([*self._rows, *new])
            return
        self._rows = [*new, *self._rows]
        scroll = self._list.verticalScrollBar()
        self._model.add_rows(new)
        self._show_state()
        if scroll.value():
            scroll.setValue(scroll.value() + len(new) * self._list.rowHeight(0))

    def set_order(self, order: Order) -> None:
        """Sort the list by this from now on."""
        self._order = order
        self.set_articles(self._rows)

    def select(self, article_id: str) -> None:
        """Select an article, if it is listed, and bring it into sight."""
        self._list.setCurrentIndex(self._model.index_of(article_id))

    def selected_id(self) -> str:
        """Return the id of the selected article, "" if none is."""
        index = self._list.currentIndex()
        return self._model.row_at(index).article.id if index.isValid() else ""

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of all articles that are selected, as they stand in the list."""
        indexes = sorted(self._list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return tuple(self._model.row_at(index).article.id for index in indexes)

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the search line and of the list their meaning."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._search:
                return self._search_key(event)
            if watched is self._list:
                return self._list_key(event)
        return super().eventFilter(watched, event)

    def _make_search(self) -> QLineEdit:
        search = QLineEdit(placeholderText=self.tr("Search the library"), clearButtonEnabled=True)
        search.setAccessibleName(self.tr("Search the library"))
        search.addAction(self._icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        search.textChanged.connect(self._typing.start)
        search.installEventFilter(self)
        return search

    def _make_list(self) -> QTableView:
        view = QTableView()
        view.setAccessibleName(self.tr("Articles"))
        view.setModel(self._model)
        delegate = ArticleDelegate(self._model, self)
        view.setItemDelegate(delegate)
        # A table knows where each row lies without asking for any; a list view asks for all.
        rows, columns = view.verticalHeader(), view.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(delegate.row_height(view.font()))
        columns.hide()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.doubleClicked.connect(self._open)
        view.customContextMenuRequested.connect(self._on_menu_requested)
        view.installEventFilter(self)
        return view

    def _arrange(self) -> None:
        add = QToolButton()
        add.setToolTip(self.tr("Add files…"))
        add.setAccessibleName(self.tr("Add files…"))
        add.setIcon(self._icons.icon("plus"))
        add.clicked.connect(self.add_requested)
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 8, 8)
        head.setSpacing(6)
        head.addWidget(self._search)
        head.addWidget(add)
        self._stack = QStackedLayout()
        for page in (self._list, self._empty, self._no_result):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._stack)
        self._show_state()

    def _show_state(self) -> None:
        if self._rows:
            self._stack.setCurrentWidget(self._list)
        elif self._query:
            self._no_result.set_hint(
                self.tr("No article, quote or note has “{query}”.").format(query=self._query)
            )
            self._stack.setCurrentWidget(self._no_result)
        else:
            self._stack.setCurrentWidget(self._empty)

    def _send_query(self) -> None:
        self._typing.stop()
        query = self._search.text().strip()
        if query != self._query:
            self._query = query
            self.query_changed.emit(query)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._model.row_at(index).article.id)

    def _search_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Escape if self._search.text():
                self._search.clear()
                self._send_query()
            case Qt.Key.Key_Down:
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)
                if not self._list.currentIndex().isValid():
                    self._list.setCurrentIndex(self._model.index(0, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._search.text().strip() == self._query:
                    self._open(self._model.index(0, 0))
                else:
                    self._send_query()  # the rows still answer the query before
            case _:
                return False
        return True

    def _list_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self._list.currentIndex())
            case Qt.Key.Key_Home:  # in a table, Home and End would stay in the row
                self._list.selectRow(0)
            case Qt.Key.Key_End:
                self._list.selectRow(self._model.rowCount() - 1)
            case Qt.Key.Key_Delete if self.selected_ids():
                self._delete(self.selected_ids())
            case _ if event.text().isprintable() and event.text().strip() and not event.modifiers():
                # Typing searches; Qt's own search would ask all rows for their titles.
                self._search.setFocus(Qt.FocusReason.OtherFocusReason)
                self._search.insert(event.text())
            case _:
                return False
        return True

    def _on_menu_requested(self, position: QPoint) -> None:
        index = self._list.indexAt(position)
        if index.isValid():
            self.menu_for(index).popup(self._list.viewport().mapToGlobal(position))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """Return what can be done with a row, and with those that are selected along with it."""
        article_id = self._model.row_at(index).article.id
        chosen = self.selected_ids()
        if article_id not in chosen:
            chosen = (article_id,)
        count = len(chosen)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._icons.icon("open"), self.tr("&Open"), partial(self.opened.emit, article_id))
        export = self.tr("&Export…") if count == 1 else self.tr("&Export {count} articles…")
        menu.addAction(
            self._icons.icon("export"),
            export.format(count=count),
            partial(self.export_requested.emit, chosen),
        )
        menu.addSeparator()
        delete = self.tr("Move to &trash") if count == 1 else self.tr("Move {count} articles to the &trash")
        menu.addAction(self._icons.icon("delete"), delete.format(count=count), partial(self._delete, chosen))
        return menu

    def _delete(self, article_ids: Sequence[str]) -> None:
        for article_id in article_ids:
            self.delete_requested.emit(article_id)

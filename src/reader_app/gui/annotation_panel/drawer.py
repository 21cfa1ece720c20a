"""The unplaced drawer: annotations whose passage changed or is gone, at the foot of the panel.

A quiet bar says how many there are; it opens upward. In a narrow window it is a badge at the foot of
the rail, and the drawer opens beside it. Knows contents, neither the article nor what is selected in it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader_app.core.annotation import Status
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.drawer_bar import DrawerBar
from reader_app.gui.annotation_panel.drawer_list import DrawerList
from reader_app.gui.annotation_panel.face import quote_font

MARGIN = 8
WIDTH = 340  # beside a rail
SHARE = 0.6  # of the panel's height, at most,
ENOUGH = 300  # but this many pixels in any case: a card with all its buttons


class Drawer(QWidget):
    """The drawer that the bar opens.

    Attributes:
        bar: To be placed by the panel.
        cards: The list.

    Signals:
        all_accepted: Take the only suggestion of each that has one alone; carries their ids, a tuple.
        opened: It was opened.
        closed: It was closed.
    """

    all_accepted = Signal(object)
    opened = Signal()
    closed = Signal()

    def __init__(self, look: Look, panel: QWidget) -> None:
        super().__init__(panel)
        self._look, self._panel = look, panel
        self._contents: tuple[CardContent, ...] = ()
        self.bar = DrawerBar(look, panel)
        self.cards = DrawerList(look, self)
        self._title = QLabel(self.tr("Passages changed or gone"), wordWrap=True)
        self._title.setProperty("role", "secondary")
        self._accept_all = QPushButton(autoDefault=False)
        self._accept_all.setProperty("link", True)
        header = QHBoxLayout()
        header.setContentsMargins(MARGIN, 0, 0, 0)
        header.addWidget(self._title, 1)
        header.addWidget(self._accept_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, 0)
        layout.setSpacing(MARGIN // 2)
        layout.addLayout(header)
        layout.addWidget(self.cards, 1)
        self.bar.clicked.connect(lambda is_open: self.open() if is_open else self.close_drawer())
        self.cards.closed.connect(self.close_drawer)
        self.cards.chosen.connect(self._on_chosen)
        self._accept_all.clicked.connect(lambda: self.all_accepted.emit(self._sure))
        panel.installEventFilter(self)
        self.bar.hide()
        self.hide()
        self.set_look(look)

    @property
    def is_empty(self) -> bool:
        """Whether every annotation has its place."""
        return not self._contents

    def set_look(self, look: Look) -> None:
        """Show everything in another look."""
        self._look = look
        self.bar.set_look(look)
        self.cards.set_look(look)
        self._title.setFont(quote_font(look))
        self.update()

    def set_contents(self, contents: Sequence[CardContent]) -> None:
        """Show the annotations without a sure place, those to review first; without any, close."""
        review = [each for each in contents if each.status is Status.REVIEW]
        unplaced = [each for each in contents if each.status is Status.UNPLACED]
        self._contents = (*review, *unplaced)
        self.bar.set_counts(len(review), len(unplaced))
        self.bar.setVisible(not self.is_empty)
        self._accept_all.setText(self.tr("Accept all {count}").format(count=len(self._sure)))
        self._accept_all.setToolTip(self.tr("Accept those for which one place alone comes into question"))
        self._accept_all.setVisible(len(self._sure) > 1)
        self.cards.set_contents(self._contents)
        if self.is_empty:
            self.close_drawer()
        elif not self.isHidden():
            self.stand()

    def open(self) -> None:
        """Open upward from the bar, with a card chosen and the keyboard in the list."""
        if self.is_empty:
            return
        self.bar.setChecked(True)
        self.setParent(self._panel.window() if self._is_beside else self._panel)
        self.stand()
        self.show()
        self.raise_()
        self.cards.choose_first()
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def close_drawer(self) -> None:
        """Close, and give the keyboard to the panel if the list had it."""
        self.bar.setChecked(False)
        if self.isHidden():
            return
        focused = self.window().focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        self.cards.choose("")
        if had_focus:
            (self._panel if self.is_empty else self.bar).setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def stand(self) -> None:
        """Stand above the bar, in the panel or beside a rail, no higher than the cards need."""
        panel = self._panel
        if self._is_beside:
            corner = panel.mapTo(panel.window(), panel.rect().bottomLeft())
            left, width, foot = max(corner.x() - WIDTH, 0), min(WIDTH, corner.x()), corner.y() + 1
        else:
            left, width, foot = 0, panel.width(), panel.height() - self.bar.height()
        self.resize(width, self.height())  # the cards tell how high they are at this width
        needed = self.height() - self.cards.viewport().height() + self.cards.needed_height()
        most = max(round(panel.height() * SHARE), min(panel.height(), ENOUGH))
        height = min(needed, most)
        self.setGeometry(left, foot - height, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside the panel when it moves."""
        if event.type() is QEvent.Type.Move and not self.isHidden():
            self.stand()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Let no click on the ground go through to what lies below."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground with a line above it."""
        painter = QPainter(self)
        colors = self._look.colors
        painter.fillRect(self.rect(), QColor(colors.background))
        painter.setPen(QColor(colors.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, 0))

    def _on_chosen(self, card_id: str) -> None:
        if card_id and not self.isHidden():
            self.stand()

    @property
    def _is_beside(self) -> bool:
        return self._panel.width() < WIDTH // 2

    @property
    def _sure(self) -> tuple[str, ...]:
        """The ids of those that have one suggestion alone."""
        return tuple(each.id for each in self._contents if len(each.suggestions) == 1)

"""Says how many annotations of other programs stand in the PDF, and offers to import or hide them."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reader_app.gui.annotation_panel.content import Look
from reader_app.gui.annotation_panel.face import quote_font
from reader_app.gui.annotation_panel.flow import Flow

_MARGIN = 16


class ForeignBar(QWidget):
    """A quiet bar at the foot of the panel; hidden while there are none.

    Signals:
        import_wanted: Import all.
        hidden: Show their cards no longer.
    """

    import_wanted = Signal()
    hidden = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._count = 0
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setProperty("role", "secondary")
        buttons = Flow(spacing=0)
        for text, wanted in ((self.tr("Import"), self.import_wanted), (self.tr("Hide"), self.hidden)):
            button = QPushButton(text, autoDefault=False)
            button.setProperty("link", True)
            button.clicked.connect(wanted)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        self._words.setContentsMargins(_MARGIN // 2, 0, 0, 0)  # as far as the words of a link are set in
        layout.setContentsMargins(_MARGIN // 2, _MARGIN // 2, _MARGIN // 2, _MARGIN // 4)
        layout.setSpacing(0)
        layout.addWidget(self._words)
        layout.addLayout(buttons)
        self.set_look(look)
        self.hide()

    @property
    def count(self) -> int:
        """How many there are."""
        return self._count

    def set_look(self, look: Look) -> None:
        """Show everything in another look."""
        self._look = look
        self._words.setFont(quote_font(look))
        self.update()

    def set_count(self, count: int) -> None:
        """Say how many there are."""
        self._count = count
        one = self.tr("1 annotation by another program is in this PDF")
        many = self.tr("{count} annotations by other programs are in this PDF")
        self._words.setText(one if count == 1 else many.format(count=count))
        self.setAccessibleName(self._words.text())

    def sizeHint(self) -> QSize:
        """Return the height of all lines at the present width."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground with a line above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.colors.background))
        painter.setPen(QColor(self._look.colors.border))
        painter.drawLine(0, 0, self.width(), 0)

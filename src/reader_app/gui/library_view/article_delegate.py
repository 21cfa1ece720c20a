"""Paints a row: the title on up to two lines, the facts under it, the number of annotations at the right.

Takes its colors from the palette, so it follows the theme by itself.
"""

from PySide6.QtCore import QLocale, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader_app.gui.library_view.article_model import ArticleModel
from reader_app.gui.library_view.article_row import facts

_SIDE, _TOP, _GAP = 14, 9, 3
_BADGE_SPACE = 7
_TITLE_LINES = 2
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ArticleDelegate(QStyledItemDelegate):
    """Draws the rows of an ``ArticleModel``, all of the same height."""

    def __init__(self, model: ArticleModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._locale = QLocale()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height that a title of two lines needs."""
        title, small = QFontMetrics(_title_font(option.font)), QFontMetrics(_small_font(option.font))
        return QSize(120, 2 * _TOP + _TITLE_LINES * title.lineSpacing() + _GAP + small.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = self._model.row_at(index)
        palette, area = option.palette, option.rect
        painter.save()
        _paint_ground(painter, option)

        inner = area.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        badge = str(row.annotation_count) if row.annotation_count else ""
        badge_width = _paint_badge(painter, option, inner, badge) if badge else 0
        title_font, small_font = _title_font(option.font), _small_font(option.font)
        title_width = inner.width() - (badge_width + _BADGE_SPACE if badge else 0)
        lines = title_lines(row.article.title, title_font, title_width)
        title, small = QFontMetrics(title_font), QFontMetrics(small_font)
        height = len(lines) * title.lineSpacing() + _GAP + small.height()
        top = inner.top() + (inner.height() - height) // 2

        painter.setFont(title_font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        for line in lines:
            painter.drawText(QRect(inner.left(), top, title_width, title.height()), _LEFT, line)
            top += title.lineSpacing()
        painter.setFont(small_font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        second = small.elidedText(facts(row.article, self._locale), _ELIDE, inner.width())
        painter.drawText(QRect(inner.left(), top + _GAP, inner.width(), small.height()), _LEFT, second)
        painter.restore()


def title_lines(title: str, font: QFont, width: int) -> list[str]:
    """Break a title into at most two lines; the second ends in an ellipsis if that is not enough."""
    layout = QTextLayout(title, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    metrics = QFontMetrics(font)
    # QTextLayout counts UTF-16 units, Python counts characters.
    units = title.encode("utf-16-le", "surrogatepass")
    first = units[: line.textLength() * 2].decode("utf-16-le", "surrogatepass")
    rest = units[line.textLength() * 2 :].decode("utf-16-le", "surrogatepass")
    if not rest:
        return [metrics.elidedText(first, _ELIDE, width)]
    return [metrics.elidedText(first.rstrip(), _ELIDE, width), metrics.elidedText(rest, _ELIDE, width)]


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    palette, area = option.palette, option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, palette.color(QPalette.ColorRole.Highlight))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(
                area.adjusted(0, 0, 3 - area.width(), 0), palette.color(QPalette.ColorRole.Accent)
            )
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, palette.color(QPalette.ColorRole.Midlight))
    line = QRect(area.left() + _SIDE, area.bottom(), area.width() - 2 * _SIDE, 1)
    painter.fillRect(line, palette.color(QPalette.ColorRole.Mid))


def _paint_badge(painter: QPainter, option: QStyleOptionViewItem, inner: QRect, text: str) -> int:
    """Paint the number of annotations in a pill at the top right, and return its width."""
    font = _small_font(option.font)
    metrics = QFontMetrics(font)
    height = metrics.height() + 2
    width = max(height, metrics.horizontalAdvance(text) + 12)
    pill = QRectF(inner.right() + 1 - width, inner.top() + 1, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    color = QColor(option.palette.color(QPalette.ColorRole.Mid))
    painter.setBrush(color)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    return width


def _title_font(font: QFont) -> QFont:
    title = QFont(font)
    title.setWeight(QFont.Weight.DemiBold)
    return title


def _small_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    return small

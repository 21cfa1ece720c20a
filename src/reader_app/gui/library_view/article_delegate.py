"""Paints a row: the title on up to two lines, the facts under it, the number of annotations at the right.

Takes its colors from the palette, so it follows the theme by itself.
"""

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader_app.core.article import Article
from reader_app.gui.library_view.article_model import ArticleModel
from reader_app.gui.library_view.article_row import facts, source

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

    def row_height(self, font: QFont) -> int:
        """Return the height that a title of two lines needs, in pixels."""
        title, small = QFontMetrics(_title_font(font)), QFontMetrics(_small_font(font))
        return 2 * _TOP + _TITLE_LINES * title.lineSpacing() + _GAP + small.height()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = self._model.row_at(index)
        palette, area = option.palette, option.rect
        painter.save()
        _paint_ground(painter, option)

        inner = area.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        title_font, small_font = _title_font(option.font), _small_font(option.font)
        title, small = QFontMetrics(title_font), QFontMetrics(small_font)
        count = str(row.annotation_count) if row.annotation_count else ""
        badge = _badge_size(small, count)
        title_width = inner.width() - (round(badge.width()) + _BADGE_SPACE if count else 0)
        lines = title_lines(row.article.title, title_font, title_width)
        height = len(lines) * title.lineSpacing() + _GAP + small.height()
        top = inner.top() + (inner.height() - height) // 2

        painter.setFont(small_font)
        if count:
            middle = top + title.height() / 2
            pill = QRectF(QPointF(inner.right() + 1 - badge.width(), middle - badge.height() / 2), badge)
            _paint_badge(painter, palette, pill, count)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        foot = QRect(inner.left(), top + height - small.height(), inner.width(), small.height())
        painter.drawText(foot, _LEFT, second_line(row.article, small, foot.width(), self._locale))
        painter.setFont(title_font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        for line in lines:
            painter.drawText(QRect(inner.left(), top, title_width, title.height()), _LEFT, line)
            top += title.lineSpacing()
        painter.restore()


def second_line(article: Article, metrics: QFontMetrics, width: int, locale: QLocale) -> str:
    """Return source and facts; where there is no room for both, the source gives way."""
    said = facts(article, locale)
    origin = source(article)
    room = width - metrics.horizontalAdvance(f" · {said}")
    if origin and room >= metrics.horizontalAdvance("mmm…"):
        said = f"{metrics.elidedText(origin, _ELIDE, room)} · {said}"
    return metrics.elidedText(said, _ELIDE, width)


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


def _badge_size(metrics: QFontMetrics, text: str) -> QSizeF:
    height = metrics.height() + 2
    return QSizeF(max(height, metrics.horizontalAdvance(text) + 12), height)


def _paint_badge(painter: QPainter, palette: QPalette, pill: QRectF, text: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Mid))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _title_font(font: QFont) -> QFont:
    title = QFont(font)
    title.setWeight(QFont.Weight.DemiBold)
    return title


def _small_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    return small

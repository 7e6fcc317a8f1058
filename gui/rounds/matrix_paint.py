"""How the strip of units is drawn: the cells of a line, and the names above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from core.text import _
from gui.rounds.standing import Cell
from gui.tables.model import Index
from gui.tables.paint import CellPainter
from gui.theme import tones

if TYPE_CHECKING:
    from gui.rounds.matrix import Matrix

_PAD, _HIGH = 5, 15  # px left and right of a strip; of a cell
_ROOMY, _SMALL, _NARROW = 20, 7, 3  # px of a cell: fills from the left; has no outline; no gap
_MOST = 60  # px
_FINE = 0.85  # of the text
_LETTERS = 4  # of a name written downwards


def spot(area: QRect, n: int, count: int) -> QRectF:
    """Where the cell of unit `n` of `count` lies across the strip, with its space."""
    inside = area.width() - 2 * _PAD
    width = min(inside / count, _MOST) if count else 0
    return QRectF(area.left() + _PAD + n * width, area.top(), width, area.height())


def spot_at(area: QRect, x: int, count: int) -> int | None:
    """The unit at an x of the strip."""
    width = spot(area, 0, count).width()
    place = (x - area.left() - _PAD) / width if width else -1
    return int(place) if 0 <= place < count else None


def small_font(widget: QWidget) -> QFont:
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * _FINE)
    return font


class StripPainter(CellPainter):
    """Cells as in any table, but for the strip."""

    def __init__(self, matrix: Matrix, strip: int) -> None:
        super().__init__(matrix)
        self.matrix, self.strip = matrix, strip

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        if index.column() == self.strip:
            option.text = ""  # type: ignore[attr-defined]  # drawn, and read aloud as words

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.column() != self.strip:
            return
        facts: Any = option
        colours = tones(facts.palette)
        row = self.matrix.rows.row_at(index)
        here = index.row() == self.matrix.currentIndex().row() and self.matrix.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self.matrix))
        for n, cell in enumerate(row.cells):
            area = spot(facts.rect, n, len(row.cells))
            draw_cell(painter, area, cell, colours)
            if here and n == self.matrix.unit:
                _ring(painter, area, colours)
        painter.restore()


def draw_cell(painter: QPainter, area: QRectF, cell: Cell, colours: Mapping[str, str]) -> None:
    """Full, empty, or filled by the share that is done; 避 where the expert is recused."""
    box = _box(area)
    if not cell.asked:
        if cell.recused:
            _recused(painter, box, colours)
        return
    radius = 2.5 if area.width() >= _SMALL else 0
    painter.setPen(
        QPen(QColor(colours["edge"]), 1) if area.width() >= _SMALL else Qt.PenStyle.NoPen
    )
    painter.setBrush(QColor(colours["ground"]))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if cell.share:
        done = QRectF(box)
        if area.width() >= _ROOMY:
            done.setWidth(max(box.width() * cell.share, 2))
        else:
            done.setTop(box.bottom() - max(box.height() * cell.share, 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["button"]))
        painter.drawRoundedRect(done, radius, radius)


def _box(area: QRectF) -> QRectF:
    """A cell in its place; narrow ones keep to whole px, or their edges would run together."""
    top = round(area.center().y() - _HIGH / 2)
    if area.width() < _SMALL:
        left, space = int(area.left()), int(area.width() >= _NARROW)
        return QRectF(left, top, max(int(area.right()) - left - space, 1), _HIGH)
    gap = 5 if area.width() >= _ROOMY else 2
    return QRectF(area.left() + gap / 2, top, area.width() - gap, _HIGH)


def _recused(painter: QPainter, box: QRectF, colours: Mapping[str, str]) -> None:
    word = _("避")
    painter.setPen(QColor(colours["muted"]))
    if painter.fontMetrics().horizontalAdvance(word) <= box.width() + 4:
        painter.drawText(box.adjusted(-4, -3, 4, 3), Qt.AlignmentFlag.AlignCenter, word)
    else:
        painter.drawLine(box.bottomLeft() + QPointF(0, -1), box.topRight() + QPointF(0, 1))


def _ring(painter: QPainter, area: QRectF, colours: Mapping[str, str]) -> None:
    painter.setPen(QPen(QColor(colours["text"]), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(area.left(), 0, area.width(), _HIGH + 5)
    ring.moveTop(area.center().y() - ring.height() / 2)
    painter.drawRoundedRect(ring, 3, 3)


def shorter(names: Sequence[str]) -> tuple[str, ...]:
    """The names without the first letter that most of them begin with: it tells nothing."""
    counts = Counter(name[:1] for name in names if len(name) > 2)
    letter, count = counts.most_common(1)[0] if counts else ("", 0)
    if count * 2 <= len(names) or count < 3:
        return tuple(names)
    return tuple(n[1:] if n[:1] == letter and len(n) > 2 else n for n in names)


class StripHeader(QHeaderView):
    """Names above the cells: across where there is room, downwards where there is a little, the
    categories where there is none."""

    def __init__(self, matrix: Matrix, strip: int) -> None:
        super().__init__(Qt.Orientation.Horizontal, matrix)
        self.matrix, self.strip = matrix, strip
        self.setSectionsClickable(True)

    def sectionSizeFromContents(self, logical: int) -> QSize:  # noqa: N802
        size = super().sectionSizeFromContents(logical)
        if self.way() == "down":
            longest = max((len(name) for name in shorter(self.matrix.names)), default=0)
            high = min(longest, _LETTERS) * QFontMetrics(small_font(self)).height() + 12
            size.setHeight(max(size.height(), high))
        return size

    def way(self) -> str:
        """How the names are written: across, down, or groups."""
        names = self.matrix.names
        width = spot(QRect(0, 0, self.matrix.least_strip(), 1), 0, len(names)).width()
        metrics = QFontMetrics(small_font(self))
        if all(metrics.horizontalAdvance(name) <= width - 3 for name in names):
            return "across"
        return "down" if width >= metrics.horizontalAdvance("镇") else "groups"

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        if logical != self.strip or not self.matrix.names:
            super().paintSection(painter, rect, logical)
            return
        colours = tones(self.matrix.palette())
        painter.save()
        painter.fillRect(rect, QColor(colours["surface"]))
        painter.setPen(QColor(colours["lines"]))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(small_font(self))
        way = self.way()
        if way == "groups":
            self._groups(painter, rect, colours)
        else:
            self._names(painter, rect, colours, way)
        painter.restore()

    def _names(self, painter: QPainter, rect: QRect, colours: Mapping[str, str], way: str) -> None:
        names, focus = self.matrix.names, self.matrix.hasFocus()
        if way == "down":
            names = shorter(names)
        for n, name in enumerate(names):
            here = focus and n == self.matrix.unit
            painter.setPen(QColor(colours["accent" if here else "muted"]))
            area = spot(rect, n, len(names))
            if way == "across":
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
                continue
            text = name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "⋮"
            centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(area.adjusted(-3, 0, 3, -6), centre, "\n".join(text))

    def _groups(self, painter: QPainter, rect: QRect, colours: Mapping[str, str]) -> None:
        names, first = self.matrix.names, 0
        for name, count in self.matrix.groups:
            area = spot(rect, first, len(names))
            area.setRight(spot(rect, first + count - 1, len(names)).right())
            text = painter.fontMetrics().elidedText(
                f"{name} {count}", Qt.TextElideMode.ElideRight, int(area.width()) - 2
            )
            painter.setPen(QColor(colours["muted"]))
            painter.drawText(area.adjusted(1, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(QColor(colours["lines"]))
            if first:
                painter.drawLine(area.topLeft(), area.bottomLeft())
            first += count

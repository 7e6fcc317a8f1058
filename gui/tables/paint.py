"""How a cell is drawn: a hair line under each row, pills for words that are graded, a dashed
line where a band begins."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.tables.model import BAND, CHECK, CHIP, MARK, MARK_TONE, TONE, Index
from gui.theme import tones
from gui.widgets.tick import BOX, draw_box

PAD = 10  # px left and right of a cell's text
_CHIP_PAD, _CHIP_HEIGHT = 11, 20
_GAP = 6


class CellPainter(QStyledItemDelegate):
    """Draws the cells of a `TableView`. `banded` tells whether bands mean anything now."""

    banded = True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        facts: Any = option  # the stubs do not know the fields of the option
        colours, area = tones(facts.palette), facts.rect
        painter.save()
        if facts.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours["selected"]))
        painter.setFont(facts.font)
        chip = index.data(CHIP)
        ticked = index.data(CHECK)
        if ticked is not None:
            box = QRect(0, 0, BOX, BOX)
            box.moveCenter(area.center())
            draw_box(painter, box, ticked, facts.palette)
        elif chip and facts.text:
            _pill(painter, area, facts.text, colours[chip], colours[f"{chip}_soft"])
        else:
            _words(painter, area, index, facts, colours)
        _lines(painter, area, colours, self.banded and _begins_band(index))
        painter.restore()


def _words(painter: QPainter, area: QRect, index: Index, facts: Any, colours: Any) -> None:
    inside = area.adjusted(PAD, 0, -PAD, 0)
    tone, mark = index.data(TONE), index.data(MARK)
    metrics = facts.fontMetrics
    reserved = metrics.horizontalAdvance(mark) + _GAP if mark else 0
    text = metrics.elidedText(
        facts.text, Qt.TextElideMode.ElideRight, max(inside.width() - reserved, 0)
    )
    painter.setPen(QColor(colours[tone]) if tone else facts.palette.color(QPalette.ColorRole.Text))
    painter.drawText(inside, facts.displayAlignment, text)
    if mark:
        beside = inside.adjusted(metrics.horizontalAdvance(text) + _GAP, 0, 0, 0)
        painter.setPen(QColor(colours[index.data(MARK_TONE)]))
        painter.drawText(beside, facts.displayAlignment, mark)


def _pill(painter: QPainter, area: QRect, text: str, ink: str, ground: str) -> None:
    wide = painter.fontMetrics().horizontalAdvance(text) + 2 * _CHIP_PAD
    pill = QRect(area.left() + PAD, 0, min(wide, area.width() - PAD), _CHIP_HEIGHT)
    pill.setHeight(max(_CHIP_HEIGHT, painter.fontMetrics().height() + 2))
    pill.moveTop(area.center().y() - pill.height() // 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(pill, 4, 4)
    painter.setPen(QColor(ink))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _begins_band(index: Index) -> bool:
    if index.row() == 0:
        return False
    above = index.sibling(index.row() - 1, index.column())
    return bool(index.data(BAND) != above.data(BAND))


def _lines(painter: QPainter, area: QRect, colours: Any, band: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(colours["lines"]), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    if band:
        pen = QPen(QColor(colours["accent"]), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        pen.setDashOffset(area.left() % 7)
        painter.setPen(pen)
        painter.drawLine(area.topLeft(), area.topRight())

"""Experts × units: who has given what. A line is an expert; its units are a strip of cells,
filled by the share that is done, so that a county of fifty units is seen at a glance.

Left and right walk along the units, up and down along the experts; what one stands on is told in
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from core.text import _
from gui.rounds.matrix_paint import StripHeader, StripPainter, spot_at
from gui.rounds.standing import Standing
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView

STRIP = 1  # the column of the units
_RECEIPT, _WORDS = 25, 19  # characters of the last column: with a receipt, without
_PAD = 8  # px of a line around its text


def columns(lines: Sequence[Standing]) -> tuple[Column[Standing], ...]:
    """The last ones as wide as these lines need, so that the strip gets the rest."""
    most = max((x.status.asked for x in lines), default=0)
    done = max(8.6, 2.1 * len(str(most)) + 1.8)
    last = _RECEIPT if any(x.status.receipt for x in lines) else _WORDS
    return (
        Column(_("专家"), lambda x: f"{x.status.code} {x.status.name}", key=lambda x: x.status.code,
               mark=lambda x: x.kind, mark_tone="muted", tip=lambda x: x.hint, width=16.5),
        Column(_("单位"), _summary, name="units"),
        Column(_("已评／应评"), lambda x: _of(x.done, x.status.asked), key=lambda x: x.done,
               right=True, width=done, name="done", tip=lambda x: x.hint),
        Column(_("交回"), lambda x: x.told, key=lambda x: (x.order, x.told), tone=lambda x: x.tone,
               tip=lambda x: f"{x.told}\n{x.hint}", width=last, name="back"),
    )  # fmt: skip


def _of(done: int, total: int) -> str:
    return _("{done}／{total}").format(done=done, total=total)


def _summary(row: Standing) -> str:
    whole = sum(1 for c in row.cells if c.asked and not c.missing)
    asked = sum(1 for c in row.cells if c.asked)
    return _("评完 {done}／{all} 个单位").format(done=whole, all=asked)


class Matrix(TableView[Standing]):
    """`stood` gives the line and the place of the unit that the person is on."""

    stood = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.names: tuple[str, ...] = ()
        self.groups: tuple[tuple[str, int], ...] = ()
        self.unit = 0
        self._settled: tuple[str, tuple[str, ...]] = ("", ())
        super().__init__(RowsModel(columns(())), "rounds", parent)
        self.setHorizontalHeader(StripHeader(self, STRIP))
        self._dress_header()
        self.painter = StripPainter(self, STRIP)
        self.setItemDelegate(self.painter)
        self.setAccessibleName(_("专家和单位：谁评了什么"))
        self.setMouseTracking(True)
        self.chosen.connect(lambda _row: self._tell())

    def show_lines(
        self, lines: Sequence[Standing], names: Sequence[str], groups: Sequence[tuple[str, int]]
    ) -> None:
        """`names` of the units in sight; `groups` are their categories with the count of each."""
        kept = self.current_row()
        self.names, self.groups = tuple(names), tuple(groups)
        self.unit = min(self.unit, max(len(self.names) - 1, 0))
        self.rows.source.show(lines, columns(lines))
        code = kept.status.code if kept else ""
        self.choose(next((x for x in lines if x.status.code == code), None))
        self._settle()
        self._tell()

    def _measure(self) -> None:
        """Lower lines than other tables have: fifteen experts are seen at once."""
        height = self.fontMetrics().height() + _PAD
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)

    def strip_area(self) -> QRect:
        """The strip of the header, from which all cells take their places."""
        left = self.columnViewportPosition(STRIP)
        return QRect(left, 0, self.columnWidth(STRIP), 1)

    def stand_on(self, unit: int) -> None:
        """Go to a unit of the line."""
        self.unit = max(0, min(unit, len(self.names) - 1))
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self._tell()

    def _tell(self) -> None:
        row = self.current_row()
        if row is not None and self.names:
            self.stood.emit(row, self.unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stand_on(self.unit + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        unit = self._unit_at(event.position().toPoint().x())
        if unit is not None:
            self.stand_on(unit)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QHelpEvent):
            unit = self._unit_at(event.pos().x())
            index = self.indexAt(event.pos())
            if unit is not None and index.isValid():
                row = self.rows.row_at(index)
                QToolTip.showText(event.globalPos(), self.tip(row, unit), self)
                return True
        return bool(super().viewportEvent(event))

    def tip(self, row: Standing, unit: int) -> str:
        """What a cell says; the page gives it better words."""
        cell = row.cells[unit]
        return f"{self.names[unit]} {_of(cell.given + cell.abstained, cell.asked)}"

    def _unit_at(self, x: int) -> int | None:
        return spot_at(self.strip_area(), x, len(self.names))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._settle()

    def least_strip(self) -> int:
        """px of the strip where a scroll bar stands beside it. Whether one does must not decide
        how high the header is: that decides whether one does."""
        bar = self.verticalScrollBar().sizeHint().width()
        others = sum(self.columnWidth(n) for n in range(self.rows.columnCount()) if n != STRIP)
        return max(self.width() - 2 * self.frameWidth() - bar - others, 0)

    def _settle(self) -> None:
        """A header as high as its names need."""
        header = self.horizontalHeader()
        way = header.way() if isinstance(header, StripHeader) else ""
        if (way, self.names) != self._settled:
            self._settled = (way, self.names)
            header.updateGeometry()
            self.updateGeometries()

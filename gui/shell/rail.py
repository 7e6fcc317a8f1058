"""The rail on the left: the procedure in order, each step with its state in a sign and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.text import _
from gui.places import Place
from gui.tables.model import Index
from gui.theme import tones

if TYPE_CHECKING:
    from core.guide import PlaceState

WIDTH = 168
_KEY, _STATE = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1
_DOT, _ROW = 20, 38


def sign(progress: str, number: int) -> str:
    """What stands in the circle."""
    return {"done": "✓", "trouble": "!"}.get(progress, str(number))


def state_words(progress: str) -> str:
    return {
        "todo": _("未开始"),
        "doing": _("进行中"),
        "done": _("已完成"),
        "trouble": _("有问题"),
    }[progress]


class Rail(QListWidget):
    """`went` gives the key of the place that the person chose."""

    went = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setAccessibleName(_("步骤"))
        self.setItemDelegate(_StepPainter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for place in places:
            item = QListWidgetItem(place.title)
            item.setData(_KEY, place.key)
            self.addItem(item)
        self.currentItemChanged.connect(self._went)

    def _went(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.went.emit(item.data(_KEY))

    def show_states(self, states: Mapping[str, PlaceState]) -> None:
        for item in (self.item(n) for n in range(self.count())):
            state = states[item.data(_KEY)]
            item.setData(_STATE, (str(state.progress), state.note))
            words = f"{state_words(str(state.progress))} {state.note}".rstrip()
            words = _("{what}：{why}").format(what=item.text(), why=words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(words)

    def go(self, key: str) -> None:
        """Stand on a place without being asked by the person."""
        self.blockSignals(True)
        for n in range(self.count()):
            if self.item(n).data(_KEY) == key:
                self.setCurrentRow(n)
        self.blockSignals(False)
        self.viewport().update()


class _StepPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        facts: Any = option
        return QSize(WIDTH - 18, max(_ROW, facts.fontMetrics.height() + 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facts: Any = option
        colours = tones(facts.palette)
        progress, note = index.data(_STATE) or ("todo", "")
        here = bool(facts.state & QStyle.StateFlag.State_Selected)
        focus = bool(facts.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(facts.font)
        if here:
            painter.setPen(QPen(QColor(colours["accent"]), 1) if focus else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours["selected"]))
            painter.drawRoundedRect(facts.rect.adjusted(1, 1, -1, -1), 5, 5)
        _dot(painter, facts.rect, sign(progress, index.row() + 1), progress, here, colours)
        words = facts.rect.adjusted(10 + _DOT + 10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours["accent" if here else "text"]))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.setPen(QColor(colours["bad" if progress == "trouble" else "muted"]))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, note)
        painter.restore()


def _dot(
    painter: QPainter, area: QRect, text: str, progress: str, here: bool, colours: Any
) -> None:
    circle = QRect(area.left() + 10, area.center().y() - _DOT // 2 + 1, _DOT, _DOT)
    filled = {"done": "good", "trouble": "bad"}.get(progress)
    ink = colours["surface"] if filled else colours["accent" if here else "muted"]
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(QColor(ink if here else colours["edge"])))
    painter.setBrush(QColor(colours[filled]) if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle)
    painter.setPen(QColor(ink))
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 0.85)
    kept = painter.font()
    painter.setFont(font)
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(kept)

"""The list on the left: units (or indicators), each with how much of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.text import _
from gui.scoring.order import Order
from gui.scoring.sitting import Sitting
from gui.tables.model import Index
from gui.theme import tones
from gui.widgets.boxes import down, margins

_LINE = int(Qt.ItemDataRole.UserRole) + 1
_PAD, _BAR, _HIGH = 12, 46, 4  # px
_FIND_FROM = 16  # groups, from which on there is a field to find one


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    done: int
    asked: int
    recused: bool

    @property
    def words(self) -> str:
        return _("回避") if self.recused else f"{self.done}/{self.asked}"


class GroupModel(QAbstractListModel):
    def __init__(self, sitting: Sitting, order: Order) -> None:
        super().__init__()
        self.sitting, self.order = sitting, order

    def show_order(self, order: Order) -> None:
        self.beginResetModel()
        self.order = order
        self.__dict__.pop("widest", None)
        self.endResetModel()

    def line(self, row: int) -> GroupLine:
        group, sitting = self.order.groups[row], self.sitting
        recused = not self.order.by_leaf and sitting.recusal(group.code) is not None
        name = f"{group.code} {group.name}" if self.order.by_leaf else group.name
        done = sitting.done(self.order.side, group.code)
        return GroupLine(name, done, len(group.pairs), recused)

    @cached_property
    def widest(self) -> str:
        """The longest n/m there can be."""
        most = max((len(group.pairs) for group in self.order.groups), default=0)
        return f"{most}/{most}"

    def touched(self, pairs: frozenset[tuple[str, str]]) -> None:
        """Draw again the groups of these questions."""
        places = {self.order.group_position[pair[self.order.side]] for pair in pairs}
        for row in places:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.order.groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _("{name}，已评 {words}").format(name=line.name, words=line.words)
        return None


class Groups(QWidget):
    """`picked` gives the code of the group that the person chose."""

    picked = Signal(str)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.model = GroupModel(sitting, sitting.units)
        self.view, self.finder = QListView(), QLineEdit()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_GroupPainter(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.clicked.connect(self._went)
        self.view.activated.connect(self._went)
        self.finder.setClearButtonEnabled(True)
        self.finder.setPlaceholderText(_("查找 Ctrl+F"))
        self.finder.setAccessibleName(_("查找"))
        self.finder.textChanged.connect(self._filter)
        self.finder.returnPressed.connect(self._first)
        self.above = QWidget()
        self.above.setLayout(margins(down(self.finder), 12, 0, 12, 6))
        self.setLayout(down(self.above, self.view, gap=0))
        sitting.changed.connect(self.model.touched)
        self.show_order(sitting.units)

    def show_order(self, order: Order) -> None:
        """Show the groups of another order."""
        if self.finder.text():
            self.finder.clear()
        self.model.show_order(order)
        self.above.setVisible(len(order.groups) >= _FIND_FROM)
        self.view.setAccessibleName(_("指标") if order.by_leaf else _("单位"))

    def stand_on(self, code: str) -> None:
        """Mark the group at hand."""
        index = self.model.index(self.model.order.group_position[code])
        if index != self.view.currentIndex():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def _went(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.order.groups[index.row()].code)

    def _filter(self, words: str) -> None:
        wanted = words.strip().casefold()
        for row in range(self.model.rowCount()):
            group = self.model.order.groups[row]
            self.view.setRowHidden(row, wanted not in f"{group.code} {group.name}".casefold())

    def _first(self) -> None:
        rows = range(self.model.rowCount())
        found = next((r for r in rows if not self.view.isRowHidden(r)), None)
        if found is not None:
            code = self.model.order.groups[found].code
            self.finder.clear()
            self.picked.emit(code)


class _GroupPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        facts: Any = option
        return QSize(120, facts.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facts: Any = option
        colours, line = tones(facts.palette), index.data(_LINE)
        area: QRect = facts.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = bool(facts.state & QStyle.StateFlag.State_Selected)
        if here:
            painter.fillRect(area, QColor(colours["selected"]))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colours["accent"])
        font = facts.font
        font.setBold(here)
        painter.setFont(font)
        inside = area.adjusted(_PAD, 0, -_PAD, 0)
        figure = self._figure(painter, inside, line, index, colours)
        words = inside.adjusted(0, 0, -figure - _BAR - 18, 0)
        name = painter.fontMetrics().elidedText(
            line.name, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setPen(QColor(colours["accent" if here else "text"]))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()

    def _figure(
        self, painter: QPainter, area: QRect, line: GroupLine, index: Index, colours: Any
    ) -> int:
        """The bar and n/m on the right; returns the width that n/m takes."""
        font = painter.font()
        kept = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        plain = QFont(font)
        plain.setBold(False)  # so that the bars stand in one column
        model = index.model()
        assert isinstance(model, GroupModel)
        wide = max(QFontMetrics(plain).horizontalAdvance(model.widest) + 2, 26)
        full = line.done == line.asked
        painter.setPen(QColor(colours["good" if full and not line.recused else "muted"]))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(area, right, line.words)
        painter.setFont(kept)
        bar = QRectF(area.right() - wide - 10 - _BAR, area.center().y() - 1, _BAR, _HIGH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["lines"]))
        painter.drawRoundedRect(bar, 2, 2)
        if line.done and not line.recused:
            bar.setWidth(max(_BAR * line.done / line.asked, _HIGH))
            painter.setBrush(QColor(colours["good" if full else "accent"]))
            painter.drawRoundedRect(bar, 2, 2)
        return wide

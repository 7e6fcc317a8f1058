"""The ballot as a table: a row a unit, a column an indicator."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from core.exchange.ballot_content import Pair
from core.text import _
from gui.scoring.sitting import Sitting, State
from gui.scoring.typed import read
from gui.tables.model import Index

STATE = int(Qt.ItemDataRole.UserRole) + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class GridModel(QAbstractTableModel):
    """Cells where nothing is asked hold None. What is written into a cell is stored, or kept as
    a draft where the rule refuses it."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.units = [group.code for group in sitting.units.groups]
        self.leaves = [group.code for group in sitting.leaves.groups]
        self.row_of = {code: n for n, code in enumerate(self.units)}
        self.column_of = {code: n for n, code in enumerate(self.leaves)}
        sitting.changed.connect(self._touched)

    def pair_at(self, row: int, column: int) -> Pair | None:
        """The question of a cell; None where nothing is asked, or there is no cell."""
        if not self.holds(row, column):
            return None
        pair = (self.units[row], self.leaves[column])
        return pair if pair in self.sitting.content.question else None

    def holds(self, row: int, column: int) -> bool:
        return 0 <= row < len(self.units) and 0 <= column < len(self.leaves)

    def index_of(self, pair: Pair) -> QModelIndex:
        return self.index(self.row_of[pair[0]], self.column_of[pair[1]])

    def _touched(self, pairs: frozenset[Pair]) -> None:
        if not pairs:
            return
        rows = [self.row_of[unit] for unit, _leaf in pairs]
        columns = [self.column_of[leaf] for _unit, leaf in pairs]
        first = self.index(min(rows), min(columns))
        self.dataChanged.emit(first, self.index(max(rows), max(columns)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.leaves)

    def flags(self, index: Index) -> Qt.ItemFlag:
        here = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        pair = self.pair_at(index.row(), index.column())
        if pair is not None and self.sitting.recusal(pair[0]) is None:
            here |= Qt.ItemFlag.ItemIsEditable
        return here

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        content = self.sitting.content
        if orientation is Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
            unit = content.unit_of[self.units[section]]
            if role == Qt.ItemDataRole.DisplayRole:
                return unit.short or unit.name
            return unit.name if role == Qt.ItemDataRole.ToolTipRole else None
        leaf = content.leaf_of[self.leaves[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{leaf.code} {leaf.name}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{leaf.code} {leaf.name}\n{leaf.criteria}".strip()
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        pair = self.pair_at(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if pair is None:
            return _("不评") if role == Qt.ItemDataRole.AccessibleTextRole else None
        state = self.sitting.state(pair)
        if role == STATE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(pair)
        if role == Qt.ItemDataRole.EditRole:
            return self.text(pair) if state is not State.RECUSED else ""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.told(pair, state)
        return None

    def text(self, pair: Pair) -> str:
        """What a cell shows."""
        if self.sitting.recusal(pair[0]) is not None:
            return _("回避")
        return self.sitting.drafts.get(pair) or self.sitting.shown(pair)

    def told(self, pair: Pair, state: State) -> str:
        """What there is to say about a cell beside its text."""
        if state is State.REFUSED:
            fault = read(self.sitting.rules(pair), self.sitting.drafts[pair]).fault
            return _("没有保存：{why}").format(why=fault or _("还没有输完"))
        if state is State.LACKING:
            return _("要写理由")
        mark = self.sitting.mark(pair)
        return mark.reason if mark is not None else ""

    def setData(  # noqa: N802
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        pair = self.pair_at(index.row(), index.column())
        if pair is None or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value)
        if text == self.text(pair):
            return True
        typed = read(self.sitting.rules(pair), text)
        fails = typed.value is None and bool(text.strip())
        if fails or not self.sitting.set(pair, typed.value):
            self.sitting.keep_draft(pair, text)
        return True

"""One model for every table: frozen rows under declared columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont

from gui.tables.columns import Column, Row

Index = QModelIndex | QPersistentModelIndex
_ROLE = int(Qt.ItemDataRole.UserRole)
SORT, CHIP, TONE, MARK, MARK_TONE, BAND, CHECK = range(_ROLE + 1, _ROLE + 8)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows as they are; a row's band changes where a line belongs above it."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        band: Callable[[Row], int] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()
        self._band = band

    def show(self, rows: Sequence[Row], columns: Sequence[Column[Row]] | None = None) -> None:
        """Show other rows, under other columns where these are given."""
        self.beginResetModel()
        self.rows = tuple(rows)
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.shown(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (column.title, column.shown(row), column.mark(row))
            return " ".join(word for word in words if word)
        if role == Qt.ItemDataRole.FontRole and column.bold:
            font = QFont()
            font.setBold(True)
            return font
        return self._own(column, row, role)

    def _own(self, column: Column[Row], row: Row, role: int) -> Any:
        if role == SORT:
            return column.sort_key(row)
        if role == CHIP:
            return column.chip(row) if column.chip is not None else None
        if role == TONE:
            return column.tone(row) or None
        if role == MARK:
            return column.mark(row) or None
        if role == MARK_TONE:
            return column.mark_tone
        if role == CHECK:
            return column.check(row) if column.check is not None else None
        if role == BAND:
            return self._band(row) if self._band is not None else None
        return None


class SortedRows(QSortFilterProxyModel, Generic[Row]):
    """The rows of a `RowsModel` as the person sorted them, and only those found."""

    def __init__(self, source: RowsModel[Row], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.words = ""
        self.setSourceModel(source)
        self.sort(-1)

    def find(self, words: str) -> None:
        """Keep the rows that hold the words in some cell; all of them for ""."""
        self.words = words.strip().casefold()
        self.invalidateRowsFilter()

    def row_at(self, index: Index) -> Row:
        return self.source.rows[self.mapToSource(index).row()]

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802
        if not self.words:
            return True
        row = self.source.rows[source_row]
        return any(self.words in c.shown(row).casefold() for c in self.source.columns)

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802
        return bool(left.data(SORT) < right.data(SORT))

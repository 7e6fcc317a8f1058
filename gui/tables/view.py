"""One view for every table: sorting, copying as a spreadsheet takes it, widths remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic

from PySide6.QtCore import QEvent, QItemSelection, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.tables.columns import Column, Row
from gui.tables.model import Index, RowsModel, SortedRows
from gui.tables.paint import PAD, CellPainter

_LEAST = 90  # px of a column that takes what is left


class TableView(QTableView, Generic[Row]):
    """Rows under columns. `chosen` tells which row the person is on (None: on none), `asked`
    that a cell was clicked or Enter pressed on it (row, name of the column). `key` names the
    widths in the settings."""

    chosen = Signal(object)
    asked = Signal(object, str)

    def __init__(self, model: RowsModel[Row], key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = SortedRows(model, self)
        self.key, self.fitting = key, False
        self.painter = CellPainter(self)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self._dress_header()
        self.clicked.connect(self._ask)
        self.activated.connect(self._ask)
        model.modelReset.connect(self._fit)
        self._measure()

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sorted)
        header.sectionResized.connect(self._remember)
        self.setSortingEnabled(True)

    def _measure(self) -> None:
        height = self.fontMetrics().height() + 14
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def natural_height(self) -> int:
        """px that show every row without scrolling."""
        rows = self.rows.rowCount() * self.verticalHeader().defaultSectionSize()
        return rows + self.horizontalHeader().sizeHint().height() + 2

    def current_row(self) -> Row | None:
        index = self.currentIndex()
        return self.rows.row_at(index) if index.isValid() else None

    def chosen_rows(self) -> list[Row]:
        """The rows selected, in the order on screen."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda i: i.row())
        return [self.rows.row_at(i) for i in indexes]

    def choose(self, wanted: Row | None) -> None:
        """Go to the row that equals `wanted`, else to the first one."""
        for n in range(self.rows.rowCount()):
            if self.rows.row_at(self.rows.index(n, 0)) == wanted:
                self.selectRow(n)
                return
        if self.rows.rowCount():
            self.selectRow(0)
        else:
            self.chosen.emit(None)

    def selectionChanged(  # noqa: N802
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.current_row() if selected.indexes() else None)

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected rows (all, where none is) to the clipboard as a spreadsheet takes them."""
        every = (self.rows.row_at(self.rows.index(n, 0)) for n in range(self.rows.rowCount()))
        rows = self.chosen_rows() or every
        QGuiApplication.clipboard().setText(as_tsv(self.rows.source.columns, rows))

    def _ask(self, index: Index) -> None:
        if index.isValid():
            name = self.rows.source.columns[index.column()].name
            self.asked.emit(self.rows.row_at(index), name)

    def _sorted(self, section: int, _order: Qt.SortOrder) -> None:
        self.painter.banded = section < 0
        self.viewport().update()

    def _remember(self, section: int, _old: int, new: int) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton and not self.fitting:
            QSettings().setValue(f"widths/{self.key}/{section}", new)

    def _fit(self) -> None:
        """Columns as wide as they ask, or as the person made them; the rest to the open ones."""
        columns = self.rows.source.columns
        widths = [self._width(n, c) for n, c in enumerate(columns)]
        left = self.viewport().width() - sum(w for w in widths if w is not None)
        takers = sum(1 for w in widths if w is None)
        self.fitting = True
        for n, width in enumerate(widths):
            share = max(left // takers, _LEAST) if takers else 0
            self.setColumnWidth(n, share if width is None else width)
        self.fitting = False
        self._resize_mode(columns)

    def _resize_mode(self, columns: Sequence[Column[Row]]) -> None:
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(bool(columns) and columns[-1].width == 0)

    def _width(self, section: int, column: Column[Row]) -> int | None:
        kept = QSettings().value(f"widths/{self.key}/{section}")
        if isinstance(kept, (int, str)):
            return int(kept)
        if not column.width:
            return None
        asked = round(column.width * self.fontMetrics().horizontalAdvance("0"))
        # English titles are longer than the numbers below them
        title = self.horizontalHeader().fontMetrics().horizontalAdvance(column.title)
        return max(asked, title) + 2 * PAD


def as_tsv(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> str:
    """Lines of cells between tabs, titles first."""
    lines = [[c.title for c in columns]]
    lines += [[_cell(c, row) for c in columns] for row in rows]
    return "\n".join("\t".join(_flat(cell) for cell in line) for line in lines)


def _cell(column: Column[Row], row: Row) -> str:
    return " ".join(part for part in (column.shown(row), column.mark(row)) if part)


def _flat(text: str) -> str:
    return " ".join(text.split())

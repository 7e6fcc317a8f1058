"""A table to choose from: a box before each line, turned by a click or by Space."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from core.text import _
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import across, button, down, label


@dataclass(frozen=True, slots=True)
class Choice:
    """A line to choose: its key, what the columns show, whether it is chosen."""

    key: str
    cells: tuple[str, ...]
    chosen: bool


Titles = Sequence[tuple[str, float]]  # of a column, and its width in characters (0: what is left)


class Picker(QWidget):
    """`changed` comes whenever another set is chosen. `name` is what assistive tools call it."""

    changed = Signal()

    def __init__(self, titles: Titles, name: str, key: str) -> None:
        super().__init__()
        self.table: TableView[Choice] = TableView(RowsModel(_columns(titles)), key)
        self.table.setAccessibleName(name)
        self.table.asked.connect(lambda row, _name: self._turn([row]))
        space = QShortcut(QKeySequence("Space"), self.table)
        space.activated.connect(lambda: self._turn(self.table.chosen_rows()))
        self.count = label("", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("查找"))
        self.search.setAccessibleName(_("查找"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(120)
        self.search.textChanged.connect(self.table.rows.find)
        every = button(_("全选(&A)"), partial(self._turn_all, True))
        none = button(_("全不选(&D)"), partial(self._turn_all, False))
        self.setLayout(down(across(self.count, None, every, none, self.search), self.table, gap=6))

    def offer(self, choices: Sequence[Choice]) -> None:
        here = max(self.table.currentIndex().row(), 0)
        self.table.rows.source.show(choices)
        if here < self.table.rows.rowCount():
            self.table.selectRow(here)
        n = len(self.chosen())
        self.count.setText(_("选中 {n}，共 {all}").format(n=n, all=len(choices)))
        self.changed.emit()

    def chosen(self) -> list[str]:
        """The keys chosen, in the order given."""
        return [row.key for row in self.table.rows.source.rows if row.chosen]

    def _turn(self, rows: Sequence[Choice]) -> None:
        """Choose these, or leave them out where the first is chosen."""
        if rows:
            self._choose({row.key for row in rows}, not rows[0].chosen)

    def _turn_all(self, chosen: bool) -> None:
        """All that the find field leaves in sight."""
        rows = self.table.rows
        seen = [rows.row_at(rows.index(n, 0)) for n in range(rows.rowCount())]
        self._choose({row.key for row in seen}, chosen)

    def _choose(self, keys: Collection[str], chosen: bool) -> None:
        rows = self.table.rows.source.rows
        self.offer([Choice(r.key, r.cells, chosen if r.key in keys else r.chosen) for r in rows])


def _columns(titles: Titles) -> list[Column[Choice]]:
    box: Column[Choice] = Column(
        _("选"), lambda x: x.chosen, text=_yes_no, check=lambda x: x.chosen, width=3.4
    )
    return [box, *(_column(n, title, width) for n, (title, width) in enumerate(titles))]


def _column(n: int, title: str, width: float) -> Column[Choice]:
    return Column(title, lambda x: x.cells[n], tip=lambda x: x.cells[n], width=width)


def _yes_no(chosen: bool) -> str:
    return _("选") if chosen else ""

"""Beside the matrix: where returns are dropped, and below it what is disputed, what came of the
returns, and the sheets keyed in from paper."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QTabBar, QWidget

from core.model.keyed import KeyedSheet, KeyedState
from core.model.snapshot import Snapshot
from core.scoring.disputes import disputes
from core.text import _
from gui.rounds.disputed import SHOWN, Item, columns, items_of, ratio
from gui.rounds.drop import DropArea
from gui.rounds.keying import sheet_columns
from gui.rounds.taken import Verdict, verdict_columns
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import Wrapped, across, button, card, down, hair, head, label, margins

PARTS = ("disputes", "returns", "keyed")


class Disputed(QWidget):
    """The items with the widest spread, and how many exceed a coefficient."""

    def __init__(self) -> None:
        super().__init__()
        self.snapshot: Snapshot | None = None
        self.count = 0
        self.table: TableView[Item] = TableView(RowsModel(()), "disputed")
        self.table.setAccessibleName(_("分歧项目"))
        self.most = QLineEdit()
        self.most.setPlaceholderText("0.25")
        self.most.setFixedWidth(64)
        self.most.setAccessibleName(_("变异系数超过"))
        self.most.textChanged.connect(lambda _text: self._show())
        self.words = label("", "muted")
        foot = across(label(_("变异系数超过"), "muted"), self.most, self.words, None)
        self.setLayout(down(self.table, hair(), margins(foot, 12, 6, 12, 2), gap=0))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot is not self.snapshot:
            self.snapshot = snapshot
            self._show()

    def _show(self) -> None:
        assert self.snapshot is not None
        typed = self.most.text().strip()
        most = ratio(typed) if typed else Decimal(0)
        found = disputes(self.snapshot, most) if most is not None else []
        self.count = len(found) if typed else 0
        self.table.rows.source.show(items_of(self.snapshot, found), columns(self.snapshot))
        self.table.choose(None)
        self.words.setText(self._said(typed, most, len(found)))

    def _said(self, typed: str, most: Decimal | None, n: int) -> str:
        if most is None:
            return _("应为数，例如 0.25")
        if not n:
            return _("没有这样的项") if typed else _("还没有可比的评分")
        if n > SHOWN:
            return _("共 {n} 项，列出前 {shown} 项").format(n=n, shown=SHOWN)
        return _("共 {n} 项").format(n=n)


class Returns(QWidget):
    """What came of the files, the last one first."""

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[Verdict] = TableView(RowsModel(verdict_columns()), "returns")
        self.table.setAccessibleName(_("收取记录"))
        self.reason = Wrapped("muted")
        self.table.chosen.connect(self._tell)
        self.setLayout(down(self.table, hair(), margins(down(self.reason), 14, 6, 12, 2), gap=0))
        self.clear()

    def clear(self) -> None:
        self.table.rows.source.show(())
        self._tell(None)

    def add(self, one: Verdict) -> None:
        self.table.rows.source.show((one, *self.table.rows.source.rows))
        self.table.selectRow(0)

    def _tell(self, row: Verdict | None) -> None:
        words = _("这里列出收取的每份文件：新收、已更新、相同、较旧，或者拒收和拒收的原因。")
        said = _("{what}：{why}")
        self.reason.setText(said.format(what=row.file.name, why=row.reason) if row else words)


class Keyed(QWidget):
    """Sheets keyed in from paper; `checking` gives the one to hold against the paper."""

    entering = Signal()
    checking = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[KeyedSheet] = TableView(RowsModel(()), "keyed_sheets")
        self.table.setAccessibleName(_("录入的纸质评分表"))
        self.table.asked.connect(lambda row, _name: self.checking.emit(row))
        self.enter = button(_("录入评分表(&K)…"), self.entering.emit)
        words = label(_("一人录入，另一人核对；点一行来核对"), "muted")
        foot = margins(across(words, None, self.enter), 14, 6, 12, 2)
        self.setLayout(down(self.table, hair(), foot, gap=0))
        self.waiting = 0

    def show_snapshot(self, snapshot: Snapshot) -> None:
        sheets = sorted(snapshot.keyed_sheets, key=_waiting_first)
        self.waiting = sum(1 for s in sheets if s.state is KeyedState.WAITING)
        self.table.rows.source.show(sheets, sheet_columns(snapshot))
        self.table.choose(None)
        self.enter.setEnabled(snapshot.open_round is not None)


def _waiting_first(sheet: KeyedSheet) -> tuple[bool, int]:
    return sheet.state is not KeyedState.WAITING, -sheet.number


class Beside(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.drop = DropArea()
        self.drop.setFixedHeight(self.fontMetrics().height() * 3 + 62)
        self.disputed, self.returns, self.keyed = Disputed(), Returns(), Keyed()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("分歧、收取和录入"))
        self.stack = QStackedWidget()
        for part in (self.disputed, self.returns, self.keyed):
            self.tabs.addTab("")
            self.stack.addWidget(part)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        below: QFrame = card(head(self.tabs, None), hair(), self.stack)
        self.setLayout(down(self.drop, below, gap=14))
        self.setMinimumWidth(360)
        self._name_tabs()

    def show_part(self, part: str) -> None:
        """One of `PARTS`."""
        self.tabs.setCurrentIndex(PARTS.index(part))
        self._name_tabs()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.disputed.show_snapshot(snapshot)
        self.keyed.show_snapshot(snapshot)
        self._name_tabs()

    def _name_tabs(self) -> None:
        counts = (0, len(self.returns.table.rows.source.rows), self.keyed.waiting)
        names = (_("分歧最大的项目"), _("收取记录"), _("纸质录入"))
        for n, (name, count) in enumerate(zip(names, counts, strict=True)):
            self.tabs.setTabText(n, f"{name} {count}" if count else name)

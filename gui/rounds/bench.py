"""The card of a round: its matrix, what to do with it, and what one stands on in numbers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QTabBar

from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.scoring.assignment import asked_cells
from core.text import _
from gui.rounds.matrix import Matrix
from gui.rounds.standing import Standing, cell_words, standings
from gui.widgets.boxes import Elided, across, button, down, hair, head, margins


class Bench(QFrame):
    """`issuing`, `printing` and `on_site` ask for ballots, score sheets and scoring here."""

    issuing = Signal()
    printing = Signal()
    on_site = Signal()

    def __init__(self, tabs: QTabBar) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.snapshot: Snapshot | None = None
        self.round: Round | None = None
        self.busy: Collection[str] = ()
        self.units: list[int] = []
        self.asked = 0
        tabs.setUsesScrollButtons(True)
        self.issue = button(_("发放评分包(&B)…"), self.issuing.emit)
        self.sheets = button(_("打印评分表(&P)…"), self.printing.emit)
        self.sit = button(_("现场评分(&S)…"), self.on_site.emit)
        self.category = QComboBox()
        self.category.setAccessibleName(_("看哪一类单位"))
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.category.currentIndexChanged.connect(lambda _n: self._show())
        self.words = Elided("muted")
        self.matrix = Matrix()
        self.matrix.stood.connect(self._tell)
        self.matrix.tip = self._words  # type: ignore[method-assign]
        top = head(tabs, None, self.issue, self.sheets, self.sit)
        foot = margins(across(self.category, 4, self.words), 12, 6, 12, 5)
        self.setLayout(margins(down(top, hair(), self.matrix, hair(), foot, gap=0), 1, 1, 1, 5))
        self.setMinimumWidth(600)

    def show_round(self, snapshot: Snapshot, round_: Round, on_site: Collection[str]) -> None:
        """Show a round of the snapshot."""
        self.snapshot, self.round, self.busy = snapshot, round_, on_site
        self._offer_categories()
        opened = round_.state is RoundState.OPEN
        for part in (self.issue, self.sheets, self.sit):
            part.setVisible(opened)
        self._show()

    def _offer_categories(self) -> None:
        assert self.snapshot is not None
        places, kept = self._asked(), self.category.currentData()
        names = dict.fromkeys(self.snapshot.units[n].category for n in places)
        self.category.blockSignals(True)
        self.category.clear()
        self.category.addItem(_("全部 {n} 个单位").format(n=len(places)), None)
        for name in names:
            self.category.addItem(name, name)
        self.category.setCurrentIndex(max(self.category.findData(kept), 0))
        self.category.setVisible(len(names) > 1)
        self.category.blockSignals(False)

    def _show(self) -> None:
        if self.snapshot is None or self.round is None:
            return
        snapshot, wanted = self.snapshot, self.category.currentData()
        groups: dict[str, list[int]] = {c: [] for c in snapshot.categories if wanted in (None, c)}
        for n in self._asked():
            if snapshot.units[n].category in groups:
                groups[snapshot.units[n].category].append(n)
        self.units = [n for places in groups.values() for n in places]
        lines = standings(snapshot, self.round, self.units, self.busy)
        self.asked = sum(1 for line in lines if line.status.asked)
        names = [snapshot.units[n].short or snapshot.units[n].name for n in self.units]
        self.matrix.show_lines(lines, names, [(c, len(p)) for c, p in groups.items() if p])

    def _asked(self) -> list[int]:
        """The places of the units that the round asks anybody about."""
        assert self.snapshot is not None
        assert self.round is not None
        some = asked_cells(self.snapshot, self.round.scope).any(axis=(1, 2))
        return [int(n) for n in np.flatnonzero(some)]

    def _words(self, row: Standing, unit: int) -> str:
        if self.snapshot is None or unit >= len(self.units):
            return ""
        return cell_words(self.snapshot, row, self.units[unit], row.cells[unit])

    def _tell(self, row: Standing, unit: int) -> None:
        self.words.setText(self._words(row, unit))

"""Opening the next round: for everything, for some leaves, or for what is disputed."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from core.model.plan import LeafKind
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain
from core.text import _
from gui.dialogs.form import Form
from gui.rounds.disputed import USUAL, counted, ratio
from gui.tables.picker import Choice, Picker
from gui.widgets.boxes import across, label

_PAUSE = 200  # ms after the last key before pairs are counted


class OpenForm(Form):
    """`wanted()` tells the choice once the person goes on."""

    def __init__(self, parent: QWidget | None, snapshot: Snapshot) -> None:
        number = (snapshot.latest_round or 0) + 1
        words = _("开启后发放评分包或评分表；不在这一轮里的评分照旧有效。开启可以撤销。")
        title = _("开启第 {n} 轮评分").format(n=number)
        super().__init__(parent, title, _("开启第 {n} 轮").format(n=number), words)
        self.snapshot = snapshot
        self.every = QRadioButton(_("全部评分指标(&E)"))
        self.some = QRadioButton(_("只评部分指标(&S)"))
        self.disputed = QRadioButton(_("只复评分歧项(&D)：变异系数超过"))
        group = QButtonGroup(self)
        for choice in (self.every, self.some, self.disputed):
            group.addButton(choice)
            choice.toggled.connect(lambda _on: self._show())
        self._pick_leaves()
        self.most = QLineEdit(plain(USUAL))
        self.most.setFixedWidth(80)
        self.most.setAccessibleName(_("变异系数"))
        self.count = label("", "muted", wrap=True)
        self.pairs = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._count)
        self.most.textChanged.connect(lambda _text: self._typed())
        self.lay(
            self.every, self.some, self.leaves,
            across(self.disputed, self.most, None), across(24, self.count, gap=0),
        )  # fmt: skip
        again = bool(len(snapshot.marks))
        for part in (self.disputed, self.most, self.count):
            part.setVisible(again)
        self._count()
        (self.disputed if again and self.pairs else self.every).setChecked(True)

    def _pick_leaves(self) -> None:
        self.leaves = Picker(((_("指标"), 0), (_("分值"), 6)), _("这一轮评的指标"), "round_leaves")
        self.leaves.changed.connect(self._allow)
        self.leaves.table.setMinimumHeight(190)
        rated = (x for x in self.snapshot.tree.leaves if x.kind is LeafKind.RATED)
        self.leaves.offer([
            Choice(x.code, (f"{x.code} {x.name}", plain(x.points or Decimal(0))), False)
            for x in rated
        ])  # fmt: skip

    def _show(self) -> None:
        self.leaves.setVisible(self.some.isChecked())
        self._allow()
        self.adjustSize()

    def _typed(self) -> None:
        self.disputed.setChecked(True)
        self.pairs = 0
        self._allow()
        self._pause.start()

    def _count(self) -> None:
        most = ratio(self.most.text())
        if most is None:
            self.pairs, words = 0, _("应为不小于 0 的数，例如 0.25")
        else:
            self.pairs, words = counted(self.snapshot, most)
        self.count.setText(words)
        self._allow()

    def _allow(self) -> None:
        self.go.setEnabled(
            self.every.isChecked()
            or (self.some.isChecked() and bool(self.leaves.chosen()))
            or (self.disputed.isChecked() and self.pairs > 0)
        )

    def wanted(self) -> tuple[list[str], Decimal | None]:
        """Leaves (none: all of them), and the coefficient that disputed items exceed."""
        if self.disputed.isChecked():
            return [], ratio(self.most.text())
        return (self.leaves.chosen() if self.some.isChecked() else []), None

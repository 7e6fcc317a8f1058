"""The card of one unit: how it stands, its first-level indicators, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget

from core.files.comparison import Category, parts
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.explain import explain_unit
from core.text import _
from gui.results.why import Why
from gui.widgets.bars import Bars
from gui.widgets.boxes import Elided, across, button, down, hair, head, label, margins
from gui.widgets.radar import FEWEST, Radar

_MOST_AXES = 9


class UnitCard(QFrame):
    """`sheet_wanted` asks for the page of the unit."""

    sheet_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.name, self.standing = Elided("heading"), Elided("muted")
        self.sheet = button(_("单位页(&U)"), self.sheet_wanted.emit)
        self.radar, self.bars, self.why = Radar(), Bars(), Why()
        self.radar.setAccessibleName(_("一级指标得分率"))
        self.bars.setAccessibleName(_("一级指标得分率"))
        self.picture = QStackedWidget()
        self.picture.addWidget(self.radar)
        self.picture.addWidget(self.bars)
        self.picture.setFixedHeight(176)
        self.legend = label(_("得分率：实线本单位，虚线同类平均"), "muted")
        self.question = Elided("heading")
        self._lay()

    def _lay(self) -> None:
        words = down(None, self.name, self.standing, None, gap=0)
        top = head(words, self.sheet, gap=12)
        layout = top.layout()
        assert isinstance(layout, QBoxLayout)
        layout.setStretch(0, 1)
        body = down(
            self.picture, across(None, self.legend, None), 4, self.question, self.why, gap=4
        )
        body.setStretch(body.count() - 1, 1)
        inside = margins(body, 14, 8, 14, 6)
        self.setLayout(margins(down(top, hair(), inside, gap=0), 1, 1, 1, 5))

    def show_unit(
        self, snapshot: Snapshot, result: Result, line: UnitResult | None, category: Category | None
    ) -> None:
        """Show a unit beside its category; nothing for None."""
        self.sheet.setEnabled(line is not None)
        for part in (self.picture, self.legend):
            part.setVisible(line is not None)
        if line is None or category is None:
            self.name.setText(_("没有选中单位"))
            self.standing.setText("")
            self.question.setText("")
            self.why.show_unit(None)
            return
        self.name.setText(line.unit.name)
        self.standing.setText(standing_words(line))
        text = _("为什么是 {total} 分、{grade}")
        self.question.setText(text.format(total=line.total, grade=line.grade))
        self._picture(snapshot, result, line, category)
        self.why.show_unit(explain_unit(snapshot, result, line.unit.code))

    def _picture(
        self, snapshot: Snapshot, result: Result, line: UnitResult, category: Category
    ) -> None:
        found = parts(snapshot, result, snapshot.unit_position[line.unit.code], category)
        labels = [f"{part.indicator.name}\n{part.share:.0%}" for part in found]
        means = [category.top_shares.get(part.indicator.code, 0.0) for part in found]
        shares = [part.share for part in found]
        as_radar = FEWEST <= len(found) <= _MOST_AXES
        self.picture.setCurrentWidget(self.radar if as_radar else self.bars)
        if as_radar:
            self.radar.show_shares(labels, shares, means)
        else:
            names = [part.indicator.name for part in found]
            self.bars.show_shares(names, shares, [str(part.score) for part in found], means)


def standing_words(line: UnitResult) -> str:
    """Rank, total and grade in a line; what is provisional says so."""
    text = _("第 {rank} 名，{total} 分，{grade}")
    words = text.format(rank=line.rank, total=line.total, grade=line.grade)
    return words if line.complete else words + _("（暂定）")

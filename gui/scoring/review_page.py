"""The page before handing in: one's own totals and ranking, what is missing, and 交卷."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from core.text import _
from gui.scoring.sitting import Sitting
from gui.scoring.todo import Due, dues
from gui.scoring.totals import UnitTotal, totals
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import (
    Elided,
    across,
    button,
    card,
    down,
    hair,
    head,
    label,
    margins,
)


def total_columns() -> tuple[Column[UnitTotal], ...]:
    return (
        Column(_("类别"), lambda x: x.category, width=11),
        Column(_("名次"), lambda x: x.rank, right=True, width=5),
        Column(_("单位"), lambda x: x.name),
        Column(_("得分"), lambda x: x.points_text, right=True, bold=True, width=8),
        Column(_("得分率"), lambda x: x.share_text, right=True, width=8),
        Column(_("已评"), _given, right=True, width=8),
    )


def _given(line: UnitTotal) -> str:
    return _("回避") if line.recused else f"{line.given}/{line.asked}"


def due_columns() -> tuple[Column[Due], ...]:
    return (
        Column(_("单位"), lambda x: x.unit, width=13),
        Column(_("指标"), lambda x: x.leaf, width=22),
        Column(
            _("差什么"),
            lambda x: x.what,
            tip=lambda x: x.what,
            tone=lambda x: "bad" if x.grave else "muted",
        ),
    )


class ReviewPage(QWidget):
    """`jumped` gives the question to go to, `sealing` asks to hand in, `left` to go on scoring."""

    jumped = Signal(object)
    sealing = Signal()
    left = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.totals: RowsModel[UnitTotal] = RowsModel(
            total_columns(), lambda x: list(self._bands).index(x.category)
        )
        self._bands: dict[str, None] = {}
        self.dues: RowsModel[Due] = RowsModel(due_columns())
        self.ranking = TableView(self.totals, "ballot_totals")
        self.missing = TableView(self.dues, "ballot_dues")
        self.ranking.setAccessibleName(_("我的总分和排序"))
        self.missing.setAccessibleName(_("还差的"))
        self.missing.asked.connect(lambda due, _name: self.jumped.emit(due.pair))
        self.words, self.advice = Elided("heading"), Elided("muted")
        self.count = label("", "muted")
        self.seal = button(_("交卷…"), self.sealing.emit, "primary")
        self.back = button(_("继续评分 Esc"), self.left.emit)
        self.all_done = label(_("都评完了，可以交卷。"), "good")
        self.all_done.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay()

    def _lay(self) -> None:
        note = Elided("muted")
        note.setText(_("只按您自己的评分排，供您核对前后是否一致"))
        left = card(head(label(_("我的总分和排序"), "heading"), note), hair(), self.ranking)
        right = self._due_card()
        cards = across(left, right, gap=14)
        cards.setStretch(0, 6)
        cards.setStretch(1, 6)
        line = across(down(self.words, self.advice, gap=2), self.back, self.seal, gap=10)
        line.setStretch(0, 1)
        top = down(label(_("检查并交卷"), "title"), line, cards, gap=10)
        self.setLayout(margins(top, 20, 16, 20, 14))

    def _due_card(self) -> QFrame:
        return card(
            head(label(_("还差的"), "heading"), self.count, None), hair(),
            self.missing, self.all_done,
        )  # fmt: skip

    def refresh(self) -> None:
        """Show the ballot as it stands."""
        ballot = self.sitting.ballot
        lines = totals(self.sitting.content, ballot.marks, ballot.recusals)
        self._bands = dict.fromkeys(line.category for line in lines)
        self.totals.show(lines)
        due = dues(self.sitting)
        self.dues.show(due)
        self.missing.setVisible(bool(due))
        self.all_done.setVisible(not due)
        self.count.setText(_("{n} 处，点一下就跳过去").format(n=len(due)) if due else "")
        self.words.setText(self._standing())
        grave = sum(d.grave for d in due)
        advice = self._advice(grave, len(due) - grave)
        self.advice.setText(advice)

    def _standing(self) -> str:
        found = self.sitting.review()
        text = _(
            "请您评 {asked} 项：已评 {given}，弃权 {abstained}，回避 {recused}，未评 {missing}"
        )
        return text.format(
            asked=found.asked,
            given=found.given,
            abstained=found.abstained,
            recused=found.recused,
            missing=len(found.missing),
        )

    def _advice(self, grave: int, missing: int) -> str:
        if grave:
            return _("有 {n} 处标红的要先改好才能交卷。").format(n=grave)
        if missing:
            return _("没评完也能先交；评完再交一次，以最后一次为准。")
        return _("交卷后到本轮结束前仍可修改，再交一次即可，以最后一次为准。")

    def focus(self) -> None:
        due = self.dues.rows
        (self.missing if due else self.seal).setFocus(Qt.FocusReason.OtherFocusReason)
        if due:
            self.missing.selectRow(0)

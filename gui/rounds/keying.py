"""Paper sheets: keyed in by one person, held against the paper by another, who can accept or
reject and not edit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from core.actions.keyed import confirm, enter, marks_of, reject
from core.model.keyed import KeyedMark, KeyedSheet, KeyedState
from core.model.snapshot import Snapshot
from core.text import _
from gui.desk import Desk
from gui.dialogs.form import Form
from gui.rounds.standing import moment
from gui.shell.foot import operator
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import across, button, label

_HIGH = 320  # px of the list of marks


def sheet_columns(snapshot: Snapshot) -> tuple[Column[KeyedSheet], ...]:
    return (
        Column(_("状态"), lambda x: state_word(x), chip=lambda x: _TONES[x.state], width=8,
               key=lambda x: x.number),
        Column(_("专家"), lambda x: expert_words(snapshot, x), width=12),
        Column(_("录入"), lambda x: f"{x.entered_by} {moment(x.entered_at)}", width=14),
        Column(_("核对"), lambda x: f"{x.decided_by} {moment(x.decided_at)}".strip(),
               tip=lambda x: x.why),
    )  # fmt: skip


_TONES = {
    KeyedState.WAITING: "warning",
    KeyedState.CONFIRMED: "good",
    KeyedState.REJECTED: "neutral",
}


def state_word(sheet: KeyedSheet) -> str:
    return {
        KeyedState.WAITING: _("待核对"),
        KeyedState.CONFIRMED: _("已生效"),
        KeyedState.REJECTED: _("已退回"),
    }[sheet.state]


def expert_words(snapshot: Snapshot, sheet: KeyedSheet) -> str:
    place = snapshot.expert_position.get(sheet.expert)
    return f"{sheet.expert} {snapshot.experts[place].name if place is not None else ''}".strip()


class EnterForm(Form):
    """A keyed sheet is taken down under the name of who keyed it in."""

    def __init__(self, parent: QWidget | None, desk: Desk, path: Path) -> None:
        words = _("照纸质评分表填好的“{book}”先记下来，由另一人核对后才算数。")
        super().__init__(
            parent, _("录入纸质评分表"), _("记下，等人核对"), words.format(book=path.name)
        )
        self.desk, self.path = desk, path
        self.by = QLineEdit(operator())
        self.by.setAccessibleName(_("录入人"))
        line = across(label(_("录入人")), self.by)
        line.setStretch(1, 1)
        self.lay(line)
        self.going.connect(self._enter)

    def _enter(self) -> None:
        done = self.desk.session.do(
            _("不能录入"), lambda store: enter(store, self.path, self.by.text())
        )
        if done is not None:
            self.accept()


class CheckForm(Form):
    """The second person sees what was keyed in, and who did it."""

    def __init__(self, parent: QWidget | None, desk: Desk, sheet: KeyedSheet) -> None:
        snapshot, self.desk, self.sheet = desk.session.snapshot, desk, sheet
        text = _("第 {n} 轮 {expert}，{by} {time} 录入。请逐项对着纸质评分表看；有一处不符就退回。")
        words = text.format(
            n=sheet.round, expert=expert_words(snapshot, sheet), by=sheet.entered_by,
            time=moment(sheet.entered_at),
        )  # fmt: skip
        super().__init__(parent, _("核对录入的评分表"), _("核对无误，生效(&Y)"), words)
        self.table: TableView[KeyedMark] = TableView(RowsModel(mark_columns(snapshot)), "keyed")
        self.table.setAccessibleName(_("录入的得分"))
        self.table.setMinimumHeight(_HIGH)
        self.table.rows.source.show(marks_of(snapshot, sheet.number))
        self.by, self.why = QLineEdit(), QLineEdit()
        self.by.setAccessibleName(_("核对人"))
        self.by.setPlaceholderText(_("不能是录入人"))
        self.why.setAccessibleName(_("退回的理由"))
        self.why.setPlaceholderText(_("退回时写明哪里不符"))
        self.back = button(_("退回(&R)"), self._reject)
        line = across(label(_("核对人")), self.by, 8, label(_("退回理由")), self.why)
        line.setStretch(1, 1)
        line.setStretch(4, 2)
        self.lay(self.table, line, beside=self.back)
        self.setMinimumWidth(_HIGH * 2 + 80)
        self._settle(sheet.state is KeyedState.WAITING)
        self.going.connect(self._confirm)
        self.table.choose(None)

    def _settle(self, waits: bool) -> None:
        """What is decided can only be looked at."""
        for part in (self.by, self.why, self.back, self.go):
            part.setEnabled(waits)
        if not waits:
            self.leave.setText(_("关闭"))
            self.why.setText(self.sheet.why)
            self.by.setText(self.sheet.decided_by)

    def _confirm(self) -> None:
        number, by = self.sheet.number, self.by.text()
        if self.desk.session.do(_("不能生效"), lambda store: confirm(store, number, by)):
            self.accept()

    def _reject(self) -> None:
        if not self.why.text().strip():
            self.tell(_("退回要写明理由。"))
            self.why.setFocus()
            return
        number, by, why = self.sheet.number, self.by.text(), self.why.text()
        if self.desk.session.do(_("不能退回"), lambda store: reject(store, number, by, why)):
            self.accept()


def mark_columns(snapshot: Snapshot) -> tuple[Column[KeyedMark], ...]:
    names = {unit.code: unit.short or unit.name for unit in snapshot.units}
    leaves = {leaf.code: leaf.name for leaf in snapshot.tree.leaves}
    return (
        Column(_("格"), lambda x: x.cell, width=6),
        Column(_("单位"), lambda x: names.get(x.unit, x.unit), width=12),
        Column(_("指标"), lambda x: f"{x.indicator} {leaves.get(x.indicator, '')}", width=24),
        Column(_("得分"), lambda x: x.value, right=True, bold=True, width=7),
        Column(_("理由"), lambda x: x.reason, tip=lambda x: x.reason),
    )

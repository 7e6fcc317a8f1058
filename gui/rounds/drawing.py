"""The draw, as a small ceremony: the seed is said aloud and typed, the order of all is shown with
the numbers that made it, and the record stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QStackedWidget, QWidget

from core.actions.draw import Lot, draw_experts, lots
from core.model.draw import Draw
from core.text import _
from gui.desk import Desk
from gui.dialogs.form import Form
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.picker import Choice, Picker
from gui.tables.view import TableView
from gui.widgets.boxes import Wrapped, across, button, down, label

_WIDE = 760


def lot_columns() -> tuple[Column[tuple[int, Lot]], ...]:
    return (
        Column(_("次序"), lambda x: x[0], right=True, width=5),
        Column(_("编码"), lambda x: x[1].code, width=8),
        Column(_("姓名"), lambda x: x[1].name, width=12),
        Column(_("结果"), lambda x: _word(x[1]), width=9,
               chip=lambda x: "first" if x[1].drawn else "neutral"),
        Column("SHA-256", lambda x: x[1].hash, tip=lambda x: x[1].hash),
    )  # fmt: skip


def _word(lot: Lot) -> str:
    if lot.excluded:
        return _("不参加")
    return _("抽中") if lot.drawn else ""


class DrawForm(Form):
    """Draws stay on record; the last one is shown as the form opens."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        words = _(
            "种子当众说定、当众输入。每位专家按“种子＋换行＋编码”的 SHA-256 由小到大排队，"
            "取前几名：谁也不能挑，谁都能复算。"
        )
        super().__init__(parent, _("抽取专家"), _("抽取(&D)"), words)
        self.desk = desk
        self.leave.setText(_("关闭"))
        self._fields()
        self.who = Picker(((_("专家"), 0), (_("专业"), 16)), _("不参加抽取的专家"), "draw_out")
        self.who.table.setMinimumHeight(200)
        self.table: TableView[tuple[int, Lot]] = TableView(RowsModel(lot_columns()), "lots")
        self.table.setAccessibleName(_("抽取次序"))
        self.table.setMinimumHeight(230)
        self.record = Wrapped("good")
        self.copy = button(_("复制记录(&C)"), self.table.copy)
        self.again = button(_("再抽一次(&N)"), self._ask_again)
        self._lay_draw()
        self.going.connect(self._draw)
        self._offer()
        self._show(desk.session.snapshot.draws)

    def _fields(self) -> None:
        self.count = QSpinBox()
        self.count.setRange(1, max(len(self.desk.session.snapshot.experts), 1))
        self.count.setValue(min(5, self.count.maximum()))
        self.count.setAccessibleName(_("抽取人数"))
        self.count.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.count.setFixedWidth(60)
        self.seed = QLineEdit()
        self.seed.setAccessibleName(_("种子"))
        self.seed.setPlaceholderText(_("例如：2026年11月24日 上证指数收盘 3412.08"))
        self.seed.textChanged.connect(lambda _text: self._allow())
        self.field = QComboBox()
        self.field.setAccessibleName(_("专业"))
        self.field.addItem(_("不限专业"), "")
        for name in dict.fromkeys(e.field for e in self.desk.session.snapshot.experts if e.field):
            self.field.addItem(name, name)

    def _lay_draw(self) -> None:
        ask = QWidget()
        top = across(label(_("人数")), self.count, 8, label(_("专业")), self.field, None)
        seed = across(label(_("种子")), self.seed)
        seed.setStretch(1, 1)
        ask.setLayout(down(top, seed, 2, label(_("不参加抽取的（勾选）"), "muted"), self.who))
        answer = QWidget()
        answer.setLayout(down(self.record, self.table, across(self.copy, self.again, None)))
        self.stack = QStackedWidget()
        self.stack.addWidget(ask)
        self.stack.addWidget(answer)
        self.lay(self.stack)
        self.setMinimumWidth(_WIDE)

    def _offer(self) -> None:
        people = self.desk.session.snapshot.experts
        self.who.offer([Choice(e.code, (f"{e.code} {e.name}", e.field), False) for e in people])

    def _allow(self) -> None:
        asking = self.stack.currentIndex() == 0
        self.go.setVisible(asking)
        self.go.setEnabled(bool(self.seed.text().strip()))

    def _draw(self) -> None:
        count, seed, field = self.count.value(), self.seed.text(), self.field.currentData()
        out = self.who.chosen()
        drawn = self.desk.session.do(
            _("不能抽取"), lambda store: draw_experts(store, count, seed, field, out)
        )
        if drawn is not None:
            self._show((drawn,))

    def _show(self, draws: Sequence[Draw]) -> None:
        """The last of them; the fields where there is none."""
        self.stack.setCurrentIndex(1 if draws else 0)
        self._allow()
        if not draws:
            self.seed.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        drawn = draws[-1]
        order = lots(self.desk.session.snapshot, drawn)
        self.table.rows.source.show(list(enumerate(order, start=1)))
        self.record.setText(record(drawn, order))
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_again(self) -> None:
        self.seed.clear()
        self._show(())


def record(drawn: Draw, order: Sequence[Lot]) -> str:
    """The draw in a sentence, for the minutes."""
    names = _("、").join(f"{x.code} {x.name}".strip() for x in order if x.drawn)
    at = datetime.fromisoformat(drawn.drawn_at)
    text = _("第 {n} 次抽取（{time}），种子“{seed}”，{pool} 人中抽 {count} 人：{names}。已记录。")
    return text.format(
        n=drawn.number, time=f"{at:%Y-%m-%d %H:%M}", seed=drawn.seed, pool=len(order),
        count=drawn.count, names=names,
    )  # fmt: skip

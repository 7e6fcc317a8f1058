"""The grid with its tabs above, and below it what there is to say about the cell one stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.exchange.ballot_content import Pair
from core.exchange.marks import LONGEST_REASON
from core.scoring.numbers import plain
from core.text import _
from gui.scoring.grid import Grid, typed_words
from gui.scoring.mark_field import ReasonBox
from gui.scoring.sitting import Sitting, State
from gui.scoring.tabs import ViewTabs
from gui.scoring.typed import Typed, why_reason
from gui.widgets.boxes import Elided, across, button, down, frame, margins, restyle


class GridPage(QWidget):
    """`stood` gives the question of the cell one stands on."""

    stood = Signal(object)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting, self.pair = sitting, sitting.units.pairs[0]
        self._edited = False
        self.tabs, self.grid, self.reason = ViewTabs(), Grid(sitting), ReasonBox()
        self.where, self.message = Elided("heading"), Elided("muted")
        self.reason.setAccessibleName(_("理由"))
        self.copy_all = button(_("复制整张表"), self.grid.copy_all)
        self.copy_all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grid.stood.connect(self._stood)
        self.grid.told.connect(self._tell)
        self.grid.typing.connect(self._typing)
        self.reason.textChanged.connect(self._reasoning)
        self.reason.entered.connect(self._reason_entered)
        self.reason.left.connect(self.store)
        sitting.changed.connect(self._changed)
        self._lay()

    def _lay(self) -> None:
        keys = Elided("muted")
        keys.setText(
            _("直接输入；Ctrl+C／V 与 Excel、WPS 互相复制，Ctrl+D 向下填充，F6 弃权，Ctrl+Z 撤销")
        )
        keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = frame("card")
        head = margins(across(self.tabs, 10, keys, self.copy_all), 14, 8, 10, 8)
        body = down(head, self.grid, gap=0)
        top.setLayout(margins(body, 1, 1, 1, 3))
        below = across(self.where, self.message, gap=16)
        below.setStretch(0, 2)
        below.setStretch(1, 3)
        self.setLayout(margins(down(top, below, self.reason, gap=7), 14, 12, 14, 10))

    def stand_on(self, pair: Pair) -> None:
        self.grid.stand_on(pair)
        self._show(pair)

    def focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stood(self, pair: Pair | None) -> None:
        self.store()
        if pair is not None:
            self._show(pair)
            self.stood.emit(pair)
        else:
            self.where.setText("")
            self._tell(_("这一格不请您评。"), "muted")
            self.reason.setEnabled(False)

    def _show(self, pair: Pair) -> None:
        self.pair = pair
        content = self.sitting.content
        unit, leaf = content.unit_of[pair[0]], content.leaf_of[pair[1]]
        self.where.setText(
            _("{unit}　{code} {leaf}，满分 {points}").format(
                unit=unit.name, code=leaf.code, leaf=leaf.name, points=plain(leaf.points)
            )
        )
        mark, recused = self.sitting.mark(pair), self.sitting.recusal(pair[0])
        words = mark.reason if mark else self.sitting.reason_drafts.get(pair, "")
        self.reason.blockSignals(True)
        self.reason.setPlainText(words if recused is None else recused)
        self.reason.blockSignals(False)
        self._edited = False
        self.reason.setEnabled(True)
        self._describe()

    def _describe(self) -> None:
        """The message and the look of the 理由 for the cell as it stands."""
        state, pair = self.sitting.state(self.pair), self.pair
        mark = self.sitting.mark(pair)
        text, tone = "", "muted"
        if state is State.REFUSED:
            text, tone = self.grid.cells.told(pair, state), "bad"
        elif state is State.RECUSED:
            text, tone = _("已声明回避，不计入；F7 撤回。"), "warning"
        elif state is State.LACKING and mark is not None:
            text = _("{why}（在下面写，F4 跳到理由）").format(
                why=why_reason(self.sitting.rules(pair), mark.value)
            )
            tone = "warning"
        elif mark is not None and not mark.reason and self.sitting.apart(pair, mark.value):
            text, tone = _("与多数专家相差较大，请写明理由（不写也能交卷）。"), "warning"
        self._tell(text, tone)
        restyle(self.reason, "wanted" if tone == "warning" and state is not State.RECUSED else "")
        recused = state is State.RECUSED
        self.reason.setPlaceholderText(_("回避的原因") if recused else _("理由"))

    def _tell(self, text: str, tone: str) -> None:
        self.message.setText(text)
        restyle(self.message, tone)
        self.message.update()

    def _typing(self, typed: Typed) -> None:
        self._tell(*typed_words(typed))

    def _changed(self, pairs: frozenset[Pair]) -> None:
        if self.pair in pairs and self.isVisible() and not self.reason.hasFocus():
            self._show(self.pair)

    def _reasoning(self) -> None:
        self._edited = True

    def _reason_entered(self) -> None:
        if self.store():
            self.focus()

    def finish(self) -> bool:
        """Put on disk what is being typed, into a cell or as its 理由."""
        self.grid.delegate.finish()
        return self.store()

    def store(self) -> bool:
        """Put the 理由 on disk. False where it could not be: it stays as typed."""
        if not self._edited:
            return True
        text = self.reason.toPlainText().strip()
        if len(text) > LONGEST_REASON:
            over = _("理由最多 {most} 字，现在 {n} 字，没有保存。")
            self._tell(over.format(most=LONGEST_REASON, n=len(text)), "bad")
            return False
        unit = self.pair[0]
        if self.sitting.recusal(unit) is not None:
            good = self.sitting.recuse(unit, text)
        else:
            good = self.sitting.set_reason(self.pair, text)
        self._edited = not good
        return good

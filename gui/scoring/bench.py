"""The bench an expert works at: the list of groups, the question at hand, one's own marks beside
it, or the grid. It knows where one stands, and moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from core.exchange.ballot_content import Pair
from gui.dialogs.ask import Ask
from gui.scoring.grid_page import GridPage
from gui.scoring.groups import Groups
from gui.scoring.order import Order
from gui.scoring.question import Question
from gui.scoring.sitting import Sitting
from gui.scoring.strip import Strip
from gui.scoring.tabs import ViewTabs
from gui.widgets.boxes import across, down, frame, margins

_LEFT, _LEFT_LEAVES, _RIGHT = 214, 264, 260  # px at the normal size of text, 18 px high
_LINE = 18


class Bench(QStackedWidget):
    """`finished` comes when the person has passed the last question and nothing is missing."""

    finished = Signal()

    def __init__(self, sitting: Sitting, ask: Ask) -> None:
        super().__init__()
        self.sitting = sitting
        self.order: Order = sitting.units
        self.view = "units"
        self.pair: Pair = sitting.units.pairs[0]
        self.tabs, self.groups, self.strip = ViewTabs(), Groups(sitting), Strip(sitting)
        self.question, self.grid = Question(sitting, ask), GridPage(sitting)
        self.stale = QTimer(self, singleShot=True, interval=0)
        self.stale.timeout.connect(self._refresh)
        self.addWidget(self._one_by_one())
        self.addWidget(self.grid)
        self._connect()
        self._measure()
        self.tabs.stand_on("units")
        first = sitting.units.after(sitting.units.pairs[-1], sitting.is_open)
        self.go(first or sitting.units.pairs[0])

    def _one_by_one(self) -> QWidget:
        self.side = frame("side")
        head = margins(across(self.tabs), 12, 12, 12, 6)
        self.side.setLayout(margins(down(head, self.groups, gap=0), 0, 0, 1, 0))
        made = QWidget()
        line: QHBoxLayout = across(self.side, self.question, self.strip, gap=0)
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

    def _measure(self) -> None:
        scale = max(self.fontMetrics().height() / _LINE, 1.0)
        left = _LEFT_LEAVES if self.order.by_leaf else _LEFT
        self.side.setFixedWidth(round(left * (1 + 0.7 * (scale - 1))))
        self.strip.setFixedWidth(round(_RIGHT * (1 + 0.4 * (scale - 1))))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _connect(self) -> None:
        for tabs in (self.tabs, self.grid.tabs):
            tabs.picked.connect(self.show_view)
        self.groups.picked.connect(self.go_group)
        self.strip.picked.connect(self.go)
        self.strip.wanted.connect(self.go_group)
        self.question.next_wanted.connect(self.forward)
        self.question.back_wanted.connect(self.backward)
        self.grid.stood.connect(self._stood)
        self.sitting.changed.connect(self._changed)

    # Where one stands

    def go(self, pair: Pair) -> None:
        """Go to a question; what was typed at the one before is stored, or kept as a draft."""
        self.store()
        self.sitting.visit += 1
        self.pair = pair
        if self.view == "grid":
            self.grid.stand_on(pair)
            return
        self.question.show_pair(self.order, pair)
        self.groups.stand_on(pair[self.order.side])
        self.strip.show_pair(self.order, pair)
        self.stale.stop()
        if self.isVisible():
            self.focus()

    def show_view(self, view: str) -> None:
        """By unit, by indicator, or the grid; one stays at the same question."""
        self.store()
        self.view = view
        self.order = self.sitting.leaves if view == "leaves" else self.sitting.units
        for tabs in (self.tabs, self.grid.tabs):
            tabs.stand_on(view)
        here = self.pair  # a table that gets the focus stands on its first cell by itself
        if view != "grid":
            self.groups.show_order(self.order)
            self._measure()
        self.setCurrentIndex(int(view == "grid"))
        self.go(here)
        self.focus()

    def focus(self) -> None:
        """To the field where the next key belongs."""
        if self.view == "grid":
            self.grid.focus()
        else:
            self.question.answer.focus()

    def store(self) -> bool:
        """Put on disk what is in the fields."""
        if self.view == "grid":
            return self.grid.finish()
        return self.question.answer.store()

    def _stood(self, pair: Pair) -> None:
        self.pair = pair

    # Moving

    def forward(self) -> None:
        """The next question that is not under 回避; after the last one, what is still open."""
        following = self.order.step(self.pair, 1)
        while following is not None and self.sitting.recusal(following[0]) is not None:
            following = self.order.step(following, 1)
        if following is None:
            following = self.order.after(self.pair, self.sitting.is_open)
        if following is None or (following == self.pair and not self.sitting.is_open(self.pair)):
            self.finished.emit()
        else:
            self.go(following)

    def backward(self) -> None:
        before = self.order.step(self.pair, -1)
        if before is not None:
            self.go(before)

    def go_group(self, code: str) -> None:
        """To the first question of a group that is still open, else to its first."""
        pairs = self.order.groups[self.order.group_position[code]].pairs
        self.go(next((p for p in pairs if self.sitting.is_open(p)), pairs[0]))

    def turn(self, by: int) -> None:
        """PageUp and PageDown: the group before or after, at the same place in it."""
        place = self.order.group_position[self.pair[self.order.side]] + by
        if not 0 <= place < len(self.order.groups):
            return
        other = self.pair[1 - self.order.side]
        pairs = self.order.groups[place].pairs
        same = next((p for p in pairs if p[1 - self.order.side] == other), pairs[0])
        self.go(same)

    def next_open(self) -> None:
        """F8: the next question without a mark."""
        self.store()
        found = self.order.after(self.pair, self.sitting.is_open)
        if found is not None:
            self.go(found)
        else:
            self.finished.emit()

    # What happened

    def _changed(self, _pairs: frozenset[Pair]) -> None:
        """Show it once, when the work at hand is done: a mark and a move are one picture."""
        self.stale.start()

    def _refresh(self) -> None:
        if self.view != "grid":
            self.strip.show_pair(self.order, self.pair)

    def turn_back(self, *, redo: bool = False) -> None:
        """Undo or redo, and go where it was."""
        self.store()
        pair = self.sitting.redo() if redo else self.sitting.undo()
        if pair is not None:
            self.go(pair)

    def abstain(self) -> None:
        if self.view == "grid":
            self.grid.grid.abstain()
        else:
            self.question.answer.abstain()

    def recuse(self) -> None:
        if self.view == "grid":
            unit = self.pair[0]
            self.store()
            self.sitting.visit += 1
            self.sitting.recuse(unit, None if self.sitting.recusal(unit) is not None else "")
        else:
            self.question.answer.recuse()

    def to_reason(self) -> None:
        """F4."""
        (self.grid.reason if self.view == "grid" else self.question.answer.reason).setFocus()

    def seek(self) -> None:
        if self.view == "grid":
            self.show_view("units")
        field = self.groups.finder
        (field if field.isVisible() else self.groups.view).setFocus()

"""The middle: the question at hand, with everything that helps to answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core.exchange.ballot_content import Pair
from core.scoring.numbers import plain
from core.text import _
from gui.dialogs.ask import Ask
from gui.scoring.answer import Answer
from gui.scoring.facts import Facts
from gui.scoring.order import Order
from gui.scoring.sitting import Sitting
from gui.widgets.boxes import Elided, Wrapped, across, button, down, frame, label, margins


def reason_lines(reasons: Iterable[str]) -> list[str]:
    """A line a reason, each once, with how many gave it where that is more than one."""
    counted = Counter(" ".join(text.split()) for text in reasons)
    more = _("· {text}（{n} 位）")
    return [
        more.format(text=text, n=n) if n > 1 else _("· {text}").format(text=text)
        for text, n in counted.items()
    ]


class Question(QWidget):
    """`next_wanted` and `back_wanted` ask for the question after this one, or before."""

    next_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, sitting: Sitting, ask: Ask) -> None:
        super().__init__()
        self.sitting, self.ask = sitting, ask
        self.pair: Pair = sitting.units.pairs[0]
        self.crumbs, self.about = Elided("muted"), Elided("muted")
        self.title = label("", "title")
        self.title.setMinimumWidth(1)
        self.facts, self.answer = Facts(), Answer(sitting)
        self.reasons = Wrapped()
        self.others = self._others_card()
        self.hint = Elided("muted")
        self.back = button(_("上一项"), self.back_wanted.emit)
        self.next = button(_("保存，下一项"), self._next, "primary")
        for made in (self.back, self.next):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answer.done.connect(self.next_wanted)
        self.answer.back.connect(self.back_wanted)
        self.facts.evidence_wanted.connect(self._list_evidence)
        self._lay()

    def _others_card(self) -> QFrame:
        card = frame("card")
        head = label(_("其他专家的理由（不记名）"), "muted")
        card.setLayout(margins(down(head, self.reasons, gap=6), 17, 13, 17, 13))
        return card

    def _lay(self) -> None:
        inside = QWidget()
        head = down(self.crumbs, across(self.title, self.about, gap=14), gap=4)
        body = down(head, self.facts, self.answer, self.others, None, gap=13)
        inside.setLayout(margins(body, 28, 20, 28, 8))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        foot = margins(across(self.hint, self.back, self.next, gap=10), 28, 10, 28, 14)
        self.setLayout(down(self.area, foot, gap=0))

    def show_pair(self, order: Order, pair: Pair) -> None:
        """Show a question; the one before has to be stored by then."""
        self.pair = pair
        content = self.sitting.content
        leaf, asked = content.leaf_of[pair[1]], self.sitting.asked(pair)
        self.title.setText(self._title(order))
        self.crumbs.setText(self._crumbs(order))
        self.about.setText(self._about(order))
        self.facts.show_facts(asked, leaf)
        self.answer.show_pair(pair)
        self._show_reasons(asked.others.reasons if asked.others else ())
        self.hint.setText(
            _("Enter 保存并到下一项　↑↓ 调整　PageDown 下一指标")
            if order.by_leaf
            else _("Enter 保存并到下一项　↑↓ 调整　PageDown 下一单位")
        )
        self.back.setEnabled(order.step(pair, -1) is not None)
        self.area.verticalScrollBar().setValue(0)

    def _title(self, order: Order) -> str:
        leaf = self.sitting.content.leaf_of[self.pair[1]]
        unit = self.sitting.content.unit_of[self.pair[0]]
        return unit.name if order.by_leaf else f"{leaf.code} {leaf.name}"

    def _crumbs(self, order: Order) -> str:
        leaf = self.sitting.content.leaf_of[self.pair[1]]
        unit = self.sitting.content.unit_of[self.pair[0]]
        group = order.group_of(self.pair)
        n, m = group.pairs.index(self.pair) + 1, len(group.pairs)
        if order.by_leaf:
            count = _("第 {n} 个单位，共 {m} 个").format(n=n, m=m)
            parts = (*leaf.path, f"{leaf.code} {leaf.name}", count)
        else:
            count = _("第 {n} 项，共 {m} 项").format(n=n, m=m)
            parts = (unit.name, *leaf.path, count)
        return " › ".join(parts)

    def _about(self, order: Order) -> str:
        leaf = self.sitting.content.leaf_of[self.pair[1]]
        unit = self.sitting.content.unit_of[self.pair[0]]
        rules = self.sitting.rules(self.pair)
        words = [f"{leaf.code} {leaf.name}"] if order.by_leaf else []
        words.append(_("满分 {points} 分").format(points=plain(leaf.points)))
        if self.sitting.content.mode.name == "WORDS":
            words.append(_("按等级评"))
        elif self.sitting.content.mode.name == "PERCENT":
            words.append(_("按百分制评"))
        if rules.step > 0 and self.sitting.content.mode.name != "WORDS":
            words.append(_("每档 {step} 分").format(step=plain(rules.step)))
        words.append(unit.category)
        return _("，").join(word for word in words if word)

    def _show_reasons(self, reasons: Sequence[str]) -> None:
        self.others.setVisible(bool(reasons))
        self.reasons.setText("\n".join(reason_lines(reasons)))

    def _next(self) -> None:
        self.answer.entered()

    def _list_evidence(self) -> None:
        lines = list(self.sitting.asked(self.pair).evidence)
        words = _("材料由单位报送，原件请向考核办调阅。")
        self.ask.tell(_("佐证材料"), words, lines, grave=False)

"""One sitting over an open ballot: its marks, what is done, undo, and what could not be stored.

The one room of the window that writes to a ballot. A mark is on disk when `changed` is emitted.
What a person typed and the rule (or the disk) refused is kept as a draft, so that nothing typed
is lost while the window is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.exchange.ballot import WorkingBallot
from core.exchange.ballot_content import Asked, BallotContent, Pair
from core.exchange.marks import Change, Mark
from core.exchange.review import Review, review, stands_apart
from core.scoring.mark_rules import ABSTAIN, Given, MarkRules, asks_reason
from core.text import _
from gui.scoring.order import Order, by_leaf, by_unit
from gui.scoring.typed import share_of, shown

MOST_UNDO = 500


class State(StrEnum):
    """How a question stands."""

    EMPTY = "empty"
    GIVEN = "given"
    LACKING = "lacking"  # given, but a 理由 is due
    ABSTAINED = "abstained"
    RECUSED = "recused"
    REFUSED = "refused"  # what was typed is not stored


@dataclass(frozen=True, slots=True)
class Step:
    """What one act changed: (question, before, after); a recusal as (unit, before, after). Acts
    of one visit to one question are one step."""

    label: str
    marks: tuple[tuple[Pair, Mark | None, Mark | None], ...] = ()
    recusal: tuple[str, str | None, str | None] | None = None
    visit: int = 0


class Sitting(QObject):
    """`changed` names the questions that look different now; `failed` says why nothing was
    stored ("" once it works again)."""

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, ballot: WorkingBallot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ballot = ballot
        self.content: BallotContent = ballot.content
        self.saved: datetime | None = None
        self.visit = 0
        self.drafts: dict[Pair, str] = {}
        self.reason_drafts: dict[Pair, str] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._values: dict[tuple[str, Given], tuple[str, bool, float | None]] = {}
        self._counts: dict[tuple[int, str], int] = {}
        self._count_all()

    # What there is

    @cached_property
    def units(self) -> Order:
        return by_unit(self.content)

    @cached_property
    def leaves(self) -> Order:
        return by_leaf(self.content)

    def asked(self, pair: Pair) -> Asked:
        return self.content.question[pair]

    def rules(self, pair: Pair) -> MarkRules:
        return self.content.rules[pair[1]]

    def mark(self, pair: Pair) -> Mark | None:
        return self.ballot.marks.get(pair)

    def recusal(self, unit: str) -> str | None:
        """Why the expert declared 回避 for the unit; None where not."""
        return self.ballot.recusals.get(unit)

    def state(self, pair: Pair) -> State:
        if pair[0] in self.ballot.recusals:
            return State.RECUSED
        if pair in self.drafts:
            return State.REFUSED
        mark = self.ballot.marks.get(pair)
        if mark is None:
            return State.EMPTY
        if mark.value == ABSTAIN:
            return State.ABSTAINED
        due = not mark.reason.strip() and self._known(pair, mark.value)[1]
        return State.LACKING if due else State.GIVEN

    def is_open(self, pair: Pair) -> bool:
        """Whether the question still wants a mark."""
        unwanted = pair in self.ballot.marks and pair not in self.drafts
        return not unwanted and pair[0] not in self.ballot.recusals

    def apart(self, pair: Pair, value: Given) -> bool:
        """Whether the mark lies outside the others' quartiles."""
        return stands_apart(self.content, pair, value)

    def shown(self, pair: Pair) -> str:
        """The mark as text of equal decimals; "" where there is none."""
        mark = self.mark(pair)
        return "" if mark is None else self._known(pair, mark.value)[0]

    def share(self, pair: Pair) -> float | None:
        """The mark as a share of the most; None for 弃权 and none."""
        mark = self.mark(pair)
        return None if mark is None else self._known(pair, mark.value)[2]

    def _known(self, pair: Pair, value: Given) -> tuple[str, bool, float | None]:
        """What a value on a leaf is always the same: its text, whether it asks for a 理由, its
        share. A grid asks for this thousands of times."""
        key = (pair[1], value)
        if key not in self._values:
            rules = self.rules(pair)
            share = share_of(rules, value)
            told = None if share is None else float(share)
            self._values[key] = (shown(rules, value), asks_reason(rules, value), told)
        return self._values[key]

    def review(self) -> Review:
        return review(self.content, self.ballot.marks, self.ballot.recusals)

    # How much is done

    def done(self, side: int, code: str) -> int:
        """How many questions about a unit (side 0) or a leaf (side 1) are answered."""
        return self._counts[side, code]

    @property
    def done_all(self) -> int:
        return sum(self._counts[0, group.code] for group in self.units.groups)

    def _count_all(self) -> None:
        for order in (self.units, self.leaves):
            for group in order.groups:
                self._count(order, group.code)

    def _count(self, order: Order, code: str) -> None:
        pairs = order.groups[order.group_position[code]].pairs
        self._counts[order.side, code] = sum(not self.is_open(pair) for pair in pairs)

    def _recount(self, pairs: Iterable[Pair]) -> None:
        touched = set(pairs)
        for order in (self.units, self.leaves):
            for code in {pair[order.side] for pair in touched}:
                self._count(order, code)

    # What a person does

    def set(self, pair: Pair, value: Given | None, reason: str | None = None) -> bool:
        """Store or (None) clear a mark; the 理由 stays unless given. True when on disk."""
        before = self.mark(pair)
        kept = before.reason if before else self.reason_drafts.get(pair, "")
        words = kept if reason is None else reason.strip()
        if value is None and words:
            self.reason_drafts[pair] = words
        return self.set_many([Change(*pair, value, words)], _label(self.content, pair), self.visit)

    def set_many(self, changes: Sequence[Change], label: str, visit: int = 0) -> bool:
        """Store all the changes in one go, or none."""
        changes = [c for c in changes if self._differs(c)]
        pairs = [(c.unit, c.leaf) for c in changes]
        before = {pair: self.mark(pair) for pair in pairs}
        if changes and not self._write(lambda: self.ballot.set_marks(changes)):
            return False
        if changes:
            for pair in pairs:
                self.drafts.pop(pair, None)
            after = tuple((pair, before[pair], self.mark(pair)) for pair in pairs)
            real = tuple(line for line in after if line[1] != line[2])
            self._remember(Step(label, real, visit=visit))
            self._announce(pairs)
        return True

    def _differs(self, change: Change) -> bool:
        pair = (change.unit, change.leaf)
        now = self.mark(pair)
        new = None if change.value is None else Mark(change.value, change.reason.strip())
        return now != new or pair in self.drafts

    def set_reason(self, pair: Pair, reason: str) -> bool:
        """Store the 理由 of a mark; without a mark it is kept until there is one."""
        mark = self.mark(pair)
        if mark is None:
            self.reason_drafts[pair] = reason
            return True
        return self.set(pair, mark.value, reason)

    def recuse(self, unit: str, why: str | None) -> bool:
        """Declare 回避 for a unit, or (None) take it back."""
        before = self.recusal(unit)
        if before == why:
            return True
        if not self._write(lambda: self.ballot.set_recusal(unit, why)):
            return False
        label = _("回避 {unit}").format(unit=self.content.unit_of[unit].name)
        self._remember(Step(label, recusal=(unit, before, why), visit=self.visit))
        self._announce(self._pairs_of(unit))
        return True

    def keep_draft(self, pair: Pair, text: str) -> None:
        """Keep what was typed and cannot be stored; "" forgets it."""
        if self.drafts.get(pair, "") == text:
            return
        if text:
            self.drafts[pair] = text
        else:
            self.drafts.pop(pair, None)
        self._announce([pair], stored=False)

    def _pairs_of(self, unit: str) -> tuple[Pair, ...]:
        return self.units.groups[self.units.group_position[unit]].pairs

    def _write(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except UserError as error:
            self.failed.emit(str(error))
            return False
        self.saved = datetime.now()
        self.failed.emit("")
        return True

    def _announce(self, pairs: Iterable[Pair], *, stored: bool = True) -> None:
        touched = frozenset(pairs)
        self._recount(touched)
        self.changed.emit(touched)

    # Undo

    def _remember(self, step: Step) -> None:
        if not step.marks and step.recusal is None:
            return
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and _same_visit(last, step):
            self._done[-1] = _joined(last, step)
        else:
            self._done.append(step)
        del self._done[:-MOST_UNDO]

    @property
    def undo_label(self) -> str:
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        return self._undone[-1].label if self._undone else ""

    def undo(self) -> Pair | None:
        """Take the last act back; a question that it changed, None where there was nothing."""
        return self._turn(self._done, self._undone, back=True)

    def redo(self) -> Pair | None:
        return self._turn(self._undone, self._done, back=False)

    def _turn(self, source: list[Step], target: list[Step], *, back: bool) -> Pair | None:
        if not source:
            return None
        step = source[-1]
        changes = [_change(pair, before if back else after) for pair, before, after in step.marks]
        if changes and not self._write(lambda: self.ballot.set_marks(changes)):
            return None
        pairs = [pair for pair, _before, _after in step.marks]
        if step.recusal is not None:
            unit, before_why, after_why = step.recusal
            why = before_why if back else after_why
            if not self._write(lambda: self.ballot.set_recusal(unit, why)):
                return None
            pairs.extend(self._pairs_of(unit))
        target.append(source.pop())
        self.visit += 1
        for pair in pairs:
            self.drafts.pop(pair, None)
        self._announce(pairs)
        return pairs[0]


def _change(pair: Pair, mark: Mark | None) -> Change:
    return Change(*pair, mark.value if mark else None, mark.reason if mark else "")


def _same_visit(last: Step, step: Step) -> bool:
    """Whether two acts are one to the person: typed into one field without leaving it."""
    if not step.visit or last.visit != step.visit:
        return False
    if step.recusal is not None and last.recusal is not None:
        return last.recusal[0] == step.recusal[0] and step.recusal[2] is not None
    pairs = [[line[0] for line in x.marks] for x in (last, step)]
    return step.recusal is last.recusal is None and pairs[0] == pairs[1]


def _joined(last: Step, step: Step) -> Step:
    if step.recusal is not None and last.recusal is not None:
        unit, before, _old = last.recusal
        return Step(step.label, recusal=(unit, before, step.recusal[2]), visit=step.visit)
    marks = tuple(
        (pair, old[1], after)
        for old, (pair, _before, after) in zip(last.marks, step.marks, strict=True)
    )
    return Step(step.label, marks, visit=step.visit)


def _label(content: BallotContent, pair: Pair) -> str:
    unit, leaf = content.unit_of[pair[0]], content.leaf_of[pair[1]]
    return f"{unit.short or unit.name} {leaf.code} {leaf.name}"

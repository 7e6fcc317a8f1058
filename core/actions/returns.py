"""Returns taken in: each whole or not at all, an older one never over a newer, and one that came
before changes nothing.

A return replaces everything its expert gave in that round before, by an earlier return or by a
workbook. Signed or not, its marks are held against the same rules as any others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.actions.asking import Asking, plan_digests
from core.actions.moment import now
from core.errors import UserError
from core.exchange.collect import LARGEST_RETURN, Collected, Known, Status, collect
from core.exchange.disk import read_limited
from core.exchange.marks import given_of
from core.exchange.seal import ReturnContent, SealedMark
from core.model.ballots import AssessmentKeys, Return
from core.model.marks import ABSTAINED, MARK_SCALE, Marks, make_marks
from core.model.people import Recusal
from core.model.plan import RatingMode
from core.model.snapshot import ReasonKey, Snapshot
from core.scoring.check_marks import mark_faults
from core.scoring.mark_rules import ABSTAIN
from core.store.store import Store
from core.text import _

NOBODY = AssessmentKeys("", "00" * 32, "00" * 32)  # of an assessment that issued no ballot


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file. `expert` and `receipt` are None where the file does not say, or
    cannot be trusted to."""

    file: Path
    status: Status
    expert: str | None = None
    reason: str = ""
    receipt: str | None = None
    marks: int = 0


def collect_returns(store: Store, paths: Sequence[Path]) -> list[Taken]:
    """Take return files in, one after the other; each is one entry of the journal or no change.
    What is wrong with a file is its `reason`; UserError only where the assessment itself cannot
    be written."""
    desk = _Desk(store)
    return [desk.take(path) for path in paths]


class _Desk:
    """Where returns are taken in: what the assessment knows, kept up to date between files
    without reading all of it again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.read()

    def read(self) -> None:
        self.snapshot = snapshot = self.store.read()
        open_round = snapshot.open_round
        self.asking = Asking(snapshot, open_round) if open_round else None
        self.known = Known(
            keys=next(reversed(self.store.kept(AssessmentKeys)), NOBODY),
            ballots=snapshot.ballots,
            returns=snapshot.returns,
            open_round=open_round.number if open_round else None,
            plan_digests=plan_digests(self.asking) if self.asking else {},
        )
        self.touched: set[str] = set()  # experts whose marks changed since

    def take(self, path: Path) -> Taken:
        try:
            data = read_limited(path, LARGEST_RETURN)
        except UserError as refusal:
            return Taken(path, Status.REFUSED, reason=str(refusal))
        found = collect(data, self.known, now())
        if found.status is Status.ACCEPTED and found.expert in self.touched:
            self.read()
        if found.content is None or found.noun is None or self.asking is None:
            return _taken(path, found)
        try:
            marks, reasons = _marks_of(self.asking, found.content)
        except UserError as refusal:
            reason = str(refusal)
            return Taken(path, Status.REFUSED, found.expert, reason, found.receipt)
        self._store(found.content, found.noun, marks, reasons)
        return _taken(path, found, len(marks))

    def _store(
        self,
        content: ReturnContent,
        noun: Return,
        marks: Marks,
        reasons: dict[ReasonKey, str],
    ) -> None:
        snapshot = self.snapshot
        before = next((r for r in self.known.returns if r.ballot == noun.ballot), None)
        noun = replace(noun, recusals=_brought(snapshot, before, content))
        old = _given_before(snapshot, content)
        text = _("收取第{n}轮 {expert} 的评分，回执 {receipt}")
        label = text.format(n=content.round, expert=content.expert, receipt=noun.receipt)
        with self.store.edit(label) as edit:
            edit.put(noun, *_recusals(snapshot, content))
            edit.delete(*_taken_back(snapshot, before, content))
            edit.delete_marks(snapshot, _without(old, marks))
            edit.put_marks(snapshot, marks, _with_removed(snapshot, content, marks, reasons))
        others = [r for r in self.known.returns if r.ballot != noun.ballot]
        self.known = replace(self.known, returns=(*others, noun))
        self.touched.add(content.expert)


def is_refused(taken: Taken) -> bool:
    """Whether the file was refused (an older or an identical one is not)."""
    return taken.status is Status.REFUSED


def _taken(path: Path, found: Collected, marks: int = 0) -> Taken:
    expert, receipt = found.expert or None, found.receipt or None
    return Taken(path, found.status, expert, found.reason, receipt, marks)


# The marks of a return


def _marks_of(asking: Asking, content: ReturnContent) -> tuple[Marks, dict[ReasonKey, str]]:
    """The marks by positions, and the reasons; UserError where one is not asked for, or cannot
    be. A sound program never seals such a mark."""
    snapshot = asking.snapshot
    expert = snapshot.expert_position.get(content.expert)
    keys = _columns(snapshot, content.marks)
    if expert is None or keys is None:
        raise _altered()
    unit, leaf, value = keys
    count = len(value)
    marks = make_marks(unit, leaf, np.full(count, expert), np.full(count, content.round), value)
    if not _fits(asking, marks):
        raise _altered()
    reasons = {
        (content.round, content.expert, mark.unit, mark.leaf): mark.reason
        for mark in content.marks
        if mark.reason
    }
    return marks, reasons


def _altered() -> UserError:
    return UserError(_("交卷里有没有请评的项，或不合规则的得分；请重新发放评分包"))


def _columns(
    snapshot: Snapshot, marks: Sequence[SealedMark]
) -> tuple[list[int], list[int], list[int]] | None:
    """Positions of units and leaves, and values; None where one of them is not known."""
    values = {text: _value(snapshot, text) for text in {mark.value for mark in marks}}
    units, leaves = snapshot.unit_position, snapshot.tree.leaf_position
    try:
        unit = [units[mark.unit] for mark in marks]
        leaf = [leaves[mark.leaf] for mark in marks]
    except KeyError:
        return None
    known = {text: value for text, value in values.items() if value is not None}
    if len(known) < len(values):
        return None
    return unit, leaf, [known[mark.value] for mark in marks]


def _value(snapshot: Snapshot, text: str) -> int | None:
    """A mark as it is stored; None where it is none."""
    mode = snapshot.settings.rating_mode
    if text == ABSTAIN:
        return ABSTAINED
    if mode is RatingMode.WORDS:
        return snapshot.words.index(text) if text in snapshot.words else None
    try:
        given = given_of(text, mode)
    except ValueError:
        return None
    top, bottom = given.as_integer_ratio() if isinstance(given, Decimal) else (-1, 1)
    scaled, rest = divmod(top * MARK_SCALE, bottom)
    return scaled if not rest and 0 <= scaled < 1 << 62 else None


def _fits(asking: Asking, marks: Marks) -> bool:
    """Each item once, asked for in the open round, and within the rules."""
    once = len(np.unique(_codes(marks))) == len(marks)
    asked = asking.cells[marks.unit, marks.leaf, marks.expert]
    return once and bool(np.all(asked)) and not mark_faults(asking.snapshot, marks)


def _given_before(snapshot: Snapshot, content: ReturnContent) -> Marks:
    """What is stored of this expert in this round."""
    marks = snapshot.marks
    expert = snapshot.expert_position[content.expert]
    return marks.take((marks.expert == expert) & (marks.round == content.round))


def _without(old: Marks, new: Marks) -> Marks:
    """The old marks of one expert and round that the new ones do not replace."""
    return old.take(~np.isin(_codes(old), _codes(new)))


def _codes(marks: Marks) -> NDArray[np.int64]:
    codes: NDArray[np.int64] = marks.unit.astype(np.int64) << 32 | marks.leaf
    return codes


def _with_removed(
    snapshot: Snapshot, content: ReturnContent, marks: Marks, reasons: dict[ReasonKey, str]
) -> dict[ReasonKey, str]:
    """The new reasons, and "" for the old ones of marks that have none any more."""
    if not snapshot.reasons:
        return reasons
    keys = (
        (content.round, content.expert, snapshot.units[u].code, snapshot.tree.leaves[i].code)
        for u, i in zip(marks.unit.tolist(), marks.leaf.tolist(), strict=True)
    )
    gone = {key: "" for key in keys if key in snapshot.reasons}
    return gone | reasons


# 回避 declared in a ballot


def _recusals(snapshot: Snapshot, content: ReturnContent) -> list[Recusal]:
    """Those that are new; one that the committee entered keeps its own words."""
    known = {(r.expert, r.unit) for r in snapshot.recusals}
    return [
        Recusal(content.expert, unit, why)
        for unit, why in content.recusals
        if (content.expert, unit) not in known and unit in snapshot.unit_position
    ]


def _brought(snapshot: Snapshot, before: Return | None, content: ReturnContent) -> tuple[str, ...]:
    """The units whose 回避 is there because of this ballot."""
    new = {r.unit for r in _recusals(snapshot, content)}
    kept = set(before.recusals if before else ())
    return tuple(unit for unit, _why in content.recusals if unit in new | kept)


def _taken_back(snapshot: Snapshot, before: Return | None, content: ReturnContent) -> list[Recusal]:
    """Those that an earlier return of this ballot brought and this one does not."""
    now_declared = {unit for unit, _why in content.recusals}
    gone = set(before.recusals if before else ()) - now_declared
    return [r for r in snapshot.recusals if r.expert == content.expert and r.unit in gone]

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
        self.known = Known(
            keys=next(reversed(self.store.kept(AssessmentKeys)), NOBODY),
            ballots=snapshot.ballots,
            returns=snapshot.returns,
            open_round=open_round.number if open_round else None,
            plan_digests=plan_digests(Asking(snapshot, open_round)) if open_round else {},
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
        if found.status is not Status.ACCEPTED or found.content is None or found.noun is None:
            return _taken(path, found)
        try:
            marks, reasons = _marks_of(self.snapshot, found.content)
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
        text = _("收取第{n}轮 {expert} 的评分，凭据 {receipt}")
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


def _marks_of(snapshot: Snapshot, content: ReturnContent) -> tuple[Marks, dict[ReasonKey, str]]:
    """The marks by positions, and the reasons; UserError where one is not asked for, or cannot
    be. A sound program never seals such a mark."""
    expert = snapshot.expert_position.get(content.expert)
    rows = [_row(snapshot, mark) for mark in content.marks]
    known = [row for row in rows if row is not None]
    if expert is None or len(known) < len(rows):
        raise _altered()
    keys = np.asarray(known, dtype=np.int64).reshape(-1, 3)
    count = len(keys)
    experts, numbers = np.full(count, expert), np.full(count, content.round)
    marks = make_marks(keys[:, 0], keys[:, 1], experts, numbers, keys[:, 2])
    if not _fits(snapshot, marks):
        raise _altered()
    reasons = {
        (content.round, content.expert, mark.unit, mark.leaf): mark.reason
        for mark in content.marks
        if mark.reason
    }
    return marks, reasons


def _altered() -> UserError:
    return UserError(_("交卷里有没有请评的项，或不合规则的得分；请重新发放评分包"))


def _row(snapshot: Snapshot, mark: SealedMark) -> tuple[int, int, int] | None:
    unit = snapshot.unit_position.get(mark.unit)
    leaf = snapshot.tree.leaf_position.get(mark.leaf)
    value = _value(snapshot, mark.value)
    return None if unit is None or leaf is None or value is None else (unit, leaf, value)


def _value(snapshot: Snapshot, text: str) -> int | None:
    mode = snapshot.settings.rating_mode
    if text == ABSTAIN:
        return ABSTAINED
    if mode is RatingMode.WORDS:
        return snapshot.words.index(text) if text in snapshot.words else None
    try:
        given = given_of(text, mode)
    except ValueError:
        return None
    scaled = given * MARK_SCALE if isinstance(given, Decimal) else None
    whole = scaled is not None and scaled == scaled.to_integral_value() and abs(scaled) < 1 << 62
    return int(scaled) if scaled is not None and whole else None


def _fits(snapshot: Snapshot, marks: Marks) -> bool:
    """Each item once, asked for in the open round, and within the rules."""
    keys = np.stack([marks.unit, marks.leaf])
    once = len(np.unique(keys, axis=1).T) == len(marks) if len(marks) else True
    round_ = snapshot.open_round
    if round_ is None or not once or mark_faults(snapshot, marks):
        return False
    asked = Asking(snapshot, round_).cells[marks.unit, marks.leaf, marks.expert]
    return bool(np.all(asked))


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

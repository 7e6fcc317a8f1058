"""Ratings as people give them: some raters are strict, some kind; good units get more; nobody
agrees wholly; a few decline. As columns, so that a million take a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from core.model.marks import ABSTAINED, MARK_SCALE, Marks, make_marks
from core.model.plan import LeafKind
from core.model.snapshot import ReasonKey, Snapshot
from core.sample.actuals import unit_quality
from core.sample.noise import bell, uniform, whole
from core.sample.plan import Plan

Bools = NDArray[np.bool_]
_MEAN, _UNIT, _PAIR, _EXPERT, _NOISE = 0.862, 0.028, 0.022, 0.022, 0.034
_LOWEST = 0.35
_SHARE_ABSTAINED = 0.004
_ENOUGH_TO_ABSTAIN = 10  # experts; with fewer a leaf might be left without a mark


@dataclass(frozen=True)
class Asked:
    """Who rates what: positions of unit, leaf and expert, in key order."""

    unit: NDArray[np.intp]
    leaf: NDArray[np.intp]
    expert: NDArray[np.intp]


def make_ratings(snapshot: Snapshot, seed: int, rounds: int) -> Marks:
    """Every rating that 分工 asks for, less 回避 and 不适用, in each of `rounds` rounds. In a
    later round everybody moves towards the mean of the first."""
    asked = _asked(snapshot)
    share = _shares(snapshot, asked, seed)
    declined = _declined(snapshot, seed, len(share))
    columns = [
        _steps(snapshot, asked, _towards_mean(asked, share, 1 - 1 / number), declined)
        for number in range(1, rounds + 1)
    ]
    return make_marks(
        np.repeat(asked.unit, rounds),
        np.repeat(asked.leaf, rounds),
        np.repeat(asked.expert, rounds),
        np.tile(np.arange(1, rounds + 1), len(share)),
        np.stack(columns, axis=1).reshape(-1),
    )


def _asked(snapshot: Snapshot) -> Asked:
    wanted = _rated_here(snapshot)[:, :, None] & _granted(snapshot)
    for recusal in snapshot.recusals:
        unit = snapshot.unit_position[recusal.unit]
        wanted[unit, :, snapshot.expert_position[recusal.expert]] = False
    return Asked(*np.nonzero(wanted))


def _rated_here(snapshot: Snapshot) -> Bools:
    """(unit × leaf): 评分 leaves that apply and are not 不适用."""
    tree = snapshot.tree
    applying = {
        category: np.array(
            [i.kind is LeafKind.RATED and tree.applies(i.code, category) for i in tree.leaves],
            dtype=bool,
        )
        for category in snapshot.categories
    }
    rated = np.stack([applying[unit.category] for unit in snapshot.units])
    for actual in snapshot.actuals:
        if not actual.applies:
            at = snapshot.unit_position[actual.unit], tree.leaf_position[actual.indicator]
            rated[at] = False
    return rated


def _granted(snapshot: Snapshot) -> Bools:
    """(unit × leaf × expert) by 分工; all of it where there is none."""
    tree, units, experts = snapshot.tree, snapshot.units, snapshot.experts
    shape = (len(units), len(tree.leaves), len(experts))
    if not snapshot.assignments:
        return np.ones(shape, dtype=bool)
    granted = np.zeros(shape, dtype=bool)
    for row in snapshot.assignments:
        below = {i.code for i in tree.leaves_under(row.indicator)}
        by_unit = np.array([row.category in ("", u.category) for u in units])
        by_leaf = np.array([i.code in below for i in tree.leaves])
        by_expert = np.array(
            [row.expert in ("", e.code) and row.kind in ("", e.kind) for e in experts]
        )
        granted |= by_unit[:, None, None] & by_leaf[:, None] & by_expert
    return granted


def _shares(snapshot: Snapshot, asked: Asked, seed: int) -> NDArray[np.float64]:
    """What share of a leaf's points each rating is, before it is put on the step."""
    units, leaves = len(snapshot.units), len(snapshot.tree.leaves)
    quality = unit_quality(seed, units)
    pair = bell(seed, "pair", units * leaves).reshape(units, leaves)
    severity = bell(seed, "severity", len(snapshot.experts))
    return np.clip(
        _MEAN
        + _UNIT * quality[asked.unit]
        + _PAIR * pair[asked.unit, asked.leaf]
        + _EXPERT * severity[asked.expert]
        + _NOISE * _heavy(seed, len(asked.unit)),
        _LOWEST,
        1.0,
    )


def _heavy(seed: int, count: int) -> NDArray[np.float64]:
    """Chance with a tail downwards: one mark in eighty is much lower than it should be."""
    noise = bell(seed, "mark", count)
    slump = uniform(seed, "slump", count) < 1 / 80
    return noise - slump * (4.0 + 6.0 * uniform(seed, "depth", count))


def _towards_mean(asked: Asked, share: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    """Each share moved by a part of its way to the mean of its unit and leaf."""
    if by == 0 or not len(share):
        return share
    new = np.diff(asked.unit, prepend=-1) | np.diff(asked.leaf, prepend=-1)
    starts = np.flatnonzero(new)
    sizes = np.diff(starts, append=len(share))
    means = np.repeat(np.add.reduceat(share, starts) / sizes, sizes)
    moved: NDArray[np.float64] = share + by * (means - share)
    return moved


def _declined(snapshot: Snapshot, seed: int, count: int) -> Bools:
    if len(snapshot.experts) < _ENOUGH_TO_ABSTAIN:
        return np.zeros(count, dtype=bool)
    return uniform(seed, "abstain", count) < _SHARE_ABSTAINED


def _steps(
    snapshot: Snapshot, asked: Asked, share: NDArray[np.float64], declined: Bools
) -> NDArray[np.int64]:
    """Values on the step of the plan, never above the leaf's points."""
    step = _scaled(snapshot.settings.step)
    points = _leaf_points(snapshot)[asked.leaf]
    steps = np.minimum(np.rint(share * points / step).astype(np.int64), points // step)
    return np.where(declined, ABSTAINED, steps * step)


def _leaf_points(snapshot: Snapshot) -> NDArray[np.int64]:
    return np.array([_scaled(i.points or Decimal(0)) for i in snapshot.tree.leaves], np.int64)


def _scaled(value: Decimal) -> int:
    return int(value * MARK_SCALE)


def make_reasons(
    snapshot: Snapshot, plan: Plan, declining: Sequence[str], seed: int
) -> dict[ReasonKey, str]:
    """A 理由 for every mark that the plan wants one for, and for every 弃权."""
    marks, settings = snapshot.marks, snapshot.settings
    points = _leaf_points(snapshot)[marks.leaf]
    low = marks.value < _leaf_bound(points, settings.reason_below)
    high = marks.value > _leaf_bound(points, settings.reason_above)
    rows = np.flatnonzero(low | high)
    pick = whole(seed, "reason", len(marks), 1_000_000)
    codes = _Codes(snapshot)
    reasons: dict[ReasonKey, str] = {}
    for row in rows.tolist():
        key = codes.key(row)
        template = plan.templates[key[3]]
        stock = template.praise if high[row] else template.blame
        words = declining if marks.value[row] == ABSTAINED else stock
        reasons[key] = words[int(pick[row]) % len(words)]
    return reasons


def _leaf_bound(points: NDArray[np.int64], share: Decimal) -> NDArray[np.float64]:
    """Points times a share with few decimals: exact enough, both are small whole numbers."""
    bound: NDArray[np.float64] = points * int(share * 10_000) / 10_000
    return bound


@dataclass(frozen=True)
class _Codes:
    snapshot: Snapshot

    def key(self, row: int) -> ReasonKey:
        s, marks = self.snapshot, self.snapshot.marks
        return (
            int(marks.round[row]),
            s.experts[marks.expert[row]].code,
            s.units[marks.unit[row]].code,
            s.tree.leaves[marks.leaf[row]].code,
        )


def with_ratings(
    snapshot: Snapshot, plan: Plan, declining: Sequence[str], seed: int, rounds: int
) -> Snapshot:
    """The snapshot with its marks and their reasons."""
    marked = replace(snapshot, marks=make_ratings(snapshot, seed, rounds))
    return replace(marked, reasons=make_reasons(marked, plan, declining, seed))

"""Rated leaves: from marks to a score per unit and leaf (scoring rules, section 2).

Marks stay columns of integers all the way. Within a group (unit, leaf, 主体) sums are taken in
int64 where they are bound to fit and in Python integers where they are not; across 主体 and
for rounding, numerators and denominators are Python integers. Nothing is ever a float.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model.marks import ABSTAINED, MARK_SCALE, Marks
from core.model.plan import Aggregation, RatingMode
from core.model.snapshot import Snapshot
from core.scoring.numbers import common_scale
from core.scoring.remembered import remembered

Ints = NDArray[Any]  # int64, or Python integers (dtype object) where int64 could overflow
Bools = NDArray[np.bool_]
Cell = tuple[int, int]  # positions of unit and leaf
BATCH = 1 << 16  # marks


class Fate(IntEnum):
    """What became of a rating."""

    VALUE = 0
    ABSTAINED = 1
    SUPERSEDED = 2  # a later round has one
    EXCLUDED = 3  # the cell is 不适用
    RECUSED = 4


@remembered
def recused_pairs(snapshot: Snapshot) -> Bools:
    """(unit × expert) matrix: the expert is recused there."""
    pairs = np.zeros((len(snapshot.units), len(snapshot.experts)), dtype=bool)
    for recusal in snapshot.recusals:
        pairs[snapshot.unit_position[recusal.unit], snapshot.expert_position[recusal.expert]] = True
    pairs.setflags(write=False)
    return pairs


@remembered
def excluded_cells(snapshot: Snapshot) -> Bools:
    """(unit × leaf) matrix: marked 不适用."""
    cells = np.zeros((len(snapshot.units), len(snapshot.tree.leaves)), dtype=bool)
    for actual in snapshot.actuals:
        leaf = snapshot.tree.leaf_position.get(actual.indicator)
        if not actual.applies and leaf is not None:
            cells[snapshot.unit_position[actual.unit], leaf] = True
    cells.setflags(write=False)
    return cells


def fates(snapshot: Snapshot, marks: Marks) -> NDArray[np.uint8]:
    """The `Fate` of each row of `marks`, which holds every round of the cells it touches."""
    found = np.full(len(marks), Fate.VALUE, dtype=np.uint8)
    found[marks.value == ABSTAINED] = Fate.ABSTAINED
    found[:-1][_same_rating(marks)] = Fate.SUPERSEDED
    excluded = excluded_cells(snapshot)
    if excluded.any():
        found[excluded[marks.unit, marks.leaf]] = Fate.EXCLUDED
    if snapshot.recusals:
        found[recused_pairs(snapshot)[marks.unit, marks.expert]] = Fate.RECUSED
    return found


def _same_rating(marks: Marks) -> Bools:
    """For each row but the last: the next one is the same expert's for the same cell."""
    same: Bools = marks.expert[1:] == marks.expert[:-1]
    same &= marks.leaf[1:] == marks.leaf[:-1]
    same &= marks.unit[1:] == marks.unit[:-1]
    return same


def effective(snapshot: Snapshot) -> Marks:
    """The marks that count as values, one at most per expert, unit and leaf."""
    return keep(snapshot.marks, fates(snapshot, snapshot.marks) == Fate.VALUE)


def keep(marks: Marks, mask: Bools) -> Marks:
    """The rows under the mask, without a copy where that is all of them."""
    return marks if mask.all() else marks.take(mask)


def scaled_values(snapshot: Snapshot, marks: Marks) -> tuple[NDArray[np.int64], int]:
    """Each mark as a whole number, and the scale it is to be divided by: the rating itself in
    分值 and 百分制, the coefficient in 等级."""
    if snapshot.settings.rating_mode is not RatingMode.WORDS:
        return marks.value, MARK_SCALE
    coefficients = dict(snapshot.settings.grade_words)
    scale = common_scale(coefficients.values())
    # A word that the plan no longer has is refused on import; 0 keeps the array whole.
    table = [int(coefficients.get(word, 0) * scale) for word in snapshot.words]
    return np.asarray(table, dtype=np.int64)[marks.value], scale


def scaled_weights(snapshot: Snapshot) -> NDArray[np.int64]:
    """The experts' weights as whole numbers of one common unit."""
    scale = common_scale(e.weight for e in snapshot.experts)
    return np.asarray([int(e.weight * scale) for e in snapshot.experts], dtype=np.int64)


def cell_marks(marks: Marks, cells: Sequence[Cell]) -> Marks:
    """The rows of the given cells, found by bisection in the key order."""
    rows: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
    for unit, leaf in sorted(cells):
        first, last = np.searchsorted(marks.unit, [unit, unit + 1])
        start, end = first + np.searchsorted(marks.leaf[first:last], [leaf, leaf + 1])
        rows.append(np.arange(start, end))
    return marks.take(np.concatenate(rows))


@dataclass(frozen=True, slots=True)
class Kept:
    """Which values of equally large groups count: `rows` (group × n) are positions in the
    marks, in the order that the method looks at them, `chosen` the slice of them it takes."""

    rows: NDArray[np.intp]
    chosen: slice
    weighted: bool = True


def choose(
    method: Aggregation, rows: NDArray[np.intp], values: Ints, count: int, start: int
) -> Kept:
    """The contract's choice within a 主体 for groups of n values, `rows` (group × n) in order
    of expert: all of them, all but `count` at each end where n ≥ `start`, or the middle."""
    n = rows.shape[1]
    trims = method is Aggregation.TRIMMED and n >= start and n > 2 * count
    if method is Aggregation.MEDIAN or trims:
        # Stable, and the rows are in order of 编码: that is the order (value, 编码).
        order = np.argsort(values[rows], axis=1, kind="stable")
        rows = np.take_along_axis(rows, order, axis=1)
    if method is Aggregation.MEDIAN:
        return Kept(rows, slice((n - 1) // 2, n // 2 + 1), weighted=False)
    return Kept(rows, slice(count, n - count) if trims else slice(0, n))


def groups_of(marks: Marks) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(start, size) of each run of rows with one unit and leaf."""
    if not len(marks):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    change = (marks.unit[1:] != marks.unit[:-1]) | (marks.leaf[1:] != marks.leaf[:-1])
    starts = np.concatenate(([0], np.flatnonzero(change) + 1))
    return starts, np.diff(np.append(starts, len(marks)))


def methods_of(snapshot: Snapshot) -> list[Aggregation]:
    """The 汇总方法 of each leaf, the plan's where it names none."""
    return [leaf.aggregation or snapshot.settings.aggregation for leaf in snapshot.tree.leaves]


def kept_groups(
    snapshot: Snapshot, marks: Marks, values: Ints
) -> Iterator[tuple[NDArray[np.intp], Kept]]:
    """The groups of one 主体's marks, batch by batch of one size and method: positions of
    their first rows, and what is kept of them. Batches are small, to stay within the cache."""
    starts, sizes = groups_of(marks)
    order = list(Aggregation)
    by_leaf = np.asarray([order.index(m) for m in methods_of(snapshot)], dtype=np.intp)
    methods = by_leaf[marks.leaf[starts]] if len(starts) else starts
    settings = snapshot.settings
    for size, method in sorted(set(zip(sizes.tolist(), methods.tolist(), strict=True))):
        alike = starts[(sizes == size) & (methods == method)]
        batch = max(1, BATCH // size)
        for first in range(0, len(alike), batch):
            firsts = alike[first : first + batch]
            rows = firsts[:, None] + np.arange(size)
            kept = choose(order[method], rows, values, settings.trim_count, settings.trim_from)
            yield firsts, kept


@dataclass(frozen=True, slots=True)
class Means:
    """The mean A of one 主体 in each (unit, leaf) cell as numerator / denominator, still to be
    divided by the scale of the values; denominator 0 where it has no value."""

    numerator: Ints
    denominator: Ints


def means_within(snapshot: Snapshot, marks: Marks) -> Means:
    """A of the contract for the marks of one 主体, as (unit × leaf) matrices."""
    shape = (len(snapshot.units), len(snapshot.tree.leaves))
    values, _scale = scaled_values(snapshot, marks)
    values, weights = _room_to_sum(values, scaled_weights(snapshot), len(snapshot.experts))
    means = Means(np.zeros(shape, dtype=object), np.zeros(shape, dtype=object))
    for firsts, kept in kept_groups(snapshot, marks, values):
        rows = kept.rows[:, kept.chosen]
        weight = weights[marks.expert[rows]] if kept.weighted else np.ones_like(values[rows])
        cell = (marks.unit[firsts], marks.leaf[firsts])
        means.numerator[cell] = (values[rows] * weight).sum(axis=1)
        means.denominator[cell] = weight.sum(axis=1)
    return means


def _room_to_sum(values: Ints, weights: Ints, experts: int) -> tuple[Ints, Ints]:
    """Values and weights as they are where Σ w·v must fit into int64, else as Python integers.
    Values are never negative here."""
    largest = int(values.max(initial=0)) * int(weights.max(initial=1)) * experts
    if largest < 2**62:
        return values, weights
    return values.astype(object), weights.astype(object)


def kinds_of(snapshot: Snapshot) -> list[str]:
    """The 主体 that occur among the experts, in the order of the 主体 sheet, then by name."""
    present = {expert.kind for expert in snapshot.experts}
    named = [kind.name for kind in snapshot.kinds if kind.name in present]
    return named + sorted(present.difference(named))


def kind_weights(snapshot: Snapshot) -> dict[str, int]:
    """W of each 主体 as whole numbers; 1 for each where there is no 主体 sheet."""
    scale = common_scale(kind.weight for kind in snapshot.kinds)
    named = {kind.name: int(kind.weight * scale) for kind in snapshot.kinds}
    return {kind: named.get(kind, 1) for kind in kinds_of(snapshot)}


def means_by_kind(
    snapshot: Snapshot, marks: Marks, found: NDArray[np.uint8]
) -> Iterator[tuple[str, Means]]:
    """`means_within` of each 主体, one after the other: they are large."""
    kinds = np.asarray([expert.kind for expert in snapshot.experts], dtype=object)
    for kind in kinds_of(snapshot):
        counting = (kinds == kind)[marks.expert] & (found == Fate.VALUE)
        yield kind, means_within(snapshot, keep(marks, counting))


def rated_scores(snapshot: Snapshot, marks: Marks, found: NDArray[np.uint8]) -> tuple[Ints, Bools]:
    """Scores (unit × leaf) times 10**小数位 from marks and their `fates`, and where there is
    one."""
    weights = kind_weights(snapshot)
    top, bottom, total = _across(means_by_kind(snapshot, marks, found), weights, snapshot)
    rated = total != 0
    factor_top, factor_bottom = _points_factors(snapshot)
    top = top * factor_top * 10**snapshot.settings.decimals
    bottom = bottom * total * factor_bottom
    scores = np.zeros(top.shape, dtype=np.int64)
    # round_ratio, written for arrays; ratings are never negative.
    scores[rated] = (2 * top[rated] + bottom[rated]) // (2 * bottom[rated])
    return scores, rated


def _across(
    means: Iterator[tuple[str, Means]], weights: dict[str, int], snapshot: Snapshot
) -> tuple[Ints, Ints, Ints]:
    """Σ W·A as numerator and denominator, and Σ W over the 主体 with a value."""
    shape = (len(snapshot.units), len(snapshot.tree.leaves))
    top, bottom, total = (np.full(shape, start, dtype=object) for start in (0, 1, 0))
    for kind, mean in means:
        has = mean.denominator != 0
        weight = weights[kind]
        added = weight * mean.numerator[has] * bottom[has]
        top[has] = top[has] * mean.denominator[has] + added
        bottom[has] = bottom[has] * mean.denominator[has]
        total[has] += weight
    return top, bottom, total


def _points_factors(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """What turns a value of each leaf into points, as numerators and denominators."""
    _values, scale = scaled_values(snapshot, snapshot.marks.take(slice(0, 0)))
    size = len(snapshot.tree.leaves)
    if snapshot.settings.rating_mode is RatingMode.POINTS:
        return np.full(size, 1, dtype=object), np.full(size, scale, dtype=object)
    percent = 100 if snapshot.settings.rating_mode is RatingMode.PERCENT else 1
    ratios = [(leaf.points or 0).as_integer_ratio() for leaf in snapshot.tree.leaves]
    tops = np.asarray([top for top, _bottom in ratios], dtype=object)
    return tops, np.asarray([b * scale * percent for _top, b in ratios], dtype=object)

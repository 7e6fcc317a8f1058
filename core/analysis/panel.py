"""The experts' ratings put together again with other counts of each expert: left out, or drawn
several times. Floating point, by the rules of `core.scoring.ratings`.

A count of 2 is the same rating twice. Within a cell the values are sorted once; what a method
keeps are then the places from `low` to `high` of the counted values, so that trimming, median
and mean are one computation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.points import points_of
from core.model.plan import Aggregation
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.scoring.ratings import kind_weights, methods_of
from core.scoring.score import upheld_points

Floats = NDArray[np.float64]
Ints = NDArray[Any]
Bools = NDArray[np.bool_]
# Added before a half is rounded up: far above the noise of the arithmetic, far below any
# difference that marks can make.
NUDGE = 1e-7


def half_up(values: Floats) -> NDArray[np.int64]:
    """Whole numbers, halves upwards, a half that the arithmetic has just missed too."""
    return np.floor(values + (0.5 + NUDGE)).astype(np.int64)


@dataclass(frozen=True, eq=False, slots=True)
class Side:
    """The ratings of one 主体. `experts` are their positions; `order` (expert × cell) says whose
    the values of a cell are, lowest first, and `len(experts)` where there is none; `values` are
    scores times 10**小数位, `weights` what each counts (None: all the same)."""

    weight: float
    experts: NDArray[np.intp]
    order: Ints
    values: Floats
    weights: Floats | None


@dataclass(frozen=True, eq=False, slots=True)
class Panel:
    """Every cell whose score is made of ratings: `unit` and `leaf` are its positions, `official`
    its score times 10**小数位. `cube` is the (cell × expert) table of values, NaN for none."""

    unit: NDArray[np.intp]
    leaf: NDArray[np.intp]
    official: NDArray[np.int64]
    cube: Floats
    sides: tuple[Side, ...]
    methods: NDArray[np.int8]  # of each cell, as a place in `METHODS`
    trim_count: int
    trim_from: int

    def scores(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The score of each cell where expert n counts `counts[n]` times; the official one where
        nobody is left who rated it."""
        top = np.zeros(len(self.unit))
        total = np.zeros(len(self.unit))
        for side in self.sides:
            mean, has = self._mean(side, counts[side.experts])
            top += np.where(has, side.weight * mean, 0.0)
            total += np.where(has, side.weight, 0.0)
        rated = total > 0
        found = np.divide(top, total, out=np.zeros_like(top), where=rated)
        return np.where(rated, half_up(found), self.official)

    def _mean(self, side: Side, counts: NDArray[np.int64]) -> tuple[Floats, Bools]:
        """The mean within one 主体, and where there is one."""
        kind = np.int8 if int(counts.sum()) < 100 else np.int32
        times = np.append(counts, 0).astype(kind)
        size = times[side.order].sum(axis=0, dtype=kind)
        low, high = kept_places(self.methods, size, self.trim_count, self.trim_from)
        top, bottom = np.zeros((2, len(size)))
        seen: Ints = np.zeros(len(size), dtype=kind)
        start: Ints = np.zeros_like(seen)
        for n, whose in enumerate(side.order):
            seen += times[whose]
            end = np.minimum(np.maximum(seen, low), high)
            kept = end - np.maximum(start, low)
            start = end
            if side.weights is not None:
                kept = kept * side.weights[n]
                bottom += kept
            top += kept * side.values[n]
        if side.weights is None:
            bottom = (high - low).astype(np.float64)
        has = size > 0
        return np.divide(top, bottom, out=top, where=has & (bottom > 0)), has


METHODS = tuple(Aggregation)
MEAN, TRIMMED, MEDIAN = (METHODS.index(m) for m in ("平均", "去极值", "中位数"))


def kept_places(methods: Ints, size: Ints, count: int, start: int) -> tuple[Ints, Ints]:
    """From which place of the sorted values up to which one each method keeps them."""
    trims = (methods == TRIMMED) & (size >= start) & (size > 2 * count)
    median = (methods == MEDIAN) & (size > 0)
    # A trimming that never happens need not fit the small numbers that are used here.
    cut = np.where(trims, min(count, int(size.max(initial=0))), 0).astype(size.dtype)
    low = np.where(median, (size - 1) // 2, cut)
    high = np.where(median, size // 2 + 1, size - cut)
    return low, high


def panel_of(snapshot: Snapshot, result: Result) -> Panel:
    """The panel of a snapshot: cells that are scored from ratings and not by an appeal."""
    points = points_of(snapshot, result)
    cube = points.values.transpose(1, 0, 2)  # unit × rated leaf × expert
    live = points.has.any(axis=2).T & (result.states[:, points.leaves] == CellState.SCORED)
    position = {snapshot.tree.leaves[n].code: k for k, n in enumerate(points.leaves)}
    for unit, leaf in upheld_points(snapshot):
        if leaf in position:
            live[snapshot.unit_position[unit], position[leaf]] = False
    units, columns = np.nonzero(live)
    leaves = points.leaves[columns]
    values = cube[units, columns] * 10.0**result.decimals
    methods = np.asarray([METHODS.index(m) for m in methods_of(snapshot)], dtype=np.int8)[leaves]
    return Panel(
        units,
        leaves,
        result.scores[units, leaves],
        values,
        tuple(_sides(snapshot, values, methods)),
        methods,
        snapshot.settings.trim_count,
        snapshot.settings.trim_from,
    )


def _sides(snapshot: Snapshot, values: Floats, methods: NDArray[np.int8]) -> Iterator[Side]:
    for kind, weight in kind_weights(snapshot).items():
        experts = [n for n, e in enumerate(snapshot.experts) if e.kind == kind]
        own = np.ascontiguousarray(values[:, experts].T)
        if np.isnan(own).all():
            continue
        # Stable, and gaps last: the order (value, 编码).
        order = np.argsort(own, axis=0, kind="stable")
        ordered = np.take_along_axis(own, order, axis=0)
        gap = np.isnan(ordered)
        expert_weights = np.asarray([float(snapshot.experts[n].weight) for n in experts])
        weights = None
        if np.ptp(expert_weights) > 0:
            # Weights play no part in a median.
            weights = np.where(methods == MEDIAN, 1.0, expert_weights[order])
        order[gap] = len(experts)
        small = np.int8 if len(experts) < 127 else np.int32
        yield Side(
            float(weight),
            np.asarray(experts, dtype=np.intp),
            order.astype(small),
            np.where(gap, 0.0, ordered),
            weights,
        )


def what_if(panel: Panel, cells: NDArray[np.intp], values: Floats) -> NDArray[np.int64]:
    """The score of each of these cells if its ratings were the row of `values` (cell × expert,
    NaN for none)."""
    top, total = np.zeros(len(cells)), np.zeros(len(cells))
    for side in panel.sides:
        own = values[:, side.experts]
        order = np.argsort(own, axis=1, kind="stable")
        ordered = np.take_along_axis(own, order, axis=1)
        size = (~np.isnan(own)).sum(axis=1)
        low, high = kept_places(panel.methods[cells], size, panel.trim_count, panel.trim_from)
        places = np.arange(own.shape[1])
        kept = ((places >= low[:, None]) & (places < high[:, None])).astype(np.float64)
        if side.weights is not None:
            kept *= _weights_in_order(panel, side, cells, order)
        has = size > 0
        mean = (kept * np.where(np.isnan(ordered), 0.0, ordered)).sum(axis=1)
        mean = np.divide(mean, kept.sum(axis=1), out=mean, where=has)
        top += np.where(has, side.weight * mean, 0.0)
        total += np.where(has, side.weight, 0.0)
    return half_up(top / total)


def _weights_in_order(panel: Panel, side: Side, cells: NDArray[np.intp], order: Ints) -> Floats:
    """The weights of the experts of a 主体 in this order, 1 for a median."""
    assert side.weights is not None
    # What the sorted table says of a cell, told back to the experts.
    back = np.ones((len(side.experts) + 1, len(cells)))
    np.put_along_axis(back, side.order[:, cells].astype(np.intp), side.weights[:, cells], axis=0)
    return np.take_along_axis(back[:-1].T, order, axis=1)

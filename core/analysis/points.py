"""The effective ratings as a cube of points, which the statistics of agreement start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.model.plan import LeafKind, RatingMode
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.scoring.assignment import asked_by_category
from core.scoring.ratings import effective, recused_pairs, scaled_values

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Points:
    """`values` is (rated leaf × unit × expert), the effective rating in points, NaN where
    there is none; `leaves` are the positions of the rated leaves in the tree. Superseded,
    declined and recused ratings are not in it, nor those on 不适用."""

    snapshot: Snapshot
    leaves: NDArray[np.intp]
    values: Floats
    asked: Bools  # same shape: the expert is asked about this cell
    worth: Floats  # points of each rated leaf

    @cached_property
    def has(self) -> Bools:
        return ~np.isnan(self.values)


def points_of(snapshot: Snapshot, result: Result) -> Points:
    """The cube of a snapshot; `result` tells which leaves apply to which unit."""
    rated = [x.kind is LeafKind.RATED for x in snapshot.tree.leaves]
    leaves = np.flatnonzero(np.asarray(rated, dtype=bool))
    row = np.full(len(rated), -1, dtype=np.intp)
    row[leaves] = np.arange(len(leaves))
    marks = effective(snapshot)
    marks = marks.take(row[marks.leaf] >= 0)
    values, scale = scaled_values(snapshot, marks)
    worth = np.asarray([float(x.points or 0) for x in snapshot.tree.leaves])
    factor = _factors(snapshot, worth)
    cube = np.full((len(leaves), len(snapshot.units), len(snapshot.experts)), np.nan)
    cube[row[marks.leaf], marks.unit, marks.expert] = values * factor[marks.leaf] / scale
    return Points(snapshot, leaves, cube, _asked(snapshot, result, leaves), worth[leaves])


def _factors(snapshot: Snapshot, worth: Floats) -> Floats:
    """What a rating of each leaf is multiplied by to be in points."""
    mode = snapshot.settings.rating_mode
    if mode is RatingMode.POINTS:
        return np.ones_like(worth)
    return worth / 100 if mode is RatingMode.PERCENT else worth


def _asked(snapshot: Snapshot, result: Result, leaves: NDArray[np.intp]) -> Bools:
    """(rated leaf × unit × expert): what 分工, 适用类别, 不适用 and 回避 leave to be rated."""
    row = {category: n for n, category in enumerate(snapshot.categories)}
    category = np.asarray([row[u.category] for u in snapshot.units], dtype=np.intp)
    applies = result.states[:, leaves].T >= CellState.MISSING
    asked = asked_by_category(snapshot)[category][:, leaves].transpose(1, 0, 2)
    found: Bools = asked & applies[:, :, None] & ~recused_pairs(snapshot)
    return found


def expert_totals(points: Points) -> Floats:
    """(unit × expert): the points that the expert gives the unit over its rated leaves; NaN
    unless he has a value on every one that he is asked about.

    A leaf that nobody has rated anywhere is left out of account. An expert whom 分工 asks about
    some of a unit's rated leaves only has his sum scaled up to all of them, so that experts
    with different tasks can be set side by side.
    """
    has, worth = points.has, points.worth[:, None]
    asked: Bools = points.asked & np.any(has, axis=(1, 2), keepdims=True)
    complete = np.any(has, axis=0) & ~np.any(asked & ~has, axis=0)
    given = np.where(has, points.values, 0.0).sum(axis=0)
    own = (has * worth[:, :, None]).sum(axis=0)
    whole = (np.any(asked, axis=2) * worth).sum(axis=0)
    scale = np.divide(whole[:, None], own, out=np.ones_like(own), where=complete & (own > 0))
    # Equal sums must stay equal, or ties would be lost to the last binary digit.
    return np.where(complete, np.round(given * scale, 9), np.nan)

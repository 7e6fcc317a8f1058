"""Reference views, never the official result (scoring rules, section 6): entropy weights, TOPSIS
closeness, and fuzzy comprehensive evaluation with M(·,+) on 等级 votes.

The methods rank differently, each by its own idea of what counts; the plan that was issued
decides. Formulas as usual in Chinese textbooks (Shannon entropy of the min-max shares; Hwang &
Yoon 1981; weighted mean of memberships).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model.plan import LeafKind, RatingMode
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.scoring.ratings import effective

Floats = NDArray[np.float64]


def min_max(table: Floats, higher: Sequence[bool]) -> Floats:
    """(unit × criterion) between 0, the worst, and 1, the best of each column; `higher` says
    where more is better. A constant column is 1 throughout: it tells nobody apart."""
    low, span = table.min(axis=0), np.ptp(table, axis=0)
    shares = np.divide(table - low, span, out=np.ones_like(table), where=span > 0)
    found: Floats = np.where(np.asarray(higher) | (span == 0), shares, 1 - shares)
    return found


def entropy_weights(table: Floats, higher: Sequence[bool]) -> tuple[Floats, Floats]:
    """(weights, scores): w = d/Σd with d = 1 − e of each criterion, and Σ w·z of each unit. A
    constant column weighs 0; all weigh the same where all are constant or there is one unit."""
    z = min_max(table, higher)
    units, criteria = z.shape
    shares = z / z.sum(axis=0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    entropy = -(shares * logs).sum(axis=0) / np.log(units) if units > 1 else np.ones(criteria)
    # The noise of the logarithm is no difference between units.
    left = np.where(1 - entropy > 1e-12, 1 - entropy, 0.0)
    total = left.sum()
    weights = left / total if total > 0 else np.full(criteria, 1 / criteria)
    return weights, z @ weights


def topsis(
    table: Floats, weights: Sequence[float], higher: Sequence[bool]
) -> tuple[Floats, Floats, Floats]:
    """(D⁺, D⁻, closeness) of each unit: vector-normalised, weighted, distances to the best and the
    worst of each criterion, D⁻/(D⁺ + D⁻). Units that are all alike have closeness 0.5."""
    norms = np.sqrt((table**2).sum(axis=0))
    scaled = np.divide(table, norms, out=np.zeros_like(table), where=norms > 0)
    scaled = scaled * np.asarray(weights)
    up = np.asarray(higher)
    best = np.where(up, scaled.max(axis=0), scaled.min(axis=0))
    worst = np.where(up, scaled.min(axis=0), scaled.max(axis=0))
    far = np.sqrt(((scaled - best) ** 2).sum(axis=1))
    near = np.sqrt(((scaled - worst) ** 2).sum(axis=1))
    both = far + near
    return far, near, np.divide(near, both, out=np.full_like(both, 0.5), where=both > 0)


def fuzzy(weights: Sequence[float], votes: Floats, values: Sequence[float]) -> tuple[Floats, float]:
    """(B, score): `votes` (criterion × level) become shares of each row, B = w ∘ R with M(·,+), and
    the score is Σ B·values. Criteria without votes are left out and the weights brought to 1."""
    counts = votes.sum(axis=1)
    has = counts > 0
    w = np.asarray(weights, dtype=np.float64)[has]
    memberships = (w / w.sum()) @ (votes[has] / counts[has, None])
    return memberships, float(memberships @ np.asarray(values))


@dataclass(frozen=True, eq=False, slots=True)
class ReferenceView:
    """One category by other methods. `leaves` are those that apply to it, `weights` their entropy
    weights; `entropy` (0 to 1), `closeness` (0 to 1) and `fuzzy` (points of 100; NaN without
    votes, None where ratings are no words) have an entry a unit, in the order of `units`."""

    category: str
    units: tuple[str, ...]
    leaves: tuple[str, ...]
    weights: Floats
    entropy: Floats
    closeness: Floats
    fuzzy: Floats | None


def reference_views(snapshot: Snapshot, result: Result) -> list[ReferenceView]:
    """One view a category that has leaves. What they look at is the share of its points that a
    unit has on each leaf; a missing leaf is 0, one that is 不适用 the mean of the others."""
    views = []
    for category in snapshot.categories:
        members = [n for n, u in enumerate(snapshot.units) if u.category == category]
        asked = (result.states[members] != CellState.NOT_ASKED).any(axis=0)
        leaves = [n for n in np.flatnonzero(asked).tolist() if snapshot.tree.leaves[n].points]
        if leaves:
            views.append(_view(snapshot, result, category, members, leaves))
    return views


def _view(
    snapshot: Snapshot, result: Result, category: str, members: list[int], leaves: list[int]
) -> ReferenceView:
    points = np.asarray([float(snapshot.tree.leaves[n].points or 0) for n in leaves])
    table = _shares(result, members, leaves, points)
    higher = [True] * len(leaves)
    weights, scores = entropy_weights(table, higher)
    _far, _near, closeness = topsis(table, (points / points.sum()).tolist(), higher)
    words = snapshot.settings.rating_mode is RatingMode.WORDS
    return ReferenceView(
        category,
        tuple(snapshot.units[n].code for n in members),
        tuple(snapshot.tree.leaves[n].code for n in leaves),
        weights,
        scores,
        closeness,
        _fuzzy_scores(snapshot, members, leaves) if words else None,
    )


def _shares(result: Result, members: list[int], leaves: list[int], points: Floats) -> Floats:
    cells = np.ix_(members, leaves)
    table = result.scores[cells] / 10.0**result.decimals / points
    excluded = result.states[cells] == CellState.EXCLUDED
    there = np.maximum((~excluded).sum(axis=0), 1)
    means = np.where(excluded, 0.0, table).sum(axis=0) / there
    return np.where(excluded, means, table)


def _fuzzy_scores(snapshot: Snapshot, members: list[int], leaves: list[int]) -> Floats:
    """The fuzzy score of each member over the rated leaves, of 100."""
    coefficients = dict(snapshot.settings.grade_words)
    values = [100 * float(coefficients.get(word, 0)) for word in snapshot.words]
    marks = effective(snapshot)
    shape = (len(snapshot.units), len(snapshot.tree.leaves), len(snapshot.words))
    votes = np.zeros(shape)
    np.add.at(votes, (marks.unit, marks.leaf, marks.value), 1.0)
    rated = [n for n in leaves if snapshot.tree.leaves[n].kind is LeafKind.RATED]
    weights = [float(snapshot.tree.leaves[n].points or 0) for n in rated]
    own = [votes[n][rated] for n in members]
    return np.asarray([fuzzy(weights, v, values)[1] if v.any() else np.nan for v in own])

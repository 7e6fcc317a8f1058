"""A unit beside its category: means and quartiles, from the result's own integers.

A leaf's figures are formed over the units of the category whose cell is scored; a first-level
indicator's over the units that lack nothing under it and to which something under it applies.
Everything is whole numbers times 10**decimals, so nothing is rounded but the printed mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from core.model.plan import Indicator
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.scoring.numbers import round_ratio, unscale

# Plain integers: numpy asks an enum for a dozen attributes at every comparison.
_EXCLUDED, _MISSING, _SCORED = (
    int(state) for state in (CellState.EXCLUDED, CellState.MISSING, CellState.SCORED)
)


@dataclass(frozen=True, slots=True)
class LeafFigures:
    """Of one leaf in one category, in scaled integers: `lower4` and `upper4` are the quartiles
    times four (whole then), `best` and `worst` the extremes, `mean` the printed mean."""

    mean: Decimal
    lower4: int
    upper4: int
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit has under one first-level indicator: `points` and `score` of the leaves that
    apply to it, and the category's mean score (None where nobody has one)."""

    indicator: Indicator
    points: Decimal
    score: Decimal
    mean: Decimal | None

    @property
    def share(self) -> float:
        """score/points for drawing, 0 where there are no points."""
        return float(self.score / self.points) if self.points else 0.0


@dataclass(frozen=True, eq=False)
class Category:
    """`rows` are positions in `Snapshot.units`, `columns` the leaf positions under each
    first-level indicator. `leaves` maps leaf positions to their figures
    (no entry where nobody is scored); `top_means` the codes of first-level indicators to the
    category's mean; `top_shares` to the mean of score/points, for drawing."""

    name: str
    rows: tuple[int, ...]
    columns: dict[str, list[int]]
    leaves: dict[int, LeafFigures]
    top_means: dict[str, Decimal]
    top_shares: dict[str, float]
    total_mean: Decimal


def compare(snapshot: Snapshot, result: Result) -> dict[str, Category]:
    """The figures of every category, by its name."""
    return {name: _category(snapshot, result, name) for name in snapshot.categories}


def _category(snapshot: Snapshot, result: Result, name: str) -> Category:
    rows = [n for n, unit in enumerate(snapshot.units) if unit.category == name]
    leaves = {
        leaf: figures
        for leaf in range(len(snapshot.tree.leaves))
        if (figures := _leaf_figures(result, rows, leaf))
    }
    columns = {top.code: _columns_under(snapshot, top.code) for top in _tops(snapshot)}
    tops = {code: _top(snapshot, result, rows, under) for code, under in columns.items()}
    totals = [line.total for line in result.units if line.unit.category == name]
    return Category(
        name=name,
        rows=tuple(rows),
        columns=columns,
        leaves=leaves,
        top_means={code: mean for code, (mean, _) in tops.items() if mean is not None},
        top_shares={code: share for code, (mean, share) in tops.items() if mean is not None},
        total_mean=_mean([int(t.scaleb(result.decimals)) for t in totals], result.decimals),
    )


def _leaf_figures(result: Result, rows: list[int], leaf: int) -> LeafFigures | None:
    scored = [r for r in rows if result.states[r, leaf] == _SCORED]
    if not scored:
        return None
    scores = sorted(int(result.scores[r, leaf]) for r in scored)
    return LeafFigures(
        mean=_mean(scores, result.decimals),
        lower4=quartile4(scores, 1),
        upper4=quartile4(scores, 3),
        best=scores[-1],
        worst=scores[0],
    )


def quartile4(ordered: Sequence[int], quarter: int) -> int:
    """Four times the 1st, 2nd or 3rd quartile of ascending whole numbers, exactly: linear
    between neighbours at position (n − 1)·quarter/4 (type 7 of Hyndman and Fan; the
    spreadsheets' QUARTILE.INC)."""
    below, rest = divmod((len(ordered) - 1) * quarter, 4)
    above = min(below + 1, len(ordered) - 1)
    return 4 * ordered[below] + rest * (ordered[above] - ordered[below])


def _mean(scaled: Sequence[int], decimals: int) -> Decimal:
    return unscale(round_ratio(sum(scaled), len(scaled)), decimals)


def _top(
    snapshot: Snapshot, result: Result, rows: Sequence[int], columns: list[int]
) -> tuple[Decimal | None, float]:
    """Mean score and mean score/points over the units that lack nothing in the columns."""
    states = result.states[np.ix_(rows, columns)]
    whole = ~(states == _MISSING).any(axis=1) & (states == _SCORED).any(axis=1)
    chosen = [row for row, good in zip(rows, whole, strict=True) if good]
    if not chosen:
        return None, 0.0
    sums = [_sum(result, row, columns) for row in chosen]
    points = [_points(snapshot, result, row, columns) for row in chosen]
    decimals = result.decimals
    shares = [
        Fraction(s, 10**decimals) / Fraction(p) for s, p in zip(sums, points, strict=True) if p
    ]
    return _mean(sums, decimals), float(sum(shares) / len(shares)) if shares else 0.0


def _tops(snapshot: Snapshot) -> tuple[Indicator, ...]:
    return snapshot.tree.children.get("", ())


def _columns_under(snapshot: Snapshot, code: str) -> list[int]:
    """Positions of the leaves at or below the indicator."""
    return [snapshot.tree.leaf_position[leaf.code] for leaf in snapshot.tree.leaves_under(code)]


def _sum(result: Result, row: int, columns: list[int]) -> int:
    scored = result.states[row, columns] == _SCORED
    return int(result.scores[row, columns][scored].sum())


def _points(snapshot: Snapshot, result: Result, row: int, columns: Iterable[int]) -> Decimal:
    """Points of the leaves that apply to the unit, missing ones included."""
    leaves, states = snapshot.tree.leaves, result.states[row].tolist()
    points = (leaves[c].points for c in columns if states[c] in (_SCORED, _MISSING))
    return sum((p for p in points if p is not None), Decimal(0))


def parts(snapshot: Snapshot, result: Result, row: int, category: Category) -> list[Part]:
    """The unit's first-level indicators, in the plan's order, those left out of which no leaf
    applies to it; their scores add up to `UnitResult.raw`, their points to `applicable`. Where
    a leaf is 不适用 to the unit, the mean is formed without it too, so that like stands beside
    like."""
    found = []
    for top in _tops(snapshot):
        columns = category.columns[top.code]
        states = result.states[row, columns]
        if asked(states):
            score = unscale(_sum(result, row, columns), result.decimals)
            mean = category.top_means.get(top.code)
            if (states == _EXCLUDED).any():
                kept = [c for c, s in zip(columns, states, strict=True) if s != _EXCLUDED]
                mean = _top(snapshot, result, category.rows, kept)[0]
            found.append(Part(top, _points(snapshot, result, row, columns), score, mean))
    return found


def asked(states: NDArray[np.uint8]) -> bool:
    """Whether any of the cells applies to the unit."""
    return bool(((states == _SCORED) | (states == _MISSING)).any())

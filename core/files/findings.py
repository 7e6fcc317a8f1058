"""What a unit did well and what it did not, by rules that anyone can check.

Over the units of its category that are scored on a leaf, let Q1 and Q3 be the quartiles of
score/points (`core.files.comparison.quartile4`; exact, so that a tie at the line is a tie).

- A **strength** is a leaf with score/points ≥ Q3 (all units tied at Q3 have it).
- A **problem** is a leaf with score/points < Q1 (those tied at Q1 have none).
- Where all units of the category score the same (a category of one unit among them), quartiles
  say nothing: a full score is then a strength, one below 60 % of the points a problem.
- A score of 0 is never a strength, a full score never a problem.
- A leaf that does not apply, is 不适用, or has no points is neither.

Strengths are ordered by points above the mean, problems by points lost, ties by the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.files.comparison import Category, LeafFigures
from core.model.plan import Indicator
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.scoring.numbers import unscale

WEAK_SHARE = Fraction(6, 10)

Rule = Callable[[int, Fraction, LeafFigures], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """One leaf that stands out; `leaf` is its position. `lost` = points − score."""

    leaf: int
    indicator: Indicator
    points: Decimal
    score: Decimal
    lost: Decimal
    mean: Decimal


def strengths(snapshot: Snapshot, result: Result, row: int, category: Category) -> list[Finding]:
    """The strengths of the unit at position `row`, the greatest lead over the mean first."""
    found = _chosen(snapshot, result, row, category, is_strength)
    return sorted(found, key=lambda f: f.mean - f.score)


def problems(snapshot: Snapshot, result: Result, row: int, category: Category) -> list[Finding]:
    """The problems of the unit at position `row`, the most points lost first."""
    found = _chosen(snapshot, result, row, category, is_problem)
    return sorted(found, key=lambda f: -f.lost)


def is_strength(score: int, full: Fraction, figures: LeafFigures) -> bool:
    """Scaled score and points of a scored leaf; see the module."""
    if figures.best == figures.worst:
        return score == full
    return score > 0 and 4 * score >= figures.upper4


def is_problem(score: int, full: Fraction, figures: LeafFigures) -> bool:
    """Scaled score and points of a scored leaf; see the module."""
    if figures.best == figures.worst:
        return score < WEAK_SHARE * full
    return 4 * score < figures.lower4


def _chosen(
    snapshot: Snapshot, result: Result, row: int, category: Category, rule: Rule
) -> Iterator[Finding]:
    states = result.states[row].tolist()
    for leaf, figures in category.leaves.items():
        indicator = snapshot.tree.leaves[leaf]
        points = indicator.points or Decimal(0)
        if states[leaf] != CellState.SCORED or points <= 0:
            continue
        scaled = int(result.scores[row, leaf])
        if rule(scaled, Fraction(points) * 10**result.decimals, figures):
            score = unscale(scaled, result.decimals)
            yield Finding(leaf, indicator, points, score, points - score, figures.mean)

"""Worlds that could have been: the totals of all units under other weights, or with other
experts, as whole numbers times 10**小数位.

Draws are shared by all units. The weight of a leaf is multiplied by a number between 1 − share
and 1 + share, and the weights that apply to a category are brought back to 满分.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.panel import NUDGE, Floats, Panel, half_up
from core.model.plan import LeafKind
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot

Whole = NDArray[np.int64]
AT_ONCE = 250  # worlds


@dataclass(frozen=True, eq=False, slots=True)
class Official:
    """What totals are made of, a row a unit in the order of the snapshot: `raw`, `total` and
    `quantitative` as in `UnitResult`, times 10**小数位; `adjustment` is bonus less deduction;
    `factor` is what 不适用折算 multiplies by (1: nothing)."""

    raw: Whole
    total: Whole
    quantitative: Whole
    adjustment: Whole
    factor: Floats

    def of(self, unit: int) -> Official:
        """The numbers of one unit."""
        one = slice(unit, unit + 1)
        return Official(
            self.raw[one],
            self.total[one],
            self.quantitative[one],
            self.adjustment[one],
            self.factor[one],
        )


def official(snapshot: Snapshot, result: Result) -> Official:
    """The official numbers of a result."""
    lines = sorted(result.units, key=lambda x: snapshot.unit_position[x.unit.code])
    scale, settings = 10**result.decimals, snapshot.settings

    def column(name: str) -> Whole:
        return np.asarray([int(getattr(x, name) * scale) for x in lines], dtype=np.int64)

    full = settings.full_points
    factors = [
        float(full / x.applicable) if settings.rescale and 0 < x.applicable < full else 1.0
        for x in lines
    ]
    adjustment = column("bonus") - column("deduction")
    return Official(
        column("raw"), column("total"), column("quantitative"), adjustment, np.asarray(factors)
    )


def totals_from(known: Official, raw: Whole) -> Whole:
    """Totals from sums of leaf scores (last axis: units)."""
    base = np.where(known.factor == 1.0, raw, half_up(raw * known.factor))
    return np.maximum(base + known.adjustment, 0)


# Other weights


@dataclass(frozen=True, eq=False, slots=True)
class Shares:
    """(unit × leaf) of some units: `earned` is score over points times 10**小数位, `counting`
    tells which leaves the units' points are taken over, `quantitative` masks the 定量 leaves.
    `points` are the leaves', `applies` those that apply to the category."""

    earned: Floats
    counting: Floats
    applies: Floats
    quantitative: NDArray[np.bool_]
    points: Floats
    full: float
    adjustment: Whole


def shares_of(
    snapshot: Snapshot, result: Result, known: Official, members: NDArray[np.intp]
) -> Shares:
    """The shares of the units of one category."""
    leaves = snapshot.tree.leaves
    points = np.asarray([float(x.points or 0) for x in leaves])
    states = result.states[members]
    scored = states == CellState.SCORED
    earned = np.zeros(states.shape)
    np.divide(result.scores[members], points, out=earned, where=scored & (points > 0))
    asked = states != CellState.NOT_ASKED
    counting = states >= CellState.MISSING if snapshot.settings.rescale else asked
    kinds = [x.kind is LeafKind.QUANTITATIVE for x in leaves]
    return Shares(
        earned,
        counting.astype(np.float64),
        asked[:1].any(axis=0).astype(np.float64),
        np.asarray(kinds, dtype=bool),
        points,
        float(snapshot.settings.full_points),
        known.adjustment[members],
    )


def draw_weights(points: int, share: float, runs: int, seed: int) -> Floats:
    """(run × leaf) factors between 1 − share and 1 + share."""
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 1])))
    return 1 + share * (2 * generator.random((runs, points)) - 1)


def weighted_totals(
    shares: Shares, factors: Floats, by_quantity: bool
) -> Iterator[tuple[Whole, Whole | None]]:
    """The totals of the units under each row of `factors`, and their 定量 part where that breaks
    ties, `AT_ONCE` worlds at a time."""
    kinds, which = _alike(shares.counting)
    # Rounding and adjustment in one go; what is no longer negative is rounded by cutting off.
    added = shares.adjustment + (0.5 + NUDGE)
    for first in range(0, len(factors), AT_ONCE):
        weights = factors[first : first + AT_ONCE] * shares.points
        over = shares.full / np.maximum(weights @ kinds.T, 1e-300)
        sums = weights @ shares.earned.T
        sums *= over if len(kinds) == 1 else over[:, which]
        sums += added
        np.maximum(sums, 0.0, out=sums)
        totals = sums.astype(np.int64)
        yield totals, _quantitative(shares, weights) if by_quantity else None


def _alike(counting: Floats) -> tuple[Floats, list[int]]:
    """The different rows, and which of them each row is: units over the same leaves have the same
    divisor, so only that of each kind is formed."""
    place: dict[bytes, int] = {}
    which = [place.setdefault(row.tobytes(), len(place)) for row in counting]
    return counting[[which.index(n) for n in range(len(place))]], which


def _quantitative(shares: Shares, weights: Floats) -> Whole:
    """The sum of the 定量 scores, before 不适用折算."""
    own = shares.quantitative
    over = shares.full / np.maximum(weights @ shares.applies, 1e-300)
    return half_up((weights[:, own] @ shares.earned[:, own].T) * over[:, None])


# Other experts


def left_out(panel: Panel) -> tuple[Whole, Whole]:
    """(experts, counts): the experts with a rating that counts, and for each the counts of all
    experts with him left out."""
    experts = np.flatnonzero(np.any(~np.isnan(panel.cube), axis=0))
    counts = np.ones((len(experts), panel.cube.shape[1]), dtype=np.int64)
    counts[np.arange(len(experts)), experts] = 0
    return experts, counts


def resampled(panel: Panel, runs: int, seed: int) -> Whole:
    """(run × expert) counts: within each 主体 as many experts drawn, with replacement, as have a
    rating that counts."""
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 2])))
    counts = np.zeros((runs, panel.cube.shape[1]), dtype=np.int64)
    rated: NDArray[np.bool_] = np.any(~np.isnan(panel.cube), axis=0)
    for side in panel.sides:
        own = side.experts[rated[side.experts]]
        counts[:, own] = generator.multinomial(len(own), np.full(len(own), 1 / len(own)), runs)
    return counts


def recombined_totals(
    panel: Panel, known: Official, counts: Whole, tell: Callable[[int], None] | None = None
) -> Whole:
    """(world × unit) totals with these counts of the experts. `tell` hears how many worlds are
    done."""
    units = len(known.raw)
    own = np.bincount(panel.unit, weights=panel.official, minlength=units)
    raw = np.empty((len(counts), units), dtype=np.int64)
    for world, row in enumerate(counts):
        # Sums of whole numbers this small are exact as floats.
        sums = np.bincount(panel.unit, weights=panel.scores(row), minlength=units)
        raw[world] = known.raw + (sums - own).astype(np.int64)
        if tell is not None:
            tell(world + 1)
    return totals_from(known, raw)

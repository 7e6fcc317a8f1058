"""Help with rounds in the manner of Delphi: who answered, whether opinions come together, how much
the experts know of it, and what needs no further round.

A round is looked at as it stood: the effective ratings of all rounds up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from core.analysis.concordance import variation
from core.analysis.points import points_of
from core.model.result import Result
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.assignment import open_cells
from core.scoring.disputes import disputes
from core.scoring.ratings import effective

Floats = NDArray[np.float64]

SETTLED = Decimal("0.25")  # coefficient of variation up to which opinions count as one
ENOUGH_AUTHORITY = 0.7


@dataclass(frozen=True, eq=False, slots=True)
class RoundProgress:
    """How one round went. `asked` and `answered` count experts (积极系数 is their ratio),
    `questions` and `answers` single ratings, 弃权 included. `cv` and `spread` are (unit × leaf):
    coefficient of variation, and the distance of the quartiles in points; NaN with fewer than two
    ratings. `mean_cv` and `mean_spread` are over the pairs that have one, None where none has."""

    number: int
    asked: int
    answered: int
    questions: int
    answers: int
    cv: Floats
    spread: Floats

    @property
    def response_rate(self) -> float | None:
        """积极系数: experts who answered anything of those asked; None where nobody was."""
        return self.answered / self.asked if self.asked else None

    @property
    def mean_cv(self) -> float | None:
        return _mean(self.cv)

    @property
    def mean_spread(self) -> float | None:
        return _mean(self.spread)


def _mean(table: Floats) -> float | None:
    there = table[~np.isnan(table)]
    return float(there.mean()) if len(there) else None


def rounds_progress(snapshot: Snapshot, result: Result) -> list[RoundProgress]:
    """Every round in order."""
    ordered = sorted(snapshot.rounds, key=lambda r: r.number)
    return [_progress(snapshot, result, one) for one in ordered]


def _progress(snapshot: Snapshot, result: Result, one: Round) -> RoundProgress:
    wanted = open_cells(snapshot, one.scope)
    given = np.zeros_like(wanted)
    own = snapshot.marks.take(snapshot.marks.round == one.number)
    given[own.unit, own.leaf, own.expert] = True
    given &= wanted
    so_far = replace(snapshot, marks=snapshot.marks.take(snapshot.marks.round <= one.number))
    points = points_of(so_far, result)
    shape = (len(snapshot.units), len(snapshot.tree.leaves))
    cv, spread = np.full(shape, np.nan), np.full(shape, np.nan)
    cv[:, points.leaves] = variation(points.values).T
    spread[:, points.leaves] = quartile_spread(points.values).T
    return RoundProgress(
        one.number,
        int(wanted.any(axis=(0, 1)).sum()),
        int(given.any(axis=(0, 1)).sum()),
        int(wanted.sum()),
        int(given.sum()),
        cv,
        spread,
    )


def quartile_spread(values: Floats) -> Floats:
    """Upper less lower quartile (linear between places) along the last axis; NaN with fewer than
    two values."""
    counts = (~np.isnan(values)).sum(axis=-1)
    ordered = np.sort(values, axis=-1)  # gaps last
    ends = [_at(ordered, (counts - 1) * share) for share in (0.25, 0.75)]
    return np.where(counts >= 2, ends[1] - ends[0], np.nan)


def _at(ordered: Floats, place: Floats) -> Floats:
    """The value at a fractional place of each sorted row."""
    if not ordered.shape[-1]:
        return np.full(place.shape, np.nan)
    place = np.maximum(place, 0.0)
    low = np.floor(place).astype(np.intp)
    high = np.ceil(place).astype(np.intp)
    first = np.take_along_axis(ordered, low[..., None], axis=-1)[..., 0]
    last = np.take_along_axis(ordered, high[..., None], axis=-1)[..., 0]
    return first + (place - low) * (last - first)


def settled_pairs(snapshot: Snapshot, most: Decimal = SETTLED) -> list[tuple[str, str]]:
    """(unit, leaf) codes that need no further round: two ratings or more, whose coefficient of
    variation does not exceed `most`."""
    counts = np.zeros((len(snapshot.units), len(snapshot.tree.leaves)), dtype=np.int64)
    open_ones = {(d.unit, d.leaf) for d in disputes(snapshot, most)}
    marks = effective(snapshot)
    np.add.at(counts, (marks.unit, marks.leaf), 1)
    return [
        (snapshot.units[unit].code, snapshot.tree.leaves[leaf].code)
        for unit, leaf in np.argwhere(counts >= 2).tolist()
        if (unit, leaf) not in open_ones
    ]


@dataclass(frozen=True, slots=True)
class Authority:
    """Cr = (Ca + Cs)/2 of each expert by 编码, and their mean (None without any)."""

    experts: Mapping[str, float]
    mean: float | None

    @property
    def enough(self) -> bool:
        return self.mean is not None and self.mean >= ENOUGH_AUTHORITY


def authority(basis: Mapping[str, float], familiarity: Mapping[str, float]) -> Authority:
    """The authority coefficient, of the experts whom a roster gives both Ca (`basis`, what the
    judgement rests on) and Cs (`familiarity`), each 0 to 1."""
    found = {code: (basis[code] + familiarity[code]) / 2 for code in basis if code in familiarity}
    return Authority(found, sum(found.values()) / len(found) if found else None)


def authority_means(ratings: Floats, weights: Floats) -> Floats:
    """Means of (expert × item) ratings, weighted by the experts' authority."""
    found: Floats = (ratings * weights[:, None]).sum(axis=0) / weights.sum()
    return found

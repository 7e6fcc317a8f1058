"""Statistics of agreement over a plain table of ratings: units down, experts across, float64,
NaN where there is no rating.

Each returns None where it is not defined (too few units or experts, nothing that differs) and
never NaN; none warns. Sources: Kendall & Babington Smith 1939 with the usual tie correction;
Shrout & Fleiss 1979 for the ICC; Krippendorff, *Content Analysis*, for α.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]

# A sum of squares below this share of the size it is taken from is rounding noise, that is 0.
NOISE = 1e-12


def shared_block(table: Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(units, experts) of the complete block that W and the ICC are taken over: the experts
    with a rating at all, and the units that every one of them rated.

    Where fewer than two units are left, the expert with the fewest ratings (of several, the
    last one) is left out, and again, until there are two or nobody is left to compare with:
    one expert who handed in a single sheet must not hide what the others agree on.
    """
    has = ~np.isnan(table)
    counts = has.sum(axis=0)
    experts = np.flatnonzero(counts)
    # Most ratings first, so that those to be left out stand at the end.
    by_count = experts[np.argsort(-counts[experts], kind="stable")]
    covered = np.logical_and.accumulate(has[:, by_count], axis=1)
    shared = covered.sum(axis=0)
    enough = np.flatnonzero(shared >= 2)
    if not len(enough) or enough[-1] == 0:
        return np.flatnonzero(has[:, experts].all(axis=1)), experts
    last = int(enough[-1])
    return np.flatnonzero(covered[:, last]), np.sort(by_count[: last + 1])


def kendall_w(block: Table) -> tuple[float, float] | None:
    """(W, p) of a complete block: W with tie correction, and the χ² p-value with one degree of
    freedom fewer than units (an approximation, rough for seven units or fewer)."""
    units, experts = block.shape
    if units < 2 or experts < 2:
        return None
    ranks, ties = average_ranks(block)
    most = experts**2 * (units**3 - units) - experts * ties
    if most <= 0:
        return None
    sums = ranks.sum(axis=1)
    w = min(1.0, 12 * float(((sums - sums.mean()) ** 2).sum()) / most)
    return w, chi_square_tail(experts * (units - 1) * w, units - 1)


def average_ranks(block: Table) -> tuple[Table, int]:
    """The rank of each rating within its column, ties sharing the mean of their places, and
    Σ(t³ − t) over all groups of t tied ratings."""
    rows = block.shape[0]
    order = np.argsort(block, axis=0, kind="stable")
    ordered = np.take_along_axis(block, order, axis=0)
    differs = ordered[1:] != ordered[:-1]
    edge = np.ones((1, block.shape[1]), dtype=bool)
    places = np.arange(rows)[:, None]
    first = np.maximum.accumulate(np.where(np.vstack([edge, differs]), places, 0), axis=0)
    ends = np.where(np.vstack([differs, edge]), places, rows)
    last = np.minimum.accumulate(ends[::-1], axis=0)[::-1]
    ranks = np.empty(block.shape)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=0)
    size = last - first + 1
    # each of the t members of a group contributes t² − 1
    return ranks, int((size * size - 1).sum())


def chi_square_tail(value: float, freedom: int) -> float:
    """P(χ² ≥ value): the finite sum for whole degrees of freedom, so that scipy need not be
    loaded for one number. Terms are taken as logarithms, for hundreds of units."""
    half = value / 2
    if half <= 0:
        return 1.0
    odd = freedom % 2
    offset = 0.5 if odd else 0.0
    terms = (
        math.exp((n + offset) * math.log(half) - half - math.lgamma(n + offset + 1))
        for n in range(freedom // 2)
    )
    return min(1.0, math.fsum(terms) + (math.erfc(math.sqrt(half)) if odd else 0.0))


def icc2(block: Table) -> tuple[float | None, float | None]:
    """ICC(2,1) and ICC(2,k) of a complete block: two-way random effects, absolute agreement, of
    one expert and of the mean of all."""
    n, k = block.shape
    if n < 2 or k < 2:
        return None, None
    between_units, between_experts, residual = _mean_squares(block)
    gap = between_units - residual
    one = between_units + (k - 1) * residual + k * (between_experts - residual) / n
    mean = between_units + (between_experts - residual) / n
    floor = NOISE * max(between_units, between_experts, residual)
    return _ratio(gap, one, floor), _ratio(gap, mean, floor)


def _mean_squares(block: Table) -> tuple[float, float, float]:
    """Mean squares between units, between experts, and of what is left."""
    n, k = block.shape
    centred = block - block[0, 0]  # exact zeros where everything is equal
    grand = centred.mean()
    rows, columns = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - rows[:, None] - columns + grand
    return (
        k * float(((rows - grand) ** 2).sum()) / (n - 1),
        n * float(((columns - grand) ** 2).sum()) / (k - 1),
        float((rest**2).sum()) / ((n - 1) * (k - 1)),
    )


def _ratio(top: float, bottom: float, floor: float) -> float | None:
    return top / bottom if bottom > floor else None


def krippendorff_alpha(table: Table) -> float | None:
    """α for interval data; gaps are allowed. Units with fewer than two ratings do not count;
    None where no unit has two, or where all ratings are equal."""
    has = ~np.isnan(table)
    counts = has.sum(axis=1)
    has &= (counts >= 2)[:, None]
    counts = has.sum(axis=1)
    n = int(counts.sum())
    if not n:
        return None
    centred = np.where(has, table - table[has][0], 0.0)
    overall = float((np.where(has, centred - centred.sum() / n, 0.0) ** 2).sum())
    # Exactly 0 where all are equal, because centring is on one of them.
    if overall == 0:
        return None
    means = centred.sum(axis=1) / np.maximum(counts, 1)
    within = (np.where(has, centred - means[:, None], 0.0) ** 2).sum(axis=1)
    paired = float((within * counts / np.maximum(counts - 1, 1)).sum())
    return 1 - (n - 1) / n * paired / overall


def variation(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coefficient of variation s/mean over the last axis of two or more (s with n − 1); NaN
    where there are fewer than two ratings or the mean is 0."""
    has = ~np.isnan(values)
    counts = has.sum(axis=-1)
    means = np.where(has, values, 0.0).sum(axis=-1) / np.maximum(counts, 1)
    squares = (np.where(has, values - means[..., None], 0.0) ** 2).sum(axis=-1)
    # Equal ratings do not vary, whatever the last binary digit of their mean.
    highest = np.where(has, values, -np.inf).max(axis=-1, initial=-np.inf)
    lowest = np.where(has, values, np.inf).min(axis=-1, initial=np.inf)
    squares[highest <= lowest] = 0.0
    defined = (counts >= 2) & (means > 0)
    found = np.full(counts.shape, np.nan)
    spread = np.sqrt(squares[defined] / (counts[defined] - 1))
    found[defined] = spread / means[defined]
    return found

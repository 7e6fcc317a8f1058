"""Disputed items: units on leaves whose ratings spread too far (争议项).

The spread is the coefficient of variation over the effective ratings of all 主体 together, s
(with n − 1) over the mean. It is a statistic, but whether one exceeds a given number is decided
exactly: variances are compared as integers, so that the border is the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

import numpy as np

from core.model.snapshot import Snapshot
from core.scoring.ratings import effective, groups_of, scaled_values


@dataclass(frozen=True, slots=True)
class Dispute:
    """`unit` and `leaf` are positions in the snapshot, `count` how many ratings there are."""

    unit: int
    leaf: int
    count: int
    cv: float


def disputes(snapshot: Snapshot, most: Decimal) -> list[Dispute]:
    """The cells whose coefficient of variation exceeds `most` (a ratio such as 0.25, ≥ 0),
    widest spread first. A cell with fewer than two values, or whose mean is 0, has none."""
    marks = effective(snapshot)
    starts, sizes = groups_of(marks)
    if not len(starts):
        return []
    # Python integers: the square of a sum of ratings need not fit 64 bits.
    values = scaled_values(snapshot, marks)[0].astype(object)
    sums = np.add.reduceat(values, starts)
    squares = np.add.reduceat(values * values, starts)
    top, bottom = most.as_integer_ratio()
    found = [
        Dispute(int(marks.unit[start]), int(marks.leaf[start]), n, _cv(n, total, square))
        for start, n, total, square in zip(
            starts.tolist(), sizes.tolist(), sums.tolist(), squares.tolist(), strict=True
        )
        if n > 1 and total and _exceeds(n, total, square, top, bottom)
    ]
    return sorted(found, key=lambda d: (-d.cv, d.unit, d.leaf))


def _exceeds(n: int, total: int, square: int, top: int, bottom: int) -> bool:
    """s² > (top/bottom · mean)², where s² = (n·Σv² − (Σv)²)/(n·(n − 1)) and mean = Σv/n."""
    return (n * square - total * total) * n * bottom**2 > top**2 * total * total * (n - 1)


def _cv(n: int, total: int, square: int) -> float:
    return sqrt((n * square - total * total) * n / (n - 1)) / total

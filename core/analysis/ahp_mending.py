"""Which judgements make a matrix inconsistent, and what value would mend each.

Every judgement is tried at every value of the scale 1/9, …, 1/2, 1, 2, …, 9 with all others as
they are; the worst judgement is the one whose change brings CR lowest.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from core.analysis.ahp import LARGEST, Floats, Weighed, harker, ratio

SCALE = (
    *(Fraction(1, n) for n in range(int(LARGEST), 1, -1)),
    *(Fraction(n) for n in range(1, int(LARGEST) + 1)),
)
TOLD = 3


@dataclass(frozen=True, slots=True)
class Mending:
    """Child `row` against child `column` was judged `given`; with `better` in its place CR would
    be `cr`."""

    row: str
    column: str
    given: float
    better: Fraction
    cr: float


def mendings(weighed: Weighed, most: int = TOLD) -> list[Mending]:
    """The judgements that a change helps most, worst first; [] where nothing contradicts."""
    matrix = weighed.matrix
    found = [
        _best(weighed, row, column)
        for row, column in combinations(range(len(matrix.children)), 2)
        if not np.isnan(matrix.values[row, column])
    ]
    helping = [m for m in found if m.cr < weighed.cr - 1e-9]
    # Rounded, so that equal gains stand in the order of the plan and not of the last digit.
    return sorted(helping, key=lambda m: round(m.cr, 9))[:most]


def _best(weighed: Weighed, row: int, column: int) -> Mending:
    matrix = weighed.matrix
    n = len(matrix.children)
    tried: Floats = np.repeat(matrix.values[None], len(SCALE), axis=0)
    values = np.asarray([float(s) for s in SCALE])
    tried[:, row, column], tried[:, column, row] = values, 1 / values
    lambdas = np.linalg.eigvals(harker(tried)).real.max(axis=-1)
    best = int(np.argmin(lambdas))
    ci = max(0.0, float(lambdas[best]) - n) / max(1, n - 1)
    names = matrix.children
    given = float(matrix.values[row, column])
    return Mending(names[row], names[column], given, SCALE[best], ratio(ci, n))

"""Weights from judgement matrices, by the analytic hierarchy process (scoring rules, section 5).

A matrix is n × n, float64; entry (i, j) says how many times as important child i is as child j.
NaN is a judgement not made. Weights are the principal eigenvector; with gaps, that of Harker's
matrix (0 for each gap, and 1 + the row's gaps on the diagonal), which is what filling every gap
with the ratio of the weights found would give. Source: Saaty 1980; Harker, *Mathematical
Modelling* 9 (1987) 353. The consensus is Goepel's (2013), from Shannon entropies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROOT = "根"  # the parent of the top level
RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
MOST_CHILDREN = len(RANDOM_INDEX)
LIMIT = 0.1  # CR from here on is refused
LARGEST = 9.0  # of a judgement; the smallest is its reciprocal


@dataclass(frozen=True, eq=False, slots=True)
class Matrix:
    """The judgements of one expert on the children of a parent (`ROOT` for the top level);
    `expert` is "" for a matrix that names nobody, and for the combined one."""

    parent: str
    expert: str
    children: tuple[str, ...]
    values: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Weighed:
    """What a matrix comes to. `weights` follow the children and sum to 1; `gaps` counts the
    pairs that were not judged (CR is then held against the RI of a full matrix, and is lenient).
    """

    matrix: Matrix
    weights: Floats
    lambda_max: float
    ci: float
    cr: float
    gaps: int

    @property
    def consistent(self) -> bool:
        return self.cr < LIMIT


def weigh(matrix: Matrix) -> Weighed:
    """Weights and consistency of a matrix with a positive reciprocal entry or a gap in each
    place, at most `MOST_CHILDREN` children and no child that hangs apart (`parts`)."""
    values, n = matrix.values, len(matrix.children)
    roots, vectors = np.linalg.eig(harker(values))
    principal = int(np.argmax(roots.real))
    weights = np.abs(vectors[:, principal].real)
    lambda_max = max(float(n), float(roots[principal].real)) if n > 2 else float(n)
    ci = (lambda_max - n) / (n - 1) if n > 1 else 0.0
    gaps = int(np.isnan(values).sum()) // 2
    return Weighed(matrix, weights / weights.sum(), lambda_max, ci, ratio(ci, n), gaps)


def harker(values: Floats) -> Floats:
    """The matrix whose eigenvector counts; works on stacks of matrices too."""
    gap = np.isnan(values)
    filled = np.where(gap, 0.0, values)
    diagonal = np.arange(values.shape[-1])
    filled[..., diagonal, diagonal] = 1.0 + gap.sum(axis=-1)
    return filled


def ratio(ci: float, n: int) -> float:
    """CR = CI/RI; two children or one cannot contradict themselves."""
    return ci / RANDOM_INDEX[n - 1] if n > 2 else 0.0


def parts(values: Floats) -> list[list[int]]:
    """The groups of children that judgements connect, one group where weights are defined."""
    judged = ~np.isnan(values)
    left = list(range(len(values)))
    found: list[list[int]] = []
    while left:
        group = [left.pop(0)]
        waiting = group.copy()
        while waiting:
            row = waiting.pop()
            fresh = [n for n in left if judged[row, n]]
            left = [n for n in left if n not in fresh]
            group += fresh
            waiting += fresh
        found.append(sorted(group))
    return found


def combine(matrices: Sequence[Matrix]) -> Matrix:
    """Element-wise geometric mean over the experts who judged the pair; a gap where nobody did.
    All matrices have the same parent and children."""
    logs = np.log(np.stack([m.values for m in matrices]))
    has = ~np.isnan(logs)
    counts = has.sum(axis=0)
    sums = np.where(has, logs, 0.0).sum(axis=0)
    mean = np.full(sums.shape, np.nan)
    np.divide(sums, counts, out=mean, where=counts > 0)
    first = matrices[0]
    return Matrix(first.parent, "", first.children, np.exp(mean))


def consensus(weights: Sequence[Floats]) -> float | None:
    """How far experts agree on the weights: 1 where all are equal, 0 where each puts all that
    the scale allows on a child of his own. None with fewer than two experts or children."""
    table = np.stack(weights) if len(weights) else np.zeros((0, 0))
    experts, n = table.shape
    if experts < 2 or n < 2:
        return None
    alpha = math.fsum(_entropy(row) for row in table) / experts
    gamma = _entropy(table.mean(axis=0))
    least = math.exp(_least_alpha(n) - _most_gamma(n, experts))
    similarity = math.exp(alpha - gamma)
    return min(1.0, max(0.0, (similarity - least) / (1 - least)))


def _entropy(shares: Floats) -> float:
    return -math.fsum(float(p) * math.log(p) for p in shares if p > 0)


def _least_alpha(n: int) -> float:
    """Entropy of one expert who prefers one child to all others by 9."""
    total = n + LARGEST - 1
    return _entropy(np.array([LARGEST, *[1.0] * (n - 1)]) / total)


def _most_gamma(n: int, experts: int) -> float:
    """Entropy of the mean of such experts, each with a child of his own as far as there are."""
    k = min(n, experts)
    preferred = (LARGEST + k - 1) / k
    return _entropy(np.array([preferred] * k + [1.0] * (n - k)) / (n + LARGEST - 1))

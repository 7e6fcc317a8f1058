"""Published and worked numbers (domain facts, section 3; Saaty's scale), numpy's own eigenvalues
and laws as oracles."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.ahp import (
    MOST_CHILDREN,
    RANDOM_INDEX,
    ROOT,
    Matrix,
    combine,
    consensus,
    harker,
    parts,
    weigh,
)

A1 = [[1, 2, 5], [1 / 2, 1, 3], [1 / 5, 1 / 3, 1]]
A2 = [[1, 3, 4], [1 / 3, 1, 2], [1 / 4, 1 / 2, 1]]
BAD = [[1, 3, 1 / 5], [1 / 3, 1, 3], [5, 1 / 3, 1]]
# Saaty's drinks (US consumption): published weights .177 .019 .042 .116 .190 .129 .327, CR .022
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]


def matrix(values, expert="E1") -> Matrix:
    table = np.array(values, dtype=float)
    return Matrix(ROOT, expert, tuple(f"c{n}" for n in range(len(table))), table)


@pytest.mark.parametrize(
    ("values", "weights", "lambda_max", "cr"),
    [
        (A1, [0.5816, 0.3090, 0.1095], 3.0037, 0.0032),
        (A2, [0.6250, 0.2385, 0.1365], 3.0183, 0.0158),
        (DRINKS, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], None, 0.022),
    ],
)
def test_published_matrices(values, weights, lambda_max, cr) -> None:
    found = weigh(matrix(values))
    assert found.weights == pytest.approx(weights, abs=6e-4 if len(weights) > 3 else 5e-5)
    assert found.cr == pytest.approx(cr, abs=5e-4 if len(weights) > 3 else 5e-5)
    assert found.consistent
    if lambda_max:
        assert found.lambda_max == pytest.approx(lambda_max, abs=5e-5)
        assert found.ci == pytest.approx((found.lambda_max - 3) / 2)


def test_the_group_of_the_worked_example() -> None:
    found = weigh(combine([matrix(A1, "E1"), matrix(A2, "E2")]))
    assert found.weights == pytest.approx([0.6050, 0.2724, 0.1226], abs=5e-5)
    assert found.lambda_max == pytest.approx(3.0096, abs=5e-5)
    assert found.ci == pytest.approx(0.0048, abs=5e-5)
    assert found.cr == pytest.approx(0.008, abs=5e-4)


def test_a_matrix_that_contradicts_itself() -> None:
    found = weigh(matrix(BAD))
    assert found.lambda_max == pytest.approx(4.838, abs=5e-4)
    assert found.cr > 1
    assert not found.consistent


@pytest.mark.parametrize("values", [[[1]], [[1, 9], [1 / 9, 1]]])
def test_two_children_cannot_contradict_themselves(values) -> None:
    found = weigh(matrix(values))
    assert (found.lambda_max, found.ci, found.cr) == (len(values), 0, 0)
    assert found.weights.sum() == pytest.approx(1)


def test_the_random_index_is_saatys() -> None:
    assert RANDOM_INDEX[2:10] == (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
    assert MOST_CHILDREN == 15


weights_lists = st.lists(st.floats(0.2, 1.6), min_size=3, max_size=MOST_CHILDREN)


def ratios(weights) -> np.ndarray:
    w = np.asarray(weights)
    return w[:, None] / w


@given(weights_lists)
def test_a_consistent_matrix_gives_its_weights_and_cr_0(weights) -> None:
    found = weigh(matrix(ratios(weights)))
    assert found.weights == pytest.approx(np.asarray(weights) / sum(weights))
    assert found.cr == pytest.approx(0, abs=1e-9)
    assert found.cr >= 0


@given(weights_lists, st.data())
def test_gaps_in_a_consistent_matrix_change_nothing(weights, data) -> None:
    values = ratios(weights)
    n = len(values)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    kept = {(0, j) for j in range(1, n)}  # everything stays connected
    for i, j in data.draw(st.sets(st.sampled_from(pairs))) - kept:
        values[i, j] = values[j, i] = np.nan
    found = weigh(matrix(values))
    assert found.weights == pytest.approx(np.asarray(weights) / sum(weights))
    assert found.cr == pytest.approx(0, abs=1e-9)
    assert found.gaps == np.isnan(values).sum() // 2


def test_filling_the_gaps_with_the_weights_found_is_the_same() -> None:
    values = np.array(DRINKS)
    values[0, 6] = values[6, 0] = values[2, 5] = values[5, 2] = np.nan
    found = weigh(matrix(values))
    filled = np.where(np.isnan(values), ratios(found.weights), values)
    whole = weigh(matrix(filled))
    assert whole.weights == pytest.approx(found.weights)
    assert whole.lambda_max == pytest.approx(found.lambda_max)


@st.composite
def reciprocal(draw, size=None) -> np.ndarray:
    n = size or draw(st.integers(2, 8))
    scale = [1 / k for k in range(9, 1, -1)] + list(range(1, 10))
    values = np.ones((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            values[i, j] = draw(st.sampled_from(scale))
            values[j, i] = 1 / values[i, j]
    return values


@given(reciprocal())
def test_numpys_eigenvalues_agree(values) -> None:
    found = weigh(matrix(values))
    roots = np.linalg.eigvals(values)
    assert found.lambda_max == pytest.approx(max(roots.real), abs=1e-9)
    assert values @ found.weights == pytest.approx(found.lambda_max * found.weights, abs=1e-9)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights > 0).all()
    assert np.array_equal(harker(values), values)


@given(reciprocal(), st.permutations(range(8)))
def test_the_order_of_the_children_does_not_matter(values, order) -> None:
    order = [n for n in order if n < len(values)]
    there = weigh(matrix(values)).weights
    assert weigh(matrix(values[np.ix_(order, order)])).weights == pytest.approx(there[order])


@given(st.lists(reciprocal(3), min_size=1, max_size=4))
def test_the_group_is_the_geometric_mean_and_reciprocal(tables) -> None:
    found = combine([matrix(t, f"E{n}") for n, t in enumerate(tables)]).values
    assert found[0, 1] == pytest.approx(math.prod(t[0, 1] for t in tables) ** (1 / len(tables)))
    assert found * found.T == pytest.approx(np.ones((3, 3)))


def test_the_group_takes_a_pair_from_those_who_judged_it() -> None:
    first, second = np.array(A1), np.array(A2)
    first[0, 1] = first[1, 0] = np.nan
    found = combine([matrix(first), matrix(second)])
    assert found.values[0, 1] == pytest.approx(3)
    assert found.values[0, 2] == pytest.approx(math.sqrt(20))
    second[0, 1] = second[1, 0] = np.nan
    assert np.isnan(combine([matrix(first), matrix(second)]).values[0, 1])


def test_children_that_hang_apart_are_found() -> None:
    values = np.full((5, 5), np.nan)
    np.fill_diagonal(values, 1)
    values[0, 3] = values[3, 0] = values[1, 4] = values[4, 1] = 1
    assert parts(values) == [[0, 3], [1, 4], [2]]
    assert parts(np.array(A1)) == [[0, 1, 2]]


def test_consensus_runs_from_opposite_to_equal() -> None:
    same = np.array([0.5, 0.3, 0.2])
    assert consensus([same, same, same]) == pytest.approx(1)
    assert consensus([same]) is None
    assert consensus([]) is None
    assert consensus([np.array([1.0]), np.array([1.0])]) is None
    # each of three prefers another child as far as the scale allows
    extreme = [np.roll(np.array([9, 1, 1]) / 11, n) for n in range(3)]
    assert consensus(extreme) == pytest.approx(0, abs=1e-12)
    close = consensus([same, np.array([0.45, 0.35, 0.2])])
    apart = consensus([same, np.array([0.2, 0.3, 0.5])])
    assert close is not None and apart is not None
    assert 0 < apart < close < 1


@given(st.lists(st.lists(st.floats(0.2, 1.6), min_size=4, max_size=4), min_size=2, max_size=6))
def test_consensus_is_a_share(tables) -> None:
    found = consensus([np.asarray(w) / sum(w) for w in tables])
    assert found is not None
    assert 0 <= found <= 1

"""The statistics against published tables, against their definitions, and at their edges."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special, stats

from core.analysis.concordance import (
    average_ranks,
    chi_square_tail,
    icc2,
    kendall_w,
    krippendorff_alpha,
    shared_block,
    variation,
)

GAP = math.nan
# units down, experts across; six experts and four items, worked in domain.md
SIX_BY_FOUR = np.array(
    [[5, 4, 3, 4], [5, 4, 2, 3], [4, 4, 3, 4], [5, 3, 2, 4], [5, 5, 3, 3], [4, 4, 2, 4]], float
).T
# Shrout & Fleiss 1979, table 2
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers, twelve units
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
).T

tables = arrays(
    float,
    st.tuples(st.integers(0, 7), st.integers(0, 5)),
    elements=st.one_of(st.just(GAP), st.integers(0, 6).map(lambda n: n / 10)),
)
complete = arrays(
    float,
    st.tuples(st.integers(0, 7), st.integers(0, 5)),
    elements=st.integers(0, 6).map(lambda n: n / 10),
)


def test_kendall_of_the_worked_example():
    found = kendall_w(SIX_BY_FOUR)
    assert found is not None
    w, p = found
    assert w == pytest.approx(0.8061, abs=5e-5)
    assert 6 * 3 * w == pytest.approx(14.510, abs=5e-4)
    assert p == pytest.approx(0.00229, abs=5e-6)


def test_kendall_without_ties_is_the_plain_formula():
    found = kendall_w(np.array([[1.0, 2, 1], [2, 1, 3], [3, 3, 2]]))
    assert found is not None
    # rank sums 4, 6, 8: S = 8, W = 12·8 / (9·24)
    assert found[0] == pytest.approx(12 * 8 / (9 * 24))


@given(complete)
def test_kendall_agrees_with_friedman(table):
    found = kendall_w(table)
    if found is None:
        units, experts = table.shape
        assert units < 2 or experts < 2 or (np.ptp(table, axis=0) == 0).all()
        return
    assert 0 <= found[0] <= 1
    if table.shape[0] >= 3:
        theirs = stats.friedmanchisquare(*table)
        assert table.shape[1] * (table.shape[0] - 1) * found[0] == pytest.approx(
            theirs.statistic, abs=1e-9
        )
        assert found[1] == pytest.approx(theirs.pvalue, abs=1e-12)


def test_perfect_agreement():
    block = np.tile(np.array([[0.1], [0.2], [0.3]]), (1, 3))
    found = kendall_w(block)
    assert found is not None and found[0] == 1.0
    assert icc2(block) == (1.0, 1.0)
    assert krippendorff_alpha(block) == 1.0


@given(complete)
def test_ranks_agree_with_scipy(table):
    ranks, ties = average_ranks(table)
    if table.size:
        assert (ranks == stats.rankdata(table, axis=0)).all()
    counts = [np.unique(column, return_counts=True)[1] for column in table.T]
    assert ties == sum(int(t) ** 3 - int(t) for column in counts for t in column)


@given(st.floats(0, 3000), st.integers(1, 600))
def test_chi_square_tail_agrees_with_scipy(value, freedom):
    assert chi_square_tail(value, freedom) == pytest.approx(
        special.chdtrc(freedom, value), rel=1e-9, abs=1e-300
    )


def test_icc_of_shrout_and_fleiss():
    one, mean = icc2(SHROUT_FLEISS)
    assert one == pytest.approx(0.29, abs=0.005)
    assert mean == pytest.approx(0.62, abs=0.005)


def test_icc_is_blind_to_the_common_level_but_not_to_severity():
    assert icc2(SHROUT_FLEISS + 100) == pytest.approx(icc2(SHROUT_FLEISS))
    harsher = icc2(SHROUT_FLEISS - np.array([0.0, 5, 0, 0]))[0]
    assert harsher is not None and harsher < 0.29


def test_alpha_of_krippendorff():
    assert krippendorff_alpha(KRIPPENDORFF) == pytest.approx(0.849, abs=5e-4)


@given(tables)
def test_alpha_is_its_definition(table):
    found = krippendorff_alpha(table)
    units = [row[~np.isnan(row)] for row in table]
    units = [row for row in units if len(row) >= 2]
    values = np.concatenate(units) if units else np.zeros(0)
    if not len(values) or np.ptp(values) == 0:
        assert found is None
        return
    n = len(values)
    observed = (
        sum(
            sum((a - b) ** 2 for a, b in itertools.permutations(row, 2)) / (len(row) - 1)
            for row in units
        )
        / n
    )
    expected = sum((a - b) ** 2 for a, b in itertools.permutations(values, 2)) / (n * (n - 1))
    assert found == pytest.approx(1 - observed / expected, abs=1e-9)


@given(tables)
def test_nothing_is_ever_nan(table):
    block = table[np.ix_(*shared_block(table))]
    found = [*(kendall_w(block) or ()), *icc2(block), krippendorff_alpha(table)]
    assert all(value is None or math.isfinite(value) for value in found)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 3), (3, 1), (1, 1)])
def test_too_small_a_table_defines_neither_w_nor_icc(shape):
    block = np.arange(shape[0] * shape[1], dtype=float).reshape(shape)
    assert kendall_w(block) is None
    assert icc2(block) == (None, None)


def test_constant_marks_define_nothing():
    block = np.full((4, 3), 8.1)
    assert kendall_w(block) is None
    assert icc2(block) == (None, None)
    assert krippendorff_alpha(block) is None


def test_units_all_alike_leave_no_agreement_about_them():
    # every expert gives every unit the same, each his own level
    block = np.tile(np.array([7.1, 8.3, 9.7]), (5, 1))
    assert kendall_w(block) is None
    one, mean = icc2(block)
    assert one == pytest.approx(0, abs=1e-12)
    assert mean == pytest.approx(0, abs=1e-12)


def test_the_shared_block_is_the_units_that_everyone_rated():
    table = np.array([[1.0, 2, 3], [1, GAP, 3], [2, 2, 2], [GAP, GAP, GAP]])
    units, experts = shared_block(table)
    assert units.tolist() == [0, 2]
    assert experts.tolist() == [0, 1, 2]


def test_who_rated_nothing_is_not_taken_in():
    units, experts = shared_block(np.array([[1.0, GAP, 3], [1, GAP, 3]]))
    assert units.tolist() == [0, 1]
    assert experts.tolist() == [0, 2]


def test_a_straggler_does_not_hide_the_others():
    table = np.array([[1.0, GAP, 3], [1, GAP, 3], [2, 5, 2]])
    units, experts = shared_block(table)
    assert units.tolist() == [0, 1, 2]
    assert experts.tolist() == [0, 2]


def test_experts_without_a_unit_in_common_share_nothing():
    units, experts = shared_block(np.array([[1.0, GAP], [1, GAP], [GAP, 2], [GAP, 2]]))
    assert units.tolist() == []
    assert experts.tolist() == [0, 1]


def test_variation_of_the_worked_example():
    found = variation(np.array([SIX_BY_FOUR[0], [1.0, GAP, GAP, GAP, GAP, GAP]]))
    assert found[0] == pytest.approx(0.1107, abs=5e-5)
    assert math.isnan(found[1])
    panel = np.array([[92.0, 88, 85, 90, 76, 87, 89]])
    assert variation(panel)[0] == pytest.approx(0.0602, abs=5e-5)


def test_variation_of_equal_and_of_zero_marks():
    found = variation(np.array([[8.1, 8.1, 8.1], [0.0, 0.0, 0.0], [GAP, GAP, GAP]]))
    assert found[0] == 0
    assert np.isnan(found[1:]).all()

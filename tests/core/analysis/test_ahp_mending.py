from fractions import Fraction

import numpy as np
import pytest

from core.analysis.ahp import LIMIT, Matrix, weigh
from core.analysis.ahp_mending import SCALE, mendings

BAD = [[1, 3, 1 / 5], [1 / 3, 1, 3], [5, 1 / 3, 1]]


def weighed(values):
    table = np.array(values, dtype=float)
    return weigh(Matrix("1", "", tuple("abcdefgh"[: len(table)]), table))


def test_the_scale_is_the_one_of_nine() -> None:
    assert (SCALE[0], SCALE[8], SCALE[-1], len(SCALE)) == (Fraction(1, 9), 1, 9, 17)


def test_the_worst_judgement_of_three_is_the_one_that_can_be_mended_whole() -> None:
    found = mendings(weighed(BAD))
    assert [(m.row, m.column) for m in found] == [("a", "c"), ("a", "b"), ("b", "c")]
    assert (found[0].better, found[0].cr) == (9, pytest.approx(0))
    assert found[0].given == pytest.approx(1 / 5)


def test_a_planted_contradiction_is_found_and_its_value_mends_it() -> None:
    w = np.array([8, 4, 2, 1, 1])
    values = w[:, None] / w
    values[0, 3], values[3, 0] = 1 / 8, 8
    there = weighed(values)
    assert there.cr >= LIMIT
    worst, second, third = mendings(there)
    assert (worst.row, worst.column, worst.better) == ("a", "d", 8)
    assert worst.cr == pytest.approx(0, abs=1e-9)
    assert worst.cr < second.cr <= third.cr < there.cr
    mended = values.copy()
    mended[0, 3], mended[3, 0] = 8, 1 / 8
    assert weighed(mended).cr == pytest.approx(worst.cr, abs=1e-9)


def test_what_is_said_of_each_is_what_comes_of_it() -> None:
    rng = np.random.default_rng(5)
    values = np.ones((6, 6))
    for i in range(6):
        for j in range(i + 1, 6):
            values[i, j] = float(rng.choice([float(s) for s in SCALE]))
            values[j, i] = 1 / values[i, j]
    values[1, 4] = values[4, 1] = np.nan
    for mending in mendings(weighed(values), most=99):
        i, j = "abcdef".index(mending.row), "abcdef".index(mending.column)
        changed = values.copy()
        changed[i, j], changed[j, i] = float(mending.better), float(1 / mending.better)
        assert weighed(changed).cr == pytest.approx(mending.cr, abs=1e-9)
        assert (i, j) != (1, 4)  # what was not judged cannot be wrong


def test_a_consistent_matrix_has_nothing_to_mend() -> None:
    w = np.array([4, 2, 1])
    assert mendings(weighed(w[:, None] / w)) == []
    assert mendings(weighed([[1, 5], [1 / 5, 1]])) == []

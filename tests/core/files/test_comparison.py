from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.files.comparison import compare, parts, quartile4
from core.model.data import Actual
from core.model.plan import Indicator
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.score import score

D = Decimal


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40), st.sampled_from([1, 2, 3]))
def test_quartiles_are_those_of_numpy_and_exact(values: list[int], quarter: int) -> None:
    ordered = sorted(values)
    found = Fraction(quartile4(ordered, quarter), 4)
    assert abs(float(found) - float(np.percentile(ordered, 25 * quarter))) < 1e-6


def test_means_are_rounded_half_up(county: Callable[..., Snapshot]) -> None:
    snapshot = county([("U1", "1", "E1", 1, "8.00"), ("U2", "1", "E1", 1, "8.01")])
    category = compare(snapshot, score(snapshot))["乡镇"]
    assert category.leaves[0].mean == D("8.01")
    assert category.total_mean == D("8.01")
    assert category.top_means == {"1": D("8.01")}


def test_parts_add_up_to_the_result(sample: tuple[Snapshot, Result]) -> None:
    snapshot, result = sample
    categories = compare(snapshot, result)
    for row, unit in enumerate(snapshot.units):
        found = parts(snapshot, result, row, categories[unit.category])
        line = result.of(unit.code)
        assert sum(p.score for p in found) == line.raw
        assert sum(p.points for p in found) == line.applicable


def test_a_leaf_left_out_is_left_out_of_the_mean_too(
    county: Callable[..., Snapshot], rated: Callable[..., Indicator]
) -> None:
    top = Indicator("1", "一级")
    snapshot = county(
        [
            ("U1", "1.1", "E1", 1, "4"),
            ("U2", "1.1", "E1", 1, "3"),
            ("U2", "1.2", "E1", 1, "5"),
        ],
        indicators=(top, rated("1.1", "5", parent="1"), rated("1.2", "5", parent="1")),
    )
    snapshot = replace(snapshot, actuals=(Actual("U1", "1.2", applies=False),))
    result = score(snapshot)
    category = compare(snapshot, result)["乡镇"]
    (own,) = parts(snapshot, result, 0, category)
    (other,) = parts(snapshot, result, 1, category)
    assert (own.points, own.score, own.mean) == (D(5), D("4.00"), D("3.50"))
    assert (other.points, other.score, other.mean) == (D(10), D("8.00"), D("6.00"))


def test_a_unit_with_a_gap_is_in_no_first_level_mean(
    county: Callable[..., Snapshot], rated: Callable[..., Indicator]
) -> None:
    snapshot = county(
        [("U1", "1", "E1", 1, "4"), ("U1", "2", "E1", 1, "5"), ("U2", "1", "E1", 1, "2")],
        indicators=(rated("1", "5"), rated("2", "5")),
    )
    category = compare(snapshot, score(snapshot))["乡镇"]
    assert category.top_means == {"1": D("3.00"), "2": D("5.00")}
    assert category.leaves[1].mean == D("5.00")

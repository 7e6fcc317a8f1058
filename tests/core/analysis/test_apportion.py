from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.apportion import apportion


def parts(total, weights, decimals=2):
    return [str(p) for p in apportion(Decimal(total), weights, decimals)]


def test_largest_remainders_get_what_is_left() -> None:
    assert parts("100", [0.58155, 0.30900, 0.10945]) == ["58.16", "30.90", "10.94"]
    assert parts("10", [0.335, 0.335, 0.33], 0) == ["4", "3", "3"]
    assert parts("10", [0.06, 0.47, 0.47], 0) == ["0", "5", "5"]


def test_equal_weights_give_the_rest_to_the_first() -> None:
    assert parts("100", [1 / 3, 1 / 3, 1 / 3]) == ["33.34", "33.33", "33.33"]
    noise = [0.33333333333333337, 0.33333333333333331, 0.33333333333333343]
    assert parts("100", noise) == ["33.34", "33.33", "33.33"]


def test_a_total_with_more_decimals_keeps_them() -> None:
    assert parts("12.345", [0.5, 0.5], 2) == ["6.173", "6.172"]
    assert parts("40", [0.5, 0.5], 0) == ["20", "20"]


def test_weights_may_be_decimals_that_do_not_sum_to_one() -> None:
    assert parts("19", [Decimal(8), Decimal(30)]) == ["4.00", "15.00"]


@given(
    st.integers(1, 10**7),
    st.lists(st.floats(0.001, 1), min_size=1, max_size=15),
    st.integers(0, 4),
)
def test_the_parts_sum_exactly_and_are_within_one_step(total, weights, decimals) -> None:
    whole = Decimal(total).scaleb(-decimals)
    found = apportion(whole, weights, decimals)
    assert sum(found) == whole
    step = 10.0**-decimals
    for part, weight in zip(found, weights, strict=True):
        assert -part.as_tuple().exponent == decimals
        assert float(part) == pytest.approx(
            float(whole) * weight / sum(weights), abs=step * 1.0001, rel=1e-9
        )

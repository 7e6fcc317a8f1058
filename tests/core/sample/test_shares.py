from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sample.shares import apportion, divide_points, plain

weights = st.lists(st.integers(1, 60), min_size=1, max_size=80)


@given(st.integers(0, 5_000), weights)
def test_parts_sum_to_the_whole_and_keep_their_quota(total, given_weights):
    parts = apportion(total, given_weights)
    assert sum(parts) == total
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs(part - total * weight / sum(given_weights)) < 1


def test_the_largest_remainders_are_rounded_up():
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(7, [5, 3, 2]) == [4, 2, 1]


@given(weights, st.integers(1, 4))
def test_points_sum_exactly(given_weights, decimals):
    parts = divide_points(Decimal(100), [Decimal(w) for w in given_weights], decimals)
    assert sum(parts) == 100
    assert all(-part.as_tuple().exponent <= decimals for part in parts)


def test_points_that_fit_stay_as_they_are():
    points = [Decimal(p) for p in ("3", "2", "2.5")]
    assert divide_points(Decimal("7.5"), points, 1) == points


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.0", "3"), ("1E+1", "10"), ("0.50", "0.5"), ("0", "0"), ("-0.10", "-0.1")],
)
def test_plain_shows_no_needless_digits(value, text):
    assert str(plain(Decimal(value))) == text

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scoring.numbers import (
    common_scale,
    decimals_of,
    plain,
    round_half_up,
    round_ratio,
    round_scaled,
    unscale,
)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("2.675", 2, "2.68"),  # a binary float would give 2.67
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("1", 3, "1.000"),
        ("0.1249999999999", 2, "0.12"),
    ],
)
def test_halves_go_away_from_zero(value: str, decimals: int, expected: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == expected


@given(st.fractions(), st.integers(0, 4))
def test_rounding_moves_at_most_half_a_unit(value: Fraction, decimals: int) -> None:
    rounded = Fraction(round_scaled(value, decimals), 10**decimals)
    assert abs(rounded - value) * 2 <= Fraction(1, 10**decimals)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_is_symmetric(top: int, bottom: int) -> None:
    assert round_ratio(-top, bottom) == -round_ratio(top, bottom)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1e6, max_value=1e6))
def test_plain_reads_back(value: Decimal) -> None:
    assert Fraction(plain(value)) == Fraction(value)
    assert "E" not in plain(value)


def test_plain_shows_endless_decimals_as_a_fraction() -> None:
    assert plain(Fraction(1, 3)) == "1/3"
    assert plain(Fraction(7, 8)) == "0.875"
    assert plain(Decimal("1E+2")) == "100"
    assert plain(-Fraction(1, 2)) == "-0.5"


def test_scales() -> None:
    assert decimals_of(Decimal("1.500")) == 1
    assert decimals_of(Decimal("1E+3")) == 0
    assert common_scale([Decimal("0.25"), Decimal(3)]) == 100
    assert common_scale([]) == 1
    assert decimals_of(Decimal("1." + "0" * 35 + "1")) == 36
    assert str(unscale(-5, 2)) == "-0.05"

"""Exact numbers: the one place where anything is rounded, and decimals as scaled integers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Exact = Fraction | Decimal | int


def round_ratio(numerator: int, denominator: int) -> int:
    """numerator / denominator as a whole number, half away from zero; denominator > 0."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def round_scaled(value: Exact, decimals: int) -> int:
    """`value` times 10**decimals, rounded half up (away from zero for a negative half)."""
    exact = Fraction(value) * 10**decimals
    return round_ratio(exact.numerator, exact.denominator)


def unscale(scaled: int, decimals: int) -> Decimal:
    """The decimal with exactly `decimals` places that `scaled` (under 28 digits) stands for."""
    return Decimal(scaled).scaleb(-decimals)


def round_half_up(value: Exact, decimals: int) -> Decimal:
    """`value` with exactly `decimals` places, half up (away from zero for a negative half)."""
    return unscale(round_scaled(value, decimals), decimals)


def decimals_of(value: Decimal) -> int:
    """How many decimal places the value needs, trailing zeros aside."""
    # Not by normalize(), which rounds to 28 digits.
    places = _places(Fraction(value).denominator)
    assert places is not None
    return places


def common_scale(values: Iterable[Decimal]) -> int:
    """The smallest power of ten that makes all the values whole."""
    return int(10 ** max((decimals_of(v) for v in values), default=0))


def plain(value: Exact) -> str:
    """The exact text of a number: 0.5, 12, and a/b where its decimals do not end."""
    exact = Fraction(value)
    places = _places(exact.denominator)
    if places is None:
        return f"{exact.numerator}/{exact.denominator}"
    return format(unscale(int(exact * 10**places), places), "f")


def _places(denominator: int) -> int | None:
    """How many decimals a fraction over `denominator` takes; None where they do not end."""
    # 2**a · 5**b divides 10**max(a, b), and a, b are at most the number of bits.
    for places in range(denominator.bit_length() + 1):
        if 10**places % denominator == 0:
            return places
    return None

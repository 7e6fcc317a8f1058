"""Dividing a whole so that the parts add up to it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def apportion(total: int, weights: Sequence[Decimal | int]) -> list[int]:
    """`total` in whole parts proportional to `weights`, by the largest remainder (the earlier
    part first where remainders are equal)."""
    whole = sum((Fraction(w) for w in weights), Fraction(0))
    exact = [total * Fraction(w) / whole for w in weights]
    parts = [int(e) for e in exact]
    by_rest = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_rest[: total - sum(parts)]:
        parts[n] += 1
    return parts


def divide_points(points: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """`points` in parts proportional to `weights`, each with at most `decimals` decimals."""
    parts = apportion(int(points.scaleb(decimals)), weights)
    return [plain(Decimal(p).scaleb(-decimals)) for p in parts]


def plain(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent: 3.0 → 3, 1E+1 → 10."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral() else short

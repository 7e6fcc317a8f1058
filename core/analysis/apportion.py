"""Dividing points by the largest-remainder method (scoring rules, section 5), exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from core.scoring.numbers import decimals_of, unscale


def apportion(total: Decimal, weights: Sequence[float | Decimal], decimals: int) -> list[Decimal]:
    """`total` in parts proportional to the weights (≥ 0, one of them > 0), of `decimals` places
    or those of the total where it has more, which sum to it exactly. Equal remainders: the
    larger weight first, then the earlier one. Weights count to twelve places, so that two that
    differ in the noise of a computation are equal."""
    places = max(decimals, decimals_of(total))
    exact = [Fraction(round(Decimal(w), 12)) for w in weights]
    whole = int(total * 10**places)
    quotas = [w * whole / sum(exact) for w in exact]
    parts = [q.__floor__() for q in quotas]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - quotas[n], -exact[n], n))
    for n in order[: whole - sum(parts)]:
        parts[n] += 1
    return [unscale(part, places) for part in parts]

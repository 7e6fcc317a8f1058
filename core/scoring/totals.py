"""Unit totals (scoring rules, section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from core.model.data import Adjustment
from core.model.plan import LeafKind, Settings
from core.model.result import CellState
from core.model.snapshot import Snapshot
from core.scoring.numbers import round_half_up, unscale


@dataclass(frozen=True, slots=True)
class Total:
    """The sums of one unit; fields as in `core.model.result.UnitResult`."""

    raw: Decimal
    applicable: Decimal
    quantitative: Decimal
    base: Decimal
    bonus: Decimal
    deduction: Decimal
    total: Decimal


def capped(values: Iterable[Decimal], cap: Decimal | None, decimals: int) -> Decimal:
    """The sum of the values, at most `cap`, with the plan's decimals (which none exceeds)."""
    found = sum(values, unscale(0, decimals))
    return found if cap is None or found <= cap else cap + unscale(0, decimals)


def rescaled(raw: Decimal, applicable: Decimal, settings: Settings) -> Decimal:
    """Base from the sum of the leaf scores: 不适用折算 where points are lacking."""
    if not settings.rescale or not 0 < applicable < settings.full_points:
        return raw
    exact = Fraction(raw) * Fraction(settings.full_points) / Fraction(applicable)
    return round_half_up(exact, settings.decimals)


def totals(snapshot: Snapshot, scores: NDArray[np.int64], states: NDArray[np.uint8]) -> list[Total]:
    """The total of each unit, in order of `snapshot.units`, from the (unit × leaf) matrices."""
    leaves = snapshot.tree.leaves
    is_quantitative = np.asarray([x.kind is LeafKind.QUANTITATIVE for x in leaves], dtype=bool)
    points = np.asarray([int((x.points or 0) * 10**4) for x in leaves], dtype=np.int64)
    applies = states >= CellState.MISSING
    raw = scores.sum(axis=1)
    quantitative = scores[:, is_quantitative].sum(axis=1)
    applicable = (applies * points).sum(axis=1)
    adjustments = _by_unit(snapshot.adjustments)
    decimals = snapshot.settings.decimals
    return [
        _total(
            snapshot.settings,
            unscale(int(raw[n]), decimals),
            unscale(int(applicable[n]), 4),
            unscale(int(quantitative[n]), decimals),
            adjustments.get(unit.code, []),
        )
        for n, unit in enumerate(snapshot.units)
    ]


def _by_unit(adjustments: Iterable[Adjustment]) -> dict[str, list[Decimal]]:
    found: dict[str, list[Decimal]] = {}
    for adjustment in adjustments:
        found.setdefault(adjustment.unit, []).append(adjustment.points)
    return found


def _total(
    settings: Settings,
    raw: Decimal,
    applicable: Decimal,
    quantitative: Decimal,
    adjustments: list[Decimal],
) -> Total:
    decimals = settings.decimals
    base = rescaled(raw, applicable, settings)
    bonus = capped((p for p in adjustments if p > 0), settings.bonus_cap, decimals)
    deduction = capped((-p for p in adjustments if p < 0), settings.deduction_cap, decimals)
    return Total(
        raw=raw,
        applicable=applicable,
        quantitative=quantitative,
        base=base,
        bonus=bonus,
        deduction=deduction,
        total=max(unscale(0, decimals), base + bonus - deduction),
    )

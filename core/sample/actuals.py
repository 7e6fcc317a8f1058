"""完成值 of every unit on every quantitative leaf, at the level that plan.toml describes.

A unit's quality carries through all its leaves, each leaf adds chance of its own; so good units
are good in most things and nobody is good in all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model.data import Actual
from core.model.people import Unit
from core.model.plan import LeafKind, build_tree
from core.sample.noise import bell, uniform, whole
from core.sample.plan import Plan
from core.sample.shares import plain

Floats = NDArray[np.float64]
_LOW = -0.6  # the level below which a unit explains itself


def unit_quality(seed: int, units: int) -> Floats:
    """How good each unit is: mean 0, deviation 1."""
    return bell(seed, "unit", units)


def make_actuals(plan: Plan, units: Sequence[Unit], seed: int) -> tuple[Actual, ...]:
    """A row for each unit and each 定量 leaf that applies to it, in that order."""
    tree = build_tree(plan.indicators)
    rows: list[Actual] = []
    columns = {
        leaf.code: _column(leaf.code, plan.templates[leaf.code].data, units, seed)
        for leaf in tree.leaves
        if leaf.kind is LeafKind.QUANTITATIVE
    }
    for n, unit in enumerate(units):
        for code, column in columns.items():
            if tree.applies(code, unit.category):
                rows.append(column[n])
    return tuple(rows)


def _column(code: str, data: Mapping[str, Any], units: Sequence[Unit], seed: int) -> list[Actual]:
    count = len(units)
    level = 0.55 * unit_quality(seed, count) + 0.8 * bell(seed, f"level {code}", count)
    size = uniform(seed, f"size {code}", count)
    make = _tally if "votes" in data else _number
    why = whole(seed, f"why {code}", count, len(data["behind"]))
    return [
        _excused(make(data, unit.code, code, float(z), float(s)), float(z), data["behind"][w])
        for unit, z, s, w in zip(units, level, size, why, strict=True)
    ]


def _excused(actual: Actual, level: float, why: str) -> Actual:
    """With what a unit would say for itself, where its level is low and the value shows it."""
    if level > _LOW or actual.value in (0, actual.target):
        return actual
    return replace(actual, note=f"{actual.note}；{why}")


def _number(data: Mapping[str, Any], unit: str, code: str, level: float, size: float) -> Actual:
    target = _sized(data.get("target"), size, 0)
    base = _sized(data.get("base"), size, data["decimals"])
    low, high = (float(data[k]) for k in ("low", "high"))
    rate = min(high, max(low, float(data["typical"]) + float(data["spread"]) * level))
    measured = _at_rate(data.get("of"), rate, target, base)
    value = rounded(Decimal(repr(measured)), data["decimals"])
    return Actual(unit, code, target, base, value, note=_note(data["note"], target, base, value))


def _sized(given: Any, size: float, decimals: int) -> Decimal | None:
    """A fixed number as it is; of a range the point at `size`, in tens from 1000 on."""
    if not isinstance(given, list):
        return None if given is None else Decimal(given)
    low, high = given
    point = Decimal(repr(low + (high - low) * size))
    return rounded(point, decimals if high < 1000 or decimals else -1)


def _at_rate(of: str | None, rate: float, target: Decimal | None, base: Decimal | None) -> float:
    if of == "target":
        assert target is not None
        return float(target) * rate
    if of == "base":
        assert base is not None
        return float(base) * (1.0 + rate)
    return rate


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with at most that many decimals (−1: in tens), without trailing zeros."""
    return plain(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN))


def _note(text: str, target: Decimal | None, base: Decimal | None, value: Decimal) -> str:
    words = {"t": target, "b": base, "x": value, "x%": f"{plain(value * 100)}%"}
    return text.format_map(words)


def _tally(data: Mapping[str, Any], unit: str, code: str, level: float, size: float) -> Actual:
    """Answers: the first share moves with the level, the others keep their proportions."""
    answered = data["votes"] - int(size * 0.06 * data["votes"])
    shares = [float(s) for s in data["shares"]]
    first = min(0.95, max(0.1, shares[0] + float(data["spread"]) * level))
    scale = (1.0 - first) / (1.0 - shares[0])
    counts = [int(answered * s) for s in (first, *(s * scale for s in shares[1:]))]
    tally = tuple(Decimal(n) for n in (*counts, answered - sum(counts)))
    return Actual(unit, code, value=tally, note=data["note"])

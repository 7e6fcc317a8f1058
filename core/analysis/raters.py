"""How each expert rates beside the others (scoring rules, section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.analysis.points import Bools, Floats, Points, points_of
from core.model.people import Expert
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.text import _

# A spread below this, in points, is the last binary digit of a mean, not a difference.
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Rater:
    """One expert over his effective ratings in points; each statistic is a finite float, or
    None with its reason under its name in `undefined`.

    `severity` is the mean of (his rating − the mean of the others' ratings of the same unit and
    leaf): below 0 is strict. `correlation` is Pearson's, of his ratings with those means.
    `extreme` is the share of his ratings below 理由低于 or above 理由高于 of what they can be.
    `own_deviation` is `severity` at `own_units`, the rated units that he works at.
    """

    code: str
    ratings: int
    severity: float | None
    correlation: float | None
    extreme: float | None
    own_units: tuple[str, ...] = ()
    own_deviation: float | None = None
    undefined: Mapping[str, str] = field(default_factory=dict)


def raters(snapshot: Snapshot, result: Result) -> tuple[Rater, ...]:
    """Every expert, in order of 编码."""
    points = points_of(snapshot, result)
    others = others_mean(points.values)
    extreme = _extreme(points)
    return tuple(
        _rater(snapshot, n, points.values[:, :, n], others[:, :, n], extreme[:, :, n])
        for n in range(len(snapshot.experts))
    )


def others_mean(values: Floats) -> Floats:
    """For each rating (last axis: experts) the mean of the other experts' ratings beside it;
    NaN where there is no rating or no other."""
    has = ~np.isnan(values)
    filled = np.where(has, values, 0.0)
    count = has.sum(axis=-1, keepdims=True) - has
    total = filled.sum(axis=-1, keepdims=True) - filled
    found = np.full(values.shape, np.nan)
    np.divide(total, count, out=found, where=has & (count > 0))
    return found


def _extreme(points: Points) -> Bools:
    settings = points.snapshot.settings
    worth = points.worth[:, None, None]
    low, high = float(settings.reason_below) * worth, float(settings.reason_above) * worth
    filled = np.where(points.has, points.values, low)
    found: Bools = (filled < low - _NOISE) | (filled > high + _NOISE)
    return found


def _rater(snapshot: Snapshot, n: int, values: Floats, others: Floats, extreme: Bools) -> Rater:
    expert = snapshot.experts[n]
    ratings = int((~np.isnan(values)).sum())
    compared = ~np.isnan(others)
    own = own_units(snapshot, expert)
    at_home = np.zeros_like(compared)
    at_home[:, [snapshot.unit_position[code] for code in own]] = True
    found = {
        "severity": _mean_deviation(values, others, compared),
        "correlation": correlation(values[compared], others[compared]),
        "extreme": float(extreme.sum()) / ratings if ratings else None,
        "own_deviation": _mean_deviation(values, others, compared & at_home),
    }
    why = {
        name: _why(name, ratings, bool(compared.any()), bool(own))
        for name, value in found.items()
        if value is None
    }
    return Rater(expert.code, ratings, own_units=own, undefined=why, **found)


def _mean_deviation(values: Floats, others: Floats, where: Bools) -> float | None:
    return float((values[where] - others[where]).mean()) if where.any() else None


def correlation(left: NDArray[np.float64], right: NDArray[np.float64]) -> float | None:
    """Pearson's correlation of two equally long rows; None where either does not vary."""
    if len(left) < 2 or np.ptp(left) <= _NOISE or np.ptp(right) <= _NOISE:
        return None
    a, b = left - left.mean(), right - right.mean()
    found = float(a @ b) / float(np.sqrt((a @ a) * (b @ b)))
    return max(-1.0, min(1.0, found))


def own_units(snapshot: Snapshot, expert: Expert) -> tuple[str, ...]:
    """编码 of the units whose 名称 or 简称 is the expert's 工作单位."""
    place = expert.employer.strip()
    return tuple(u.code for u in snapshot.units if place and place in (u.name, u.short))


def _why(name: str, ratings: int, compared: bool, employed: bool) -> str:
    if name == "own_deviation" and not employed:
        return _("工作单位不是被考核单位")
    if not ratings:
        return _("没有评分")
    if name == "own_deviation" and compared:
        return _("没有评过本单位，或只有他一人评过")
    return _("评分没有差异") if compared else _("没有其他专家评过同样的内容")

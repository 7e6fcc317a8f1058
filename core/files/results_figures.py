"""What the sheets and charts of the results book say about a unit or a category, in one place.

Nothing is computed anew: sums are of the result's own rounded scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.model.plan import Grade, Indicator
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.numbers import unscale
from core.scoring.ranking import grades_of, places
from core.text import _


def by_category(snapshot: Snapshot, result: Result) -> dict[str, list[UnitResult]]:
    """The lines of each category, best first; categories in order of first appearance."""
    found: dict[str, list[UnitResult]] = {category: [] for category in snapshot.categories}
    for line in result.units:
        found[line.unit.category].append(line)
    return found


def top_level_sum(snapshot: Snapshot, result: Result, unit: str, top: Indicator) -> Decimal | None:
    """The points of a unit under a first-level indicator; None where nothing of it applies."""
    row = snapshot.unit_position[unit]
    columns = [snapshot.tree.leaf_position[x.code] for x in snapshot.tree.leaves_under(top.code)]
    if not (result.states[row, columns] >= CellState.MISSING).any():
        return None
    return unscale(int(result.scores[row, columns].sum()), result.decimals)


def top_level_points(snapshot: Snapshot, result: Result, unit: str, top: Indicator) -> Decimal:
    """The points that a unit can reach under a first-level indicator."""
    row = snapshot.unit_position[unit]
    return sum(
        (
            x.points or Decimal(0)
            for x in snapshot.tree.leaves_under(top.code)
            if result.states[row, snapshot.tree.leaf_position[x.code]] >= CellState.MISSING
        ),
        Decimal(0),
    )


def share(snapshot: Snapshot, result: Result, unit: str, top: Indicator) -> float | None:
    """The part of the points under a first-level indicator that a unit has reached."""
    points = top_level_points(snapshot, result, unit, top)
    found = top_level_sum(snapshot, result, unit, top)
    return None if found is None or not points else float(found / points)


def mean_shares(snapshot: Snapshot, result: Result) -> list[float | None]:
    """For each leaf the mean part of its points that the units with a score reached."""
    scored = result.states == CellState.SCORED
    sums = np.where(scored, result.scores, 0).sum(axis=0) / 10**result.decimals
    counts = scored.sum(axis=0)
    return [
        float(total) / int(n) / float(leaf.points) if n and leaf.points else None
        for leaf, total, n in zip(snapshot.tree.leaves, sums, counts, strict=True)
    ]


def remark(line: UnitResult) -> str:
    """What a reader has to know about a unit's line; "" for most."""
    parts: list[str] = []
    if line.missing:
        parts.append(_("缺{codes}，名次暂定").format(codes=_("、").join(line.missing)))
    elif not line.complete:
        parts.append(_("没有适用的指标"))
    if line.vetoes:
        parts.append(_("否决：{items}").format(items=_("、").join(line.vetoes)))
    if line.base != line.raw:
        text = _("不适用折算：{raw}分（适用{points}分）折为{base}分")
        points = plain(line.applicable)
        parts.append(text.format(raw=line.raw, points=points, base=line.base))
    return _("；").join(parts)


def plain(value: Decimal) -> str:
    """A number as a person writes it, without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade of a category: its places (None: no quota) and the units that got it, with those
    under a veto, who take no place, counted apart."""

    grade: Grade
    places: int | None
    units: int
    vetoed: int


def grade_lines(snapshot: Snapshot, category: str, lines: list[UnitResult]) -> list[GradeLine]:
    """The grades of a category, best first."""
    settings = snapshot.settings
    return [
        GradeLine(
            grade,
            None
            if grade.quota is None
            else places(grade.quota, len(lines), settings.quota_rounding),
            sum(1 for x in lines if x.grade == grade.name),
            sum(1 for x in lines if x.grade == grade.name and x.vetoes),
        )
        for grade in grades_of(snapshot.grades, category, settings)
    ]


def standing(snapshot: Snapshot, result: Result) -> str:
    """Whether the numbers are final, in words."""
    if snapshot.published:
        return _("已公布")
    if snapshot.open_round:
        text = _("暂定（第{n}轮评分未关闭）")
        return text.format(n=snapshot.open_round.number)
    if not all(line.complete for line in result.units):
        return _("暂定（有单位缺项）")
    return _("征求意见，尚未公布")


def heading(snapshot: Snapshot, result: Result) -> str:
    """The line under every title: office, plan, full points, round, standing."""
    settings = snapshot.settings
    plan = "".join(x for x in (settings.plan_title, settings.plan_number) if x)
    latest = snapshot.latest_round
    parts = (
        settings.office or settings.host,
        plan,
        _("满分{points}分").format(points=plain(settings.full_points)),
        _("第{n}轮").format(n=latest) if latest is not None else _("没有评分轮次"),
        standing(snapshot, result),
    )
    return "　".join(part for part in parts if part)

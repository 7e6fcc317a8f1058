"""The rows that county.toml gives one by one: settings, grades, assignments, and what happened
in the year. In a smaller or larger county those stay that speak of what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, TypeVar

from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    CommitteeMember,
    Decision,
    Finding,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Verification,
    Veto,
)
from core.model.people import Unit
from core.model.plan import (
    Aggregation,
    Assignment,
    Grade,
    QuotaRounding,
    QuotaTies,
    RaterKind,
    RatingMode,
    Settings,
    TieRule,
)
from core.model.snapshot import Snapshot
from core.sample.actuals import rounded
from core.sample.noise import uniform, whole

_TYPES: dict[str, Callable[[Any], Any]] = {
    "full_points": Decimal,
    "step": Decimal,
    "bonus_cap": Decimal,
    "deduction_cap": Decimal,
    "reason_below": Decimal,
    "reason_above": Decimal,
    "points": Decimal,
    "floor": Decimal,
    "quota": Decimal,
    "weight": Decimal,
    "rating_mode": RatingMode,
    "aggregation": Aggregation,
    "tie_rule": TieRule,
    "quota_rounding": QuotaRounding,
    "quota_ties": QuotaTies,
    "decision": Decision,
    "finding": Finding,
}
_Row = TypeVar("_Row")
_SHARE_ADJUSTED = 0.15  # of the units beyond the hand-written ones


def _typed(kind: type[_Row], row: Mapping[str, Any], **more: Any) -> _Row:
    """A row of the model from a table of the file: its fields, typed; other keys left out."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    values = {k: _TYPES.get(k, lambda v: v)(v) for k, v in row.items() if k in known}
    return kind(**(values | more))


def read_settings(county: Mapping[str, Any]) -> Settings:
    return _typed(Settings, county["settings"])


def people_and_grades(snapshot: Snapshot, county: Mapping[str, Any]) -> Snapshot:
    """With 主体, 分工 and 等次: of the 主体 and categories that there are, and the grades of a
    category without its own are those for all."""
    kinds = {expert.kind for expert in snapshot.experts}
    assignments = [_typed(Assignment, row) for row in county["assignments"]]
    grades = [_typed(Grade, row, category=row.get("category", "")) for row in county["grades"]]
    return replace(
        snapshot,
        kinds=tuple(_typed(RaterKind, row) for row in county["kinds"] if row["name"] in kinds),
        assignments=tuple(a for a in assignments if _grants(snapshot, a)),
        grades=tuple(g for g in grades if g.category in ("", *snapshot.categories)),
    )


def _grants(snapshot: Snapshot, row: Assignment) -> bool:
    return (
        row.expert in ("", *snapshot.expert_position)
        and row.kind in ("", *(e.kind for e in snapshot.experts))
        and row.category in ("", *snapshot.categories)
        and row.indicator in ("", *snapshot.tree.by_code)
    )


def with_year(snapshot: Snapshot, county: Mapping[str, Any]) -> Snapshot:
    """With the rows of the year, and the 完成值 that they change."""
    here = [(k, [r for r in v if _about(snapshot, r)]) for k, v in county.items() if _rows(v)]
    tables = dict(here)
    reported = replace(snapshot, actuals=_with_overrides(snapshot.actuals, tables))
    values = {(a.unit, a.indicator): a.value for a in reported.actuals}
    return replace(
        reported,
        adjustments=_all(Adjustment, tables["adjustments"]),
        vetoes=_all(Veto, tables["vetoes"]),
        committee=_all(CommitteeMember, tables["committee"]),
        opinions=_all(Opinion, tables["opinions"]),
        monitoring=_of_reported(Monitoring, tables["monitoring"], values),
        self_assessments=_all(SelfAssessment, tables["self_assessments"]),
        verifications=_of_reported(Verification, tables["verifications"], values),
        appeals=_all(Appeal, tables["appeals"]),
        result_uses=_all(ResultUse, tables["result_uses"]),
        rectifications=_all(Rectification, tables["rectifications"]),
    )


def _rows(value: Any) -> bool:
    return isinstance(value, list)


def _about(snapshot: Snapshot, row: Mapping[str, Any]) -> bool:
    """Whether the row's unit is there, its leaf applies to it, and its points fit the leaf."""
    unit = snapshot.unit_position.get(row.get("unit", ""))
    if unit is None:
        return "unit" not in row
    code = row.get("indicator", "")
    if not code:
        return True
    tree = snapshot.tree
    if code not in tree.leaf_position or not tree.applies(code, snapshot.units[unit].category):
        return False
    return Decimal(row.get("points", 0)) <= (tree.by_code[code].points or 0)


def _all(kind: type[_Row], rows: Iterable[Mapping[str, Any]]) -> tuple[_Row, ...]:
    return tuple(_typed(kind, row) for row in rows)


def _of_reported(
    kind: type[_Row],
    rows: Iterable[Mapping[str, Any]],
    values: Mapping[tuple[str, str], Any],
) -> tuple[_Row, ...]:
    """Rows with a value that is a share of the reported one, in its decimals."""
    made = []
    for row in rows:
        reported = values[row["unit"], row["indicator"]]
        more = {}
        if "share" in row:
            decimals = max(0, -int(reported.as_tuple().exponent))
            more["value"] = rounded(reported * Decimal(row["share"]), decimals)
        made.append(_typed(kind, row, **more))
    return tuple(made)


def _with_overrides(
    actuals: Sequence[Actual], tables: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[Actual, ...]:
    """The reported values with those given by hand, and 不适用 where it is said."""
    given = {(r["unit"], r["indicator"]): r for r in tables["overrides"]}
    out = {(r["unit"], r["indicator"]): r for r in tables["not_applicable"]}
    changed = []
    for a in actuals:
        key = a.unit, a.indicator
        if key in out:
            a = Actual(a.unit, a.indicator, applies=False, note=out[key]["note"])
        elif key in given:
            a = replace(a, value=Decimal(given[key]["value"]), note=given[key]["note"])
        changed.append(a)
    return tuple(changed)


def further_adjustments(
    units: Sequence[Unit], stock: Sequence[Mapping[str, Any]], seed: int
) -> tuple[Adjustment, ...]:
    """加减分 from the usual occasions for a part of `units`."""
    chosen = uniform(seed, "adjusted", len(units)) < _SHARE_ADJUSTED
    pick = whole(seed, "adjustment", len(units), len(stock))
    return tuple(
        _typed(Adjustment, stock[int(n)], unit=unit.code)
        for unit, hit, n in zip(units, chosen, pick, strict=True)
        if hit
    )

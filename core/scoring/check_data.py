"""Whether what was measured and decided fits the plan: references, 完成值, 核验, 申诉, 否决.

Everything is looked at as it stands in the snapshot, so that a change of the plan is held
against what was stored before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.model.data import ONE_GRADE_DOWN, Actual, Appeal, Decision, Verification
from core.model.plan import DEFAULT_GRADES, LeafKind
from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.scoring.check_plan import at, shown
from core.scoring.numbers import decimals_of
from core.scoring.ranking import grades_of
from core.scoring.rule import Rule
from core.scoring.rules import RuleError, compile_rule, value_faults
from core.text import _

# Sheet, field of the snapshot, and the fields that make the key of a row
SHEETS = (
    ("分工", "assignments", ("expert", "kind", "category", "indicator")),
    ("回避", "recusals", ("expert", "unit")),
    ("完成值", "actuals", ("unit", "indicator")),
    ("加减分", "adjustments", ("unit", "item")),
    ("否决", "vetoes", ("unit", "item")),
    ("意见征集", "opinions", ("unit", "text")),
    ("监控", "monitoring", ("unit", "indicator", "period")),
    ("自评", "self_assessments", ("unit", "indicator")),
    ("核验", "verifications", ("unit", "indicator")),
    ("申诉", "appeals", ("code",)),
    ("结果运用", "result_uses", ("unit", "way")),
    ("整改", "rectifications", ("code",)),
)
REFERENCES = {"unit": "单位", "expert": "专家", "indicator": "指标"}
UPHELD = (Decision.UPHELD, Decision.PARTLY)


def data_problems(snapshot: Snapshot) -> list[Problem]:
    """Every fault of what stands beside the plan and the ratings."""
    return [
        *_reference_problems(snapshot),
        *_category_problems(snapshot),
        *_cell_problems(snapshot),
        *_actual_problems(snapshot),
        *_adjustment_problems(snapshot),
        *_veto_problems(snapshot),
        *_appeal_problems(snapshot),
    ]


# References


def _reference_problems(snapshot: Snapshot) -> Iterator[Problem]:
    known: dict[str, Any] = {
        "unit": snapshot.unit_position,
        "expert": snapshot.expert_position,
        "indicator": snapshot.tree.by_code,
    }
    for sheet, table, keys in SHEETS:
        rows = getattr(snapshot, table)
        for name in REFERENCES:
            for row in rows if rows and hasattr(rows[0], name) else ():
                code = getattr(row, name)
                if code and code not in known[name]:
                    key = tuple(getattr(row, k) for k in keys)
                    yield Problem(unknown(name), at(sheet, REFERENCES[name], *key), code)


def unknown(name: str) -> str:
    """What is expected where the code of a unit, an expert or an indicator is not known."""
    sheet = REFERENCES[name]
    return _("没有这个编码，应为“{sheet}”表中的编码").format(sheet=sheet)


def _category_problems(snapshot: Snapshot) -> Iterator[Problem]:
    for unit in snapshot.units:
        if not unit.category:
            yield Problem(_("单位应有类别"), at("单位", "类别", unit.code))
    named = {c for row in snapshot.indicators for c in row.categories}
    known = named.union(snapshot.categories)
    for row in snapshot.assignments if snapshot.units else ():
        if row.category and row.category not in known:
            key = (row.expert, row.kind, row.category, row.indicator)
            text = _("没有这个类别，应为{names}之一").format(
                names=_("、").join(snapshot.categories)
            )
            yield Problem(text, at("分工", "类别", *key), row.category)


# Cells of the unit × leaf matrix


def _cell_problems(snapshot: Snapshot) -> Iterator[Problem]:
    """What is stored for a unit on an indicator stands on a leaf that applies to the unit."""
    held: Iterable[tuple[str, Actual | Verification]] = [
        *(("完成值", a) for a in snapshot.actuals),
        *(("核验", v) for v in snapshot.verifications if v.value is not None),
    ]
    applicable = applicable_cells(snapshot)
    for sheet, row in held:
        fault = cell_fault(snapshot, applicable, row.unit, row.indicator)
        if fault:
            yield Problem(fault, at(sheet, "指标", row.unit, row.indicator), row.indicator)


def applicable_cells(snapshot: Snapshot) -> set[tuple[str, str]]:
    """(category, leaf code) of every leaf that applies to a category of the units."""
    tree = snapshot.tree
    return {
        (c, x.code) for c in snapshot.categories for x in tree.leaves if tree.applies(x.code, c)
    }


def cell_fault(
    snapshot: Snapshot, applicable: set[tuple[str, str]], unit: str, indicator: str
) -> str | None:
    """Why nothing can be entered for the unit on the indicator; None where it can, or where
    one of the two is not known (which is a fault of its own)."""
    tree = snapshot.tree
    if unit not in snapshot.unit_position or indicator not in tree.by_code:
        return None
    if indicator in tree.children:
        return _("应为末级指标，该指标还有下级")
    category = snapshot.units[snapshot.unit_position[unit]].category
    # A leaf that hangs nowhere (unknown 上级, a ring) is named as such, not here.
    # Nor is a unit without 类别.
    hangs = indicator in tree.leaf_position and category
    if hangs and (category, indicator) not in applicable:
        return _("该指标不适用于类别“{category}”").format(category=category)
    return None


def compiled_rules(snapshot: Snapshot) -> dict[str, Rule]:
    """The rule of each quantitative leaf whose rule compiles, by its code."""
    rules = {}
    for leaf in snapshot.tree.leaves:
        if leaf.kind is LeafKind.QUANTITATIVE:
            try:
                rules[leaf.code] = compile_rule(leaf)
            except RuleError:
                continue  # named by the check of the plan
    return rules


def _actual_problems(snapshot: Snapshot) -> Iterator[Problem]:
    """Conditions of the rules that a 完成值 or 核定值 breaks."""
    rules = compiled_rules(snapshot)
    actuals = {(a.unit, a.indicator): a for a in snapshot.actuals}
    for (unit, leaf), actual in actuals.items():
        if leaf in rules:
            for column, expected in value_faults(rules[leaf], actual):
                place = at("完成值", column, unit, leaf)
                yield Problem(expected, place, _shown_column(actual, column))
    for row in snapshot.verifications:
        actual = actuals.get((row.unit, row.indicator), Actual(row.unit, row.indicator))
        if row.indicator in rules and row.value is not None:
            yield from _verified_problems(rules[row.indicator], row, actual)


def _verified_problems(rule: Rule, row: Verification, actual: Actual) -> Iterator[Problem]:
    for column, expected in value_faults(rule, replace(actual, value=row.value)):
        if column == "完成值":
            place = at("核验", "核定值", row.unit, row.indicator)
            yield Problem(expected, place, shown(row.value))
        else:
            place = at("完成值", column, row.unit, row.indicator)
            yield Problem(expected, place, _shown_column(actual, column))


def _shown_column(actual: Actual, column: str) -> str:
    return shown({"目标值": actual.target, "基期值": actual.base}.get(column, actual.value))


# Points and grades


def _adjustment_problems(snapshot: Snapshot) -> Iterator[Problem]:
    decimals = snapshot.settings.decimals
    for row in snapshot.adjustments:
        if decimals_of(row.points) > decimals:
            place = at("加减分", "分值", row.unit, row.item)
            yield Problem(_("至多{n}位小数").format(n=decimals), place, shown(row.points))


def _veto_problems(snapshot: Snapshot) -> Iterator[Problem]:
    for row in snapshot.vetoes:
        names = [*grade_names(snapshot, row.unit), ONE_GRADE_DOWN]
        if row.ceiling and row.unit in snapshot.unit_position and row.ceiling not in names:
            text = _("应为该单位类别的等次或 降一等：{names}").format(names=_("、").join(names))
            yield Problem(text, at("否决", "最高等次", row.unit, row.item), row.ceiling)


def grade_names(snapshot: Snapshot, unit: str) -> list[str]:
    """The grades that hold for the unit's category, best first."""
    position = snapshot.unit_position.get(unit)
    if position is None:
        return [name for name, _share in DEFAULT_GRADES]
    category = snapshot.units[position].category
    return [g.name for g in grades_of(snapshot.grades, category, snapshot.settings)]


def _appeal_problems(snapshot: Snapshot) -> Iterator[Problem]:
    applicable = applicable_cells(snapshot)
    for appeal in snapshot.appeals:
        upheld = appeal.decision in UPHELD
        if appeal.indicator and (upheld or appeal.points is not None):
            fault = cell_fault(snapshot, applicable, appeal.unit, appeal.indicator)
            if fault:
                yield Problem(fault, at("申诉", "指标", appeal.code), appeal.indicator)
            else:
                yield from _awarded_problems(snapshot, appeal)
        elif appeal.points is not None:
            yield Problem(_("有核定分的申诉应写明指标"), at("申诉", "指标", appeal.code))


def _awarded_problems(snapshot: Snapshot, appeal: Appeal) -> Iterator[Problem]:
    """核定分: 0 to the leaf's points, at most 小数位 decimals."""
    place = at("申诉", "核定分", appeal.code)
    leaf = snapshot.tree.by_code.get(appeal.indicator)
    most = leaf.points if leaf and leaf.points is not None else Decimal(0)
    decimals = snapshot.settings.decimals
    text = _("应为 0 到 {most} 的数，至多{n}位小数").format(most=shown(most), n=decimals)
    if appeal.points is None:
        if leaf:
            yield Problem(_("支持的申诉应有核定分：") + text, place)
    elif leaf and not (0 <= appeal.points <= most and decimals_of(appeal.points) <= decimals):
        yield Problem(text, place, shown(appeal.points))

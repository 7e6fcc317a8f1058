"""The story of a quantitative score: the value taken, the rule, the rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.model.data import Actual, Value, Verification
from core.model.plan import Indicator
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain, round_half_up
from core.scoring.quantitative import Measured, measure_group, scored_actuals
from core.scoring.rule import AS_IS
from core.scoring.rule_told import shown, tell
from core.scoring.rules import compile_rule, rule_share
from core.text import _

Story = tuple[list[str], dict[str, Any]]


def quantitative_story(snapshot: Snapshot, unit: str, leaf: Indicator) -> Story:
    """Lines and facts of the unit's score on a 定量 leaf."""
    actuals = scored_actuals(snapshot)
    position = snapshot.unit_position[unit]
    category = snapshot.units[position].category
    group = measure_group(snapshot, leaf, compile_rule(leaf), category, actuals)
    measured = next(m for m in group if m.unit == position)
    actual = actuals.get((unit, leaf.code), Actual(unit, leaf.code))
    lines = [_inputs(actual), *_verified(snapshot, actual)]
    facts: dict[str, Any] = {"rule": leaf.rule, "parameters": leaf.parameters, **_facts(actual)}
    if measured.reading is None:
        return [*lines, _("缺少计分所需的值，未计分")], facts
    told, computed = _computed(snapshot, measured)
    return lines + told, {**facts, **computed}


def _inputs(actual: Actual) -> str:
    given = {
        _("完成值"): actual.value,
        _("目标值"): actual.target,
        _("基期值"): actual.base,
    }
    parts = [f"{name} {value_text(v)}" for name, v in given.items() if v is not None]
    return _("，").join(parts) or _("没有完成值")


def value_text(value: Value) -> str:
    """A 完成值 as a person writes it: a number, or a tally."""
    if isinstance(value, tuple):
        return ", ".join(plain(n) for n in value)
    return "" if value is None else plain(value)


def _verified(snapshot: Snapshot, actual: Actual) -> list[str]:
    return [
        _("核验“{finding}”，核定值 {value} 取代上报的 {reported}").format(
            finding=v.finding,
            value=value_text(v.value),
            reported=value_text(_reported(snapshot, v)) or _("空白"),
        )
        for v in snapshot.verifications
        if (v.unit, v.indicator) == (actual.unit, actual.indicator) and v.value is not None
    ]


def _reported(snapshot: Snapshot, verified: Verification) -> Value:
    key = (verified.unit, verified.indicator)
    return next((a.value for a in snapshot.actuals if (a.unit, a.indicator) == key), None)


def _facts(actual: Actual) -> dict[str, Any]:
    def text(value: Decimal | None) -> str | None:
        return None if value is None else plain(value)

    return {
        "actual": value_text(actual.value) or None,
        "target": text(actual.target),
        "base": text(actual.base),
    }


def _computed(snapshot: Snapshot, measured: Measured) -> Story:
    rule, seen, decimals = measured.rule, measured.reading, snapshot.settings.decimals
    assert seen is not None
    share = rule_share(rule, seen, measured.group)
    exact = rule.points * share
    lines = []
    if rule.measure != AS_IS:
        lines.append(f"{rule.measure} {shown(seen.x)}")
    text = _("{points} 分 × {share} = {exact}，四舍五入到 {n} 位得 {score}")
    lines += [
        _("按“{rule}”：{told}").format(rule=rule.name, told=tell(rule, seen, measured.group)),
        text.format(
            points=plain(rule.points),
            share=shown(share),
            exact=shown(exact),
            n=decimals,
            score=round_half_up(exact, decimals),
        ),
    ]
    return lines, {
        "x": plain(seen.x),
        "share": plain(share),
        "exact": plain(exact),
        "group": [plain(x) for x in measured.group.values] if rule.grouped else None,
        "score": str(round_half_up(exact, decimals)),
    }

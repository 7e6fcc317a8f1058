"""计分规则: what share of its points a quantitative leaf earns (scoring rules, section 1).

A rule is compiled once from the leaf's 计分规则 and 参数, reads an `Actual` into a `Reading`
(x as 取值 says, and what it is held against), and gives a share f between 0 and 1. All
arithmetic is on `Fraction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from core.model.data import Actual
from core.model.plan import Indicator
from core.scoring.parameters import ParameterError, Parser, choice, parse_parameters
from core.scoring.rule import (
    AS_IS,
    COMPLETION,
    GROWTH,
    HIGHER,
    LOWER,
    ONE,
    Group,
    Reading,
    Rule,
)
from core.scoring.shares import SPECS
from core.text import _


class RuleError(ValueError):
    """The 计分规则 or its 参数 make no rule; the text says why."""


SHARED: Mapping[str, Parser] = {
    "方向": choice(HIGHER, LOWER),
    "取值": choice(AS_IS, COMPLETION, GROWTH),
}


def compile_rule(indicator: Indicator) -> Rule:
    """The leaf's rule. Raises `RuleError` with every fault of its 计分规则 and 参数."""
    spec = SPECS.get(indicator.rule)
    if spec is None:
        raise RuleError(_("计分规则应为{names}之一").format(names=_("、").join(SPECS)))
    points = Fraction(indicator.points or 0)
    if points <= 0:
        raise RuleError(_("该指标没有分值，无法计分"))
    try:
        values = parse_parameters(indicator.parameters, {**SHARED, **spec.parameters})
        if spec.settle:
            spec.settle(values, points)
    except ParameterError as error:
        raise RuleError(str(error)) from None
    return Rule(indicator.rule, points, values, spec)


def read_actual(rule: Rule, actual: Actual) -> Reading | None:
    """The reading of an actual that breaks no condition (`value_faults` is empty); None where
    a value that the rule or 取值 needs is not there."""
    if actual.value is None:
        return None
    if isinstance(actual.value, tuple):
        return Reading(tally=tuple(Fraction(n) for n in actual.value))
    missing_target = rule.needs_target and actual.target is None
    if missing_target or (rule.needs_base and actual.base is None):
        return None
    target = Fraction(actual.target or 0)
    if rule.measure == COMPLETION:
        target = ONE
    return Reading(_measured(rule, actual, Fraction(actual.value)), target)


def _measured(rule: Rule, actual: Actual, x: Fraction) -> Fraction:
    """x as 取值 says; the values it needs are there."""
    if rule.measure == COMPLETION:
        return x / Fraction(actual.target or 0)
    if rule.measure == GROWTH:
        base = Fraction(actual.base or 0)
        return (x - base) / abs(base)
    return x


def value_faults(rule: Rule, actual: Actual) -> list[tuple[str, str]]:
    """(column, what is expected) for each condition that the row breaks. A value that is not
    there breaks none: it leaves the leaf missing."""
    if actual.value is None:
        return []
    if rule.takes_tally or isinstance(actual.value, tuple):
        return _tally_faults(rule, actual.value)
    faults = _target_faults(rule, actual)
    if rule.needs_base and actual.base == 0:
        faults.append(("基期值", _("按增长率计分，基期值不能为 0")))
    seen = read_actual(rule, actual) if not faults else None
    return faults + (_x_faults(rule, seen.x) if seen else [])


def _target_faults(rule: Rule, actual: Actual) -> list[tuple[str, str]]:
    positive_target = rule.measure == COMPLETION or rule.name == "比例"
    if positive_target and actual.target is not None and actual.target <= 0:
        return [("目标值", _("目标值应大于 0"))]
    return []


def _x_faults(rule: Rule, x: Fraction) -> list[tuple[str, str]]:
    from_zero = rule.spec.x_from_zero or (rule.name == "比例" and rule.measure != GROWTH)
    if from_zero and x < 0:
        return [("完成值", _("完成值不能为负"))]
    if rule.spec.x_whole and x.denominator != 1:
        return [("完成值", _("完成值应为次数，即整数"))]
    return []


def _tally_faults(rule: Rule, value: Decimal | tuple[Decimal, ...]) -> list[tuple[str, str]]:
    if not rule.takes_tally:
        return [("完成值", _("应为一个数"))]
    size = len(rule.entries("系数"))
    tally = value if isinstance(value, tuple) else (value,)
    if len(tally) != size:
        return [("完成值", _("应为{n}个票数，用逗号隔开").format(n=size))]
    if any(n < 0 or n != n.to_integral_value() for n in tally) or sum(tally) <= 0:
        return [("完成值", _("票数应为不小于 0 的整数，且合计大于 0"))]
    return []


def rule_share(rule: Rule, seen: Reading, group: Group) -> Fraction:
    """f of the contract: the share of the points earned, 0 to 1."""
    return rule.spec.share(rule, seen, group)

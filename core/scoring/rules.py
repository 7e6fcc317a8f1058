"""计分规则: what share of its points a quantitative leaf earns (scoring rules, section 1).

A rule is compiled once from the leaf's 计分规则 and 参数, reads an `Actual` into a `Reading`
(x as 取值 says, and what it is held against), and gives a share f between 0 and 1. All
arithmetic is on `Fraction`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from core.model.data import Actual
from core.model.plan import Indicator
from core.scoring.parameters import (
    ParameterError,
    Parser,
    choice,
    factors,
    fraction_of_one,
    number,
    number_from,
    pairs,
    parse_parameters,
    point_list,
    positive,
)
from core.text import _

ZERO, ONE = Fraction(0), Fraction(1)
HIGHER, LOWER = "越大越好", "越小越好"
AS_IS, COMPLETION, GROWTH = "原值", "完成率", "增长率"


class RuleError(ValueError):
    """The 计分规则 or its 参数 make no rule; the text says why."""


@dataclass(frozen=True)
class Group:
    """The x of every unit that a unit is compared with, sorted upwards."""

    values: tuple[Fraction, ...]

    @cached_property
    def mean(self) -> Fraction:
        return sum(self.values, ZERO) / len(self.values)

    def best(self, lower: bool) -> Fraction:
        return self.values[0] if lower else self.values[-1]

    def rank(self, x: Fraction, lower: bool) -> int:
        """Competition rank: one more than the number of better values."""
        if lower:
            return 1 + bisect_left(self.values, x)
        return 1 + len(self.values) - bisect_right(self.values, x)


def make_group(values: Iterable[Fraction]) -> Group:
    return Group(tuple(sorted(values)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rule sees: x after 取值, the target it is held against, a tally of answers."""

    x: Fraction = ZERO
    target: Fraction = ZERO
    tally: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A compiled rule. `points` are the leaf's; `values` the parsed 参数 with defaults."""

    name: str
    points: Fraction
    values: Mapping[str, object]
    spec: Spec

    @property
    def lower(self) -> bool:
        return self.values["方向"] == LOWER

    @property
    def measure(self) -> object:
        return self.values["取值"]

    @property
    def takes_tally(self) -> bool:
        return self.spec.tally

    @property
    def grouped(self) -> bool:
        return self.spec.grouped

    @property
    def needs_target(self) -> bool:
        return self.spec.target or self.measure == COMPLETION

    @property
    def needs_base(self) -> bool:
        return self.measure == GROWTH

    def get(self, key: str) -> Fraction:
        """A parameter that is one number."""
        found = self.values[key]
        assert isinstance(found, Fraction)
        return found

    def entries(self, key: str) -> tuple[Fraction, ...]:
        """A parameter that is a list of numbers."""
        found = self.values[key]
        assert isinstance(found, tuple)
        return found

    def points_of_curve(self, key: str) -> tuple[tuple[Fraction, Fraction], ...]:
        """A parameter that is a list of value:share pairs."""
        found = self.values[key]
        assert isinstance(found, tuple)
        return found


@dataclass(frozen=True)
class Spec:
    """A kind of rule: its 参数, whether it needs a target, a group or a tally, and f."""

    parameters: Mapping[str, Parser]
    share: Callable[[Rule, Reading, Group], Fraction]
    target: bool = False
    grouped: bool = False
    tally: bool = False
    x_from_zero: bool = False
    x_whole: bool = False
    settle: Callable[[dict[str, object], Fraction], None] | None = None


def clip(value: Fraction) -> Fraction:
    return min(ONE, max(ZERO, value))


# One function a rule, in the order of the contract's table.


def _proportional(rule: Rule, seen: Reading, group: Group) -> Fraction:
    ratio = proportion(rule, seen)
    return ZERO if ratio < rule.get("下限") else clip(ratio)


def proportion(rule: Rule, seen: Reading) -> Fraction:
    """r of 比例."""
    if not rule.lower:
        return seen.x / seen.target
    return seen.target / seen.x if seen.x > 0 else ONE


def _reached(rule: Rule, seen: Reading, group: Group) -> Fraction:
    reached = seen.x <= seen.target if rule.lower else seen.x >= seen.target
    return ONE if reached else ZERO


def shortfall_steps(rule: Rule, seen: Reading) -> Fraction:
    """n of 差额扣分."""
    short = seen.x - seen.target if rule.lower else seen.target - seen.x
    steps = max(ZERO, short) / rule.get("每")
    if rule.values["进位"] == "整步":
        return Fraction(steps.__floor__())
    return Fraction(steps.__ceil__()) if rule.values["进位"] == "进一" else steps


def _shortfall(rule: Rule, seen: Reading, group: Group) -> Fraction:
    return max(ZERO, 1 - shortfall_steps(rule, seen) * rule.get("扣") / rule.points)


def _tiers(rule: Rule, seen: Reading, group: Group) -> Fraction:
    reached = [
        worth
        for threshold, worth in rule.points_of_curve("档")
        if (seen.x <= threshold if rule.lower else seen.x >= threshold)
    ]
    return max(reached, default=ZERO)


def _interpolated(rule: Rule, seen: Reading, group: Group) -> Fraction:
    if rule.values["点"] is None:
        zero, full = rule.get("零分值"), rule.get("满分值")
        return clip((seen.x - zero) / (full - zero))
    curve = rule.points_of_curve("点")
    if seen.x <= curve[0][0]:
        return curve[0][1]
    for (x0, y0), (x1, y1) in pairwise(curve):
        if seen.x <= x1:
            return y0 + (seen.x - x0) / (x1 - x0) * (y1 - y0)
    return curve[-1][1]


def _efficacy(rule: Rule, seen: Reading, group: Group) -> Fraction:
    bad, good, floor = rule.get("不允许值"), rule.get("满意值"), rule.get("基础")
    reach = (seen.x - bad) / (good - bad)
    return ZERO if reach < 0 else floor + (1 - floor) * clip(reach)


def _counted(rule: Rule, seen: Reading, group: Group) -> Fraction:
    return max(ZERO, 1 - seen.x * rule.get("扣") / rule.points)


def _ranked(rule: Rule, seen: Reading, group: Group) -> Fraction:
    rank, size = group.rank(seen.x, rule.lower), len(group.values)
    if rule.values["阶梯"] is not None:
        steps = rule.entries("阶梯")
        return steps[min(rank, len(steps)) - 1] / rule.points
    if rule.values["每名扣"] is not None:
        return max(ZERO, 1 - (rank - 1) * rule.get("每名扣") / rule.points)
    if rule.values["每名减"] is not None:
        return max(ZERO, 1 - (rank - 1) * rule.get("每名减"))
    if size == 1:
        return ONE
    return 1 - (1 - rule.get("末位比例")) * Fraction(rank - 1, size - 1)


def _against_best(rule: Rule, seen: Reading, group: Group) -> Fraction:
    best = group.best(rule.lower)
    if rule.lower:
        return ONE if seen.x == 0 else clip(best / seen.x)
    return ONE if best == 0 else clip(seen.x / best)


def _against_mean(rule: Rule, seen: Reading, group: Group) -> Fraction:
    if group.mean == 0 or (rule.lower and seen.x == 0):
        return ONE
    ratio = group.mean / seen.x if rule.lower else seen.x / group.mean
    return clip(rule.get("基础") * ratio)


def _votes(rule: Rule, seen: Reading, group: Group) -> Fraction:
    worth = sum((n * k for n, k in zip(seen.tally, rule.entries("系数"), strict=True)), ZERO)
    return worth / sum(seen.tally, ZERO)


# What 参数 must fulfil together.


def _ends_or_points(values: dict[str, object], points: Fraction) -> None:
    ends, curve = (values["零分值"], values["满分值"]), values["点"]
    if isinstance(curve, tuple) and ends == (None, None):
        if len({x for x, _share in curve}) < max(2, len(curve)):
            raise ParameterError(_("参数“点”至少要有两个，且值各不相同"))
        values["点"] = tuple(sorted(curve))
    elif curve is not None or None in ends:
        raise ParameterError(_("要么给出零分值和满分值，要么给出点，二者择一"))
    elif ends[0] == ends[1]:
        raise ParameterError(_("参数“零分值”与“满分值”不能相同"))


def _distinct_ends(values: dict[str, object], points: Fraction) -> None:
    if values["不允许值"] == values["满意值"]:
        raise ParameterError(_("参数“不允许值”与“满意值”不能相同"))


def _one_way_of_ranking(values: dict[str, object], points: Fraction) -> None:
    given = [k for k in ("末位比例", "每名扣", "每名减", "阶梯") if values[k] is not None]
    if len(given) > 1:
        raise ParameterError(_("参数{names}只能给出一个").format(names="、".join(given)))
    if not given:
        values["末位比例"] = ZERO
    steps = values["阶梯"]
    if isinstance(steps, tuple) and any(step > points for step in steps):
        raise ParameterError(_("阶梯中的分不能高于该指标的分值"))


def _measured_as_is(values: dict[str, object], points: Fraction) -> None:
    if values["取值"] != AS_IS:
        raise ParameterError(_("票数只能按原值计分"))


SHARED: Mapping[str, Parser] = {
    "方向": choice(HIGHER, LOWER),
    "取值": choice(AS_IS, COMPLETION, GROWTH),
}

SPECS: Mapping[str, Spec] = {
    "比例": Spec({"下限": number_from(0, default=0)}, _proportional, target=True),
    "达标": Spec({}, _reached, target=True),
    "差额扣分": Spec(
        {"每": positive(), "扣": positive(), "进位": choice("按比例", "整步", "进一")},
        _shortfall,
        target=True,
    ),
    "分档": Spec({"档": pairs()}, _tiers),
    "插值": Spec(
        {"零分值": number(None), "满分值": number(None), "点": pairs(None)},
        _interpolated,
        settle=_ends_or_points,
    ),
    "功效系数": Spec(
        {"不允许值": number(), "满意值": number(), "基础": fraction_of_one("0.6")},
        _efficacy,
        settle=_distinct_ends,
    ),
    "计次扣分": Spec({"扣": number_from(0)}, _counted, x_from_zero=True, x_whole=True),
    "排名": Spec(
        {
            "末位比例": fraction_of_one(None),
            "每名扣": number_from(0, default=None),
            "每名减": number_from(0, default=None),
            "阶梯": point_list(None),
        },
        _ranked,
        grouped=True,
        settle=_one_way_of_ranking,
    ),
    "比最优": Spec({}, _against_best, grouped=True, x_from_zero=True),
    "比均值": Spec(
        {"基础": number_from(0, default="0.8")}, _against_mean, grouped=True, x_from_zero=True
    ),
    "票数": Spec({"系数": factors()}, _votes, tally=True, settle=_measured_as_is),
}


def compile_rule(indicator: Indicator) -> Rule:
    """The leaf's rule. Raises `RuleError` with every fault of its 计分规则 and 参数."""
    spec = SPECS.get(indicator.rule)
    if spec is None:
        raise RuleError(_("计分规则应为{names}之一").format(names="、".join(SPECS)))
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

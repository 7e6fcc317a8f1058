"""The share f of its points that each 计分规则 gives, one function a rule, and what 参数 it takes
(the table of `contract/scoring.md`, section 1, in its order)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from core.scoring.parameters import (
    ParameterError,
    choice,
    factors,
    fraction_of_one,
    number,
    number_from,
    pairs,
    point_list,
    positive,
)
from core.scoring.rule import AS_IS, ONE, ZERO, Group, Reading, Rule, Spec
from core.text import _


def clip(value: Fraction) -> Fraction:
    return min(ONE, max(ZERO, value))


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
        raise ParameterError(_("参数{names}只能给出一个").format(names=_("、").join(given)))
    if not given:
        values["末位比例"] = ZERO
    steps = values["阶梯"]
    if isinstance(steps, tuple) and any(step > points for step in steps):
        raise ParameterError(_("阶梯中的分不能高于该指标的分值"))


def _measured_as_is(values: dict[str, object], points: Fraction) -> None:
    if values["取值"] != AS_IS:
        raise ParameterError(_("票数只能按原值计分"))


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

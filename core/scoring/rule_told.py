"""How a quantitative share came about, in a sentence per rule. What it says recomputes to f."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from core.scoring.numbers import plain, round_half_up
from core.scoring.rule import Group, Reading, Rule
from core.scoring.rules import rule_share
from core.scoring.shares import proportion, shortfall_steps
from core.text import _


def shown(value: Fraction) -> str:
    """A number as it is where it is short, else the exact fraction with six decimals of it."""
    text = plain(value)
    if "/" not in text and len(text) <= 12:
        return text
    text = _("{a}/{b}（≈{value}）")
    return text.format(a=value.numerator, b=value.denominator, value=round_half_up(value, 6))


def tell(rule: Rule, seen: Reading, group: Group) -> str:
    """The sentence, ending in the share f."""
    share = shown(rule_share(rule, seen, group))
    return _("{how}，得分率 {share}").format(how=TELLERS[rule.name](rule, seen, group), share=share)


def _proportional(rule: Rule, seen: Reading, group: Group) -> str:
    if rule.lower and seen.x <= 0:
        return _("越小越好，{x} 不大于 0，得满分").format(x=shown(seen.x))
    first, second = (seen.target, seen.x) if rule.lower else (seen.x, seen.target)
    text = _("{a} ÷ {b} = {ratio}").format(
        a=shown(first), b=shown(second), ratio=shown(proportion(rule, seen))
    )
    if rule.get("下限"):
        text += _("（低于 {floor} 不得分）").format(floor=shown(rule.get("下限")))
    return text


def _reached(rule: Rule, seen: Reading, group: Group) -> str:
    sign = "≤" if rule.lower else "≥"
    return _("{x} {sign} {target} 为达标").format(
        x=shown(seen.x), sign=sign, target=shown(seen.target)
    )


def _shortfall(rule: Rule, seen: Reading, group: Group) -> str:
    text = _("与目标 {target} 相差，每 {each} 扣 {off} 分（{how}），计 {steps} 个")
    return text.format(
        target=shown(seen.target),
        each=shown(rule.get("每")),
        off=shown(rule.get("扣")),
        how=rule.values["进位"],
        steps=shown(shortfall_steps(rule, seen)),
    )


def _tiers(rule: Rule, seen: Reading, group: Group) -> str:
    tiers = _("、").join(f"{shown(t)}:{shown(s)}" for t, s in rule.points_of_curve("档"))
    return _("按档 {tiers} 取所达到的最高一档").format(tiers=tiers)


def _interpolated(rule: Rule, seen: Reading, group: Group) -> str:
    if rule.values["点"] is not None:
        points = _("、").join(f"{shown(x)}:{shown(y)}" for x, y in rule.points_of_curve("点"))
        return _("在各点 {points} 之间按直线计").format(points=points)
    zero, full = shown(rule.get("零分值")), shown(rule.get("满分值"))
    return _("（{x} − {zero}）÷（{full} − {zero}），限于 0 到 1").format(
        x=shown(seen.x), zero=zero, full=full
    )


def _efficacy(rule: Rule, seen: Reading, group: Group) -> str:
    text = _("不允许值 {bad}、满意值 {good}、基础 {floor}，按功效系数计")
    return text.format(
        bad=shown(rule.get("不允许值")),
        good=shown(rule.get("满意值")),
        floor=shown(rule.get("基础")),
    )


def _counted(rule: Rule, seen: Reading, group: Group) -> str:
    return _("{n} 次，每次扣 {off} 分").format(n=shown(seen.x), off=shown(rule.get("扣")))


def _ranked(rule: Rule, seen: Reading, group: Group) -> str:
    way = next((k for k in ("阶梯", "每名扣", "每名减") if rule.values[k] is not None), "末位比例")
    value = rule.values[way]
    worth = value if isinstance(value, tuple) else (rule.get(way),)
    return _("同类 {n} 个单位中第 {rank} 名，{way}={value}").format(
        n=len(group.values),
        rank=group.rank(seen.x, rule.lower),
        way=way,
        value=", ".join(shown(v) for v in worth),
    )


def _against_best(rule: Rule, seen: Reading, group: Group) -> str:
    best = shown(group.best(rule.lower))
    return _("{x} 与同类最优 {best} 相比").format(x=shown(seen.x), best=best)


def _against_mean(rule: Rule, seen: Reading, group: Group) -> str:
    return _("{x} 与同类平均 {mean} 相比，基础 {floor}").format(
        x=shown(seen.x), mean=shown(group.mean), floor=shown(rule.get("基础"))
    )


def _votes(rule: Rule, seen: Reading, group: Group) -> str:
    tally = ", ".join(shown(n) for n in seen.tally)
    factors = ", ".join(shown(k) for k in rule.entries("系数"))
    return _("票数 {tally} 按系数 {factors} 加权平均").format(tally=tally, factors=factors)


TELLERS: Mapping[str, Callable[[Rule, Reading, Group], str]] = {
    "比例": _proportional,
    "达标": _reached,
    "差额扣分": _shortfall,
    "分档": _tiers,
    "插值": _interpolated,
    "功效系数": _efficacy,
    "计次扣分": _counted,
    "排名": _ranked,
    "比最优": _against_best,
    "比均值": _against_mean,
    "票数": _votes,
}

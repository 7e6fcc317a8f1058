"""Every 计分规则 as spreadsheet formulas, one function a rule (scoring rules, section 1).

Each turns the cells of a row into two formulas: what the rule looks at on the way (a ratio, a
number of steps, a rank, the best or the mean of the group), and the share f of the points.
Comparisons are made on values rounded at the twelfth decimal, so that 0.95 is 0.95 whatever
binary arithmetic makes of 95/100; f itself is formed from the values as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.scoring.rule import Rule

EXACTLY = 12  # decimals on which comparisons are made


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row: `x` after 取值, `compared` the same rounded, `target` (1 for 完成率),
    `middle` what the first formula gives, `points` of the leaf; `group` and `group_compared` the
    x of all units that the unit stands among; `one` and `all` name the cells of a parameter."""

    x: str
    compared: str
    target: str
    middle: str
    points: str
    group: str
    group_compared: str
    one: Callable[[str], str]
    all: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Shares:
    """Formulas without "=": on the way, "" where there is nothing to show, and f."""

    middle: str
    share: str


def clip(value: str) -> str:
    return f"MIN(1,MAX(0,{value}))"


def at_twelve(value: str) -> str:
    """The value as comparisons see it."""
    return f"ROUND({value},{EXACTLY})"


def _proportional(rule: Rule, c: Cells) -> Shares:
    ratio = f"IF({c.x}<=0,1,{c.target}/{c.x})" if rule.lower else f"{c.x}/{c.target}"
    return Shares(ratio, f"IF({at_twelve(c.middle)}<{c.one('下限')},0,{clip(c.middle)})")


def _reached(rule: Rule, c: Cells) -> Shares:
    sign = "<=" if rule.lower else ">="
    return Shares("", f"IF({c.compared}{sign}{at_twelve(c.target)},1,0)")


def _shortfall(rule: Rule, c: Cells) -> Shares:
    short = f"{c.x}-{c.target}" if rule.lower else f"{c.target}-{c.x}"
    steps = f"MAX(0,{short})/{c.one('每')}"
    whole = {"整步": "ROUNDDOWN", "进一": "ROUNDUP"}.get(str(rule.values["进位"]))
    if whole:
        # Nine decimals: the subtraction has cost some of the digits.
        steps = f"{whole}(ROUND({steps},9),0)"
    return Shares(steps, f"MAX(0,1-{c.middle}*{c.one('扣')}/{c.points})")


def _tiers(rule: Rule, c: Cells) -> Shares:
    sign = "<=" if rule.lower else ">="
    reached = f"({c.compared}{sign}{c.all('档', '值')})"
    return Shares("", f"SUMPRODUCT(MAX({reached}*{c.all('档', '比例')}))")


def _interpolated(rule: Rule, c: Cells) -> Shares:
    if rule.values["点"] is None:
        zero, full = c.one("零分值"), c.one("满分值")
        return Shares("", clip(f"({c.x}-{zero})/({full}-{zero})"))
    xs, ys = c.all("点", "值"), c.all("点", "比例")
    last, k = f"ROWS({xs})", c.middle
    segment = f"IF({c.compared}<INDEX({xs},1),0,MATCH({c.compared},{xs},1))"
    low_x, low_y = f"INDEX({xs},{k})", f"INDEX({ys},{k})"
    high_x, high_y = f"INDEX({xs},{k}+1)", f"INDEX({ys},{k}+1)"
    between = f"{low_y}+({c.x}-{low_x})/({high_x}-{low_x})*({high_y}-{low_y})"
    ends = f"IF({k}=0,INDEX({ys},1),IF({k}>={last},INDEX({ys},{last}),{between}))"
    return Shares(segment, ends)


def _efficacy(rule: Rule, c: Cells) -> Shares:
    bad, good, floor = c.one("不允许值"), c.one("满意值"), c.one("基础")
    share = f"{floor}+(1-{floor})*{clip(c.middle)}"
    return Shares(f"({c.x}-{bad})/({good}-{bad})", f"IF({at_twelve(c.middle)}<0,0,{share})")


def _counted(rule: Rule, c: Cells) -> Shares:
    return Shares("", f"MAX(0,1-{c.x}*{c.one('扣')}/{c.points})")


def _ranked(rule: Rule, c: Cells) -> Shares:
    sign = "<" if rule.lower else ">"
    better = f"ISNUMBER({c.group_compared})*({c.group_compared}{sign}{c.compared})"
    rank, k, n = f"1+SUMPRODUCT({better})", c.middle, f"COUNT({c.group})"
    if rule.values["阶梯"] is not None:
        steps = c.all("阶梯", "值")
        return Shares(rank, f"INDEX({steps},MIN({k},ROWS({steps})))/{c.points}")
    if rule.values["每名扣"] is not None:
        return Shares(rank, f"MAX(0,1-({k}-1)*{c.one('每名扣')}/{c.points})")
    if rule.values["每名减"] is not None:
        return Shares(rank, f"MAX(0,1-({k}-1)*{c.one('每名减')})")
    return Shares(rank, f"IF({n}=1,1,1-(1-{c.one('末位比例')})*({k}-1)/({n}-1))")


def _against_best(rule: Rule, c: Cells) -> Shares:
    if rule.lower:
        return Shares(f"MIN({c.group})", f"IF({c.x}=0,1,{clip(f'{c.middle}/{c.x}')})")
    return Shares(f"MAX({c.group})", f"IF({c.middle}=0,1,{clip(f'{c.x}/{c.middle}')})")


def _against_mean(rule: Rule, c: Cells) -> Shares:
    ratio = f"{c.middle}/{c.x}" if rule.lower else f"{c.x}/{c.middle}"
    whole = f"OR({c.middle}=0,{c.x}=0)" if rule.lower else f"{c.middle}=0"
    share = clip(f"{c.one('基础')}*{ratio}")
    return Shares(f"AVERAGE({c.group})", f"IF({whole},1,{share})")


def _votes(rule: Rule, c: Cells) -> Shares:
    # x is Σ n·系数 / Σ n already (see the sheet of tallies).
    return Shares("", c.x)


SHARES: Mapping[str, Callable[[Rule, Cells], Shares]] = {
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

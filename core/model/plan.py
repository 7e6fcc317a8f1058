"""The plan (考核方案): its settings, the indicator tree, who rates, and the grades.

Decimals are exact `decimal.Decimal`; percentages are fractions (0.3 for 30 %).
Keys and names are those of `contract/workbook.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class LeafKind(StrEnum):
    """类型 of a leaf."""

    QUANTITATIVE = "定量"
    RATED = "评分"


class RatingMode(StrEnum):
    """评分方式: what a rating is given in."""

    POINTS = "分值"
    PERCENT = "百分制"
    WORDS = "等级"


class Aggregation(StrEnum):
    """汇总方法 within a 主体."""

    MEAN = "平均"
    TRIMMED = "去极值"
    MEDIAN = "中位数"


class TieRule(StrEnum):
    """并列处理."""

    SHARED = "并列"
    QUANTITATIVE_FIRST = "定量优先"


class QuotaRounding(StrEnum):
    """名额取整."""

    FLOOR = "舍"
    HALF_UP = "四舍五入"
    CEILING = "进"


class QuotaTies(StrEnum):
    """名额并列."""

    STRICT = "不突破"
    ALL_IN = "全部进入"


def _grade_words() -> tuple[tuple[str, Decimal], ...]:
    pairs = (("优", "1"), ("良", "0.85"), ("中", "0.7"), ("差", "0.5"))
    return tuple((word, Decimal(share)) for word, share in pairs)


@dataclass(frozen=True, slots=True)
class Settings:
    """The 方案 sheet, typed, with the defaults of the contract.

    The last block is not in the contract: fields of the letters that a plan may name.
    """

    name: str = ""
    year: int | None = None
    host: str = ""  # 主办单位
    office: str = ""  # 考核机构
    issuer_code: str = ""  # 发文机关代字
    issue_date: date | None = None  # 成文日期
    full_points: Decimal = Decimal(100)
    decimals: int = 2
    rating_mode: RatingMode = RatingMode.POINTS
    step: Decimal = Decimal("0.01")
    grade_words: tuple[tuple[str, Decimal], ...] = _grade_words()
    aggregation: Aggregation = Aggregation.TRIMMED
    trim_count: int = 1
    trim_from: int = 5
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    tie_rule: TieRule = TieRule.SHARED
    quota_rounding: QuotaRounding = QuotaRounding.FLOOR
    quota_ties: QuotaTies = QuotaTies.STRICT
    reason_below: Decimal = Decimal("0.6")
    reason_above: Decimal = Decimal("0.95")
    rescale: bool = True  # 不适用折算

    plan_title: str = ""  # 方案名称
    plan_number: str = ""  # 方案文号
    contact: str = ""  # 联系人
    phone: str = ""  # 联系电话
    address: str = ""  # 通讯地址
    review_days: int = 10  # 复核期限 (days)
    rectify_days: int = 30  # 整改期限 (days)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the indicator tree. `kind`, `rule`, `parameters`, `aggregation` count on leaves.

    `parameters` is the canonical text 键=值；键=值 (half-width content); `core.scoring.rules`
    gives it a meaning. `categories` empty means all.
    """

    code: str
    name: str
    parent: str = ""
    points: Decimal | None = None
    kind: LeafKind | None = None
    dimension: str = ""
    level: str = ""
    rule: str = ""
    parameters: str = ""
    aggregation: Aggregation | None = None
    criteria: str = ""
    source: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RaterKind:
    """主体: a kind of rater and what its mean weighs."""

    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Assignment:
    """分工: a row grants the experts it names the units and leaves it names; blank is all."""

    expert: str = ""
    kind: str = ""
    category: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """等次 of a category ("" or "*": every category without rows of its own)."""

    category: str
    name: str
    floor: Decimal
    quota: Decimal | None = None


DEFAULT_GRADES = (("优秀", "0.9"), ("良好", "0.8"), ("合格", "0.6"), ("不合格", "0"))


@dataclass(frozen=True)
class Tree:
    """The indicator tree, looked up: every tuple is in the order of the plan.

    `leaves` fixes the order of every (unit × leaf) matrix and of `Marks.leaf`.
    """

    indicators: tuple[Indicator, ...]
    by_code: dict[str, Indicator]
    children: dict[str, tuple[Indicator, ...]]  # "" holds the top level
    leaves: tuple[Indicator, ...]
    leaf_position: dict[str, int]

    def ancestors(self, code: str) -> list[Indicator]:
        """From the indicator's parent up to the top; stops at an unknown parent or a ring."""
        found: list[Indicator] = []
        parent = self.by_code[code].parent
        while parent in self.by_code and all(parent != a.code for a in found):
            found.append(self.by_code[parent])
            parent = found[-1].parent
        return found

    def applies(self, code: str, category: str) -> bool:
        """Whether the indicator and all its ancestors apply to the category."""
        chain = (self.by_code[code], *self.ancestors(code))
        return all(not i.categories or category in i.categories for i in chain)

    def leaves_under(self, code: str) -> tuple[Indicator, ...]:
        """The leaves at or below `code`, in order; all of them for ""."""
        if not code:
            return self.leaves
        return tuple(
            leaf
            for leaf in self.leaves
            if leaf.code == code or any(a.code == code for a in self.ancestors(leaf.code))
        )

    def top_level(self, code: str) -> Indicator:
        """The first-level indicator (一级指标) above `code`, itself where it is one."""
        ancestors = self.ancestors(code)
        return ancestors[-1] if ancestors else self.by_code[code]


def build_tree(indicators: Sequence[Indicator]) -> Tree:
    """Leaves are the rows that nobody names as 上级, walked depth first in row order.

    Rows in a ring or under an unknown parent are no error here (validation names them);
    they simply hang nowhere.
    """
    children: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        children.setdefault(indicator.parent, []).append(indicator)
    ordered: list[Indicator] = []
    waiting = list(reversed(children.get("", [])))
    while waiting:
        indicator = waiting.pop()
        ordered.append(indicator)
        waiting.extend(reversed(children.get(indicator.code, [])))
    leaves = tuple(i for i in ordered if i.code not in children)
    return Tree(
        indicators=tuple(ordered),
        by_code={i.code: i for i in indicators},
        children={code: tuple(rows) for code, rows in children.items()},
        leaves=leaves,
        leaf_position={leaf.code: n for n, leaf in enumerate(leaves)},
    )

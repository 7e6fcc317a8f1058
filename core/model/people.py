"""Who is assessed and who rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

DEFAULT_KIND = "专家"


@dataclass(frozen=True, slots=True)
class Unit:
    """被考核单位. Ranks and quotas are formed within `category` (类别)."""

    code: str
    name: str
    category: str
    short: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """A rater of any 主体. `weight` > 0."""

    code: str
    name: str
    employer: str = ""
    post: str = ""
    field: str = ""  # 专业
    kind: str = DEFAULT_KIND  # 主体
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Recusal:
    """回避: the expert has no rating for the unit, whatever was entered."""

    expert: str
    unit: str
    reason: str = ""

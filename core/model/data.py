"""What was measured and decided about the units, outside the ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# What a 完成值 can be: a number, a tally of answers (票数), or not there.
Value = Decimal | tuple[Decimal, ...] | None


@dataclass(frozen=True, slots=True)
class Actual:
    """完成值 of a unit on a leaf. `applies` is False for 不适用 (then `value` is None)."""

    unit: str
    indicator: str
    target: Decimal | None = None
    base: Decimal | None = None
    value: Value = None
    applies: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """加减分: positive points are bonus, negative ones deduction."""

    unit: str
    item: str
    points: Decimal
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Veto:
    """否决. `ceiling` is a grade name, 降一等, or "" for the lowest grade."""

    unit: str
    item: str
    ceiling: str = ""


ONE_GRADE_DOWN = "降一等"


class Finding(StrEnum):
    """结论 of a verification."""

    TRUE = "属实"
    PARTLY = "部分属实"
    FALSE = "不属实"


class Decision(StrEnum):
    """决定 on an appeal; blank while pending."""

    PENDING = ""
    UPHELD = "支持"
    PARTLY = "部分支持"
    DISMISSED = "维持"


@dataclass(frozen=True, slots=True)
class Verification:
    """核验. A `value` replaces the 完成值 in scoring."""

    unit: str
    indicator: str
    finding: Finding
    value: Value = None
    method: str = ""
    verifier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Appeal:
    """申诉. Upheld on an indicator, `points` (核定分) replaces the leaf's score."""

    code: str
    unit: str
    indicator: str = ""
    claim: str = ""
    received: date | None = None
    decision: Decision = Decision.PENDING
    points: Decimal | None = None
    reason: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class CommitteeMember:
    """领导小组."""

    name: str
    post: str
    employer: str = ""
    role: str = ""
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """意见征集. `adopted` None while undecided."""

    unit: str
    text: str
    adopted: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """监控: a cumulated value at the end of a period."""

    unit: str
    indicator: str
    period: str
    value: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """自评."""

    unit: str
    indicator: str
    points: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultUse:
    """结果运用."""

    unit: str
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rectification:
    """整改. `accepted` None while not yet inspected."""

    code: str
    unit: str
    problem: str
    indicator: str = ""
    requirement: str = ""
    responsible: str = ""
    deadline: date | None = None
    reply: str = ""
    accepted: bool | None = None

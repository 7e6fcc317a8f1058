"""The whole assessment at one moment, frozen: what every computation starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.model.ballots import Ballot, Return
from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    CommitteeMember,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Verification,
    Veto,
)
from core.model.draw import Draw
from core.model.keyed import KeyedMark, KeyedSheet
from core.model.marks import NO_MARKS, Marks
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Grade, Indicator, RaterKind, Settings, Tree, build_tree
from core.model.rounds import Round, RoundState

ReasonKey = tuple[int, str, str, str]  # round, expert, unit, indicator


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Every noun of the workbook, and what is known of ballots and draws. Units, indicators and
    grades are in row order; experts are sorted by 编码 (the tie rule of 去极值 leans on it);
    marks are in key order.

    `words` are the grade words that marks refer to by position (等级 only).
    `reasons` holds the 理由 of the ratings that have one.
    """

    settings: Settings = field(default_factory=Settings)
    indicators: tuple[Indicator, ...] = ()
    units: tuple[Unit, ...] = ()
    experts: tuple[Expert, ...] = ()
    kinds: tuple[RaterKind, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    actuals: tuple[Actual, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()
    committee: tuple[CommitteeMember, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    self_assessments: tuple[SelfAssessment, ...] = ()
    verifications: tuple[Verification, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    result_uses: tuple[ResultUse, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    rounds: tuple[Round, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    returns: tuple[Return, ...] = ()
    draws: tuple[Draw, ...] = ()
    keyed_sheets: tuple[KeyedSheet, ...] = ()
    keyed_marks: tuple[KeyedMark, ...] = ()
    words: tuple[str, ...] = ()
    marks: Marks = NO_MARKS
    reasons: Mapping[ReasonKey, str] = field(default_factory=dict)
    published: bool = False

    @cached_property
    def tree(self) -> Tree:
        return build_tree(self.indicators)

    @cached_property
    def unit_position(self) -> dict[str, int]:
        return {unit.code: n for n, unit in enumerate(self.units)}

    @cached_property
    def expert_position(self) -> dict[str, int]:
        return {expert.code: n for n, expert in enumerate(self.experts)}

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Categories of the units, in order of first appearance."""
        return tuple(dict.fromkeys(unit.category for unit in self.units))

    @property
    def open_round(self) -> Round | None:
        return next((r for r in self.rounds if r.state is RoundState.OPEN), None)

    @property
    def latest_round(self) -> int | None:
        return max((r.number for r in self.rounds), default=None)

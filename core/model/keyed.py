"""Score sheets on paper that somebody of the office keyed in: they count once a second person
has held them against the paper. That person can accept or reject, and not edit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KeyedState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """A sheet as it was keyed in. Key: `number`, from 1.

    `book` is the name of the file, `plan` the fingerprint of what its marks mean
    (`core.files.score_sheet_form.plan_of`). Times are ISO text with the offset from UTC. `why` is
    the reason of a rejection.
    """

    number: int
    round: int
    expert: str
    book: str
    plan: str
    entered_by: str
    entered_at: str
    state: KeyedState = KeyedState.WAITING
    decided_by: str = ""
    decided_at: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeyedMark:
    """A mark of a keyed sheet; key: sheet, unit, indicator. `value` is what stands in the cell: a
    number, a word, 弃权; `cell` its address in the 评分表 (F8)."""

    sheet: int
    unit: str
    indicator: str
    value: str
    reason: str = ""
    cell: str = ""

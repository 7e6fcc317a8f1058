"""What a workbook asks for, read and typed but not yet held against what is stored.

A cell arrives as `Decimal` (a number), `str` (text, normalised and stripped), `date`, or None
(blank). Values whose meaning hangs on other rows (得分, 完成值, 核定值) stay such cells until
`core.actions.merge` knows the plan they belong to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.model.problem import Notice, Place

Cell = Decimal | str | date | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row for the noun `kind` (a dataclass of the model): the fields whose column the sheet
    has, so that what it does not mention stays as it is."""

    kind: type
    values: dict[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class IncomingRatings:
    """The 评分 rows as columns of one length; `row` is the spreadsheet's row number. `cell` holds
    the address of each mark (F8) where the sheet is wide and a row holds many of them."""

    round: Sequence[int | None] = ()
    expert: Sequence[str] = ()
    unit: Sequence[str] = ()
    indicator: Sequence[str] = ()
    value: Sequence[Cell] = ()
    reason: Sequence[str] = ()
    row: Sequence[int] = ()
    sheet: str = "评分"
    cell: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What a filled 评分表 says of itself: which assessment, round and expert it was made for.
    `plan` is the fingerprint of what its marks mean, as the plan was when it was made, `version`
    the short word that it shows of the plan; `units` and `leaves` are codes."""

    assessment: str
    year: int | None
    round: int
    expert: str
    expert_name: str
    plan: str
    version: str
    made_at: str
    units: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """One book. `settings` maps field names of `Settings` to typed values, with the place of
    each in `setting_places`; `sheets` are the names of the known sheets that it holds. A filled
    评分表 has `score_sheet`, and ratings only."""

    book: str
    sheets: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    setting_places: dict[str, Place] = field(default_factory=dict)
    rows: tuple[Incoming, ...] = ()
    ratings: IncomingRatings = IncomingRatings()
    notices: tuple[Notice, ...] = ()
    score_sheet: ScoreSheet | None = None

"""What `core.scoring.score.score` makes of a snapshot. Exact: decimals and scaled integers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from core.model.people import Unit
from core.model.problem import Notice


class CellState(IntEnum):
    """What a (unit, leaf) cell of the score matrix holds."""

    NOT_ASKED = 0  # the leaf does not apply to the unit's category
    EXCLUDED = 1  # marked 不适用 for this unit
    MISSING = 2
    SCORED = 3


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit's line. Every number has exactly the plan's decimals.

    `raw` is the sum of the leaf scores, `applicable` the points of the leaves that apply to
    this unit; `base` differs from `raw` by 不适用折算 only. `quantitative` is the part of
    `raw` from 定量 leaves. `missing` holds leaf codes, `vetoes` the 事项.
    """

    unit: Unit
    raw: Decimal
    applicable: Decimal
    quantitative: Decimal
    base: Decimal
    bonus: Decimal
    deduction: Decimal
    total: Decimal
    rank: int
    grade: str
    missing: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, eq=False)
class Result:
    """`units` are ordered by category, rank, 编码. `scores` is the (unit × leaf) matrix of
    scaled integers (times 10**decimals), `states` the `CellState` of each cell; their rows
    follow `Snapshot.units`, their columns `Snapshot.tree.leaves`."""

    units: tuple[UnitResult, ...]
    scores: NDArray[np.int64]
    states: NDArray[np.uint8]
    decimals: int
    notices: tuple[Notice, ...] = ()

    def of(self, code: str) -> UnitResult:
        """The line of the unit with this 编码; KeyError where there is none."""
        for line in self.units:
            if line.unit.code == code:
                return line
        raise KeyError(code)

    def score(self, unit: int, leaf: int) -> Decimal | None:
        """A cell as a decimal; None unless it is scored."""
        if self.states[unit, leaf] != CellState.SCORED:
            return None
        return Decimal(int(self.scores[unit, leaf])).scaleb(-self.decimals)

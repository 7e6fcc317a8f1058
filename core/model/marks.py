"""Ratings as columns of integers, so that a county and a province go through the same code.

A row is one rating. `unit`, `leaf` and `expert` are positions in `Snapshot.units`,
`Snapshot.tree.leaves` and `Snapshot.experts` (which is sorted by 编码); `value` is the rating
times `MARK_SCALE` for 分值 and 百分制, a position in `Snapshot.words` for 等级, and
`ABSTAINED` for 弃权. Rows are sorted by (unit, leaf, expert, round), each key once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MARK_DECIMALS = 6
MARK_SCALE = 10**MARK_DECIMALS
ABSTAINED = -1

Rows = NDArray[np.bool_] | NDArray[np.intp] | slice


@dataclass(frozen=True, eq=False, slots=True)
class Marks:
    """Five columns of one length; see the module."""

    unit: NDArray[np.int32]
    leaf: NDArray[np.int32]
    expert: NDArray[np.int32]
    round: NDArray[np.int32]
    value: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: Rows) -> Marks:
        """The rows chosen by a mask, by positions, or by a slice."""
        return Marks(
            self.unit[rows], self.leaf[rows], self.expert[rows], self.round[rows], self.value[rows]
        )


def make_marks(
    unit: ArrayLike, leaf: ArrayLike, expert: ArrayLike, round: ArrayLike, value: ArrayLike
) -> Marks:
    """Marks from any five sequences of integers, sorted into key order (stable, no copy where
    they are in order already)."""
    keys = [np.asarray(c, dtype=np.int32) for c in (unit, leaf, expert, round)]
    marks = Marks(keys[0], keys[1], keys[2], keys[3], np.asarray(value, dtype=np.int64))
    return marks if _sorted(keys) else marks.take(np.lexsort(keys[::-1]))


def _sorted(columns: list[NDArray[np.int32]]) -> bool:
    """Whether the rows ascend strictly by the columns, first one most significant."""
    undecided = np.ones(max(len(columns[0]) - 1, 0), dtype=bool)
    for column in columns:
        step = np.diff(column)
        if bool(np.any(undecided & (step < 0))):
            return False
        undecided &= step == 0
    return not bool(np.any(undecided))


NO_MARKS = make_marks([], [], [], [], [])

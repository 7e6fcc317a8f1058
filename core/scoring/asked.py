"""What a round asks: which experts about which units on which leaves.

分工, 适用类别, 回避, 不适用 and the scope of the round, together. It fills ballots and score
sheets, and tells who still owes something.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.assignment import asked_by_category
from core.scoring.ratings import excluded_cells, recused_pairs

Bools = NDArray[np.bool_]


def asked_cube(snapshot: Snapshot, round: Round) -> Bools:
    """(unit × leaf × expert) cube in the order of `snapshot.units`, the tree's leaves and
    `snapshot.experts`: what the round asks."""
    position = {category: n for n, category in enumerate(snapshot.categories)}
    category = np.asarray([position[u.category] for u in snapshot.units], dtype=np.intp)
    asked: Bools = asked_by_category(snapshot)[category]
    asked &= (~excluded_cells(snapshot) & in_scope(snapshot, round))[:, :, None]
    asked &= ~recused_pairs(snapshot)[:, None, :]
    return asked


def in_scope(snapshot: Snapshot, round: Round) -> Bools:
    """(unit × leaf) matrix: the round asks about the cell at all; what a scope names that is
    not there any more is left out."""
    cells = np.full((len(snapshot.units), len(snapshot.tree.leaves)), not round.scope)
    for item in round.scope:
        if item in snapshot.tree.leaf_position:
            cells[:, snapshot.tree.leaf_position[item]] = True
            continue
        unit, _colon, leaf = item.partition(":")
        if unit in snapshot.unit_position and leaf in snapshot.tree.leaf_position:
            cells[snapshot.unit_position[unit], snapshot.tree.leaf_position[leaf]] = True
    return cells

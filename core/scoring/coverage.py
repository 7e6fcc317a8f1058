"""How much of a round is done: per unit and expert, what was asked, given, and left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model.marks import ABSTAINED
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.assignment import asked_cells, open_cells
from core.scoring.ratings import recused_pairs

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Coverage:
    """Matrices (unit × expert) of how many leaves: `asked` leaves out the `recused` ones,
    `given` are values, `abstained` 弃权."""

    asked: Counts
    given: Counts
    abstained: Counts
    recused: Counts

    @property
    def missing(self) -> Counts:
        found: Counts = self.asked - self.given - self.abstained
        return found


def coverage(snapshot: Snapshot, round_: Round) -> Coverage:
    """What became of the questions of the round. Marks that it did not ask for do not count."""
    asked = open_cells(snapshot, round_.scope)
    recused = asked_cells(snapshot, round_.scope) & recused_pairs(snapshot)[:, None, :]
    marks = snapshot.marks.take(snapshot.marks.round == round_.number)
    given, abstained = np.zeros_like(asked), np.zeros_like(asked)
    declined = marks.value == ABSTAINED
    for cube, some in ((given, marks.take(~declined)), (abstained, marks.take(declined))):
        cube[some.unit, some.leaf, some.expert] = True
    cubes = (asked, asked & given, asked & abstained, recused)
    return Coverage(*(np.asarray(cube.sum(axis=1), dtype=np.int64) for cube in cubes))

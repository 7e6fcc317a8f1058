"""One way to compute: every number anyone sees comes from `score(snapshot)`.

`rescore` is the same computation when only the marks of a few cells have changed: those cells
are scored anew and everything that follows from them is formed again.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.model.data import Appeal, Decision
from core.model.marks import Marks
from core.model.plan import LeafKind
from core.model.problem import Notice
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.notices import notices
from core.scoring.quantitative import quantitative_scores
from core.scoring.ranking import Standing, grade, grades_of, rank
from core.scoring.ratings import (
    Cell,
    cell_marks,
    excluded_cells,
    fates,
    rated_scores,
)
from core.scoring.totals import Total, totals

Scores = NDArray[np.int64]
States = NDArray[np.uint8]
Fates = NDArray[np.uint8]


def score(snapshot: Snapshot) -> Result:
    """The complete result. A snapshot that `core.scoring.check.check` finds nothing in gives
    one whatever is missing: what lacks is in `missing` and `notices`."""
    states = initial_states(snapshot)
    scores = np.zeros(states.shape, dtype=np.int64)
    found = fates(snapshot, snapshot.marks)
    _fill_rated(snapshot, snapshot.marks, found, scores, states)
    for unit, leaf, points in quantitative_scores(snapshot):
        if points is not None:
            scores[unit, leaf], states[unit, leaf] = points, CellState.SCORED
    _fill_appeals(snapshot, scores, states)
    return assemble(snapshot, scores, states, found)


def rescore(snapshot: Snapshot, earlier: Result, cells: Iterable[Cell]) -> Result:
    """`score(snapshot)`, where it differs from the snapshot of `earlier` only in the marks of
    the given cells."""
    scores, states = earlier.scores.copy(), earlier.states.copy()
    touched = list(cells)
    marks = cell_marks(snapshot.marks, touched)
    for unit, leaf in touched:
        if states[unit, leaf] == CellState.SCORED:
            scores[unit, leaf], states[unit, leaf] = 0, CellState.MISSING
    _fill_rated(snapshot, marks, fates(snapshot, marks), scores, states)
    _fill_appeals(snapshot, scores, states)
    return assemble(snapshot, scores, states, fates(snapshot, snapshot.marks))


def initial_states(snapshot: Snapshot) -> States:
    """(unit × leaf) `CellState` before anything is scored: MISSING where something is asked."""
    tree, categories = snapshot.tree, snapshot.categories
    row = {
        c: [
            CellState.MISSING if tree.applies(x.code, c) else CellState.NOT_ASKED
            for x in tree.leaves
        ]
        for c in categories
    }
    shape = (len(snapshot.units), len(tree.leaves))
    states = np.zeros(shape, dtype=np.uint8)
    for position, unit in enumerate(snapshot.units):
        states[position] = row[unit.category]
    states[excluded_cells(snapshot) & (states == CellState.MISSING)] = CellState.EXCLUDED
    return states


def _fill_rated(
    snapshot: Snapshot, marks: Marks, found: Fates, scores: Scores, states: States
) -> None:
    is_rated = np.asarray([x.kind is LeafKind.RATED for x in snapshot.tree.leaves], dtype=bool)
    points, has = rated_scores(snapshot, marks, found)
    cells = has & is_rated & (states == CellState.MISSING)
    scores[cells] = points[cells]
    states[cells] = CellState.SCORED


def upheld_points(snapshot: Snapshot) -> dict[tuple[str, str], Appeal]:
    """(unit, leaf) → the appeal whose 核定分 stands; the latest decided where there are two."""
    upheld = [
        a
        for a in snapshot.appeals
        if a.points is not None and a.decision in (Decision.UPHELD, Decision.PARTLY)
    ]
    upheld.sort(key=lambda a: (a.decided.isoformat() if a.decided else "", a.code))
    return {(a.unit, a.indicator): a for a in upheld}


def _fill_appeals(snapshot: Snapshot, scores: Scores, states: States) -> None:
    for (unit_code, leaf_code), appeal in upheld_points(snapshot).items():
        unit = snapshot.unit_position[unit_code]
        leaf = snapshot.tree.leaf_position[leaf_code]
        if states[unit, leaf] >= CellState.MISSING and appeal.points is not None:
            scores[unit, leaf] = int(appeal.points * 10**snapshot.settings.decimals)
            states[unit, leaf] = CellState.SCORED


def assemble(snapshot: Snapshot, scores: Scores, states: States, found: Fates) -> Result:
    """Totals, ranks and grades from the (unit × leaf) matrices; `found` are the fates of all
    marks."""
    sums = totals(snapshot, scores, states)
    vetoes: dict[str, list[tuple[str, str]]] = {}
    for veto in snapshot.vetoes:
        vetoes.setdefault(veto.unit, []).append((veto.item, veto.ceiling))
    lines: list[UnitResult] = []
    told: list[Notice] = []
    for category in sorted(snapshot.categories):
        members = [n for n, u in enumerate(snapshot.units) if u.category == category]
        placed, graded = _category(snapshot, category, members, sums, states, vetoes)
        lines += placed
        told += graded
    return Result(
        units=tuple(lines),
        scores=scores,
        states=states,
        decimals=snapshot.settings.decimals,
        notices=(*told, *notices(snapshot, states, found)),
    )


def _category(
    snapshot: Snapshot,
    category: str,
    members: list[int],
    sums: list[Total],
    states: States,
    vetoes: dict[str, list[tuple[str, str]]],
) -> tuple[list[UnitResult], tuple[Notice, ...]]:
    """The category's lines by rank and 编码, and what grading has to report."""
    settings = snapshot.settings
    standings = [
        Standing(
            unit.code,
            unit.name,
            sums[n].total,
            sums[n].quantitative,
            tuple(ceiling for _item, ceiling in vetoes.get(unit.code, [])),
        )
        for n, unit in ((n, snapshot.units[n]) for n in members)
    ]
    ranks = rank(standings, settings)
    grading = grade(standings, ranks, grades_of(snapshot.grades, category, settings), settings)
    lines = [
        _line(snapshot, n, sums[n], states[n], place, name, vetoes)
        for n, place, name in zip(members, ranks, grading.grades, strict=True)
    ]
    return sorted(lines, key=lambda x: (x.rank, x.unit.code)), grading.notices


def _line(
    snapshot: Snapshot,
    position: int,
    sums: Total,
    states: States,
    place: int,
    grade_name: str,
    vetoes: dict[str, list[tuple[str, str]]],
) -> UnitResult:
    unit = snapshot.units[position]
    leaves = snapshot.tree.leaves
    missing = tuple(leaves[n].code for n in np.flatnonzero(states == CellState.MISSING))
    return UnitResult(
        unit=unit,
        raw=sums.raw,
        applicable=sums.applicable,
        quantitative=sums.quantitative,
        base=sums.base,
        bonus=sums.bonus,
        deduction=sums.deduction,
        total=sums.total,
        rank=place,
        grade=grade_name,
        missing=missing,
        vetoes=tuple(item for item, _ceiling in vetoes.get(unit.code, [])),
        complete=not missing and bool((states >= CellState.MISSING).any()),
    )

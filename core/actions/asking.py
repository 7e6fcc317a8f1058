"""What a round asks of each expert: the questions of a ballot with the facts that help to judge
them, and the fingerprint that binds a return to the plan it was asked under.

From the second round on a question carries the expert's own earlier mark and what the others
gave, summed up without names (never of fewer than three).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.exchange.ballot_content import Asked, AskedLeaf, AskedUnit, Others, others_of
from core.model.data import Actual, SelfAssessment
from core.model.marks import ABSTAINED, MARK_SCALE, Marks
from core.model.plan import Indicator, RatingMode, Settings
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.assignment import granted_cells, open_cells
from core.scoring.mark_rules import ABSTAIN
from core.scoring.numbers import plain
from core.scoring.ratings import Fate, fates

Cell = tuple[int, int]  # positions of unit and leaf
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Asking:
    """A round of a snapshot, looked at from the experts' side."""

    snapshot: Snapshot
    round: Round

    @cached_property
    def cells(self) -> Bools:
        """(unit × leaf × expert): asked by 分工, whatever came up since."""
        return granted_cells(self.snapshot, self.round.scope)

    @cached_property
    def free(self) -> Bools:
        """The same less what is 不适用, and what an expert is recused from."""
        return open_cells(self.snapshot, self.round.scope)

    @cached_property
    def experts(self) -> tuple[str, ...]:
        """Codes of those who are asked about anything."""
        some = _any(self.free, (0, 1))
        return tuple(e.code for e, asked in zip(self.snapshot.experts, some, strict=True) if asked)

    @cached_property
    def actuals(self) -> Mapping[tuple[str, str], Actual]:
        return {(a.unit, a.indicator): a for a in self.snapshot.actuals}

    @cached_property
    def claims(self) -> Mapping[tuple[str, str], SelfAssessment]:
        return {(s.unit, s.indicator): s for s in self.snapshot.self_assessments}

    @cached_property
    def earlier(self) -> Mapping[Cell, Mapping[int, tuple[int, int]]]:
        """Cell → expert → (value, round) of the mark that stands from the rounds before."""
        return _earlier(self.snapshot, self.round.number)


def _any(mask: Bools, axes: tuple[int, ...]) -> list[bool]:
    """Whether any is true, for each place along the axis that is left."""
    found: list[bool] = np.any(mask, axis=axes).tolist()
    return found


def _earlier(snapshot: Snapshot, number: int) -> Mapping[Cell, Mapping[int, tuple[int, int]]]:
    before = snapshot.marks.take(snapshot.marks.round < number)
    stands = np.isin(fates(snapshot, before), (Fate.VALUE, Fate.ABSTAINED))
    found: dict[Cell, dict[int, tuple[int, int]]] = {}
    for unit, leaf, expert, round_, value in _rows(before.take(stands)):
        found.setdefault((unit, leaf), {})[expert] = value, round_
    return found


def _rows(marks: Marks) -> Iterator[tuple[int, ...]]:
    columns = (marks.unit, marks.leaf, marks.expert, marks.round, marks.value)
    return zip(*(column.tolist() for column in columns), strict=True)


# The questions


def questions(asking: Asking, expert: str) -> tuple[Asked, ...]:
    """What the expert is asked, units and leaves in the order of the plan."""
    place = asking.snapshot.expert_position[expert]
    cells = np.argwhere(asking.free[:, :, place]).tolist()
    return tuple(_question(asking, (unit, leaf), place) for unit, leaf in cells)


def asked_units(asking: Asking, expert: str) -> tuple[AskedUnit, ...]:
    snapshot = asking.snapshot
    some = _any(asking.free[:, :, snapshot.expert_position[expert]], (1,))
    return tuple(
        AskedUnit(unit.code, unit.name, unit.category, unit.short)
        for unit, asked in zip(snapshot.units, some, strict=True)
        if asked
    )


def asked_leaves(asking: Asking, expert: str) -> tuple[AskedLeaf, ...]:
    snapshot = asking.snapshot
    some = _any(asking.free[:, :, snapshot.expert_position[expert]], (0,))
    return tuple(
        _leaf(snapshot, leaf)
        for leaf, asked in zip(snapshot.tree.leaves, some, strict=True)
        if asked
    )


def _leaf(snapshot: Snapshot, leaf: Indicator) -> AskedLeaf:
    above = reversed(snapshot.tree.ancestors(leaf.code))
    path = tuple(a.name for a in above)
    points = leaf.points or Decimal(0)
    return AskedLeaf(leaf.code, leaf.name, path, points, leaf.criteria, leaf.source)


def _question(asking: Asking, cell: Cell, expert: int) -> Asked:
    snapshot = asking.snapshot
    unit, leaf = snapshot.units[cell[0]].code, snapshot.tree.leaves[cell[1]].code
    actual = asking.actuals.get((unit, leaf), Actual(unit, leaf))
    claim = asking.claims.get((unit, leaf), SelfAssessment(unit, leaf))
    given = asking.earlier.get(cell, {})
    mark, reason = "", ""
    if expert in given:
        value, number = given[expert]
        mark = _text(snapshot, value)
        reason = snapshot.reasons.get((number, snapshot.experts[expert].code, unit, leaf), "")
    return Asked(
        unit=unit,
        leaf=leaf,
        target=actual.target,
        base=actual.base,
        value=actual.value,
        note=actual.note,
        self_points=claim.points,
        self_note=claim.note,
        earlier=mark,
        earlier_reason=reason,
        others=_others(snapshot, cell, expert, given),
    )


def _text(snapshot: Snapshot, value: int) -> str:
    if value == ABSTAINED:
        return ABSTAIN
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        return snapshot.words[value]
    return plain(Decimal(value) / Decimal(MARK_SCALE))


def _others(
    snapshot: Snapshot, cell: Cell, expert: int, given: Mapping[int, tuple[int, int]]
) -> Others | None:
    values, reasons = [], []
    unit, leaf = snapshot.units[cell[0]].code, snapshot.tree.leaves[cell[1]].code
    for other, (value, number) in given.items():
        if other != expert and value != ABSTAINED:
            values.append(_number(snapshot, value))
            key = (number, snapshot.experts[other].code, unit, leaf)
            reasons.append(snapshot.reasons.get(key, ""))
    return others_of(values, reasons)


def _number(snapshot: Snapshot, value: int) -> Decimal:
    """A mark as a number: a coefficient where marks are words."""
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        shares: dict[str, Decimal] = dict(snapshot.settings.grade_words)
        return shares.get(snapshot.words[value], Decimal(0))
    return Decimal(value) / Decimal(MARK_SCALE)


# The plan version


def plan_digests(asking: Asking) -> dict[str, str]:
    """Expert → SHA-256 of what a mark of theirs means in this round: which items they are asked
    by 分工, the points and criteria of those, and in what they rate.

    What does not change the meaning of a mark is not in it: names, actual values, recusals
    and 不适用 (which come up while a round runs), the limits for a 理由. It does not hang
    on the order of rows.
    """
    snapshot = asking.snapshot
    units = np.asarray(sorted(range(len(snapshot.units)), key=lambda n: snapshot.units[n].code))
    leaves = snapshot.tree.leaves
    order = np.asarray(sorted(range(len(leaves)), key=lambda n: leaves[n].code))
    if not len(units) or not len(order):
        return {}
    cells = asking.cells[units][:, order]
    codes = [snapshot.units[n].code for n in units]
    sorted_leaves = [leaves[n] for n in order]
    return {
        expert.code: _digest(snapshot.settings, codes, sorted_leaves, cells[:, :, n])
        for n, expert in enumerate(snapshot.experts)
    }


def _digest(settings: Settings, units: list[str], leaves: list[Indicator], asked: Bools) -> str:
    rows, columns = np.any(asked, axis=1), np.any(asked, axis=0)
    facts = {
        "units": [unit for unit, some in zip(units, rows.tolist(), strict=True) if some],
        "leaves": [
            [leaf.code, plain(leaf.points or 0), leaf.criteria]
            for leaf, some in zip(leaves, columns.tolist(), strict=True)
            if some
        ],
        "mode": settings.rating_mode.value,
        "step": plain(settings.step) if settings.rating_mode is not RatingMode.WORDS else "",
        "words": [[word, plain(share)] for word, share in settings.grade_words]
        if settings.rating_mode is RatingMode.WORDS
        else [],
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    found.update(np.packbits(asked[rows][:, columns]).tobytes())
    return found.hexdigest()

"""The smallest change of one 完成值 that would change a unit's grade (see `tipping`).

A rule that compares units is scored anew for all of them. Tried are leaves whose own points leave
room for what the unit lacks; a tally of answers is not a single number and is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from core.analysis.placing import Contest, levels
from core.analysis.tipping import Change, Edges, raw_for
from core.analysis.worlds import Official, totals_from
from core.model.data import Actual
from core.model.plan import LeafKind
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.scoring.numbers import decimals_of
from core.scoring.quantitative import Measured, measure_leaf, scored_actuals
from core.scoring.rule import make_group
from core.scoring.rules import read_actual, value_faults
from core.scoring.score import upheld_points

FURTHEST = 2  # times the larger of value and target: nobody misstates a figure by more


@dataclass(frozen=True)
class ActualChanges:
    """Finds changes of actuals, unit by unit; made once a snapshot."""

    snapshot: Snapshot
    result: Result
    known: Official

    @cached_property
    def _actuals(self) -> Mapping[tuple[str, str], Actual]:
        return scored_actuals(self.snapshot)

    @cached_property
    def _measured(self) -> dict[int, dict[int, Measured]]:
        """By position of leaf and unit."""
        return {
            n: {m.unit: m for m in measure_leaf(self.snapshot, leaf, self._actuals)}
            for n, leaf in enumerate(self.snapshot.tree.leaves)
            if leaf.kind is LeafKind.QUANTITATIVE
        }

    @cached_property
    def _fixed(self) -> set[tuple[str, str]]:
        return set(upheld_points(self.snapshot))

    def of(self, unit: int, contest: Contest, edge: Edges) -> Change | None:
        """The smallest change of one 完成值 of this unit; None where no single one is enough."""
        best: Change | None = None
        for leaf in self._leaves(unit, edge):
            for up in (True, False):
                bound = best.share if best else float(FURTHEST)
                found = self._search(unit, leaf, contest, edge, up, bound)
                if found is not None and found.share < bound:
                    best = found
        return best

    def _leaves(self, unit: int, edge: Edges) -> Iterator[int]:
        """Leaves with a number that can lift or lower the unit far enough."""
        code = self.snapshot.units[unit].code
        wanted = [self._lacking(unit, edge, up) for up in (True, False)]
        for leaf, measured in self._measured.items():
            one = self.snapshot.tree.leaves[leaf]
            row = measured.get(unit)
            fixed = (code, one.code) in self._fixed
            scored = self.result.states[unit, leaf] == CellState.SCORED
            if row is None or row.reading is None or row.rule.takes_tally or fixed or not scored:
                continue
            score = int(self.result.scores[unit, leaf])
            room = int((one.points or 0) * 10**self.result.decimals) - score
            if any(w is not None and -score <= w <= room for w in wanted):
                yield leaf

    def _lacking(self, unit: int, edge: Edges, up: bool) -> int | None:
        goal = edge.nearest(up)
        raw = None if goal is None else raw_for(self.known, unit, goal, up)
        return None if raw is None else raw - int(self.known.raw[unit])

    def _search(
        self, unit: int, leaf: int, contest: Contest, edge: Edges, up: bool, bound: float
    ) -> Change | None:
        """The fewest steps of the last decimal that change the grade, within a share of `bound`."""
        rule = self._measured[leaf][unit].rule
        code = self.snapshot.tree.leaves[leaf].code
        actual = self._actuals[self.snapshot.units[unit].code, code]
        old, step, size = _steps_of(actual)
        sign = step if up else -step

        def moved(steps: int) -> Actual:
            return replace(actual, value=old + steps * sign)

        def other(steps: int) -> bool:
            return self._level(unit, leaf, contest, edge, moved(steps)) != edge.level

        # A figure that is not negative does not become so.
        room = size * Decimal(bound) if up or old < 0 else min(old, size * Decimal(bound))
        furthest = int(room / step)
        sound = _last(lambda steps: not value_faults(rule, moved(steps)), furthest)
        # Every rule goes one way, so what the furthest value does not do none before it does.
        if not sound or not other(sound):
            return None
        steps = _last(lambda steps: not other(steps), sound - 1) + 1
        level = self._level(unit, leaf, contest, edge, moved(steps))
        share = float(steps * step / size)
        return Change(code, "", old, old + steps * sign, contest.grades[level], share)

    def _level(self, unit: int, leaf: int, contest: Contest, edge: Edges, actual: Actual) -> int:
        """The unit's grade with this actual."""
        raw, quantitative = self.known.raw.copy(), self.known.quantitative.copy()
        scores = self._scores(unit, leaf, actual)
        for position, score in scores.items():
            change = score - int(self.result.scores[position, leaf])
            raw[position] += change
            quantitative[position] += change
        totals = totals_from(self.known, raw)
        if len(scores) < 2 and not contest.by_quantity:
            return edge.level_at(int(totals[unit]))
        own = contest.members
        member = int(np.searchsorted(own, unit))
        return int(levels(contest, totals[own][None], quantitative[own][None])[0, member])

    def _scores(self, unit: int, leaf: int, actual: Actual) -> dict[int, int]:
        """The scores that change: the unit's, and with a rule that compares those of its group."""
        rows, decimals = self._measured[leaf], self.result.decimals
        own = rows[unit]
        seen = read_actual(own.rule, actual)
        if not own.rule.grouped:
            found = replace(own, reading=seen).score(decimals)
            return {} if found is None else {unit: found}
        category = self.snapshot.units[unit].category
        code = self.snapshot.tree.leaves[leaf].code
        readings = {
            n: seen if n == unit else m.reading
            for n, m in rows.items()
            if self.snapshot.units[n].category == category
        }
        group = make_group(r.x for r in readings.values() if r is not None)
        scores = {
            n: Measured(n, own.rule, reading, group).score(decimals)
            for n, reading in readings.items()
            if (self.snapshot.units[n].code, code) not in self._fixed
        }
        return {n: score for n, score in scores.items() if score is not None}


def _steps_of(actual: Actual) -> tuple[Decimal, Decimal, Decimal]:
    """The value, the last decimal that it or the target shows, and the larger of the two."""
    assert isinstance(actual.value, Decimal)
    target = Decimal(0) if actual.target is None else actual.target
    decimals = max(decimals_of(actual.value), decimals_of(target))
    step = Decimal(1).scaleb(-decimals)
    return actual.value, step, max(abs(actual.value), abs(target), step)


def _last(holds: Callable[[int], bool], most: int) -> int:
    """The last of 0 … `most` up to which it holds, by halving; 0 is taken to hold."""
    if most > 0 and holds(most):
        return most
    near, far = 0, max(1, most)
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (middle, far) if holds(middle) else (near, middle)
    return near

"""How far a result can be trusted (scoring rules, section 6): what becomes of ranks and grades
when the weights are a little different, when an expert is left out, when the experts are drawn
again, and what single change would tip a grade. Seeded, so that it repeats.

Worlds are formed in floating point and placed by the official rules (`worlds`, `panel`,
`placing`). Units that lack something are placed provisionally, as in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.analysis.panel import Panel, panel_of
from core.analysis.placing import Contest, Placed, contests, levels, place
from core.analysis.tipping import Change, MarkChanges, edges
from core.analysis.tipping_actuals import ActualChanges
from core.analysis.worlds import (
    Official,
    Whole,
    draw_weights,
    left_out,
    official,
    recombined_totals,
    resampled,
    shares_of,
    weighted_totals,
)
from core.model.people import Unit
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.text import _

SHARE, RUNS, SEED = 0.1, 1000, 0
Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Outlook:
    """A unit in a number of worlds: the ends of its range of ranks, in what share of the worlds
    it has each grade, and in what share the official one."""

    best: int
    worst: int
    grades: Mapping[str, float]
    kept: float


@dataclass(frozen=True, slots=True)
class UnitRobustness:
    """`left_out` and `resampled` are None with fewer than two experts whose ratings count;
    `turning` are the experts without whom the unit has another grade, with that grade. `mark`
    and `actual` are the smallest change of each kind, None where no single one is enough."""

    unit: Unit
    rank: int
    grade: str
    weights: Outlook
    left_out: Outlook | None
    resampled: Outlook | None
    turning: Mapping[str, str]
    mark: Change | None
    actual: Change | None

    @property
    def change(self) -> Change | None:
        """The smaller of the two changes."""
        found = [c for c in (self.mark, self.actual) if c is not None]
        return min(found, key=lambda c: c.share, default=None)


@dataclass(frozen=True, slots=True)
class Robustness:
    """`units` stand in the order of the result; `experts` are those whose ratings count."""

    share: float
    runs: int
    seed: int
    experts: tuple[str, ...]
    units: tuple[UnitRobustness, ...]


def robustness(
    snapshot: Snapshot,
    result: Result,
    share: float = SHARE,
    runs: int = RUNS,
    seed: int = SEED,
    report: Report | None = None,
) -> Robustness:
    """All of it. `share` is how far each weight may move, 0 to below 1; `runs` ≥ 1 draws."""
    known, panel = official(snapshot, result), panel_of(snapshot, result)
    experts, without = left_out(panel)
    enough = len(experts) > 1
    omitted = recombined_totals(panel, known, without) if enough else None
    drawn = _drawn(panel, known, runs, seed, report or _silent) if enough else None
    codes = [snapshot.experts[n].code for n in experts]
    search = _Search(
        MarkChanges(snapshot, panel, known, result.decimals),
        ActualChanges(snapshot, result, known),
        report or _silent,
        len(snapshot.units),
    )
    factors = draw_weights(len(snapshot.tree.leaves), share, runs, seed)
    found: dict[str, UnitRobustness] = {}
    for contest in contests(snapshot):
        own = shares_of(snapshot, result, known, contest.members)
        weighed = place(contest, weighted_totals(own, factors, contest.by_quantity))
        omission = _placed(contest, known, omitted)
        drawing = _placed(contest, known, drawn)
        turning = _turning(contest, known, omitted, codes)
        for n, position in enumerate(contest.members.tolist()):
            unit = snapshot.units[position]
            line = result.of(unit.code)
            mark, actual = search.of(contest, n)
            found[unit.code] = UnitRobustness(
                unit,
                line.rank,
                line.grade,
                _outlook(contest, weighed, n, line.grade),
                None if omission is None else _outlook(contest, omission, n, line.grade),
                None if drawing is None else _outlook(contest, drawing, n, line.grade),
                turning[n],
                mark,
                actual,
            )
    units = tuple(found[line.unit.code] for line in result.units)
    return Robustness(share, runs, seed, tuple(codes), units)


def _drawn(panel: Panel, known: Official, runs: int, seed: int, report: Report) -> Whole:
    """The totals with experts drawn again."""
    note = _("重新抽取专家")
    counts = resampled(panel, runs, seed)
    return recombined_totals(panel, known, counts, lambda done: report(done, runs, note))


def weight_worlds(
    snapshot: Snapshot, result: Result, share: float = SHARE, runs: int = RUNS, seed: int = SEED
) -> list[Placed]:
    """Part (a) alone: what becomes of each category under perturbed weights."""
    known = official(snapshot, result)
    factors = draw_weights(len(snapshot.tree.leaves), share, runs, seed)
    return [
        place(
            contest,
            weighted_totals(
                shares_of(snapshot, result, known, contest.members), factors, contest.by_quantity
            ),
        )
        for contest in contests(snapshot)
    ]


def _placed(contest: Contest, known: Official, totals: Whole | None) -> Placed | None:
    """The members in worlds that differ in ratings only: the 定量 part is the official one."""
    if totals is None:
        return None
    own = totals[:, contest.members]
    return place(contest, [(own, _ties(contest, known, len(own)))])


def _ties(contest: Contest, known: Official, worlds: int) -> Whole:
    row = known.quantitative[contest.members]
    return np.broadcast_to(row, (worlds, len(row)))


def _outlook(contest: Contest, placed: Placed, member: int, grade: str) -> Outlook:
    counts = placed.grades[member].tolist()
    shares = {g: n / placed.worlds for g, n in zip(contest.grades, counts, strict=True)}
    return Outlook(int(placed.best[member]), int(placed.worst[member]), shares, shares[grade])


def _turning(
    contest: Contest, known: Official, totals: Whole | None, experts: Sequence[str]
) -> list[dict[str, str]]:
    """For each member the experts without whom its grade is another one, and which."""
    if totals is None:
        return [{} for _member in contest.members]
    own = totals[:, contest.members]
    there = levels(contest, own, _ties(contest, known, len(own)))
    now = levels(contest, known.total[contest.members][None], _ties(contest, known, 1))[0]
    return [
        {
            experts[world]: contest.grades[there[world, member]]
            for world in np.flatnonzero(there[:, member] != now[member]).tolist()
        }
        for member in range(len(contest.members))
    ]


def _silent(done: int, total: int, note: str) -> None:
    """Nobody is watching."""


@dataclass(slots=True)
class _Search:
    """The search for the smallest changes, with how far it is."""

    marks: MarkChanges
    actuals: ActualChanges
    report: Report
    units: int
    done: int = 0

    def of(self, contest: Contest, member: int) -> tuple[Change | None, Change | None]:
        known, unit = self.marks.known, int(contest.members[member])
        totals, ties = known.total[contest.members], known.quantitative[contest.members]
        edge = edges(contest, totals, ties, member)
        found = self.marks.of(unit, contest, edge), self.actuals.of(unit, contest, edge)
        self.done += 1
        self.report(self.done, self.units, self.marks.snapshot.units[unit].name)
        return found

"""For each unit the smallest single change, of one mark or of one actual, that would change its
grade, everything else as it is.

First the edges: the nearest totals above and below at which the unit's grade is another one.
Then the change that takes the least of its range to get there: of a mark its share of the most
a mark can be, of an actual its share of the larger of value and target. Marks move in steps of
评分步长 (or from word to word), actuals in the last decimal that value or target shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.analysis.panel import Floats, Panel, what_if
from core.analysis.placing import Contest, Ints, levels
from core.analysis.worlds import Official, Whole, totals_from
from core.model.plan import RatingMode
from core.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """The rating of `expert` on `leaf`, or the 完成值 of `leaf` where `expert` is "", from `old`
    to `new` would make the grade `grade`. `share` is how large that is, see the module."""

    leaf: str
    expert: str
    old: Decimal | str
    new: Decimal | str
    grade: str
    share: float


@dataclass(frozen=True, eq=False, slots=True)
class Edges:
    """Of one unit: `totals` upwards and the level at each; between two the level is that of the
    lower one. `now` is its total, `level` its grade."""

    totals: Whole
    levels: Ints
    now: int
    level: int

    def nearest(self, up: bool) -> int | None:
        """The nearest total in this direction at which the grade is another one."""
        other = self.levels != self.level
        side = self.totals > self.now if up else self.totals < self.now
        found = self.totals[other & side]
        return int(found.min() if up else found.max()) if len(found) else None

    def level_at(self, total: int) -> int:
        return int(self.levels[max(0, int(np.searchsorted(self.totals, total, "right")) - 1)])


def edges(contest: Contest, totals: Whole, quantitative: Whole, member: int) -> Edges:
    """The edges of a member of the contest; `totals` and `quantitative` are the members'."""
    others = np.delete(totals, member)
    floors = np.asarray(contest.floors, dtype=np.int64)
    # The grade can only change where the unit passes another one or a 最低分.
    steps = np.unique(np.concatenate([others - 1, others, others + 1, floors, floors - 1]))
    steps = np.unique(np.append(steps[steps >= 0], [0, totals[member]]))
    worlds = np.repeat(totals[None], len(steps), axis=0)
    worlds[:, member] = steps
    ties = np.broadcast_to(quantitative, worlds.shape)
    found = levels(contest, worlds, ties)[:, member]
    now = int(totals[member])
    return Edges(steps, found, now, int(found[np.searchsorted(steps, now)]))


def raw_for(known: Official, unit: int, total: int, up: bool) -> int | None:
    """The smallest (`up`; else the largest) sum of leaf scores that makes the unit's total at
    least (at most) `total`; None where none does."""
    if total < 0:
        return None
    one = known.of(unit)
    guess = round((total - int(one.adjustment[0])) / float(one.factor[0]))
    span = np.arange(max(0, guess - 2), max(0, guess + 3))[:, None]
    made = totals_from(one, span)[:, 0]
    fits = span[:, 0][made >= total if up else made <= total]
    if not len(fits):
        return None
    return int(fits.min() if up else fits.max())


# Marks


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """The marks that can be given, numbered upwards from 0 to `last` of each leaf. As a value of
    the panel (score times 10**小数位) mark n is n times `unit` of its leaf, or the coefficient of
    word n times `unit`."""

    last: Ints
    unit: Floats
    words: Floats | None = None

    def values(self, leaf: Ints, places: Ints) -> Floats:
        given = places if self.words is None else self.words[places]
        return np.asarray(given * self.unit[leaf], dtype=np.float64)

    def places(self, leaf: Ints, values: Floats) -> Ints:
        given = values / self.unit[leaf]
        if self.words is None:
            return np.rint(given).astype(np.int64)
        nearest: Ints = np.abs(given[:, None] - self.words).argmin(axis=1)
        return nearest


def grid_of(snapshot: Snapshot, decimals: int) -> Grid:
    """The marks of every leaf of the tree."""
    settings, leaves = snapshot.settings, snapshot.tree.leaves
    worth = np.asarray([float(x.points or 1) for x in leaves]) * 10.0**decimals
    if settings.rating_mode is RatingMode.WORDS:
        shares = [float(share) for _word, share in words_upwards(snapshot)]
        return Grid(np.full(len(leaves), len(shares) - 1), worth, np.asarray(shares))
    if settings.rating_mode is RatingMode.PERCENT:
        last = [int(100 / settings.step)] * len(leaves)
        return Grid(np.asarray(last), worth / 100 * float(settings.step))
    last = [int((x.points or 0) / settings.step) for x in leaves]
    one = float(settings.step) * 10.0**decimals
    return Grid(np.asarray(last), np.full(len(leaves), one))


def words_upwards(snapshot: Snapshot) -> list[tuple[str, Decimal]]:
    """等级系数, the worst word first."""
    return sorted(snapshot.settings.grade_words, key=lambda pair: pair[1])


@dataclass(frozen=True, eq=False, slots=True)
class Ratings:
    """Some ratings, side by side: the cell of the panel, its leaf, the expert, and the place of
    the mark in the grid."""

    cell: Ints
    leaf: Ints
    expert: Ints
    place: Ints

    def take(self, rows: NDArray[np.bool_]) -> Ratings:
        return Ratings(self.cell[rows], self.leaf[rows], self.expert[rows], self.place[rows])


@dataclass(frozen=True, eq=False)
class MarkChanges:
    """Finds mark changes, unit by unit; made once a snapshot."""

    snapshot: Snapshot
    panel: Panel
    known: Official
    decimals: int

    @cached_property
    def _grid(self) -> Grid:
        return grid_of(self.snapshot, self.decimals)

    def of(self, unit: int, contest: Contest, edge: Edges) -> Change | None:
        """The smallest change of one mark of this unit; None where no single one is enough."""
        ratings = self._ratings(unit)
        found = [self._towards(unit, ratings, contest, edge, up) for up in (True, False)]
        changes = [c for c in found if c is not None]
        return min(changes, key=lambda c: c.share, default=None)

    def _ratings(self, unit: int) -> Ratings:
        cells = np.flatnonzero(self.panel.unit == unit)
        rows, experts = np.nonzero(~np.isnan(self.panel.cube[cells]))
        leaf = self.panel.leaf[cells[rows]]
        values = self.panel.cube[cells[rows], experts]
        return Ratings(cells[rows], leaf, experts, self._grid.places(leaf, values))

    def _towards(
        self, unit: int, ratings: Ratings, contest: Contest, edge: Edges, up: bool
    ) -> Change | None:
        goal = edge.nearest(up)
        wanted = None if goal is None else raw_for(self.known, unit, goal, up)
        if wanted is None:
            return None
        lacking = wanted - int(self.known.raw[unit])
        most = self._grid.values(ratings.leaf, self._grid.last[ratings.leaf])
        scores = self.panel.official[ratings.cell] + lacking
        # A cell that lacks the room for it need not be tried.
        able = ratings.take((scores >= 0) & (scores <= most + 1))
        end = self._grid.last[able.leaf] if up else np.zeros_like(able.place)
        reaching = self._reaches(able, end, lacking)
        able, end = able.take(reaching), end[reaching]
        return self._nearest(unit, able, self._halved(able, end, lacking), contest, edge)

    def _halved(self, ratings: Ratings, far: Ints, lacking: int) -> Ints:
        """The place nearest to each mark at which it reaches what is lacking, given one `far` away
        that does."""
        near = ratings.place
        while len(far) and int(np.abs(far - near).max()) > 1:
            middle = (far + near) // 2
            reached = self._reaches(ratings, middle, lacking)
            inside = np.abs(far - near) > 1
            far = np.where(inside & reached, middle, far)
            near = np.where(inside & ~reached, middle, near)
        return far

    def _nearest(
        self, unit: int, ratings: Ratings, places: Ints, contest: Contest, edge: Edges
    ) -> Change | None:
        """The one of these changes that takes the least; a step too coarse may miss the grade."""
        given = [self._grid.values(ratings.leaf, p) for p in (ratings.place, places)]
        most = self._grid.values(ratings.leaf, self._grid.last[ratings.leaf])
        share = np.abs(given[1] - given[0]) / np.maximum(most, 1e-300)
        scores = self._scores(ratings, places)
        # Equal shares in the order of the plan, not of the last binary digit.
        for n in np.argsort(np.round(share, 9), kind="stable").tolist():
            raw = self.known.raw.copy()
            raw[unit] += scores[n] - self.panel.official[ratings.cell[n]]
            level = edge.level_at(int(totals_from(self.known, raw)[unit]))
            if level != edge.level:
                leaf = self.snapshot.tree.leaves[int(ratings.leaf[n])].code
                expert = self.snapshot.experts[int(ratings.expert[n])].code
                old, new = self._said(int(ratings.place[n])), self._said(int(places[n]))
                return Change(leaf, expert, old, new, contest.grades[level], float(share[n]))
        return None

    def _scores(self, ratings: Ratings, places: Ints) -> Whole:
        """The score of the cell of each rating with this one changed to another place."""
        rows = self.panel.cube[ratings.cell]
        rows[np.arange(len(rows)), ratings.expert] = self._grid.values(ratings.leaf, places)
        return what_if(self.panel, ratings.cell, rows)

    def _reaches(self, ratings: Ratings, places: Ints, lacking: int) -> NDArray[np.bool_]:
        scores = self._scores(ratings, places)
        goal = self.panel.official[ratings.cell] + lacking
        return scores >= goal if lacking > 0 else scores <= goal

    def _said(self, place: int) -> Decimal | str:
        """A place of the grid as the expert gives it."""
        settings = self.snapshot.settings
        if settings.rating_mode is RatingMode.WORDS:
            return words_upwards(self.snapshot)[place][0]
        return settings.step * place

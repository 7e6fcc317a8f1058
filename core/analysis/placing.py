"""Ranks and grades of a category in many worlds at once, by the rules of `core.scoring.ranking`.

A world is a row of totals, times 10**小数位 as whole numbers, one a unit: what is equal officially
is equal here. Instead of placing group after group, each grade is a prefix of the ranking: with
c units that reach its 最低分 or a better one, t placed in better grades and q places, it takes the
units down to the last whole group within min(c, t + q), or, with 全部进入, to the end of the
group that stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model.data import ONE_GRADE_DOWN
from core.model.plan import QuotaTies, TieRule
from core.model.snapshot import Snapshot
from core.scoring.ranking import grades_of, places

Ints = NDArray[Any]  # int64, or int32 where that is enough
AT_ONCE = 1 << 17  # totals that are placed together, to stay within the cache
MOST_WORLDS = 250  # so that they can be counted in a byte


@dataclass(frozen=True, eq=False, slots=True)
class Contest:
    """A category and its grades, best first. `members` are positions of its units, `floors` the
    最低分 times 10**小数位, `quotas` places or None. `free` are the members (by their order here)
    without a 否决; `ceilings` maps the others to the lowest grades of theirs and to whether one
    says 降一等. `by_quantity`: 定量优先 breaks ties."""

    category: str
    members: NDArray[np.intp]
    grades: tuple[str, ...]
    floors: tuple[int, ...]
    quotas: tuple[int | None, ...]
    all_in: bool
    free: NDArray[np.intp]
    ceilings: dict[int, tuple[int, bool]]
    by_quantity: bool


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """What became of the members of a contest: `worlds` counts the rows, `best` and `worst` are
    the ends of the range of ranks, `grades` (member × grade) in how many worlds each had which.
    """

    worlds: int
    best: Ints
    worst: Ints
    grades: Ints


def contests(snapshot: Snapshot) -> list[Contest]:
    """One a category, in order of first appearance."""
    ceilings: dict[str, list[str]] = {}
    for veto in snapshot.vetoes:
        ceilings.setdefault(veto.unit, []).append(veto.ceiling)
    return [_contest(snapshot, category, ceilings) for category in snapshot.categories]


def _contest(snapshot: Snapshot, category: str, vetoes: dict[str, list[str]]) -> Contest:
    settings = snapshot.settings
    ladder = grades_of(snapshot.grades, category, settings)
    names = [grade.name for grade in ladder]
    members = [n for n, u in enumerate(snapshot.units) if u.category == category]
    codes = [snapshot.units[n].code for n in members]
    # The lowest grade always takes.
    quotas = [
        None if g.quota is None else places(g.quota, len(members), settings.quota_rounding)
        for g in ladder[:-1]
    ]
    return Contest(
        category,
        np.asarray(members, dtype=np.intp),
        tuple(names),
        tuple(int(g.floor * 10**settings.decimals) for g in ladder),
        (*quotas, None),
        settings.quota_ties is QuotaTies.ALL_IN,
        np.asarray([n for n, code in enumerate(codes) if code not in vetoes], dtype=np.intp),
        {n: _lowest(vetoes[code], names) for n, code in enumerate(codes) if code in vetoes},
        settings.tie_rule is TieRule.QUANTITATIVE_FIRST,
    )


def _lowest(ceilings: Sequence[str], names: list[str]) -> tuple[int, bool]:
    """The worst fixed 最高等次 (0 where there is none), and whether one grade goes down."""
    fixed = [
        names.index(c) if c in names else len(names) - 1 for c in ceilings if c != ONE_GRADE_DOWN
    ]
    return max(fixed, default=0), ONE_GRADE_DOWN in ceilings


# Placing


Worlds = Iterable[tuple[Ints, Ints | None]]


def place(contest: Contest, worlds: Worlds) -> Placed:
    """Ranks and grades of the members in every world. Worlds come in batches: (world × member)
    totals, and the same of the 定量 part, which breaks ties under 定量优先, or None."""
    n = len(contest.members)
    best, worst = np.full(n, n, dtype=np.int64), np.ones(n, dtype=np.int64)
    counts = np.zeros((n, len(contest.grades)), dtype=np.int64)
    seen = 0
    for totals, quantitative in _small(worlds, n):
        field = behind(contest, totals, quantitative)
        ordered, ranks = ranked(field.keys)
        np.minimum(best, ranks.min(axis=0), out=best)
        np.maximum(worst, ranks.max(axis=0), out=worst)
        _count(contest, totals, field, ordered, counts)
        seen += len(totals)
    return Placed(seen, best, worst, counts)


def _small(worlds: Worlds, members: int) -> Worlds:
    """The same worlds in batches that fit the cache and a byte's counting."""
    size = max(1, min(MOST_WORLDS, AT_ONCE // max(1, members)))
    for totals, quantitative in worlds:
        for first in range(0, len(totals), size):
            some = slice(first, first + size)
            yield totals[some], None if quantitative is None else quantitative[some]


@dataclass(frozen=True, eq=False, slots=True)
class Field:
    """How far each member is behind the best one: (world × member) whole numbers ≥ 0 that rank as
    the units do. A total of `t` is at most `top - t * step` behind."""

    keys: Ints
    top: int
    step: int

    def reach(self, floor: int) -> int:
        """The most that a unit with this total or more can be behind; -1 where none reaches it."""
        # Within the numbers of `keys`, which may be narrower than `top`.
        most = int(np.iinfo(self.keys.dtype).max)
        return min(most, max(-1, self.top - floor * self.step))


def behind(contest: Contest, totals: Ints, quantitative: Ints | None = None) -> Field:
    """The field of a contest."""
    if not contest.by_quantity or quantitative is None:
        top = int(totals.max(initial=0))
        return Field(_narrow(top - totals), top, 1)
    step = int(quantitative.max(initial=0)) + 1
    keys = totals * step + quantitative
    # The best of those with a total has the whole of `step` less one.
    top = int(keys.max(initial=0))
    return Field(_narrow(top - keys), top, step)


def _narrow(keys: Ints) -> Ints:
    """In half the bytes where that leaves room for a place beside each key."""
    return keys.astype(np.int32) if _fits(keys, 31) else keys


def _fits(keys: Ints, width: int) -> bool:
    room = width - 1 - int(keys.shape[1]).bit_length()
    return int(keys.max(initial=0)) < 1 << room


def ranked(keys: Ints) -> tuple[Ints, Ints]:
    """The keys (≥ 0) of each row upwards, and the competition rank of each."""
    worlds, n = keys.shape
    bits = n.bit_length()
    if _fits(keys, 8 * keys.itemsize - 1):
        # One sort of whole numbers that carry their place is several times faster than argsort.
        order = keys << bits
        order |= np.arange(n, dtype=keys.dtype)
        order.sort(axis=1)
        ordered = order >> bits
        order &= (1 << bits) - 1
    else:
        order = np.argsort(keys, axis=1, kind="stable")
        ordered = np.take_along_axis(keys, order, axis=1)
    ranks = np.empty(worlds * n, dtype=np.int32)
    ranks[(order + np.arange(worlds)[:, None] * n).reshape(-1)] = _starts(ordered).reshape(-1)
    return ordered, ranks.reshape(worlds, n)


def _starts(ordered: Ints) -> Ints:
    """The place, from 1, at which the group of equals begins that each of the sorted keys is in."""
    found = np.ones(ordered.shape, dtype=np.int32)
    places_ = np.arange(2, ordered.shape[1] + 1, dtype=np.int32)
    np.multiply(ordered[:, 1:] != ordered[:, :-1], places_, out=found[:, 1:])
    return np.maximum.accumulate(found, axis=1, out=found)


def _count(contest: Contest, totals: Ints, field: Field, ordered: Ints, counts: Ints) -> None:
    """Add to `counts` (member × grade) the grades of these worlds."""
    free, keys = contest.free, field.keys
    if len(free) < keys.shape[1]:
        keys = np.ascontiguousarray(keys[:, free])
        ordered = np.sort(keys, axis=1)
    above = np.zeros(len(free), dtype=np.int64)
    for level, cutoff in enumerate(cutoffs(contest, field, ordered)):
        inside = keys <= cutoff.astype(keys.dtype)[:, None]
        # At most `MOST_WORLDS` rows, so that a byte will do.
        reached = inside.view(np.uint8).sum(axis=0, dtype=np.uint8).astype(np.int64)
        counts[free, level] += reached - above
        above = reached
    counts[free, -1] += len(keys) - above
    for member in contest.ceilings:
        levels = vetoed_levels(contest, member, totals[:, member])
        counts[member] += np.bincount(levels, minlength=len(contest.grades))


def levels(contest: Contest, totals: Ints, quantitative: Ints | None = None) -> Ints:
    """The grade of each member in each world, as its place among the grades."""
    field = behind(contest, totals, quantitative)
    free = field.keys[:, contest.free]
    found = np.zeros(totals.shape, dtype=np.int64)
    for cutoff in cutoffs(contest, field, np.sort(free, axis=1)):
        found[:, contest.free] += free > cutoff[:, None]
    for member in contest.ceilings:
        found[:, member] = vetoed_levels(contest, member, totals[:, member])
    return found


def cutoffs(contest: Contest, field: Field, ordered: Ints) -> list[Ints]:
    """For each grade but the lowest, in each world, the most that a unit in it or in a better one
    is behind; -1 where nobody is. `ordered` are the keys of the free members, best first."""
    worlds = len(ordered)
    taken = np.zeros(worlds, dtype=np.int64)
    found: list[Ints] = []
    for floor, quota in zip(contest.floors[:-1], contest.quotas[:-1], strict=True):
        reach = up_to(ordered, np.full(worlds, field.reach(floor)))
        if quota is None:
            taken = reach
        else:
            taken = whole_groups(ordered, np.minimum(reach, taken + quota), contest.all_in)
        last = np.full(worlds, -1, dtype=np.int64)
        some = np.flatnonzero(taken)
        last[some] = ordered[some, taken[some] - 1]
        found.append(last)
    return found


def up_to(ordered: Ints, limits: Ints) -> Ints:
    """How many of each row are at most its limit."""
    inside = ordered <= limits.astype(ordered.dtype)[:, None]
    counted: Ints = inside.view(np.uint8).sum(axis=1, dtype=np.int64)
    return counted


def whole_groups(ordered: Ints, end: Ints, up: bool) -> Ints:
    """`end`, moved to the start of the group of equals that it divides, or with `up` to its
    end."""
    n = ordered.shape[1]
    inside = np.flatnonzero((end > 0) & (end < n))
    inside = inside[ordered[inside, end[inside] - 1] == ordered[inside, end[inside]]]
    moved = end.astype(np.int64)
    tied = ordered[inside, end[inside]].astype(np.int64)
    moved[inside] = up_to(ordered[inside], tied if up else tied - 1)
    return moved


def vetoed_levels(contest: Contest, member: int, totals: Ints) -> Ints:
    """The grade of a member with a 否决, as a number, for each of the totals."""
    lowest = len(contest.grades) - 1
    fixed, down = contest.ceilings[member]
    start = np.minimum(reached_level(contest, totals), lowest)
    found: Ints = np.maximum(np.minimum(start + int(down), lowest), fixed)
    return found


def reached_level(contest: Contest, totals: Ints) -> Ints:
    """How many grades have a 最低分 above each total."""
    found = np.zeros(totals.shape, dtype=np.int64)
    for floor in contest.floors:
        found += totals < floor
    return found

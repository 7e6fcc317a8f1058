"""Ranks and grades within a category (scoring rules, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from core.model.data import ONE_GRADE_DOWN
from core.model.plan import DEFAULT_GRADES, Grade, QuotaRounding, QuotaTies, Settings
from core.model.problem import Notice
from core.scoring.numbers import round_scaled
from core.text import _


@dataclass(frozen=True, slots=True)
class Standing:
    """What ranking needs of a unit. `quantitative` breaks ties under 定量优先; `ceilings`
    holds 最高等次 of each veto."""

    code: str
    name: str
    total: Decimal
    quantitative: Decimal
    ceilings: tuple[str, ...] = ()


def rank(standings: Sequence[Standing], settings: Settings) -> list[int]:
    """Competition ranks, best first: equals share the rank and the next is skipped."""
    by_quantity = settings.tie_rule.value == "定量优先"
    keys = [(s.total, s.quantitative if by_quantity else 0) for s in standings]
    place: dict[object, int] = {}
    for position, key in enumerate(sorted(keys, reverse=True), start=1):
        place.setdefault(key, position)
    return [place[key] for key in keys]


def grades_of(grades: Iterable[Grade], category: str, settings: Settings) -> list[Grade]:
    """The category's grades, best first: its own rows, else the general ones, else the
    contract's shares of 满分."""
    rows = list(grades)
    own = [g for g in rows if g.category == category and category]
    general = [g for g in rows if g.category in ("", "*")]
    found = own or general or _default_grades(category, settings)
    return sorted(found, key=lambda g: g.floor, reverse=True)


def _default_grades(category: str, settings: Settings) -> list[Grade]:
    full = settings.full_points
    return [Grade(category, name, Decimal(share) * full) for name, share in DEFAULT_GRADES]


def places(quota: Decimal, units: int, rounding: QuotaRounding) -> int:
    """q · N made whole by 名额取整."""
    exact = Fraction(quota) * units
    if rounding is QuotaRounding.HALF_UP:
        return round_scaled(exact, 0)
    return exact.__ceil__() if rounding is QuotaRounding.CEILING else exact.__floor__()


@dataclass
class _Places:
    """How many places are left in each grade, and which have closed. Lives within one call."""

    left: list[int | None]
    closed: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Grading:
    """The grade of each unit, in the order given, and what there is to report."""

    grades: tuple[str, ...]
    notices: tuple[Notice, ...]


def grade(
    standings: Sequence[Standing],
    ranks: Sequence[int],
    ladder: Sequence[Grade],
    settings: Settings,
) -> Grading:
    """Grades of one category by the contract's quotas, ties and vetoes. `ladder` best first."""
    rounding = settings.quota_rounding
    counts = [None if g.quota is None else places(g.quota, len(ranks), rounding) for g in ladder]
    # The lowest grade always takes.
    state = _Places([*counts[:-1], None])
    found: dict[int, int] = {}
    notices: list[Notice] = []
    for group in _groups(standings, ranks):
        chosen, told = _place(group, standings, ladder, state, settings.quota_ties)
        found.update(dict.fromkeys(group, chosen))
        notices += told
    for position, standing in enumerate(standings):
        if standing.ceilings:
            found[position] = vetoed(standing, ladder)
    return Grading(tuple(ladder[found[n]].name for n in range(len(ranks))), tuple(notices))


def _groups(standings: Sequence[Standing], ranks: Sequence[int]) -> list[list[int]]:
    """Positions of the units without a veto, a group of equal rank at a time, best first."""
    free = [n for n, standing in enumerate(standings) if not standing.ceilings]
    return [[n for n in free if ranks[n] == r] for r in sorted({ranks[n] for n in free})]


def reached(total: Decimal, ladder: Sequence[Grade]) -> int:
    """The highest grade whose 最低分 the total reaches, the lowest where it reaches none."""
    return next((n for n, g in enumerate(ladder) if total >= g.floor), len(ladder) - 1)


def _place(
    group: list[int],
    standings: Sequence[Standing],
    ladder: Sequence[Grade],
    state: _Places,
    ties: QuotaTies,
) -> tuple[int, list[Notice]]:
    """The grade that the group takes; closes the ones that had too few places."""
    notices: list[Notice] = []
    names = [standings[n].name for n in group]
    for level in range(reached(standings[group[0]].total, ladder), len(ladder)):
        left = state.left[level]
        if level in state.closed:
            continue
        if left is None or left >= len(group):
            state.left[level] = None if left is None else left - len(group)
            return level, notices
        state.closed.add(level)
        taken = ties is QuotaTies.ALL_IN and left > 0
        notices.append(_told(ladder[level].name, left, names, taken))
        if taken:
            return level, notices
    raise AssertionError("the lowest grade always takes")


def _told(grade_name: str, left: int, names: list[str], taken: bool) -> Notice:
    if left == 0:
        text = _("“{grade}”名额已满，{names}及以后的单位定入下一等次")
        return Notice("quota_full", text.format(grade=grade_name, names=_("、").join(names)))
    text = (
        _("“{grade}”还剩{left}个名额，{names}并列，按“全部进入”一并定为该等次")
        if taken
        else _("“{grade}”还剩{left}个名额，{names}并列，名额不足，均不定为该等次")
    )
    return Notice("quota_tie", text.format(grade=grade_name, left=left, names=_("、").join(names)))


def vetoed(standing: Standing, ladder: Sequence[Grade]) -> int:
    """The worse of the grade the total reaches and the lowest 最高等次 of the vetoes."""
    start = reached(standing.total, ladder)
    return max(start, *(_ceiling(c, start, ladder) for c in standing.ceilings))


def _ceiling(ceiling: str, start: int, ladder: Sequence[Grade]) -> int:
    lowest = len(ladder) - 1
    if ceiling == ONE_GRADE_DOWN:
        return min(start + 1, lowest)
    return next((n for n, g in enumerate(ladder) if g.name == ceiling), lowest)

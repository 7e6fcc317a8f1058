"""What one's own marks add up to, unit by unit: for the page before handing in. Pure and exact.

Only a look at one's own consistency: the assessment's totals come from all the raters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from core.exchange.ballot_content import BallotContent, Pair
from core.exchange.marks import Mark
from core.scoring.numbers import round_half_up
from gui.scoring.typed import share_of


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """`points` out of `most` over the leaves that were given a value; `rank` within the category
    by their share (None while nothing was given)."""

    unit: str
    name: str
    category: str
    given: int
    asked: int
    points: Fraction
    most: Fraction
    recused: bool
    rank: int | None = None

    @property
    def share(self) -> Fraction | None:
        return self.points / self.most if self.most else None

    @property
    def points_text(self) -> str:
        return format(round_half_up(self.points, 2), "f") if self.most else ""

    @property
    def share_text(self) -> str:
        share = self.share
        return "" if share is None else f"{round_half_up(share * 100, 1)}%"


def totals(
    content: BallotContent, marks: Mapping[Pair, Mark], recusals: Mapping[str, str]
) -> tuple[UnitTotal, ...]:
    """By category in the order of the ballot, best first; equal shares, equal rank."""
    pairs: dict[str, list[Pair]] = {unit.code: [] for unit in content.units}
    for pair in content.question:
        pairs[pair[0]].append(pair)
    lines = [
        _line(content, marks, unit.code, found, unit.code in recusals)
        for unit in content.units
        if (found := pairs[unit.code])
    ]
    categories = dict.fromkeys(line.category for line in lines)
    return tuple(
        ranked
        for category in categories
        for ranked in _ranked([line for line in lines if line.category == category])
    )


def _line(
    content: BallotContent,
    marks: Mapping[Pair, Mark],
    code: str,
    pairs: list[Pair],
    recused: bool,
) -> UnitTotal:
    unit = content.unit_of[code]
    points = most = Fraction(0)
    given = 0
    for pair in pairs if not recused else ():
        share = share_of(content.rules[pair[1]], marks[pair].value) if pair in marks else None
        if share is not None:
            full = Fraction(content.leaf_of[pair[1]].points)
            given, points, most = given + 1, points + share * full, most + full
    return UnitTotal(
        code, unit.short or unit.name, unit.category, given, len(pairs), points, most, recused
    )


def _ranked(lines: list[UnitTotal]) -> list[UnitTotal]:
    shares = sorted((x.share for x in lines if x.share is not None), reverse=True)
    placed = [
        replace(x, rank=None if x.share is None else shares.index(x.share) + 1) for x in lines
    ]
    return sorted(placed, key=lambda x: (x.rank is None, x.rank or 0))

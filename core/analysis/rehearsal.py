"""Somebody's own results held against ours: which values differ, and what would explain each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.analysis.hypotheses import Hypothesis, Line, Lines, hypotheses, lines_of, rank_totals
from core.model.people import Unit
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.text import _

MOST_REASONS = 3  # that are told of one value
# What a spreadsheet's binary arithmetic leaves behind a number is no difference
NOISE = Decimal("1e-9")
_UNROUNDED = Decimal("1e-7")  # hypotheses carry eight decimals


class Item(StrEnum):
    TOTAL = "总分"
    RANK = "名次"
    GRADE = "等次"


Value = Decimal | int | str


@dataclass(frozen=True, slots=True)
class Theirs:
    """Their values of a unit; None where they give none."""

    total: Decimal | None
    rank: int | None
    grade: str | None

    def value(self, item: Item) -> Value | None:
        return _value(self, item)


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs; `reasons` are the likeliest first, none where nothing explains it."""

    unit: Unit
    item: Item
    theirs: Value
    ours: Value
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A hypothesis, how many of the differing values it explains, and how many of the equal ones
    it would make different (0 and all of them explained: it is what they did)."""

    code: str
    told: str
    explained: int
    broken: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`compared` values were held against ours; `without` are units that they do not have."""

    compared: int
    differences: tuple[Difference, ...]
    explanations: tuple[Explanation, ...]
    without: tuple[Unit, ...]


def rehearse(snapshot: Snapshot, result: Result, theirs: Mapping[str, Theirs]) -> Rehearsal:
    """Their results, by 编码 of the unit, held against ours."""
    ours = lines_of(result)
    given = [
        (unit, item, value)
        for unit in (line.unit for line in result.units)
        if unit.code in theirs
        for item in Item
        if (value := theirs[unit.code].value(item)) is not None
    ]
    wrong = [(u, i, v) for u, i, v in given if not _same(v, _value(ours[u.code], i), NOISE)]
    likely: list[Weighed] = []
    if wrong:
        possible = [*_from_their_totals(snapshot, result, theirs), *hypotheses(snapshot, result)]
        likely = _likely([_weighed(h, given, wrong) for h in possible], len(wrong))
    return Rehearsal(
        len(given),
        tuple(_difference(ours, likely, n, row) for n, row in enumerate(wrong)),
        tuple(
            Explanation(w.hypothesis.code, w.hypothesis.told, len(w.explains), w.broken)
            for w in likely
        ),
        tuple(line.unit for line in result.units if line.unit.code not in theirs),
    )


Given = tuple[Unit, Item, Value]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A hypothesis, which of the differing values (by position) it explains, and how many of the
    equal ones it would break."""

    hypothesis: Hypothesis
    explains: frozenset[int]
    broken: int


def _weighed(hypothesis: Hypothesis, given: Sequence[Given], wrong: Sequence[Given]) -> Weighed:
    explains = frozenset(n for n, row in enumerate(wrong) if _explains(hypothesis, *row))
    right = sum(_explains(hypothesis, *row) for row in given) - len(explains)
    return Weighed(hypothesis, explains, len(given) - len(wrong) - right)


def _likely(possible: Sequence[Weighed], count: int) -> list[Weighed]:
    """The fewest hypotheses that explain what can be explained, the best first: those that mend
    more than they break, then those that explain the most of what is left. Equally good ones
    stand side by side."""
    left = set(range(count))
    found: list[Weighed] = []
    while left:
        ranked = [(_worth(w, left), w) for w in possible]
        best = max((worth for worth, _w in ranked), default=(False, 0, 0))
        if not best[1]:
            break
        chosen = [w for worth, w in ranked if worth == best and w not in found]
        found += [w for w in chosen if w.explains & left == chosen[0].explains & left]
        left -= chosen[0].explains
    return found


def _worth(weighed: Weighed, left: set[int]) -> tuple[bool, int, int]:
    newly = len(weighed.explains & left)
    return newly > 0 and len(weighed.explains) > weighed.broken, newly, -weighed.broken


def _value(line: Line | Theirs, item: Item) -> Value | None:
    if item is Item.TOTAL:
        return line.total
    return line.rank if item is Item.RANK else line.grade


def _explains(hypothesis: Hypothesis, unit: Unit, item: Item, value: Value) -> bool:
    within = _UNROUNDED if hypothesis.code == "round_never" else NOISE
    return _same(value, _value(hypothesis.lines[unit.code], item), within)


def _same(value: Value, other: Value | None, within: Decimal) -> bool:
    if isinstance(value, Decimal) and isinstance(other, Decimal):
        return abs(value - other) < within
    return value == other


def _from_their_totals(
    snapshot: Snapshot, result: Result, theirs: Mapping[str, Theirs]
) -> Iterator[Hypothesis]:
    """Ranks and grades by our rules from their totals: then only the totals want explaining."""
    ours: Lines = lines_of(result)
    totals = {code: line.total for code, line in ours.items()}
    totals |= {code: x.total for code, x in theirs.items() if x.total is not None}
    if any(totals[code] != line.total for code, line in ours.items()):
        ranked = rank_totals(snapshot, result, totals)
        lines = {
            code: Line(ours[code].total, line.rank, line.grade) for code, line in ranked.items()
        }
        yield Hypothesis("their_totals", _("规则相同，差异只是由对方的总分带来的"), lines)


def _difference(ours: Lines, likely: Sequence[Weighed], position: int, row: Given) -> Difference:
    unit, item, theirs = row
    mine = _value(ours[unit.code], item)
    assert mine is not None
    reasons = [w.hypothesis.told for w in likely if position in w.explains]
    return Difference(unit, item, theirs, mine, tuple(reasons[:MOST_REASONS]))

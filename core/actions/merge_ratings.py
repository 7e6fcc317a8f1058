"""评分 rows against what is stored: which round they belong to, what they mean, what is new.

Codes are looked up once; from there on everything is a column of integers. A rating's key is
packed into one integer in key order, so that 43 200 rows meet 900 000 stored marks by bisection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.actions.merge_cells import shown_cell
from core.actions.merge_reasons import ratings_notices, reasons_of
from core.files.cells import parse_number
from core.files.score_sheet_in import rating_place
from core.model.import_plan import Cell, ImportPlan, IncomingRatings
from core.model.marks import ABSTAINED, MARK_SCALE, NO_MARKS, Marks, make_marks
from core.model.plan import RatingMode
from core.model.problem import Notice, Problem
from core.model.rounds import Round, RoundState
from core.model.snapshot import ReasonKey, Snapshot
from core.scoring.check_data import unknown
from core.scoring.check_marks import expected_value, mark_faults
from core.scoring.check_plan import LARGEST
from core.scoring.mark_rules import ABSTAIN
from core.text import _

BLANK, UNREADABLE = -3, -2  # instead of a value
MOST_ROUNDS = 9999
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Fault = tuple[int, str, str, str]  # position in the book's rows, column, value, expected


@dataclass(frozen=True, eq=False)
class RatingsMerged:
    """`rounds`, `marks`, `reasons` as they will be; `delta` and `told` only what is new or
    altered; `counts` new, altered and unchanged rows."""

    rounds: tuple[Round, ...]
    marks: Marks
    reasons: Mapping[ReasonKey, str]
    delta: Marks = NO_MARKS
    told: Mapping[ReasonKey, str] | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, eq=False)
class Columns:
    """The book's rows as positions in the snapshot (-1: not known), rounds (0: not known) and
    stored values (below `ABSTAINED`: none)."""

    unit: Ints
    leaf: Ints
    expert: Ints
    round: Ints
    value: Ints

    def marks(self, rows: Ints | Bools) -> Marks:
        """The chosen rows, in their own order."""
        keys = [c[rows].astype(np.int32) for c in (self.unit, self.leaf, self.expert, self.round)]
        return Marks(keys[0], keys[1], keys[2], keys[3], self.value[rows])

    @property
    def keyed(self) -> Bools:
        known: Bools = (self.unit >= 0) & (self.leaf >= 0) & (self.expert >= 0) & (self.round > 0)
        return known


@dataclass(frozen=True, eq=False)
class Stored:
    """Where each row of the book stands in the stored marks: `at` by bisection, `hit` where
    that mark has its very key; `keys` packed, those of rows that are not keyed being -1."""

    keys: Ints
    at: NDArray[np.intp]
    hit: Bools


def merge_ratings(snapshot: Snapshot, plan: ImportPlan, *, fresh: bool) -> RatingsMerged:
    """The book's ratings taken into `snapshot`, which has everything else of the book already
    (and its own ratings and rounds as stored)."""
    rows = plan.ratings
    if not len(rows.expert):
        return RatingsMerged(snapshot.rounds, snapshot.marks, snapshot.reasons)
    columns = read_columns(snapshot, rows)
    stored = _find(snapshot, columns)
    faults = [*_round_faults(rows), *_code_faults(snapshot, rows, columns)]
    faults += _value_faults(snapshot, rows, columns)
    faults += _plan_faults(snapshot, rows, columns)
    faults += _repeats(rows, stored)
    reasons = reasons_of(snapshot, rows)
    same = stored.hit & reasons.same
    if len(snapshot.marks):
        same &= snapshot.marks.value[stored.at] == columns.value
    rounds = rounds_after(snapshot, columns, fresh)
    if not fresh:
        faults += _closed_faults(rounds, columns, ~same)
        faults += _scope_faults(snapshot, rows, columns, ~same)
    sound = np.ones(len(rows.expert), dtype=bool)
    sound[[fault[0] for fault in faults]] = False
    return RatingsMerged(
        rounds=rounds,
        marks=_merged_marks(snapshot.marks, columns, stored, sound),
        reasons=reasons.after(sound),
        delta=make_marks(*_fields(columns.marks(sound & ~same))),
        told=reasons.told(sound & ~same),
        problems=tuple(_problem(plan, fault) for fault in sorted(faults)),
        notices=tuple(ratings_notices(snapshot, rows, columns.marks(sound), reasons, sound)),
        counts=_counts(sound, same, stored.hit),
    )


def _counts(sound: Bools, same: Bools, hit: Bools) -> tuple[int, int, int]:
    return (
        int((sound & ~hit).sum()),
        int((sound & hit & ~same).sum()),
        int((sound & same).sum()),
    )


def _problem(plan: ImportPlan, fault: Fault) -> Problem:
    row, column, value, expected = fault
    return Problem(expected, rating_place(plan, row, column), value)


# Reading the columns


def read_columns(snapshot: Snapshot, rows: IncomingRatings) -> Columns:
    """Codes as positions, rounds as numbers, cells as stored values."""
    return Columns(
        unit=_positions(rows.unit, snapshot.unit_position),
        leaf=_positions(rows.indicator, snapshot.tree.leaf_position),
        expert=_positions(rows.expert, snapshot.expert_position),
        round=_rounds(snapshot, rows.round),
        value=_values(snapshot, rows.value),
    )


def _positions(codes: Sequence[str], known: Mapping[str, int]) -> Ints:
    return np.asarray([known.get(code, -1) for code in codes], dtype=np.int64)


def _rounds(snapshot: Snapshot, numbers: Sequence[int | None]) -> Ints:
    """Where no row names one: the open round, or 1."""
    if any(n is not None for n in numbers):
        return np.asarray([n if n and 0 < n <= MOST_ROUNDS else 0 for n in numbers], np.int64)
    target = snapshot.open_round.number if snapshot.open_round else 1
    return np.full(len(numbers), target, dtype=np.int64)


def _values(snapshot: Snapshot, cells: Sequence[Cell]) -> Ints:
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        words = {word: n for n, word in enumerate(snapshot.words)}
        meaning: dict[Any, int] = {cell: _word_value(cell, words) for cell in set(cells)}
    else:
        meaning = {cell: _number_value(cell) for cell in set(cells)}
    return np.asarray([meaning[cell] for cell in cells], dtype=np.int64)


def _word_value(cell: Cell, words: Mapping[str, int]) -> int:
    text = shown_cell(cell)
    if text in words or not text:
        return words.get(text, BLANK)
    return ABSTAINED if text == ABSTAIN else UNREADABLE


def _number_value(cell: Cell) -> int:
    if cell is None or cell == "":
        return BLANK
    if cell == ABSTAIN:
        return ABSTAINED
    number = parse_number(cell) if isinstance(cell, str) else cell
    if not isinstance(number, Decimal) or not 0 <= number <= LARGEST:
        return UNREADABLE
    scaled = Fraction(number) * MARK_SCALE
    return scaled.numerator if scaled.denominator == 1 else UNREADABLE


# Faults of the rows, each on its own


def _round_faults(rows: IncomingRatings) -> Iterator[Fault]:
    if any(n is not None for n in rows.round):
        text = _("本表有的行写了轮次，就应每行都写")
        for row, number in enumerate(rows.round):
            if number is None:
                yield row, "轮次", "", text
            elif not 0 < number <= MOST_ROUNDS:
                yield row, "轮次", str(number), _("应为 1 起的轮次")


def _code_faults(snapshot: Snapshot, rows: IncomingRatings, columns: Columns) -> Iterator[Fault]:
    for name, codes, positions in (
        ("expert", rows.expert, columns.expert),
        ("unit", rows.unit, columns.unit),
        ("indicator", rows.indicator, columns.leaf),
    ):
        column = {"expert": "专家", "unit": "单位", "indicator": "指标"}[name]
        for row in np.flatnonzero(positions < 0).tolist():
            parent = name == "indicator" and codes[row] in snapshot.tree.by_code
            text = _("应为末级指标，该指标还有下级") if parent else unknown(name)
            yield row, column, codes[row], text


def _value_faults(snapshot: Snapshot, rows: IncomingRatings, columns: Columns) -> Iterator[Fault]:
    """Cells that hold no value at all. What a value has to be hangs on the leaf."""
    for row in np.flatnonzero(columns.value < ABSTAINED).tolist():
        leaf = int(columns.leaf[row])
        expected = expected_value(snapshot, leaf) if leaf >= 0 else _("应为得分或 弃权")
        yield row, "得分", shown_cell(rows.value[row]), expected


def _plan_faults(snapshot: Snapshot, rows: IncomingRatings, columns: Columns) -> Iterator[Fault]:
    """What the plan has against rows whose codes are known."""
    known = (columns.unit >= 0) & (columns.leaf >= 0) & (columns.expert >= 0)
    chosen = np.flatnonzero(known)
    marks = columns.marks(chosen)
    readable = marks.value >= ABSTAINED
    for fault in mark_faults(snapshot, marks):
        row = int(chosen[fault.row])
        if fault.column != "得分":
            codes = {"专家": rows.expert, "单位": rows.unit, "指标": rows.indicator}
            yield row, fault.column, codes[fault.column][row], fault.expected
        elif readable[fault.row]:
            yield row, fault.column, shown_cell(rows.value[row]), fault.expected


def _repeats(rows: IncomingRatings, stored: Stored) -> Iterator[Fault]:
    order = np.argsort(stored.keys, kind="stable")
    keys = stored.keys[order]
    first = 0
    for place in np.flatnonzero((keys[1:] == keys[:-1]) & (keys[1:] >= 0)) + 1:
        first = int(np.searchsorted(keys, keys[place]))
        row = int(order[place])
        code = "/".join((rows.expert[row], rows.unit[row], rows.indicator[row]))
        text = _("与第{n}行是同一轮、同一专家对同一单位同一指标的评分，应只有一行")
        yield row, "专家", code, text.format(n=rows.row[int(order[first])])


# Rounds


def rounds_after(snapshot: Snapshot, columns: Columns, fresh: bool) -> tuple[Round, ...]:
    """`fresh`: the rounds that the book names, all closed but the last. Otherwise the stored
    ones, or round 1 where there is none yet and the book has ratings for it."""
    named = set(columns.round[columns.round > 0].tolist())
    if not fresh:
        first = not snapshot.rounds and 1 in named
        return (Round(1),) if first else snapshot.rounds
    known = {r.number: r for r in snapshot.rounds}
    numbers = sorted(named | set(known))
    return tuple(
        Round(
            n,
            RoundState.OPEN if n == numbers[-1] else RoundState.CLOSED,
            known[n].scope if n in known else (),
        )
        for n in numbers
    )


def _closed_faults(rounds: Sequence[Round], columns: Columns, altered: Bools) -> Iterator[Fault]:
    """Only an open round takes what is not stored already."""
    takes = [r.number for r in rounds if r.state is RoundState.OPEN]
    known = {r.number for r in rounds}
    shut = altered & (columns.round > 0) & ~np.isin(columns.round, takes)
    for row in np.flatnonzero(shut).tolist():
        number = int(columns.round[row])
        text = (
            _("这一轮已经关闭，不能再录入或修改评分")
            if number in known
            else _("没有这一轮，请先开启")
        )
        yield row, "轮次", str(number), text


def _scope_faults(
    snapshot: Snapshot, rows: IncomingRatings, columns: Columns, altered: Bools
) -> Iterator[Fault]:
    """A later round may ask about some leaves, or some units on some leaves, only."""
    asked = snapshot.open_round
    if asked is None or not asked.scope:
        return
    scope = set(asked.scope)
    text = _("第{n}轮没有请专家评这一单位的这项指标").format(n=asked.number)
    for row in np.flatnonzero(altered & (columns.round == asked.number)).tolist():
        leaf = rows.indicator[row]
        if leaf not in scope and f"{rows.unit[row]}:{leaf}" not in scope:
            yield row, "指标", leaf, text


# Meeting what is stored


def _find(snapshot: Snapshot, columns: Columns) -> Stored:
    marks = snapshot.marks
    sizes = (len(snapshot.tree.leaves), len(snapshot.experts), MOST_ROUNDS + 1)
    keys = np.where(columns.keyed, _packed(columns, sizes), -1)
    if not len(marks):
        nowhere = np.zeros(len(keys), dtype=bool)
        return Stored(keys, np.zeros(len(keys), dtype=np.intp), nowhere)
    there = _packed(marks, sizes)
    at = np.searchsorted(there, keys)
    hit = there[np.minimum(at, len(there) - 1)] == keys
    return Stored(keys, np.where(hit, at, 0), hit)


def _packed(columns: Columns | Marks, sizes: tuple[int, int, int]) -> Ints:
    """One integer a row, in key order (unit, leaf, expert, round)."""
    leaves, experts, rounds = sizes
    key = columns.unit.astype(np.int64) * leaves + columns.leaf
    packed: Ints = (key * experts + columns.expert) * rounds + columns.round
    return packed


def _merged_marks(marks: Marks, columns: Columns, stored: Stored, sound: Bools) -> Marks:
    """All marks as they will be. A stored mark that the book puts badly is left out: its fault
    is named with the book's row, not once more with what is stored."""
    value = marks.value.copy()
    updated = sound & stored.hit
    value[stored.at[updated]] = columns.value[updated]
    keep = np.ones(len(marks), dtype=bool)
    keep[stored.at[~sound & stored.hit]] = False
    old = Marks(marks.unit, marks.leaf, marks.expert, marks.round, value)
    old = old if keep.all() else old.take(keep)
    added = columns.marks(sound & ~stored.hit)
    if not len(added):
        return old
    pairs = zip(_fields(old), _fields(added), strict=True)
    return make_marks(*(np.concatenate(pair) for pair in pairs))


def _fields(marks: Marks) -> tuple[Any, Any, Any, Any, Any]:
    return marks.unit, marks.leaf, marks.expert, marks.round, marks.value

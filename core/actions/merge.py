"""What a workbook means for an assessment: the candidate it would become, and what changes.

Pure: a snapshot and the rows of a book go in, values come out; `core.actions.workbook` holds
the candidate against `core.scoring.check` and stores it. A row whose key exists is updated in
the columns that the book has, nothing is deleted, and a row that says what is stored already is
no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np

from core.actions.merge_cells import typed_values
from core.actions.merge_ratings import RatingsMerged, merge_ratings
from core.actions.score_sheets import sheet_problems
from core.errors import UserError
from core.model.data import Actual, Finding, Verification
from core.model.import_plan import ImportPlan, Incoming
from core.model.marks import NO_MARKS, Marks, make_marks
from core.model.people import Expert
from core.model.plan import Grade, RatingMode, Settings
from core.model.problem import Notice, Place, Problem
from core.model.snapshot import ReasonKey, Snapshot
from core.store.rows import NOUNS, SETTINGS, TABLE_OF, Table
from core.text import _

TYPED_LATER = (Actual, Verification)  # their values need the tree
# What a new row has where a required cell is lacking. The reader has refused the book for it;
# the row is there so that what refers to it can still be judged.
STAND_IN = {"str": "", "Decimal": Decimal(1), "Finding": Finding.TRUE}


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a sheet that were new, changed, or as stored already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, eq=False)
class Merged:
    """`snapshot` is the candidate; `changed` the rows that are new or altered (`Settings` and
    `Round` among them), `marks` and `reasons` the ratings that are ("" removes a reason), with
    positions as in the candidate; `counts` goes by sheet. Where there are problems the
    candidate lacks the rows at fault and must not be stored."""

    snapshot: Snapshot
    changed: tuple[Any, ...] = ()
    marks: Marks = NO_MARKS
    reasons: Mapping[ReasonKey, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    counts: Mapping[str, Count] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not (self.changed or len(self.marks) or self.reasons)


@dataclass(frozen=True, eq=False)
class _Rows:
    """A table after the book: all rows, and those that are new or altered."""

    rows: tuple[Any, ...]
    changed: tuple[Any, ...]
    count: Count


def merge(snapshot: Snapshot, plan: ImportPlan, *, fresh: bool = False) -> Merged:
    """The book taken into the snapshot. `fresh` makes the rounds that the book names, as `new`
    does. Raises `UserError` where the results are published and the book would change any."""
    settings = replace(snapshot.settings, **settled(Settings, plan.settings))
    draft = replace(snapshot, settings=settings, words=_words(snapshot, settings))
    problems = _mode_problems(snapshot, plan, settings)
    first = _merge_tables(draft, [r for r in plan.rows if r.kind not in TYPED_LATER])
    draft = _with_rows(draft, first)
    typed, faults = typed_values(draft, [r for r in plan.rows if r.kind in TYPED_LATER])
    second = _merge_tables(draft, typed)
    draft = _with_rows(draft, second)
    carried, lost = carry_marks(snapshot, draft)
    draft = replace(draft, marks=carried)
    ratings = merge_ratings(draft, plan, fresh=fresh)
    strange = sheet_problems(draft, plan) if _alters(ratings) else []
    tables = [*first.values(), *second.values()]
    merged = Merged(
        snapshot=_with_ratings(draft, ratings),
        changed=(
            *([settings] if settings != snapshot.settings else []),
            *(row for table in tables for row in table.changed),
            *(r for r in ratings.rounds if r not in snapshot.rounds),
        ),
        marks=ratings.delta,
        reasons=ratings.told or {},
        # What a sheet of somewhere else says, cell by cell, need not be told as well.
        problems=(*problems, *faults, *lost, *(strange or ratings.problems)),
        notices=(*plan.notices, *ratings.notices),
        counts=_counts(snapshot, plan, settings, {**first, **second}, ratings),
    )
    if snapshot.published and not merged.changes_nothing:
        raise UserError(_("结果已经公布，不能再改动；确需改动请先撤回公布（reopen）。"))
    return merged


def _alters(ratings: RatingsMerged) -> bool:
    """Whether the book's ratings are anything but what is stored already."""
    return bool(len(ratings.delta) or ratings.told or ratings.problems)


def _with_rows(snapshot: Snapshot, tables: Mapping[str, _Rows]) -> Snapshot:
    rows: dict[str, Any] = {name: table.rows for name, table in tables.items()}
    return replace(snapshot, **rows)


def _with_ratings(snapshot: Snapshot, ratings: RatingsMerged) -> Snapshot:
    return replace(snapshot, rounds=ratings.rounds, marks=ratings.marks, reasons=ratings.reasons)


def _counts(
    snapshot: Snapshot,
    plan: ImportPlan,
    settings: Settings,
    tables: Mapping[str, _Rows],
    ratings: RatingsMerged,
) -> dict[str, Count]:
    """By sheet, in the order of the contract."""
    counts: dict[str, Count] = {}
    if plan.settings:
        names = list(plan.settings)
        altered = sum(getattr(settings, n) != getattr(snapshot.settings, n) for n in names)
        counts[SETTINGS.sheet] = Count(0, altered, len(names) - altered)
    counts |= {t.sheet: tables[t.name].count for t in NOUNS if t.name in tables}
    if len(plan.ratings.expert):
        counts[plan.ratings.sheet] = Count(*ratings.counts)
    return counts


# Settings


def _words(snapshot: Snapshot, settings: Settings) -> tuple[str, ...]:
    """Grade words that marks may refer to: the stored ones keep their positions."""
    if settings.rating_mode is not RatingMode.WORDS:
        return snapshot.words
    return tuple(dict.fromkeys((*snapshot.words, *(w for w, _share in settings.grade_words))))


def _mode_problems(snapshot: Snapshot, plan: ImportPlan, settings: Settings) -> list[Problem]:
    """What stored marks mean must not change beneath them."""
    if not len(snapshot.marks) or settings.rating_mode is snapshot.settings.rating_mode:
        return []
    place = plan.setting_places.get("rating_mode", Place(SETTINGS.sheet, key=("评分方式",)))
    text = _("已有按“{mode}”打的分，评分方式不能再改")
    return [Problem(text.format(mode=snapshot.settings.rating_mode), place, settings.rating_mode)]


# Tables


def _merge_tables(snapshot: Snapshot, incoming: Iterable[Incoming]) -> dict[str, _Rows]:
    """By field of the snapshot, the tables that the rows belong to."""
    by_kind: dict[type, list[Incoming]] = {}
    for row in incoming:
        by_kind.setdefault(row.kind, []).append(row)
    tables = ((TABLE_OF[kind], rows) for kind, rows in by_kind.items())
    return {table.name: _merge_rows(snapshot, table, rows) for table, rows in tables}


def _merge_rows(snapshot: Snapshot, table: Table, incoming: Sequence[Incoming]) -> _Rows:
    noun = incoming[0].kind
    stored = {_key_of(row, table): row for row in getattr(snapshot, table.name)}
    found = dict(stored)
    said: dict[tuple[Any, ...], None] = {}
    for row in incoming:
        values = _settled_row(noun, row)
        key = tuple(values.get(name, _defaults(noun).get(name)) for name in table.key)
        known = found.get(key)
        found[key] = (
            noun(**_stand_ins(noun) | values) if known is None else replace(known, **values)
        )
        said[key] = None
    altered = [key for key in said if found[key] != stored.get(key)]
    new = sum(key not in stored for key in altered)
    count = Count(new, len(altered) - new, len(said) - len(altered))
    rows = tuple(found.values())
    if noun is Expert:
        rows = tuple(sorted(rows, key=lambda expert: expert.code))
    return _Rows(rows, tuple(found[key] for key in altered), count)


def _key_of(row: Any, table: Table) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in table.key)


@cache
def _defaults(noun: type) -> dict[str, Any]:
    """Of the fields that a row may leave blank."""
    found = {f.name: f.default for f in fields(noun) if f.default is not MISSING}
    return {**found, "category": ""} if noun is Grade else found


@cache
def _stand_ins(noun: type) -> dict[str, Any]:
    required = (f for f in fields(noun) if f.default is MISSING)
    return {f.name: STAND_IN[str(f.type)] for f in required}


def _settled_row(noun: type, row: Incoming) -> dict[str, Any]:
    """The values of a row, without those that are blank where they must not be."""
    required = _stand_ins(noun).keys() - _defaults(noun).keys()
    values = settled(noun, row.values)
    return {k: v for k, v in values.items() if v is not None or k not in required}


def settled(noun: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a blank cell as the default of its field."""
    defaults = _defaults(noun)
    return {
        name: defaults.get(name) if value is None or value == "" else value
        for name, value in values.items()
    }


# Marks under a new plan


def carry_marks(before: Snapshot, after: Snapshot) -> tuple[Marks, list[Problem]]:
    """The stored marks with the positions of `after`; marks of a leaf that is none any more
    are left out and are a problem."""
    marks = before.marks
    leaf = _moved([x.code for x in before.tree.leaves], after.tree.leaf_position)
    expert = _moved([e.code for e in before.experts], after.expert_position)
    if not len(marks) or (_stays(leaf) and _stays(expert)):
        return marks, []
    kept = leaf[marks.leaf] >= 0
    problems = [_no_leaf(before, n, marks) for n in np.unique(marks.leaf[~kept]).tolist()]
    marks = marks if kept.all() else marks.take(kept)
    moved = make_marks(marks.unit, leaf[marks.leaf], expert[marks.expert], marks.round, marks.value)
    return moved, problems


def _moved(codes: Iterable[str], positions: Mapping[str, int]) -> Any:
    return np.asarray([positions.get(code, -1) for code in codes], dtype=np.int32)


def _stays(moved: Any) -> bool:
    return bool(np.array_equal(moved, np.arange(len(moved))))


def _no_leaf(before: Snapshot, leaf: int, marks: Marks) -> Problem:
    code = before.tree.leaves[leaf].code
    count = int((marks.leaf == leaf).sum())
    text = _("该指标已有{n}个评分，应仍为末级指标").format(n=count)
    return Problem(text, Place("指标", column="编码", key=(code,)), code)

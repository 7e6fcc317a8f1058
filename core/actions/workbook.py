"""Workbooks into an assessment and out of it: `import`, `new`, `export`.

Several books are one step: all are read, taken into one candidate and checked together, and
either all of them are stored, as one entry of the journal, or nothing is changed and every
problem of every book is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.actions.merge import Count, Merged, merge
from core.errors import Refused, UserError
from core.files.sheets import SETTINGS_SHEET, SHEETS
from core.files.workbook_in import read_sound
from core.files.workbook_out import write_book
from core.model.import_plan import ImportPlan, Incoming
from core.model.plan import Settings
from core.model.problem import Notice, Place, Problem
from core.model.snapshot import Snapshot
from core.scoring.check import check
from core.store.rows import TABLE_OF
from core.store.store import Store
from core.text import _


@dataclass(frozen=True, slots=True)
class BookReport:
    """What one book brought: rows by sheet, and what a person ought to know."""

    book: str
    counts: Mapping[str, Count]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `changed` is False where every row was stored already; `notices`
    concern the assessment as it is now."""

    books: tuple[BookReport, ...]
    changed: bool
    notices: tuple[Notice, ...] = ()


def import_books(store: Store, paths: Sequence[Path], *, fresh: bool = False) -> ImportReport:
    """Take the books in, all or none. `fresh` makes the rounds that they name, as `new` does.

    Raises `Refused` with the problems of all books, `UserError` where a book is no workbook or
    the results are published.
    """
    before = store.read()
    books = _read_all(paths)
    plans = books.plans
    merged = _merge_all(before, plans, fresh)
    found = list(books.problems)
    if not books.lacking:
        # Sums and references are sound over all the books only.
        found = _and_more(found, plans, merged)
    if found:
        raise Refused(found)
    reports = tuple(
        BookReport(plan.book, step.counts, step.notices)
        for plan, step in zip(plans, merged, strict=True)
    )
    changed = not all(step.changes_nothing for step in merged)
    if changed:
        _store(store, plans, merged)
    last = merged[-1].snapshot if merged else before
    return ImportReport(reports, changed, tuple(assessment_notices(last)))


def export_book(source: Store | Snapshot, path: Path, unit: str | None = None) -> None:
    """Write the interchange workbook, or the one that `unit` fills in. `UserError` where there
    is no such unit."""
    snapshot = source if isinstance(source, Snapshot) else source.read()
    if unit is not None and unit not in snapshot.unit_position:
        raise UserError(_("没有编码为“{unit}”的单位。").format(unit=unit))
    write_book(snapshot, path, unit)


@dataclass(frozen=True, slots=True)
class _Books:
    """What the books say as far as it can be read, and what is wrong with them; `lacking` where
    one could not be read at all."""

    plans: list[ImportPlan]
    problems: list[Problem]
    lacking: bool


def _read_all(paths: Sequence[Path]) -> _Books:
    plans: list[ImportPlan] = []
    problems: list[Problem] = []
    lacking = False
    for path in paths:
        try:
            plan, faults = read_sound(path)
        except UserError as error:
            if len(paths) == 1:
                raise
            lacking = True
            problems.append(Problem(str(error), Place(book=path.name)))
        else:
            plans.append(plan)
            problems += faults
    return _Books(plans, problems, lacking)


def _merge_all(snapshot: Snapshot, plans: Iterable[ImportPlan], fresh: bool) -> list[Merged]:
    """Each book taken into what the books before it have made."""
    steps: list[Merged] = []
    for plan in plans:
        steps.append(merge(snapshot, plan, fresh=fresh))
        snapshot = steps[-1].snapshot
    return steps


def _and_more(
    read: Sequence[Problem], plans: Sequence[ImportPlan], steps: Sequence[Merged]
) -> list[Problem]:
    """The problems of reading the books and those of what they mean, in the order of the books
    and their rows. What only follows from a cell that could not be read is left out."""
    found = [p for step in steps for p in step.problems]
    if read or found or not all(step.changes_nothing for step in steps):
        found += check(steps[-1].snapshot) if steps else []
    more = _without_follow_ups(located(found, plans), read)
    books = [plan.book for plan in plans]
    return sorted(dict.fromkeys([*read, *more]), key=lambda p: _order(p.place, books))


# 方案 settings, and the columns whose bounds they set; of 指标 only the sum over all rows
BOUNDS = {
    "满分": {("指标", "分值", False)},
    "小数位": {("加减分", "分值", True), ("等次", "最低分", True), ("申诉", "核定分", True)},
    "评分方式": {("评分", "得分", True)},
    "评分步长": {("评分", "得分", True)},
    "等级系数": {("评分", "得分", True)},
}


def _without_follow_ups(problems: Iterable[Problem], read: Iterable[Problem]) -> Iterator[Problem]:
    """Leaves out what only comes of a cell that could not be read: it stands in that very cell,
    or its bounds do."""
    cells = {replace(p.place, key=()) for p in read}
    items = {p.place.key[0] for p in read if p.place.sheet == SETTINGS_SHEET and p.place.key}
    bounds = {bound for item in items for bound in BOUNDS.get(item, ())}
    for problem in problems:
        place = problem.place
        bounded = (place.sheet, place.column, place.row is not None) in bounds
        if not bounded and replace(place, key=()) not in cells:
            yield problem


def _order(place: Place, books: Sequence[str]) -> tuple[int, int, int]:
    """Book, sheet and row; what stands in no book at the end."""
    sheets = [sheet.name for sheet in SHEETS]
    return (
        books.index(place.book) if place.book in books else len(books),
        sheets.index(place.sheet) if place.sheet in sheets else -1,
        place.row or 0,
    )


def _store(store: Store, plans: Iterable[ImportPlan], steps: Iterable[Merged]) -> None:
    books = _("、").join(plan.book for plan in plans)
    with store.edit(_("导入 {books}").format(books=books)) as edit:
        for step in steps:
            edit.put(*(row for row in step.changed if not isinstance(row, Settings)))
            for row in step.changed:
                if isinstance(row, Settings):
                    edit.put_settings(row)
            if len(step.marks) or step.reasons:
                edit.put_marks(step.snapshot, step.marks, step.reasons)


# Where in the books a problem stands


def located(problems: Iterable[Problem], plans: Sequence[ImportPlan]) -> list[Problem]:
    """The problems with the row of the book where their key came from one; each once."""
    known = list(problems)
    places = _places(plans, {p.place.sheet for p in known if p.place.key and not p.place.row})
    found = (replace(p, place=_located(p.place, places, plans)) for p in known)
    return list(dict.fromkeys(found))


Places = Mapping[tuple[str, tuple[str, ...]], Place]


def _located(place: Place, places: Places, plans: Sequence[ImportPlan]) -> Place:
    if place.row or place.book:
        return place
    found = places.get((place.sheet, place.key))
    if found:
        return replace(found, column=place.column or found.column)
    # No single row of the book: say at least whose sheet it is.
    books = [plan.book for plan in plans if place.sheet in plan.sheets]
    return replace(place, book=books[-1]) if books and not place.key else place


def _places(plans: Iterable[ImportPlan], sheets: set[str]) -> Places:
    """(sheet, key) → place for the sheets asked for; a later book wins."""
    places: dict[tuple[str, tuple[str, ...]], Place] = {}
    for plan in plans:
        places |= {
            (row.place.sheet, _key(row)): row.place
            for row in plan.rows
            if row.place.sheet in sheets
        }
        for place in plan.setting_places.values():
            places[place.sheet, place.key] = place
        if plan.ratings.sheet in sheets:
            places |= _rating_places(plan)
    return places


def _key(row: Incoming) -> tuple[str, ...]:
    return tuple(str(row.values.get(name) or "") for name in TABLE_OF[row.kind].key)


def _rating_places(plan: ImportPlan) -> Iterator[tuple[tuple[str, tuple[str, ...]], Place]]:
    rows = plan.ratings
    columns = zip(rows.round, rows.expert, rows.unit, rows.indicator, rows.row, strict=True)
    for number, expert, unit, leaf, row in columns:
        key = (str(number or 1), expert, unit, leaf)
        yield (rows.sheet, key), Place(rows.sheet, row, book=plan.book)


# What a person ought to know


def assessment_notices(snapshot: Snapshot) -> Iterator[Notice]:
    """Names in the plan that nothing answers to. No faults: an assessment is filled in steps."""
    if snapshot.units:
        named = dict.fromkeys(c for row in snapshot.indicators for c in row.categories)
        named |= dict.fromkeys(g.category for g in snapshot.grades if g.category not in ("", "*"))
        unused = [c for c in named if c not in snapshot.categories]
        if unused:
            text = _("没有单位属于类别：{names}")
            yield Notice("empty_category", text.format(names=_("、").join(unused)))
    if snapshot.experts:
        kinds = {expert.kind for expert in snapshot.experts}
        absent = dict.fromkeys(
            r.kind for r in snapshot.assignments if r.kind and r.kind not in kinds
        )
        if absent:
            text = _("分工里的主体没有专家：{names}")
            yield Notice("empty_kind", text.format(names=_("、").join(absent)))

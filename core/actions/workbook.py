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
from core.files.workbook_in import read_book
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
    plans, problems = _read_all(paths)
    if problems:
        # Sums and references are only sound over all the books; what each row says is.
        steps = _merge_all(before, plans, fresh)
        problems += [p for step in steps for p in step.problems]
        raise Refused(located(problems, plans))
    merged = candidates(before, plans, fresh=fresh)
    books = tuple(
        BookReport(plan.book, step.counts, step.notices)
        for plan, step in zip(plans, merged, strict=True)
    )
    changed = not all(step.changes_nothing for step in merged)
    if changed:
        _store(store, plans, merged)
    last = merged[-1].snapshot if merged else before
    return ImportReport(books, changed, tuple(assessment_notices(last)))


def export_book(source: Store | Snapshot, path: Path, unit: str | None = None) -> None:
    """Write the interchange workbook, or the one that `unit` fills in. `UserError` where there
    is no such unit."""
    snapshot = source if isinstance(source, Snapshot) else source.read()
    if unit is not None and unit not in snapshot.unit_position:
        raise UserError(_("没有编码为“{unit}”的单位。").format(unit=unit))
    write_book(snapshot, path, unit)


def _read_all(paths: Sequence[Path]) -> tuple[list[ImportPlan], list[Problem]]:
    """The books up to the first that cannot be taken as it is (what follows may lean on it),
    and the problems of reading all of them."""
    plans: list[ImportPlan] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            plan = read_book(path)
        except Refused as refusal:
            problems += refusal.problems
        except UserError as error:
            if len(paths) == 1:
                raise
            problems.append(Problem(str(error), Place(book=path.name)))
        else:
            plans += [plan] if not problems else []
    return plans, problems


def _merge_all(snapshot: Snapshot, plans: Iterable[ImportPlan], fresh: bool) -> list[Merged]:
    """Each book taken into what the books before it have made."""
    steps: list[Merged] = []
    for plan in plans:
        steps.append(merge(snapshot, plan, fresh=fresh))
        snapshot = steps[-1].snapshot
    return steps


def candidates(
    snapshot: Snapshot, plans: Sequence[ImportPlan], *, fresh: bool = False
) -> list[Merged]:
    """What the assessment would become, book after book. Raises `Refused` with every problem
    of every book, rows numbered as in the books."""
    steps = _merge_all(snapshot, plans, fresh)
    problems = [p for step in steps for p in step.problems]
    if problems or not all(step.changes_nothing for step in steps):
        problems += check(steps[-1].snapshot)
    if problems:
        raise Refused(located(problems, plans))
    return steps


def _store(store: Store, plans: Iterable[ImportPlan], steps: Iterable[Merged]) -> None:
    books = "、".join(plan.book for plan in plans)
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
            yield Notice("empty_category", text.format(names="、".join(unused)))
    if snapshot.experts:
        kinds = {expert.kind for expert in snapshot.experts}
        absent = dict.fromkeys(
            r.kind for r in snapshot.assignments if r.kind and r.kind not in kinds
        )
        if absent:
            text = _("分工里的主体没有专家：{names}")
            yield Notice("empty_kind", text.format(names="、".join(absent)))

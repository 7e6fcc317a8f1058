"""Paper score sheets keyed in by the office: entered by one person, confirmed or rejected by
another. Until it is confirmed a sheet counts for nothing; then it is taken in like a sheet that
the expert filled in, by the same rules.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from core.actions.merge import Merged, merge
from core.actions.merge_cells import shown_cell
from core.actions.moment import now
from core.errors import Refused, UserError
from core.files.score_sheet_form import SHEET, plan_of, version_of
from core.files.workbook_in import read_sound
from core.model.import_plan import ImportPlan, IncomingRatings, ScoreSheet
from core.model.keyed import KeyedMark, KeyedSheet, KeyedState
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain
from core.store.store import Store
from core.text import _


def enter(store: Store, path: Path, by: str) -> KeyedSheet:
    """Take down the 评分表 at `path`, keyed in by the person `by`, to wait for a second one.
    Refused with every problem as an import would be; UserError where the book is no 评分表, has
    nothing new, or another of the expert waits already."""
    person = _person(by)
    snapshot = store.read()
    plan = _sheet_at(path)
    says = plan.score_sheet
    assert says is not None
    before = waiting(snapshot, says.round, says.expert)
    if before:
        text = _("专家{code}第{round}轮的录入{n}（{by}录入）还没有核对，请先核对或退回。")
        first = before[0]
        raise UserError(
            text.format(code=first.expert, round=first.round, n=first.number, by=first.entered_by)
        )
    if _merged(snapshot, plan).changes_nothing:
        text = _("“{book}”里没有新的得分：没有填，或与已存的完全相同。")
        raise UserError(text.format(book=plan.book))
    entry, marks = _entry(snapshot, plan, person)
    label = _("录入纸质评分表：第{round}轮 {code}，待核对")
    with store.edit(label.format(round=entry.round, code=entry.expert), actor=person) as edit:
        edit.put(entry, *marks)
    return entry


def confirm(store: Store, number: int, by: str) -> KeyedSheet:
    """Let a waiting sheet count: its marks become ratings. UserError where it does not wait or
    `by` entered it; Refused where its marks cannot be taken in any more."""
    person = _person(by)
    snapshot = store.read()
    entry = _second_person(snapshot, number, person)
    merged = _merged(snapshot, _plan_of(snapshot, entry))
    settled = replace(entry, state=KeyedState.CONFIRMED, decided_by=person, decided_at=now())
    label = _("核对无误，纸质评分表生效：第{round}轮 {code}")
    with store.edit(label.format(round=entry.round, code=entry.expert), actor=person) as edit:
        edit.put(settled, *merged.changed)
        if len(merged.marks) or merged.reasons:
            edit.put_marks(merged.snapshot, merged.marks, merged.reasons)
    return settled


def reject(store: Store, number: int, by: str, why: str) -> KeyedSheet:
    """Put a waiting sheet aside, for good: what was keyed in stays on record and never counts.
    UserError where it does not wait, `by` entered it, or there is no `why`."""
    person = _person(by)
    if not why.strip():
        raise UserError(_("退回要写明理由（--why）。"))
    entry = _second_person(store.read(), number, person)
    settled = replace(
        entry,
        state=KeyedState.REJECTED,
        decided_by=person,
        decided_at=now(),
        why=why.strip(),
    )
    label = _("退回纸质评分表：第{round}轮 {code}")
    with store.edit(label.format(round=entry.round, code=entry.expert), actor=person) as edit:
        edit.put(settled)
    return settled


def waiting(
    snapshot: Snapshot, round: int | None = None, expert: str = ""
) -> tuple[KeyedSheet, ...]:
    """The sheets that wait for a second person, of a round or of an expert where given."""
    return tuple(
        sheet
        for sheet in snapshot.keyed_sheets
        if sheet.state is KeyedState.WAITING
        and round in (None, sheet.round)
        and expert in ("", sheet.expert)
    )


def marks_of(snapshot: Snapshot, number: int) -> tuple[KeyedMark, ...]:
    """What was keyed in, in the order of the sheet. UserError where there is no such entry."""
    sheet_numbered(snapshot, number)
    return tuple(mark for mark in snapshot.keyed_marks if mark.sheet == number)


def sheet_numbered(snapshot: Snapshot, number: int) -> KeyedSheet:
    """The entry; UserError where there is none of that number."""
    for sheet in snapshot.keyed_sheets:
        if sheet.number == number:
            return sheet
    raise UserError(_("没有编号为{n}的录入。").format(n=number))


# Who


def _person(name: str) -> str:
    """The name of somebody; UserError for a blank one."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise UserError(_("请写明是谁（--by 姓名）。"))
    return cleaned


def _same(one: str, other: str) -> bool:
    """Whether two names may be of one person: space, width and capitals do not tell."""
    first, second = (
        "".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in (one, other)
    )
    return first == second


def _second_person(snapshot: Snapshot, number: int, person: str) -> KeyedSheet:
    """The waiting entry, which somebody else keyed in."""
    entry = sheet_numbered(snapshot, number)
    if entry.state is not KeyedState.WAITING:
        text = (
            _("录入{n}已由{by}核对生效，不能再核对或退回。")
            if entry.state is KeyedState.CONFIRMED
            else _("录入{n}已由{by}退回，不能再核对或退回；请重新录入。")
        )
        raise UserError(text.format(n=number, by=entry.decided_by))
    if _same(entry.entered_by, person):
        text = _("录入{n}是{by}录入的，须由另一人核对。")
        raise UserError(text.format(n=number, by=entry.entered_by))
    return entry


# What


def _sheet_at(path: Path) -> ImportPlan:
    plan, problems = read_sound(path)
    if plan.score_sheet is None:
        text = _("“{book}”不是评分表；请用 ballot sheet 写出的评分表录入。")
        raise UserError(text.format(book=plan.book))
    if problems:
        raise Refused(problems)
    return plan


def _merged(snapshot: Snapshot, plan: ImportPlan) -> Merged:
    merged = merge(snapshot, plan)
    if merged.problems:
        raise Refused(merged.problems)
    return merged


def _entry(snapshot: Snapshot, plan: ImportPlan, person: str) -> tuple[KeyedSheet, list[KeyedMark]]:
    says, rows = plan.score_sheet, plan.ratings
    assert says is not None
    number = max((sheet.number for sheet in snapshot.keyed_sheets), default=0) + 1
    columns = zip(rows.unit, rows.indicator, rows.value, rows.reason, rows.cell, strict=True)
    marks = [
        KeyedMark(number, unit, leaf, _text(value), reason, cell)
        for unit, leaf, value, reason, cell in columns
    ]
    entry = KeyedSheet(
        number=number,
        round=says.round,
        expert=says.expert,
        book=plan.book,
        plan=plan_of(snapshot, *_codes(marks)),
        entered_by=person,
        entered_at=now(),
    )
    return entry, marks


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else shown_cell(value)


def _codes(marks: Sequence[KeyedMark]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units and the leaves of the marks."""
    units, leaves = ({m.unit: None for m in marks}, {m.indicator: None for m in marks})
    return tuple(units), tuple(leaves)


def _plan_of(snapshot: Snapshot, entry: KeyedSheet) -> ImportPlan:
    """The entry as the book that it was."""
    marks = marks_of(snapshot, entry.number)
    units, leaves = _codes(marks)
    position = snapshot.expert_position[entry.expert]
    says = ScoreSheet(
        assessment=snapshot.settings.name,
        year=snapshot.settings.year,
        round=entry.round,
        expert=entry.expert,
        expert_name=snapshot.experts[position].name,
        plan=entry.plan,
        version=version_of(snapshot),
        made_at=entry.entered_at,
        units=units,
        leaves=leaves,
    )
    ratings = IncomingRatings(
        round=[entry.round] * len(marks),
        expert=[entry.expert] * len(marks),
        unit=[m.unit for m in marks],
        indicator=[m.indicator for m in marks],
        value=[m.value for m in marks],
        reason=[m.reason for m in marks],
        row=[int(m.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0) for m in marks],
        sheet=SHEET,
        cell=[m.cell for m in marks],
    )
    return ImportPlan(entry.book, (SHEET,), ratings=ratings, score_sheet=says)

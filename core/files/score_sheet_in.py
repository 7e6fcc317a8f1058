"""A filled 评分表, read: its marks as rows of 评分, its reasons beside them.

A blank cell is no rating and changes nothing. What a mark may be is for `core.actions.merge`,
by the same rules as for the 评分 sheet; here it is only what a cell alone can tell, and whether
rows and columns still stand where the hidden marker says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import UserError
from core.files.book_parts import BookParts, SheetPart
from core.files.cells import OPEN, TEXT, Kind, Raw, normalised, shown
from core.files.grid import Grid, read_grids
from core.files.score_sheet_form import HEAD, NOT_ASKED, SHEET, Layout
from core.files.score_sheet_marker import MARKER_SHEET, NewerSheet, read_marker
from core.files.sheet_columns import Fault, flag_told, read_cell
from core.model.import_plan import Cell, ImportPlan, IncomingRatings, ScoreSheet
from core.model.problem import Place, Problem
from core.text import _

_DASHES = frozenset(NOT_ASKED + "-–―－─ー")


@dataclass(slots=True)
class _Reading:
    """What has been read of a sheet so far."""

    book: str
    grid: Grid
    unit: list[str] = field(default_factory=list)
    leaf: list[str] = field(default_factory=list)
    value: list[Cell] = field(default_factory=list)
    reason: list[str] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def marker_of(book: BookParts) -> SheetPart | None:
    """The hidden marker; None for a book that is no score sheet."""
    return next((part for part in book.sheets if part.name == MARKER_SHEET), None)


def read_score_sheet(book: BookParts, marker: SheetPart) -> tuple[ImportPlan, tuple[Problem, ...]]:
    """What the sheet says and what is wrong with its cells. Raises `UserError` where it cannot
    be told what its cells are: the marker is damaged, the sheet renamed, or of a later version."""
    part = next((p for p in book.sheets if normalised(p.name) == SHEET), None)
    if part is None:
        text = _("“{book}”里没有工作表“{sheet}”；请把它的名字改回来。")
        raise UserError(text.format(book=book.book, sheet=SHEET))
    hidden, grid = read_grids(book, [marker, part])
    says, layout = _told(book, hidden)
    reading = _Reading(book.book, grid)
    reading.problems += _moved(reading, layout)
    if not reading.problems:
        for unit in says.units:
            for leaf in says.leaves:
                _take(reading, layout, unit, leaf)
    return _plan(reading, says), tuple(reading.problems)


def _told(book: BookParts, hidden: Grid) -> tuple[ScoreSheet, Layout]:
    try:
        return read_marker([shown(cell) for cell in row] for row in hidden.rows)
    except NewerSheet as error:
        text = _("“{book}”是由更新版本的考评程序制作的，请先更新本程序。")
        raise UserError(text.format(book=book.book)) from error
    except (ValueError, IndexError) as error:
        text = _("“{book}”里的评分表标记已损坏，认不出各格是哪个单位、哪项指标；请重新制表。")
        raise UserError(text.format(book=book.book)) from error


def _plan(reading: _Reading, says: ScoreSheet) -> ImportPlan:
    count = len(reading.unit)
    ratings = IncomingRatings(
        round=[says.round] * count,
        expert=[says.expert] * count,
        unit=reading.unit,
        indicator=reading.leaf,
        value=reading.value,
        reason=reading.reason,
        row=reading.row,
        sheet=SHEET,
        cell=reading.cell,
    )
    return ImportPlan(reading.book, (SHEET,), ratings=ratings, score_sheet=says)


# Where things stand


def _raw(grid: Grid, row: int, column: int) -> Raw:
    """The cell of the sheet; "" outside of what the sheet holds."""
    n, m = row - grid.top, column - grid.left
    inside = 0 <= n < len(grid.rows) and 0 <= m < len(grid.rows[n])
    return grid.rows[n][m] if inside else ""


def _moved(reading: _Reading, layout: Layout) -> Iterator[Problem]:
    """Rows and columns that no longer hold the unit or the leaf of the marker: marks would be
    taken for somebody else's."""
    text = _("这里应是“{code}”；行列被移动、插入、删除或排序过，请恢复原样或重新制表")
    units = ((code, row, 1) for code, row in layout.rows.items())
    leaves = ((code, HEAD, column) for code, column in layout.columns.items())
    for code, row, column in (*leaves, *units):
        seen = shown(_raw(reading.grid, row, column))
        if normalised(seen) != code:
            place = Place(SHEET, row, column_name(letter_of(column)), reading.book)
            yield Problem(text.format(code=code), place, seen)


def column_name(letter: str, leaf: str = "") -> str:
    """A column as messages call it: F列（2.1）."""
    text = _("{letter}列（{leaf}）") if leaf else _("{letter}列")
    return text.format(letter=letter, leaf=leaf)


def rating_place(plan: ImportPlan, row: int, column: str) -> Place:
    """Where the rating at this position of `plan.ratings` stands: in `column` (a header), or in
    its own cell where the sheet is wide."""
    rows = plan.ratings
    if rows.cell:
        column = column_name(rows.cell[row].rstrip("0123456789"), rows.indicator[row])
    return Place(rows.sheet, rows.row[row], column, plan.book)


def letter_of(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# Marks


def _take(reading: _Reading, layout: Layout, unit: str, leaf: str) -> None:
    """The mark and the reason of a unit on a leaf, where there is any."""
    row, column = layout.rows[unit], layout.columns[leaf]
    if (unit, leaf) not in layout.asked and _is_untouched(reading.grid, row, column):
        return
    value = _read(reading, OPEN, row, column, leaf)
    reason = _read(reading, TEXT, row, column + 1, leaf)
    if isinstance(value, Fault) or isinstance(reason, Fault):
        return
    if value is None or value == "":
        if reason:
            place = Place(SHEET, row, column_name(letter_of(column), leaf), reading.book)
            text = _("写了理由，但没有填得分；请填得分或 弃权，或把理由删去")
            reading.problems.append(Problem(text, place))
        return
    reading.unit.append(unit)
    reading.leaf.append(leaf)
    reading.value.append(value)
    reading.reason.append(reason or "")
    reading.row.append(row)
    reading.cell.append(f"{letter_of(column)}{row}")


def _is_untouched(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell that is not asked still is as it was written."""
    cells: Sequence[Raw] = (_raw(grid, row, column), _raw(grid, row, column + 1))
    return all(isinstance(c, str) and set(normalised(c)) <= _DASHES for c in cells)


def _read(reading: _Reading, kind: Kind, row: int, column: int, leaf: str) -> Any:
    """The cell typed, or a `Fault` that has been noted."""
    raw = _raw(reading.grid, row, column)
    flag = reading.grid.flagged.get((row, column))
    if flag is not None:
        expected, seen = flag_told(flag)
        value: Any = Fault(expected)
    else:
        value, seen = read_cell(kind, raw), shown(raw)[:60]
    if isinstance(value, Fault):
        place = Place(SHEET, row, column_name(letter_of(column), leaf), reading.book)
        reading.problems.append(Problem(value.expected, place, seen))
    return value

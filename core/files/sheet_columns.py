"""A grid under the declaration of its sheet: headers found, blank rows skipped, each column
read at once (the same raw value only once, so that 43 200 ratings cost little)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.files.cells import CellError, Kind, Raw, normalised, shown, stripped
from core.files.grid import Grid
from core.files.sheet_scan import MOST_CHARACTERS, UNCACHED
from core.files.sheets import COMPANIONS, Column, Sheet
from core.model.problem import Place, Problem
from core.text import _


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of a sheet that are not blank. `rows` are their numbers in the spreadsheet,
    `values` maps a field to its column (None: a blank cell), `faulty` a position to the fields
    that could not be read. `unknown` are headers of no column."""

    rows: Sequence[int] = ()
    values: dict[str, Sequence[Any]] = field(default_factory=dict)
    faulty: dict[int, set[str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """In place of a value that could not be read: what was expected there."""

    expected: str


class _Memo(dict[Any, Any]):
    """Raw values to what they say, each read once; `faults` tells whether any could not be."""

    def __init__(self, kind: Kind) -> None:
        super().__init__({"": None})
        self.kind = kind
        self.faults = False

    def __missing__(self, raw: Raw) -> Any:
        value = read_cell(self.kind, raw)
        self.faults = self.faults or isinstance(value, Fault)
        self[raw] = value
        return value


def read_columns(sheet: Sheet, grid: Grid, book: str) -> Cells:
    """The sheet's rows, typed; with every problem of its header and its cells."""
    head = _header_row(grid.rows)
    if head is None:
        text = _("工作表是空的，第一行应为列名：{names}")
        names = _("、").join(c.header for c in sheet.columns if c.required)
        fault = Problem(text.format(names=names), Place(sheet.name, book=book))
        return Cells(problems=(fault,) if names else ())
    found, unknown, problems = _headers(sheet, grid, head, book)
    body = grid.rows[head + 1 :]
    columns = list(zip(*body, strict=True)) if body else [() for _c in grid.rows[head]]
    kept, numbers = _kept(grid, head, found, columns)
    last = grid.top + len(grid.rows)
    values: dict[str, Sequence[Any]] = {}
    faulty: dict[int, set[str]] = {}
    for position, column in found.items():
        raws: Sequence[Raw] = columns[position]
        if len(kept) < len(raws):
            raws = [raws[n] for n in kept]
        values[column.field], faults = _read_column(column, raws)
        faults |= _flagged(grid, position, numbers)
        faults |= (
            {}
            if column.may_be_blank or not column.required
            else _blanks(values[column.field], faults)
        )
        problems += _told(sheet, column, book, numbers, faults)
        for n in faults:
            faulty.setdefault(n, set()).add(column.field)
    problems.sort(key=lambda p: p.place.row or last)
    return Cells(numbers, values, faulty, tuple(problems), unknown)


# The header


def _header_row(rows: Sequence[Sequence[Raw]]) -> int | None:
    return next((n for n, row in enumerate(rows) if any(_is_filled(c) for c in row)), None)


def _is_filled(raw: Raw) -> bool:
    return bool(stripped(raw)) if isinstance(raw, str) else True


def _headers(
    sheet: Sheet, grid: Grid, head: int, book: str
) -> tuple[dict[int, Column], tuple[str, ...], list[Problem]]:
    """Position → column, unknown headers, and what is wrong with the header."""
    by_header = {column.header: column for column in sheet.columns}
    row = grid.top + head
    found: dict[int, Column] = {}
    unknown: list[str] = []
    problems: list[Problem] = []
    for position, raw in enumerate(grid.rows[head]):
        header = "".join(normalised(shown(raw)).split())
        column = by_header.get(header)
        if column is None:
            unknown += [header] if header and header not in COMPANIONS else []
        elif column in found.values():
            text = _("列名出现了两次，应只有一列")
            problems.append(Problem(text, Place(sheet.name, row, column.header, book), header))
        else:
            found[position] = column
    for column in sheet.columns:
        if column.required and column not in found.values():
            text = _("缺少必须有的列“{name}”").format(name=column.header)
            problems.append(Problem(text, Place(sheet.name, row, column.header, book)))
    return found, tuple(unknown), problems


# The rows


def _kept(
    grid: Grid, head: int, found: dict[int, Column], columns: Sequence[Sequence[Raw]]
) -> tuple[Sequence[int], Sequence[int]]:
    """Positions and spreadsheet numbers of the rows in which a known column holds something."""
    first = grid.top + head + 1
    size = len(grid.rows) - head - 1
    read = [columns[position] for position in found]
    marked = {row - first for row, column in grid.flagged if column - grid.left in found}
    if any(all(c) and all(map(_is_filled, set(c))) for c in read):
        return range(size), range(first, first + size)
    kept = [
        n
        for n, row in enumerate(zip(*read, strict=True))
        if n in marked or any(c != "" and _is_filled(c) for c in row)
    ]
    return kept, [first + n for n in kept]


# The cells

MOST_TOLD = 5000  # of a column; nobody reads more
_Faults = dict[int, tuple[str, str]]  # position → expected, value as seen


def _read_column(column: Column, raws: Sequence[Raw]) -> tuple[Sequence[Any], _Faults]:
    # TRUE is 1 to a dictionary
    if bool in set(map(type, raws)):
        values = [None if raw == "" else read_cell(column.kind, raw) for raw in raws]
    else:
        memo = _Memo(column.kind)
        values = [memo[raw] for raw in raws]
        if not memo.faults:
            return values, {}
    faults = {
        n: (value.expected, shown(raws[n])[:60])
        for n, value in enumerate(values)
        if isinstance(value, Fault)
    }
    return values, faults


def _told(
    sheet: Sheet, column: Column, book: str, numbers: Sequence[int], faults: _Faults
) -> Iterator[Problem]:
    """A problem for each fault of the column; beyond `MOST_TOLD` only how many more."""
    for n in sorted(faults)[:MOST_TOLD]:
        text, value = faults[n]
        yield Problem(text, Place(sheet.name, numbers[n], column.header, book), value)
    if len(faults) > MOST_TOLD:
        place = Place(sheet.name, column=column.header, book=book)
        yield Problem(more_told(len(faults)), place)


def more_told(count: int) -> str:
    """What stands for the problems of a column beyond `MOST_TOLD`."""
    text = _("这一列另外还有{n}处问题，没有逐一列出")
    return text.format(n=count - MOST_TOLD)


def read_cell(kind: Kind, raw: Raw) -> Any:
    """The typed value, None for a blank cell, a `Fault` where it cannot be read."""
    if isinstance(raw, str):
        if not stripped(raw):
            return None
        if len(raw) > MOST_CHARACTERS:
            return Fault(_("文字不能超过{n}字").format(n=MOST_CHARACTERS))
    try:
        return kind.read(raw)
    except CellError as error:
        return Fault(str(error))


def _blanks(values: Sequence[Any], faults: _Faults) -> _Faults:
    if all(values):
        return {}
    return {
        n: (_("必须填写"), "")
        for n, value in enumerate(values)
        if (value is None or value == "") and n not in faults
    }


def _flagged(grid: Grid, position: int, numbers: Sequence[int]) -> _Faults:
    """Error values and formulas without a value, in this column."""
    if not grid.flagged:
        return {}
    at = {row: n for n, row in enumerate(numbers)}
    faults: _Faults = {}
    for (row, column), value in grid.flagged.items():
        if column - grid.left == position and row in at:
            faults[at[row]] = flag_told(value)
    return faults


def flag_told(value: str) -> tuple[str, str]:
    """What is wrong with a flagged cell (see `Grid`), and the cell as the person sees it."""
    if value == UNCACHED:
        text = _("公式没有计算结果；请在Excel或WPS中打开本工作簿，保存一次再导入")
        return text, _("公式")
    return _("应为值，不是错误值；请改正公式或直接填写"), value

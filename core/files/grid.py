"""Sheets as columns of plain values, read by python-calamine from what the gate let through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from core.errors import UserError
from core.files.book_parts import BookParts, SheetPart, packed
from core.files.sheet_scan import Address, check_strings, scan
from core.text import _

# What a cell may be: float, str ("" is blank), bool, date, datetime, time, timedelta
Raw = Any


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet from its first to its last cell that holds something. `rows` are of one length;
    `top` and `left` are the row and column of the first value, from 1. `flagged` maps cells
    (row, column) to their error value, or to `sheet_scan.UNCACHED`."""

    name: str
    top: int
    left: int
    rows: Sequence[Sequence[Raw]]
    flagged: Mapping[Address, str]


def read_grids(book: BookParts, wanted: Sequence[SheetPart]) -> Iterator[Grid]:
    """The wanted sheets, one after the other. Raises `UserError` for one that is damaged or
    exceeds a limit."""
    if not wanted:
        return
    from python_calamine import CalamineWorkbook

    check_strings(book.strings)
    scans = [scan(part.xml, book.strings, part.name) for part in wanted]
    with _damage_told(book.book):
        workbook = CalamineWorkbook.from_filelike(packed(book, (s.xml for s in scans)))
    flagged = [s.flagged for s in scans]
    del scans
    for n, part in enumerate(wanted):
        with _damage_told(f"{book.book} {part.name}"):
            sheet = workbook.get_sheet_by_index(n)
            top, left = sheet.start or (0, 0)
            rows = sheet.to_python(skip_empty_area=True)
        yield _with_flagged(Grid(part.name, top + 1, left + 1, rows, flagged[n]))


def _with_flagged(grid: Grid) -> Grid:
    """With blank rows at the end for flagged cells, which the library does not count."""
    last = grid.top + len(grid.rows) - 1
    lowest = max((row for row, _column in grid.flagged), default=0)
    if not grid.rows or lowest <= last:
        return grid
    blank = [""] * len(grid.rows[0])
    return replace(grid, rows=[*grid.rows, *([blank] * (lowest - last))])


@contextmanager
def _damage_told(what: str) -> Iterator[None]:
    """The library's errors, and its panics (which are no `Exception`), as a word to the person."""
    from python_calamine import CalamineError

    try:
        yield
    except BaseException as error:
        if isinstance(error, CalamineError) or type(error).__name__ == "PanicException":
            text = _("“{what}”已损坏，读不出来；请用Excel或WPS打开后另存。")
            raise UserError(text.format(what=what)) from error
        raise

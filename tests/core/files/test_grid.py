"""Sheets as values: where they begin, and what the library does not tell."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import UserError
from core.files.book_parts import BookParts, SheetPart
from core.files.grid import read_grids
from core.files.sheet_scan import UNCACHED

STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def book(*sheets: str, **more: bool) -> BookParts:
    whole = (f"<worksheet><sheetData>{cells}</sheetData></worksheet>" for cells in sheets)
    named = tuple(SheetPart(f"表{n}", xml.encode()) for n, xml in enumerate(whole))
    return BookParts("书.xlsx", named, styles=STYLES.encode(), **more)


def test_rows_and_columns_keep_their_numbers() -> None:
    given = book('<row r="3"><c r="C3"><v>1.5</v></c></row><row r="5"><c r="D5"><v>2</v></c></row>')
    (grid,) = read_grids(given, given.sheets)
    assert (grid.name, grid.top, grid.left) == ("表0", 3, 3)
    assert [list(row) for row in grid.rows] == [[1.5, ""], ["", ""], ["", 2.0]]


def test_error_values_and_formulas_come_with_the_grid() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#SPILL!</v></c></row>'
    given = book(cells + '<row r="4"><c r="A4"><f>A1</f></c></row>')
    (grid,) = read_grids(given, given.sheets)
    assert grid.flagged == {(1, 2): "#SPILL!", (4, 1): UNCACHED}
    assert len(grid.rows) == 4  # the formula's row is there to be told of


def test_an_empty_sheet_has_no_rows() -> None:
    given = book("", '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert [len(grid.rows) for grid in read_grids(given, given.sheets)] == [0, 1]
    assert list(read_grids(given, ())) == []


@pytest.mark.parametrize(("early", "day"), [(False, date(2026, 1, 8)), (True, date(2030, 1, 9))])
def test_dates_know_the_books_calendar(early: bool, day: date) -> None:
    given = book('<row r="1"><c r="A1" s="1"><v>46030</v></c></row>', date1904=early)
    (grid,) = read_grids(given, given.sheets)
    assert grid.rows[0][0] == day


@pytest.mark.parametrize(
    "cells",
    ['<row r="1"><c r="A1" t="s"><v>7</v></c></row>', '<row r="1"><c r="A1"><v>1</v></row>'],
)
def test_damage_is_told(cells: str) -> None:
    given = book(cells)
    with pytest.raises(UserError, match="损坏"):
        list(read_grids(given, given.sheets))

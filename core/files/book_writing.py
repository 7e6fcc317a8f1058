"""Pages into an .xlsx, row by row: numbers as numbers, texts as those very texts.

Written in openpyxl's streaming mode with one styled cell a column, whose value changes from row
to row, so that 43 200 ratings take seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.files import sheet_style
from core.files.cells import DATE, TEXT
from core.files.sheet_scan import MOST_CHARACTERS
from core.files.sheets import Column, choices_of
from core.text import _

_FILL_IN = "FFF8E1"
_FORMULA_STARTS = ("=", "+", "-", "@")
_VALIDATED_ROWS = 10_000
_WRAPPED = 20  # characters of width from which texts wrap
_TALLEST = 409  # points
_A4 = 9  # as spreadsheets number papers
# Characters that XML cannot hold, and texts that would read as such a character's name
_ESCAPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet to write. With `fillable` headers the sheet is protected but for those columns."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    fillable: tuple[str, ...] = ()


def save(pages: Iterable[Page], path: Path) -> None:
    """Write the pages to `path`. Raises `UserError` for a text longer than a cell can hold."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet_style.set_body_font(book)
    try:
        for page in pages:
            _write(book.create_sheet(page.title), page)
        book.save(path)
    finally:
        for sheet in book.worksheets:
            if not sheet.closed:
                sheet.close()


def escaped(text: str) -> str:
    """The text as a cell's XML can hold it; readers of workbooks turn it back."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", whole)


def _write(sheet: Any, page: Page) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for n, column in enumerate(page.columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width + 3
        _offer(sheet, get_column_letter(n), column)
    _set_print(sheet)
    if page.fillable:
        sheet.protection.enable()
    sheet.append(_head_cells(sheet, page.columns))
    # Ratings come as an iterator: so many that frames around nothing would cost too much
    framed = not isinstance(page.rows, Iterator)
    cells = [_ColumnCells(sheet, c, c.header in page.fillable, framed) for c in page.columns]
    wrapped = [(n, c.width) for n, c in enumerate(page.columns) if c.width >= _WRAPPED]
    for number, row in enumerate(page.rows, start=2):
        _set_height(sheet, number, ((row[n], width) for n, width in wrapped))
        sheet.append([cell.holding(value) for cell, value in zip(cells, row, strict=True)])


def _set_print(sheet: Any) -> None:
    """A4 landscape, one page wide, the header on every page. (A streamed sheet lacks what
    `sheet_style.set_print` leans on.)"""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "— &P / &N —"


def _set_height(sheet: Any, row: int, cells: Iterable[tuple[Any, int]]) -> None:
    """High enough for the texts that wrap; spreadsheets differ in whether they see to it."""
    texts = [(v, width) for v, width in cells if isinstance(v, str) and 2 * len(v) > width - 2]
    lines = max((sheet_style.lines_of(text, width) for text, width in texts), default=1)
    if lines > 1 or any("\n" in text for text, _width in texts):
        sheet.row_dimensions[row].height = min(_TALLEST, 15 * lines + 4)


def _head_cells(sheet: Any, columns: Sequence[Column]) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell

    for column in columns:
        cell = WriteOnlyCell(sheet)
        sheet_style.write_head(cell, column.header)
        if column.required:
            cell.font = sheet_style.font(bold=True, color=sheet_style.ACCENT)
        yield cell


class _ColumnCells:
    """The styled cells of a column, used again for each row (a row is written at once)."""

    def __init__(self, sheet: Any, column: Column, fillable: bool, framed: bool) -> None:
        form = column.kind.form
        self.text = _styled(sheet, column, fillable, form)
        self.quoted = _styled(sheet, column, fillable, form)
        self.quoted.quotePrefix = True
        # Text form would show a date as its serial number
        self.number = _styled(sheet, column, fillable, "General" if form == TEXT.form else form)
        self.date = _styled(sheet, column, fillable, DATE.form)
        self.blank = self.text if fillable or framed else None

    def holding(self, value: Any) -> Any:
        """A cell with this value; None for a blank one without a frame."""
        if value is None or value == "":
            return _set(self.blank, None, "n") if self.blank else None
        if isinstance(value, str):
            cell = self.quoted if value.startswith(_FORMULA_STARTS) else self.text
            return _set(cell, _checked(value), "s")
        if isinstance(value, date):
            return _set(self.date, value, "d")
        return _set(self.number, value, "n")


def _set(cell: Any, value: Any, kind: str) -> Any:
    """Past openpyxl's guessing, which takes some texts for formulas or errors."""
    cell._value, cell.data_type = value, kind
    return cell


def _styled(sheet: Any, column: Column, fillable: bool, form: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Protection

    cell = WriteOnlyCell(sheet)
    cell.font = sheet_style.font()
    cell.border = sheet_style.frame()
    side = "left" if column.kind.form == TEXT.form else "general"
    cell.alignment = sheet_style.aligned(side, wrap=column.width >= _WRAPPED)
    cell.number_format = form
    if fillable:
        cell.fill = sheet_style.fill(_FILL_IN)
        cell.protection = Protection(locked=False)
    return cell


def _checked(text: str) -> str:
    whole = escaped(text)
    if len(whole) > MOST_CHARACTERS:
        told = _("有一处文字超过{n}字，写不进单元格：“{start}…”")
        raise UserError(told.format(n=MOST_CHARACTERS, start=text[:30]))
    return whole


def _offer(sheet: Any, letter: str, column: Column) -> None:
    """A drop-down where the column takes one of few words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words, strict = choices_of(column)
    if not words:
        return
    listed = DataValidation(
        type="list",
        formula1='"' + ",".join(words) + '"',
        allow_blank=True,
        showErrorMessage=strict,
    )
    listed.add(f"{letter}2:{letter}{_VALIDATED_ROWS}")
    sheet.data_validations.append(listed)

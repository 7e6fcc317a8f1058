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
from core.files.sheet_scan import MOST_CHARACTERS
from core.files.sheets import Column, choices_of
from core.text import _

_FILL_IN = "FFF8E1"
_FORMULA_STARTS = ("=", "+", "-", "@")
_VALIDATED_ROWS = 10_000
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
    sheet.sheet_format.defaultRowHeight = 18
    for n, column in enumerate(page.columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width + 3
        _offer(sheet, get_column_letter(n), column)
    if page.fillable:
        sheet.protection.enable()
    sheet.append(_head_cells(sheet, page.columns))
    cells = [_ColumnCells(sheet, c, c.header in page.fillable) for c in page.columns]
    for row in page.rows:
        sheet.append([cell.holding(value) for cell, value in zip(cells, row, strict=True)])


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

    def __init__(self, sheet: Any, column: Column, fillable: bool) -> None:
        self.plain = _styled(sheet, column, fillable)
        self.quoted = _styled(sheet, column, fillable)
        self.quoted.quotePrefix = True
        self.blank = self.plain if fillable else None

    def holding(self, value: Any) -> Any:
        """A cell with this value; None for a blank one that needs no style."""
        if value is None or value == "":
            if self.blank is not None:
                self.blank._value = None
            return self.blank
        if not isinstance(value, str):
            self.plain._value = value
            self.plain.data_type = "d" if isinstance(value, date) else "n"
            return self.plain
        cell = self.quoted if value.startswith(_FORMULA_STARTS) else self.plain
        cell._value = _checked(value)
        cell.data_type = "s"
        return cell


def _styled(sheet: Any, column: Column, fillable: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Protection

    cell = WriteOnlyCell(sheet)
    cell.font = sheet_style.font()
    cell.border = sheet_style.frame()
    cell.alignment = sheet_style.aligned("general", wrap=column.width >= 20)
    cell.number_format = column.kind.form
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

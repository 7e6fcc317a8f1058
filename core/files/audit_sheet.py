"""A sheet of the audit book: what it is for in a line, a header, rows of data and formulas.

Formulas name cells of other sheets by the title of their column, so that nobody counts letters.
Written in openpyxl's streaming mode, with one styled cell a column whose value changes from row
to row: the sample county's book has a hundred thousand cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.errors import UserError
from core.files import sheet_style
from core.files.sheet_style import Look, clean, dress
from core.text import _

TOP = 4  # the first row of data; title, explanation and header stand above it
MOST_ROWS = 1_048_576
HEAD_ROW = TOP - 1
DATA, STEP, OFFICIAL, DIFFERENCE = "data", "step", "official", "difference"
_FORMULA_STARTS = ("=", "+", "-", "@")
_GROUNDS = {DATA: "E9F0F9", STEP: "EAF5EA", OFFICIAL: "F1F1F1", DIFFERENCE: "FFF3D6"}


class Formula(str):
    """A formula, with its "="; every other text is data and stays text."""


Value = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `role` says whether it holds data, a step of the computation, the official
    value, or the difference of the two. `form` is a number format."""

    title: str
    width: int = 12
    role: str = DATA
    form: str = "General"


@dataclass(slots=True)
class Page:
    """A sheet to be. `told` is the sentence under its title."""

    name: str
    title: str
    told: str
    columns: tuple[Column, ...]
    rows: list[Sequence[Value]] = field(default_factory=list)

    @property
    def next(self) -> int:
        """The row that the next `add` writes."""
        return TOP + len(self.rows)

    def add(self, *values: Value) -> int:
        """Append a row; its number."""
        self.rows.append(values)
        return self.next - 1

    def letter(self, title: str) -> str:
        """The letter of the column with this title."""
        return letters(next(n for n, c in enumerate(self.columns) if c.title == title))

    def at(self, title: str, row: int) -> str:
        """A cell, as a formula on any sheet names it."""
        return f"'{self.name}'!${self.letter(title)}${row}"

    def span(self, title: str, first: int, last: int) -> str:
        """Cells of a column, as a formula on any sheet names them."""
        column = self.letter(title)
        return f"'{self.name}'!${column}${first}:${column}${last}"

    def whole(self, title: str) -> str:
        """All cells of a column; one blank cell where there are no rows."""
        return self.span(title, TOP, max(TOP, self.next - 1))

    def here(self, title: str, row: int) -> str:
        """A cell, as a formula in its own row names it."""
        return f"{self.letter(title)}{row}"

    def block(self, title: str, first: int, last: int) -> str:
        """Cells of a column, as a formula on this sheet names them."""
        column = self.letter(title)
        return f"{column}${first}:{column}${last}"


def letters(position: int) -> str:
    """The letters of a column counted from 0."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def either(conditions: Sequence[str]) -> str:
    """OR of at least one condition."""
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def difference(mine: str, official: str, decimals: str) -> Formula:
    """0 where two scores, each a number or one of a few words, are the same."""
    words = f"IF(EXACT({mine},{official}),0,1)"
    return Formula(
        f"=IF(AND(ISNUMBER({mine}),ISNUMBER({official})),"
        f"ROUND({mine}-{official},{decimals}),{words})"
    )


def write_page(book: Any, page: Page) -> None:
    """The page as a sheet of a streamed workbook. UserError where it has too many rows."""
    if page.next > MOST_ROWS:
        text = _("“{name}”有{n}行，超过了一张工作表能放的行数，写不成审计工作簿。")
        raise UserError(text.format(name=page.name, n=len(page.rows)))
    sheet = book.create_sheet(page.name)
    _set_up(sheet, page.columns)
    looks: dict[Look, Any] = {}
    for row in _heading(sheet, page, looks):
        sheet.append(row)
    cells = [_ColumnCells(sheet, column, looks) for column in page.columns]
    for values in page.rows:
        sheet.append([c.holding(value) for c, value in zip(cells, values, strict=True)])


def _set_up(sheet: Any, columns: Sequence[Column]) -> None:
    """Widths, the frozen header, which stands on each page."""
    for n, column in enumerate(columns):
        sheet.column_dimensions[letters(n)].width = column.width + 2
    sheet.freeze_panes = f"A{TOP}"
    sheet.row_dimensions[1].height = 28
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    fit_to_width(sheet)


def fit_to_width(sheet: Any) -> None:
    """A4 landscape, one page wide, pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.center.text = "— &P / &N —"


def _heading(sheet: Any, page: Page, looks: dict[Look, Any]) -> Iterator[list[Any]]:
    title = new_cell(sheet, page.title)
    title.font = sheet_style.font(size=16, bold=True, name=sheet_style.TITLE_FONT)
    told = new_cell(sheet, page.told)
    told.font = sheet_style.font(size=10, color=sheet_style.MUTED)
    yield [title]
    yield [told]
    heads = []
    for column in page.columns:
        look = Look("center", bold=True, ground=_GROUNDS[column.role])
        heads.append(set_text(_styled(sheet, look, looks), column.title))
    yield heads


def new_cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return set_text(WriteOnlyCell(sheet), text)


def set_text(cell: Any, text: str) -> Any:
    """Past openpyxl's guessing: a text is that text, a formula that formula."""
    if isinstance(text, Formula):
        cell._value, cell.data_type = str(text), "f"
    else:
        cell._value, cell.data_type = clean(text), "s"
    return cell


def _look(column: Column, *, text: bool = False) -> Look:
    ground = _GROUNDS[DIFFERENCE] if column.role == DIFFERENCE else ""
    return Look("left" if text else "right", ground=ground, form="@" if text else column.form)


def _styled(sheet: Any, look: Look, looks: dict[Look, Any]) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    dress(cell, look, looks)
    # Rows keep their height: a wrapped text would lie over its neighbours.
    cell.alignment = sheet_style.aligned(look.side, wrap=False)
    return cell


class _ColumnCells:
    """The styled cells of a column, used again for each row (a row is written at once)."""

    def __init__(self, sheet: Any, column: Column, looks: dict[Look, Any]) -> None:
        self.number = _styled(sheet, _look(column), looks)
        self.text = _styled(sheet, _look(column, text=True), looks)
        self.quoted = _styled(sheet, _look(column, text=True), looks)
        self.quoted.quotePrefix = True

    def holding(self, value: Value) -> Any:
        if isinstance(value, Formula):
            return set_text(self.number, value)
        if isinstance(value, str):
            quoted = value.startswith(_FORMULA_STARTS)
            return set_text(self.quoted if quoted else self.text, value)
        self.number._value = float(value) if isinstance(value, Decimal) else value
        self.number.data_type = "n"
        return self.number

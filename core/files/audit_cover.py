"""The cover of the audit book: one number that should be 0, and where to look when it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from core.files import sheet_style
from core.files.audit_sheet import (
    DIFFERENCE,
    OFFICIAL,
    STEP,
    TOP,
    Column,
    Formula,
    Page,
    fit_to_width,
    letters,
    new_cell,
    set_text,
)
from core.files.results_figures import heading
from core.files.sheet_style import Look, dress
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.digest import digest
from core.text import _

NAME = "封面"
TOTAL = "B4"  # the cell with the number of all differences
_WIDTHS = (24, 24, 12, 12, 84)


def compared(pages: Sequence[Page]) -> list[tuple[Page, Column, str]]:
    """Each column of differences with the cells that it has."""
    return [
        (page, column, f"'{page.name}'!${letters(n)}${TOP}:${letters(n)}${page.next - 1}")
        for page in pages
        for n, column in enumerate(page.columns)
        if column.role == DIFFERENCE and page.rows
    ]


def write_cover(book: Any, snapshot: Snapshot, result: Result, pages: Sequence[Page]) -> None:
    """The cover as the first sheet of a streamed workbook."""
    sheet = book.create_sheet(NAME)
    for n, width in enumerate(_WIDTHS):
        sheet.column_dimensions[letters(n)].width = width
    sheet.row_dimensions[1].height, sheet.row_dimensions[4].height = 34, 56
    sheet.sheet_view.showGridLines = False
    fit_to_width(sheet)
    _color_total(sheet)
    for row in _rows(sheet, snapshot, result, pages):
        sheet.append(row)


def _color_total(sheet: Any) -> None:
    """Green while it is 0, red as soon as it is not."""
    from openpyxl.formatting.rule import FormulaRule

    green, red = sheet_style.fill("DDF2DD"), sheet_style.fill("F8D7D7")
    rules = sheet.conditional_formatting
    for end, condition in ((green, f"${TOTAL[0]}${TOTAL[1]}=0"), (red, "TRUE")):
        rules.add(TOTAL, FormulaRule(formula=[condition], fill=end, stopIfTrue=True))


def _rows(
    sheet: Any, snapshot: Snapshot, result: Result, pages: Sequence[Page]
) -> Iterator[list[Any]]:
    columns = compared(pages)
    first = 8
    last = first + len(columns) - 1
    yield [_big(sheet, _("{name}　审计工作簿").format(name=snapshot.settings.name), 18)]
    yield [_plain(sheet, heading(snapshot, result), sheet_style.MUTED)]
    yield []
    count = f"=SUM(D{first}:D{last})" if columns else "=0"
    told = _("← 差异总数，应为 0。不为 0 时看下表哪一步有差异，再到那张表筛选差异列。")
    yield [_big(sheet, _("差异总数"), 14), _big(sheet, Formula(count), 28), _plain(sheet, told)]
    yield []
    yield [_plain(sheet, text) for text in [_("每一步与程序公布的结果比对的情况")]]
    looks: dict[Look, Any] = {}
    heads = (_("工作表"), _("比对内容"), _("比对数"), _("差异数"), _("这张表做什么"))
    yield [_boxed(sheet, text, looks, head=True) for text in heads]
    for page, column, cells in columns:
        yield [
            _boxed(sheet, _link(page), looks),
            _boxed(sheet, column.title, looks),
            _boxed(sheet, Formula(f"=ROWS({cells})"), looks),
            # A cell that is no number, or an error, is a difference too.
            _boxed(sheet, Formula(f"=ROWS({cells})-COUNTIF({cells},0)"), looks),
            _boxed(sheet, page.title, looks),
        ]
    yield []
    for text in _notes(snapshot):
        yield [_plain(sheet, text)]
    yield []
    yield [_plain(sheet, text) for text in [_("全部工作表")]]
    for page in pages:
        kind = _("数据") if not _has_steps(page) else _("计算")
        yield [_plain(sheet, _link(page)), _plain(sheet, kind), _plain(sheet, page.told)]


def _has_steps(page: Page) -> bool:
    return any(column.role in (STEP, OFFICIAL) for column in page.columns)


def _notes(snapshot: Snapshot) -> tuple[str, ...]:
    return (
        _("这本工作簿不靠考评程序：数据在前面几张表，后面一步一张表，全部由表格自己的公式重算。"),
        _("浅蓝的列是数据，浅绿的列是公式，浅灰的列是程序公布的结果，浅黄的列是两者之差。"),
        _("可以试一试：改动“评分”表里任意一个计入的得分，差异就不再是 0；撤销后恢复。"),
        _("公式只用 Excel 2016、WPS 和 LibreOffice 都有的函数，没有宏，没有外部链接。"),
        _("取整前先在“方案”表的防护位数上取整一次，比较前在第12位小数上取整一次，理由见该表。"),
        _("数据指纹（SHA-256）：{digest}").format(digest=digest(snapshot)),
    )


def _link(page: Page) -> Formula:
    return Formula(f'=HYPERLINK("#\'{page.name}\'!A1","{page.name}")')


def _big(sheet: Any, text: str, size: int) -> Any:
    cell = new_cell(sheet, text)
    cell.font = sheet_style.font(size=size, bold=True, name=sheet_style.TITLE_FONT)
    cell.alignment = sheet_style.aligned("center" if size > 20 else "left", wrap=False)
    if size > 20:
        cell.border = sheet_style.frame()
    return cell


def _plain(sheet: Any, text: str, color: str = sheet_style.INK) -> Any:
    cell = new_cell(sheet, text)
    cell.font = sheet_style.font(color=color)
    cell.alignment = sheet_style.aligned("left", wrap=False)
    return cell


def _boxed(sheet: Any, text: str, looks: dict[Look, Any], *, head: bool = False) -> Any:
    cell = new_cell(sheet, "")
    ground = sheet_style.HEAD if head else ""
    dress(cell, Look("center" if head else "left", bold=head, ground=ground), looks)
    return set_text(cell, text)

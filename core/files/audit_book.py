"""The audit book: the whole computation as live formulas of a spreadsheet.

Raw marks and actuals go in; every score, total, rank and grade is recomputed by Excel 2016, WPS
or LibreOffice itself, and stands beside the official value with a difference that reads 0. So an
auditor need not trust this program.

Which rows there are and which rule a leaf has is fixed when the book is written; every number,
word and setting is a cell that formulas read. A spreadsheet computes in binary floating point,
the official value is exact: where both round, and where a value is held against another, the
spreadsheet rounds once more at a finer place (方案 防护位数; the twelfth decimal), which takes
the noise of the last bits away and nothing else, as long as no exact value lies that close
beside a half or a threshold without being it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.files import sheet_style
from core.files.audit_cover import write_cover
from core.files.audit_grades import grade_pages
from core.files.audit_quantitative import quantitative_pages
from core.files.audit_rated import rated_pages
from core.files.audit_raw import raw_pages
from core.files.audit_sheet import OFFICIAL, STEP, Page, write_page
from core.files.audit_totals import total_pages
from core.files.whole_file import whole_file
from core.model.result import Result
from core.model.snapshot import Snapshot


def write_audit(snapshot: Snapshot, result: Result, path: Path) -> None:
    """Writes the book to `path`, replacing what is there only once it is whole. UserError where
    a sheet would have too many rows, or where the place cannot be written."""
    with whole_file(path) as beside:
        audit_workbook(snapshot, result).save(beside)


def audit_pages(snapshot: Snapshot, result: Result) -> tuple[Page, ...]:
    """Every sheet but the cover: the raw data, then one sheet a step."""
    raw = raw_pages(snapshot)
    rated = rated_pages(snapshot, raw)
    measured = quantitative_pages(snapshot, raw)
    totals = total_pages(snapshot, result, raw, rated, measured)
    grading = grade_pages(snapshot, result, raw, totals)
    return (*raw.pages, *rated.pages, *measured.pages, *totals.pages, *grading.pages)


def audit_workbook(snapshot: Snapshot, result: Result) -> Any:
    """The book as a streamed openpyxl workbook, not yet saved."""
    from openpyxl import Workbook

    pages = audit_pages(snapshot, result)
    book = Workbook(write_only=True)
    sheet_style.set_body_font(book)
    book.calculation.fullCalcOnLoad = True
    write_cover(book, snapshot, result, pages)
    for page in pages:
        write_page(book, _with_decimals(page, result.decimals))
    return book


SCORES = frozenset(
    {"得分", "官方得分", "计算得分", "申诉核定分", "得分合计", "定量得分", "基本分", "加分", "扣分"}
    | {"总分", "官方基本分", "官方加分", "官方扣分", "官方总分"}
)


def _with_decimals(page: Page, decimals: int) -> Page:
    """Scores of the steps shown with 小数位 decimals, as the program shows them."""
    form = sheet_style.number_format(decimals)
    columns = tuple(
        replace(c, form=form) if c.role in (STEP, OFFICIAL) and c.title in SCORES else c
        for c in page.columns
    )
    return replace(page, columns=columns)

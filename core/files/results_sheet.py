"""The sheet 结果 of somebody's workbook: the results that they computed themselves, read for a
rehearsal and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from core.errors import Refused, UserError
from core.files.book_parts import open_book
from core.files.cells import normalised
from core.files.grid import read_grids
from core.files.sheet_columns import read_columns
from core.files.sheets import RESULTS_SHEET, SHEET_OF
from core.model.problem import Place, Problem
from core.text import _


@dataclass(frozen=True, slots=True)
class TheirResult:
    """A row: `unit` as it is written there (编码 or name); what is blank is None."""

    unit: str
    total: Decimal | None
    rank: int | None
    grade: str | None
    place: Place


def read_results(path: Path) -> tuple[TheirResult, ...]:
    """The rows of 结果. UserError where the book is no workbook, or has no such sheet or nothing
    in it; Refused with every problem of its cells."""
    book = open_book(Path(path))
    parts = [part for part in book.sheets if normalised(part.name) == RESULTS_SHEET]
    if not parts:
        text = _(
            "“{book}”里没有工作表“{sheet}”（列：单位、总分、名次、等次），没有可以核对的结果。"
        )
        raise UserError(text.format(book=book.book, sheet=RESULTS_SHEET))
    cells = read_columns(
        SHEET_OF[RESULTS_SHEET], next(iter(read_grids(book, parts[:1]))), book.book
    )
    if cells.problems:
        raise Refused(cells.problems)
    blank = [None] * len(cells.rows)
    columns = [cells.values.get(name, blank) for name in ("unit", "total", "rank", "grade")]
    found = tuple(
        TheirResult(unit, total, rank, grade, Place(RESULTS_SHEET, row, book=book.book))
        for row, unit, total, rank, grade in zip(cells.rows, *columns, strict=True)
    )
    problems = _repeated(found)
    if problems:
        raise Refused(problems)
    if not any(r.total is not None or r.rank is not None or r.grade for r in found):
        text = _("“{book}”的工作表“{sheet}”里没有总分、名次或等次，没有可以核对的结果。")
        raise UserError(text.format(book=book.book, sheet=RESULTS_SHEET))
    return found


def _repeated(rows: tuple[TheirResult, ...]) -> list[Problem]:
    first: dict[str, TheirResult] = {}
    found = []
    for row in rows:
        earlier = first.setdefault(row.unit, row)
        if earlier is not row:
            text = _("与第{n}行重复，应只有一行").format(n=earlier.place.row)
            found.append(Problem(text, row.place, row.unit))
    return found

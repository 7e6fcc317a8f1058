from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.errors import UserError
from core.files import audit_sheet
from core.files.audit_sheet import (
    DIFFERENCE,
    STEP,
    TOP,
    Column,
    Formula,
    Page,
    difference,
    letters,
    write_page,
)


def page() -> Page:
    columns = (Column("编码"), Column("数", form="0.00"), Column("差异", role=DIFFERENCE))
    return Page("甲表", "甲", "说明", columns)


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_cells_are_named_by_the_title_of_their_column() -> None:
    sheet = page()
    assert sheet.whole("数") == "'甲表'!$B$4:$B$4", "a range has a cell even without rows"
    assert [sheet.add("a", 1, 2), sheet.add("b", 1, 2)] == [TOP, TOP + 1]
    assert sheet.at("数", 5) == "'甲表'!$B$5"
    assert sheet.span("差异", 4, 5) == sheet.whole("差异") == "'甲表'!$C$4:$C$5"
    assert (sheet.here("数", 4), sheet.block("数", 4, 5)) == ("B4", "B$4:B$5")


def test_a_difference_compares_rounded_numbers_or_words() -> None:
    formula = difference("A1", "B1", "2")
    assert isinstance(formula, Formula)
    assert "ROUND(A1-B1,2)" in formula and "EXACT(A1,B1)" in formula


def test_text_is_text_and_formulas_are_formulas(tmp_path: Path) -> None:
    sheet = page()
    sheet.add("=1+1", Decimal("1.25"), Formula("=B4*2"))
    sheet.add("普通", None, 0)
    book = openpyxl.Workbook(write_only=True)
    write_page(book, sheet)
    book.save(tmp_path / "a.xlsx")
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")["甲表"]
    assert [(c.value, c.data_type) for c in read[4]] == [("=1+1", "s"), (1.25, "n"), ("=B4*2", "f")]
    assert read["A4"].quotePrefix and not read["A5"].quotePrefix
    assert [c.value for c in read[3]] == ["编码", "数", "差异"]
    assert (read["A1"].value, read["A2"].value, read.freeze_panes) == ("甲", "说明", "A4")


def test_a_sheet_that_cannot_hold_its_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_sheet, "MOST_ROWS", 4)
    sheet = Page("甲表", "甲", "", (Column("a", role=STEP),), [("x",)] * 2)
    with pytest.raises(UserError, match="甲表"):
        write_page(openpyxl.Workbook(write_only=True), sheet)

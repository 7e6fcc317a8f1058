"""Pages as a spreadsheet sees them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from core.errors import UserError
from core.files.book_writing import Page, escaped, save
from core.files.cells import CODE, DATE, NUMBER, YES_NO
from core.files.sheets import Column

COLUMNS = (
    Column("编码", "code", CODE, required=True),
    Column("分值", "points", NUMBER),
    Column("日期", "day", DATE),
    Column("采纳", "yes", YES_NO),
    Column("说明", "note", width=30),
)


def saved(path: Path, *rows: tuple[Any, ...], fillable: tuple[str, ...] = ()) -> Any:
    save([Page("表", COLUMNS, rows, fillable)], path)
    return openpyxl.load_workbook(path)["表"]


def test_cells_have_their_kind(tmp_path: Path) -> None:
    sheet = saved(tmp_path / "a.xlsx", ("1.10", 9.5, date(2026, 1, 8), "是", None))
    code, points, day, yes, note = sheet[2]
    assert (code.value, code.data_type, code.number_format) == ("1.10", "s", "@")
    assert (points.value, points.data_type, points.number_format) == (9.5, "n", "General")
    assert (day.value.date(), day.number_format) == (date(2026, 1, 8), "yyyy-mm-dd")
    assert (yes.value, note.value) == ("是", None)


def test_numbers_and_dates_among_texts_show_as_such(tmp_path: Path) -> None:
    rows = ((date(2026, 1, 8), None, None, None, 5), ("1", None, None, None, "x"))
    sheet = saved(tmp_path / "a.xlsx", *rows)
    assert [sheet[a].number_format for a in ("A2", "E2", "A3")] == ["yyyy-mm-dd", "General", "@"]


@pytest.mark.parametrize("text", ["=1+1", "+5", "-甲", "@x", "#N/A", "TRUE", "12", " 甲 ", "a\nb"])
def test_a_text_stays_that_text(tmp_path: Path, text: str) -> None:
    sheet = saved(tmp_path / "a.xlsx", (text, None, None, None, text))
    for cell in (sheet["A2"], sheet["E2"]):
        assert (cell.value, cell.data_type) == (text, "s")
        assert bool(cell.quotePrefix) == (text[0] in "=+-@")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.get_sheet_by_name("表").to_python()[1][0] == text


def test_styled_cells_are_used_again_without_mixing_up(tmp_path: Path) -> None:
    rows = (("=a", 1, None, None, "x"), ("b", "12345678901234567890", None, None, None))
    sheet = saved(tmp_path / "a.xlsx", *rows, ("c", 2, None, None, "=y"))
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=2, max_col=2)] == [
        ["=a", 1],
        ["b", "12345678901234567890"],
        ["c", 2],
    ]
    assert [bool(sheet[f"A{n}"].quotePrefix) for n in (2, 3, 4)] == [True, False, False]


@pytest.mark.parametrize("text", ["a_x0041_b", "_x000D_", "a\x0bb", "\x1f", "__x0041_", "_x41_"])
def test_odd_characters_come_back(tmp_path: Path, text: str) -> None:
    saved(tmp_path / "a.xlsx", (text, None, None, None, None))
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.get_sheet_by_name("表").to_python()[1][0] == text


def test_half_a_character_is_replaced() -> None:
    assert escaped("甲\ud800") == "甲?"


def test_the_sheet_is_pleasant_to_fill(tmp_path: Path) -> None:
    sheet = saved(tmp_path / "a.xlsx", ("1", 2, None, None, None))
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["E"].width > sheet.column_dimensions["A"].width
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref).startswith("D2:")) == ('"是,否"', True)
    assert not sheet.protection.sheet
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")


def test_rows_are_high_enough_for_what_wraps(tmp_path: Path) -> None:
    rows = ((None,) * 4 + (text,) for text in ("短", "长" * 40, "一\n二\n三\n四\n五" * 9))
    sheet = saved(tmp_path / "a.xlsx", *rows)
    low, middle, high = (sheet.row_dimensions[n].height for n in (2, 3, 4))
    assert low is None
    assert 40 <= middle < high <= 409


def test_only_what_is_to_be_filled_is_open(tmp_path: Path) -> None:
    sheet = saved(tmp_path / "a.xlsx", ("1", None, None, None, "x"), fillable=("分值",))
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[2][:2]] == [True, False]


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    saved(tmp_path / "a.xlsx", ("长" * 32_767, None, None, None, None))
    with pytest.raises(UserError, match="32767"):
        saved(tmp_path / "a.xlsx", ("长" * 32_768, None, None, None, None))

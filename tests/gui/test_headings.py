from __future__ import annotations

import pytest

from core.files.sheets import SHEET_OF
from core.store.rows import NOUNS
from gui.headings import cell_words, heading, row_words, setting_name, sheet_of


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("indicators", "points", "分值"),
        ("experts", "name", "姓名"),
        ("grades", "floor", "最低分"),
        ("actuals", "value", "完成值"),
        ("nowhere", "thing", "thing"),
    ],
)
def test_columns_are_called_what_the_workbook_calls_them(
    table: str, column: str, told: str
) -> None:
    assert heading(table, column) == told


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (None, ""),
        (0, "0"),
        ("[]", ""),
        ('["乡镇","县直部门"]', "乡镇、县直部门"),
        ('[["优","1"],["良","0.85"]]', "优=1、良=0.85"),
        ("open", "进行中"),
    ],
)
def test_cells_are_told_as_people_write_them(cell: object, told: str) -> None:
    assert cell_words(cell) == told


def test_a_row_is_told_under_its_headings() -> None:
    cells = {"unit": "A01", "item": "试点", "points": "1.5", "basis": ""}
    assert row_words("adjustments", cells, ("unit", "item")) == "分值 1.5"
    assert row_words("rounds", {"number": 1, "state": "open", "scope": "[]"}, ("number",)) == (
        "进行中"
    )


def test_settings_are_called_what_the_plan_sheet_calls_them() -> None:
    assert setting_name("full_points") == "满分"
    assert setting_name("unheard_of") == "unheard_of"


def test_every_stored_noun_of_the_contract_has_its_sheet() -> None:
    without = {table.sheet for table in NOUNS if sheet_of(table.name) is None}
    assert not without & set(SHEET_OF)

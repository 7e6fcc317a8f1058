from __future__ import annotations

import pytest

from core.store.rows import NOUNS
from gui.headings import heading, setting_name, sheet_of


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


def test_settings_are_called_what_the_plan_sheet_calls_them() -> None:
    assert setting_name("full_points") == "满分"
    assert setting_name("unheard_of") == "unheard_of"


def test_every_stored_noun_of_the_contract_has_its_sheet() -> None:
    without = {table.name for table in NOUNS if sheet_of(table.name) is None}
    assert without <= {"rounds"}

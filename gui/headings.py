"""What people call stored tables and their columns: the sheets and headings of the workbook."""

from __future__ import annotations

from core.files.settings_sheet import ITEMS
from core.files.sheets import SHEETS, Sheet

SETTINGS = "settings"  # a row a setting: its name, its value


def sheet_of(table: str) -> Sheet | None:
    """The sheet that holds what the table holds."""
    return next((sheet for sheet in SHEETS if sheet.rows == table), None)


def heading(table: str, column: str) -> str:
    """The heading of a column of a stored table; its own name where people have none for it."""
    sheet = sheet_of(table)
    found = [c.header for c in sheet.columns if c.field == column] if sheet else []
    return found[0] if found else column


def setting_name(field: str) -> str:
    """What the 方案 sheet calls a setting."""
    return next((item.name for item in ITEMS if item.field == field), field)

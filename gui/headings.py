"""What people call stored tables and their columns: the sheets and headings of the workbook."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from core.files.settings_sheet import ITEMS
from core.files.sheets import SHEETS, Sheet
from core.text import _

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


def cell_words(cell: Any) -> str:
    """A stored cell as people write it: lists with 、 between, round states as words."""
    text = "" if cell is None else str(cell)
    if text.startswith("["):
        items = json.loads(text)
        return _("、").join(x if isinstance(x, str) else "=".join(map(str, x)) for x in items)
    return {"open": _("进行中"), "closed": _("已关闭")}.get(text, text)


def row_words(table: str, cells: Mapping[str, Any], keys: Collection[str]) -> str:
    """A whole row in one line, under its headings, without its key and its blanks."""
    told = [
        (heading(table, name), cell_words(cell)) for name, cell in cells.items() if name not in keys
    ]
    known = [(name, text) for name, text in told if text and name not in cells]
    return _("，").join(f"{name} {text}" for name, text in known) or _("，").join(
        text for _name, text in told if text
    )

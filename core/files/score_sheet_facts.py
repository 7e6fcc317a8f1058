"""The third sheet of a 评分表: what helps to judge each item, where there is anything: measured
values, the unit's own assessment, and from the second round on the expert's earlier mark and
what the others gave, without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.files import sheet_style
from core.files.sheet_style import Column, Value
from core.text import _

FACTS_SHEET = "参考"


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a unit on a leaf, in words; "" where nothing is."""

    unit: str
    unit_name: str
    leaf: str
    leaf_name: str
    measured: str = ""
    claimed: str = ""
    earlier: str = ""
    others: str = ""

    @property
    def told(self) -> tuple[str, str, str, str]:
        return self.measured, self.claimed, self.earlier, self.others


def add(book: Any, title: str, facts: Sequence[Fact]) -> None:
    """Adds the sheet to an openpyxl book, unless there is nothing to say; only columns in which
    something stands."""
    said = [fact for fact in facts if any(fact.told)]
    if not said:
        return
    sheet = book.create_sheet(FACTS_SHEET)
    heads = (_("完成情况"), _("单位自评"), _("本人上轮"), _("其他专家上轮"))
    kept = [n for n in range(len(heads)) if any(fact.told[n] for fact in said)]
    columns = [
        Column(_("单位"), widest=24),
        Column(_("指标"), widest=26),
        *(Column(heads[n], widest=40) for n in kept),
    ]
    rows = [_row(fact, kept) for fact in said]
    sheet_style.set_widths(sheet, columns, rows, top=3)
    top = sheet_style.write_heading(sheet, title, _("供评分时参考，不用填写"), len(columns))
    sheet_style.write_table(sheet, top, columns, rows)
    sheet.freeze_panes = sheet.cell(top + 1, 3)
    sheet.auto_filter.ref = f"A{top}:B{top + len(rows)}"
    sheet.protection.enable()
    sheet.protection.autoFilter = False  # may be used
    sheet_style.set_print(sheet, heads=(top, top), footer=title)


def _row(fact: Fact, kept: Sequence[int]) -> tuple[Value, ...]:
    names = f"{fact.unit} {fact.unit_name}", f"{fact.leaf} {fact.leaf_name}"
    return (*names, *(fact.told[n] or None for n in kept))

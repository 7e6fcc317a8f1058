from __future__ import annotations

from typing import Any

from core.files.score_sheet_facts import FACTS_SHEET, Fact, add


def sheet_of(*facts: Fact) -> Any:
    import openpyxl

    book = openpyxl.Workbook()
    add(book, "甲县评分参考", facts)
    return book[FACTS_SHEET] if FACTS_SHEET in book.sheetnames else None


def test_what_is_known_stands_beside_unit_and_leaf() -> None:
    sheet = sheet_of(
        Fact("U1", "甲乡", "1.1", "党建", earlier="8，台账齐全", others="5人：中位数7"),
        Fact("U2", "乙乡", "1.1", "党建"),
        Fact("U3", "丙乡", "1.1", "党建", earlier="弃权"),
    )
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows == [
        ["单位", "指标", "本人上轮", "其他专家上轮"],
        ["U1 甲乡", "1.1 党建", "8，台账齐全", "5人：中位数7"],
        ["U3 丙乡", "1.1 党建", "弃权", "—"],
    ]


def test_nothing_known_is_no_sheet() -> None:
    assert sheet_of() is None
    assert sheet_of(Fact("U1", "甲乡", "1.1", "党建")) is None


def test_it_is_locked_but_can_be_filtered_and_printed() -> None:
    sheet = sheet_of(Fact("U1", "甲乡", "1.1", "党建", measured="完成值 95"))
    assert sheet.protection.sheet and not sheet.protection.autoFilter
    assert sheet.auto_filter.ref == "A3:B4"
    assert sheet.print_title_rows == "$3:$3"

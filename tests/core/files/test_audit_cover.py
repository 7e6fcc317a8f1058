from __future__ import annotations

import openpyxl

from core.files.audit_cover import TOTAL, compared, write_cover
from core.files.audit_sheet import DIFFERENCE, Column, Page
from core.scoring.score import score


def pages() -> list[Page]:
    raw = Page("数", "数据", "", (Column("a"),), [(1,)])
    step = Page("步", "步骤", "", (Column("a"), Column("差异", role=DIFFERENCE)), [(1, 0), (2, 0)])
    empty = Page("空", "空", "", (Column("差异", role=DIFFERENCE),))
    return [raw, step, empty]


def test_only_columns_of_differences_with_rows_are_compared() -> None:
    assert [(p.name, c.title, cells) for p, c, cells in compared(pages())] == [
        ("步", "差异", "'步'!$B$4:$B$5")
    ]


def test_the_cover_sums_the_counts_and_counts_errors_too(county, tmp_path) -> None:
    snapshot = county()
    book = openpyxl.Workbook(write_only=True)
    write_cover(book, snapshot, score(snapshot), pages())
    book.save(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["封面"]
    assert sheet[TOTAL].value == "=SUM(D8:D8)"
    assert sheet["D8"].value == "=ROWS('步'!$B$4:$B$5)-COUNTIF('步'!$B$4:$B$5,0)"
    assert any("#'步'!A1" in str(cell.value) for cell in sheet["A"])

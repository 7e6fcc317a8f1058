from decimal import Decimal

import pytest
from openpyxl import Workbook

from core.files.results_tables import (
    COLDEST,
    HEAT,
    LOWEST_COLORS,
    grade_colors,
    heat,
    write_matrix,
    write_ranking,
    write_summary,
)
from core.model.data import Actual, Adjustment
from core.model.people import Unit
from core.model.plan import Grade, Indicator, Settings
from core.scoring.score import score

UNITS = (Unit("X2", "=乙局", "部门"), Unit("X1", "甲乡", "乡镇"), Unit("X3", "丙局", "部门"))
ROWS = [("X2", "1.1", "E1", 1, "3"), ("X2", "1.2", "E1", 1, "1"),
        ("X3", "1.1", "E1", 1, "6"), ("X3", "2", "E1", 1, "2"),
        ("X1", "1.1", "E1", 1, "5.5"), ("X1", "1.2", "E1", 1, "2")]  # fmt: skip


@pytest.fixture
def small(county, rated):
    tree = (
        Indicator("1", "一级"),
        rated("1.1", "6", parent="1"),
        rated("1.2", "4", parent="1", categories=("乡镇",)),
        rated("2", "4", categories=("部门",)),
    )
    snapshot = county(
        [r for r in ROWS if (r[0], r[1]) != ("X2", "1.2")],
        indicators=tree,
        units=UNITS,
        actuals=(Actual("X2", "2", applies=False),),
        adjustments=(Adjustment("X1", "表彰", Decimal("1.5")),),
    )
    return snapshot, score(snapshot)


def values(sheet, row: int) -> list:
    return [cell.value for cell in sheet[row]]


def test_the_summary_has_a_line_for_every_unit(small) -> None:
    sheet = Workbook().active
    write_summary(sheet, *small)
    assert values(sheet, 3) == [
        "类别", "编码", "单位", "一级", "指标2", "基础分", "加分", "扣分", "总分", "名次", "等次",
        "备注",
    ]  # fmt: skip
    codes = [sheet.cell(row, 2).value for row in (4, 5, 6)]
    assert codes == ["X3", "X2", "X1"]  # 部门 comes first, because its unit does
    assert values(sheet, 6)[3:10] == [
        Decimal("7.50"), "—", Decimal("7.50"), Decimal("1.50"), Decimal("0.00"), Decimal("9.00"),
        1, "优秀",
    ][:7]  # fmt: skip
    assert sheet["C5"].value == "=乙局" and sheet["C5"].data_type == "s"
    assert sheet["I4"].number_format == "0.00"
    assert sheet.freeze_panes == "D4"
    assert sheet.print_title_rows == "$3:$3"
    texts = [cell.value for row in sheet.iter_rows(min_row=7) for cell in row if cell.value]
    # 8 of X3, 5 of X2 (3 of 6 points, scaled up), 9 of X1
    assert any("3个单位，总分之和22.00" in t for t in texts)
    assert any("制表" in t and "审核" in t and "审定" in t for t in texts)


def test_the_parts_add_up_to_the_total_in_every_line(small) -> None:
    sheet = Workbook().active
    write_summary(sheet, *small)
    for row in (4, 5, 6):
        base, bonus, deduction, total = values(sheet, row)[5:9]
        assert base + bonus - deduction == total


def test_a_ranking_holds_its_category_only(small) -> None:
    sheet = Workbook().active
    write_ranking(sheet, *small, "部门")
    assert [sheet.cell(row, 2).value for row in (5, 6)] == ["X3", "X2"]
    assert [sheet.cell(row, 1).value for row in (5, 6)] == [1, 2]
    assert sheet["J5"].value == "—"
    assert sheet["J6"].value == Decimal("3.00")
    texts = [cell.value for row in sheet.iter_rows(min_row=7) for cell in row if cell.value]
    assert "优秀：9分以上；实际0个。" in texts
    assert "共2个单位，最高8.00分" in sheet["A3"].value


def test_quotas_are_told(county) -> None:
    grades = (Grade("", "优秀", Decimal(9), Decimal("0.5")), Grade("", "一般", Decimal(0)))
    rows = [("U1", "1", "E1", 1, "9.5"), ("U2", "1", "E1", 1, "9.4")]
    snapshot = county(rows, grades=grades)
    sheet = Workbook().active
    write_ranking(sheet, snapshot, score(snapshot), "乡镇")
    texts = [cell.value for row in sheet.iter_rows(min_row=7) for cell in row if cell.value]
    assert "优秀：9分以上，名额为2个单位的50%，取1个；实际1个。" in texts


def test_the_matrix_keeps_numbers_and_says_what_lacks(small) -> None:
    sheet = Workbook().active
    write_matrix(sheet, *small)
    assert values(sheet, 5)[2:5] == ["1.1", "1.2", "2"]
    assert values(sheet, 4)[2] == "一级"
    rows = {sheet.cell(row, 2).value: values(sheet, row)[2:] for row in (8, 9, 10)}
    assert rows["丙局"] == [Decimal("6.00"), None, Decimal("2.00"), Decimal("8.00")]
    assert rows["=乙局"] == [Decimal("3.00"), None, "不适用", Decimal("5.00")]
    assert rows["甲乡"] == [Decimal("5.50"), Decimal("2.00"), None, Decimal("9.00")]
    assert values(sheet, 11)[2:5] == [pytest.approx(14.5 / 18), 0.5, 0.5]
    assert sheet["C8"].fill.start_color.rgb.endswith(HEAT[0][1])
    assert sheet.freeze_panes == "C8"


def test_missing_scores_stand_out(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, "9")])
    sheet = Workbook().active
    write_matrix(sheet, snapshot, score(snapshot))
    assert sheet["C9"].value == "缺"


def test_a_wide_matrix_is_broken_between_columns(county, rated) -> None:
    tree = (Indicator("A", "总"), *(rated(f"A{n}", "1", parent="A") for n in range(50)))
    snapshot = county(indicators=tree, settings=Settings(full_points=Decimal(50)))
    sheet = Workbook().active
    write_matrix(sheet, snapshot, score(snapshot))
    # 50 leaves and the total on three pages of 17
    assert [b.id for b in sheet.col_breaks.brk] == [19, 36]
    assert [sheet.cell(4, n).value for n in (3, 20, 37)] == ["总", "总", "总"]
    assert sheet.print_title_cols == "$A:$B"


def test_a_flat_plan_does_not_flood_the_summary(county, rated) -> None:
    tree = tuple(rated(f"{n}", "1") for n in range(40))
    snapshot = county(indicators=tree, settings=Settings(full_points=Decimal(40)))
    sheet = Workbook().active
    write_summary(sheet, snapshot, score(snapshot))
    assert sheet.max_column == 10


def test_heat_falls_with_the_share() -> None:
    assert heat(1.0) == HEAT[0][1]
    assert heat(0.95) == HEAT[0][1]
    assert heat(0.94) == HEAT[1][1]
    assert heat(0.0) == COLDEST


def test_the_lowest_grade_is_always_warned_of(county) -> None:
    grades = (Grade("", "好", Decimal(5)), Grade("", "差", Decimal(0)))
    found = grade_colors(county(grades=grades), "乡镇")
    assert found["差"] == LOWEST_COLORS
    assert found["好"] != LOWEST_COLORS
    assert grade_colors(county(grades=grades[:1]), "乡镇") == {"好": LOWEST_COLORS}

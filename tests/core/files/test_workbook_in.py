"""Whole books read: what is taken, what is only noted, and every problem at once."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.errors import Refused, UserError
from core.files.workbook_in import read_book, read_sound
from core.model.data import Actual, Appeal, Decision
from core.model.import_plan import ImportPlan
from core.model.people import Unit
from core.model.plan import Assignment, Indicator, LeafKind

UNITS = [("编码", "名称", "类别"), ("X01", "南牛乡", "乡镇")]


def book(folder: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "书.xlsx"
    workbook.save(path)
    return path


def read(folder: Path, **sheets: Sequence[Sequence[Any]]) -> ImportPlan:
    return read_book(book(folder, **sheets))


def refused(folder: Path, **sheets: Sequence[Sequence[Any]]) -> list[str]:
    with pytest.raises(Refused) as caught:
        read(folder, **sheets)
    return [str(problem) for problem in caught.value.problems]


def values(plan: ImportPlan) -> list[dict[str, Any]]:
    return [row.values for row in plan.rows]


def test_a_book_of_nouns(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        单位=[("类别", "名称 ", "编码"), ("乡镇", " 南牛乡（Ａ）", "Ｘ０１")],
        指标=[
            ("编码", "名称", "上级", "分值", "类型", "参数", "适用类别"),
            (1, "经济", None, "100", None, None, None),
            (1.1, "税收", 1, 100, "定量", "下限＝0.5；方向=越大越好", "乡镇、部门"),
        ],
        完成值=[("单位", "指标", "完成值", "目标值"), ("X01", 1.1, "不适用", 0.1)],
    )
    assert plan.sheets == ("指标", "单位", "完成值")
    assert [row.kind for row in plan.rows] == [Indicator, Indicator, Unit, Actual]
    leaf, unit, actual = values(plan)[1:]
    assert leaf == {
        "code": "1.1",
        "name": "税收",
        "parent": "1",
        "points": Decimal(100),
        "kind": LeafKind.QUANTITATIVE,
        "parameters": "下限=0.5；方向=越大越好",
        "categories": ("乡镇", "部门"),
    }
    assert unit == {"category": "乡镇", "name": "南牛乡（Ａ）", "code": "X01"}
    assert actual["value"] == "不适用"
    assert actual["target"] == Decimal("0.1")
    assert str(plan.rows[1].place) == "书.xlsx 指标 第3行"


def test_ratings_come_as_columns(tmp_path: Path) -> None:
    ratings = read(
        tmp_path,
        评分=[
            ("专家", "单位", "指标", "得分", "轮次", "理由"),
            ("E1", "X1", 1.1, 9.5, 2, "好，Ａ"),
            (None, None, None, None, None, None),
            ("E1", "X2", "１．１", "弃权", "2", None),
            ("E1", "X3", "1.1", "95％", 2, " "),
        ],
    ).ratings
    assert list(ratings.row) == [2, 4, 5]
    assert list(ratings.value) == [Decimal("9.5"), "弃权", "95%"]
    assert list(ratings.indicator) == ["1.1"] * 3
    assert list(ratings.round) == [2, 2, 2]
    assert list(ratings.reason) == ["好，Ａ", "", ""]


def test_ratings_without_optional_columns(tmp_path: Path) -> None:
    rows = [("专家", "单位", "指标", "得分"), ("E1", "X1", "1", 9)]
    ratings = read(tmp_path, 评分=rows).ratings
    assert (list(ratings.round), list(ratings.reason)) == ([None], [""])


def test_settings(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        方案=[
            ("内容", "项目"),
            (2026, "年度"),
            (date(2026, 1, 8), "成文日期"),
            (None, "加分上限"),
            ("x", "天气"),
        ],
    )
    assert plan.settings == {"year": 2026, "issue_date": date(2026, 1, 8), "bonus_cap": None}
    place = plan.setting_places["year"]
    assert (place.row, place.column, place.key) == (2, "内容", ("年度",))
    assert [(n.code, "天气" in n.text) for n in plan.notices] == [("unknown_setting", True)]


def test_what_is_ignored_is_noted(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        单位=[(*UNITS[0], "电话"), (*UNITS[1], "123")],
        结果=[("单位", "总分"), ("X01", 99)],
        草稿=[("随便",)],
        填写说明=[("怎么填",)],
    )
    assert {n.code: n.text for n in plan.notices}.keys() == {
        "unknown_column",
        "unknown_sheet",
        "results_sheet",
    }
    told = {n.code: n.text for n in plan.notices}
    assert "电话" in told["unknown_column"]
    assert "草稿" in told["unknown_sheet"]
    assert "填写说明" not in told["unknown_sheet"]
    assert plan.sheets == ("单位",)


def test_every_problem_of_the_book_in_one_go(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        方案=[("项目", "内容"), ("年度", "去年"), ("小数位", 9), ("满分", 100), ("满分", 100)],
        单位=[("编码", "名称"), ("X01", "甲")],
        专家=[
            ("编码", "姓名", "权重"),
            ("E1", "", 0),
            (date(2026, 1, 1), "乙", 1),
            ("E2", "丙", "重"),
        ],
        等次=[("等次", "最低分", "比例上限"), ("优秀", 90, 30), ("优秀", 80, None)],
        评分=[
            ("专家", "单位", "指标", "得分"),
            ("E1", "X1", "1", date(2026, 1, 1)),
            ("", "X1", "1", 1),
        ],
        申诉=[("编号", "单位", "决定", "受理日期"), ("S1", "X01", "同意", "年初")],
    )
    places = [line.removeprefix("书.xlsx ").split("：")[0] for line in told]
    assert places == [
        "方案 第2行 内容",
        "方案 第3行 内容",
        "方案 第5行 项目",
        "单位 第1行 类别",
        "专家 第2行 姓名",
        "专家 第2行 权重",
        "专家 第3行 编码",
        "专家 第4行 权重",
        "评分 第2行 得分",
        "评分 第3行 专家",
        "等次 第2行 比例上限",
        "等次 第3行 等次",
        "申诉 第2行 决定",
        "申诉 第2行 受理日期",
    ]
    assert "“去年”" in told[0]
    assert "四位数" in told[0]
    assert "第4行" in told[2]
    assert "支持 或 部分支持 或 维持" in told[-2]


def test_a_repeated_key_names_both_rows(tmp_path: Path) -> None:
    (told,) = refused(tmp_path, 单位=[*UNITS, ("X02", "乙", "乡镇"), ("Ｘ０１", "丙", "乡镇")])
    assert "第4行 编码" in told
    assert "“X01”" in told
    assert "第2行" in told
    rows = [("专家", "主体", "类别", "指标"), ("E1", "", "", "1"), ("E1", "", "", "1")]
    assert [row.kind for row in read(tmp_path, 分工=rows).rows] == [Assignment] * 2


def test_what_is_sound_can_still_be_held_against_the_rest(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        单位=[("编码", "名称", "类别"), ("X01", None, "乡镇"), (True, "乙", "乡镇")],
        评分=[("专家", "单位", "指标", "得分"), ("E1", "X1", "1", 1), ("E1", "X1", True, 1)],
    )
    plan, problems = read_sound(path)
    assert len(problems) == 3
    assert values(plan) == [{"code": "X01", "category": "乡镇"}]
    assert list(plan.ratings.row) == [2]


def test_formulas_without_a_value_say_how_to_mend_it(tmp_path: Path) -> None:
    rows = [
        ("单位", "指标", "完成值", "备用"),
        ("X01", "1.1", "=1+1", "=2"),
        ("X01", "1.2", 3, None),
    ]
    (told,) = refused(tmp_path, 完成值=rows)
    assert told.startswith("书.xlsx 完成值 第2行 完成值")
    assert "保存一次" in told


def test_error_values_are_told_as_seen(tmp_path: Path) -> None:
    rows = [("单位", "指标", "完成值"), ("X01", "1.1", "#DIV/0!"), ("X01", "1.2", 3)]
    (told,) = refused(tmp_path, 完成值=rows)
    assert "“#DIV/0!”" in told


def test_blank_leading_rows_and_columns_shift_nothing(tmp_path: Path) -> None:
    blank = (None,) * 4
    rows = [blank, blank, (None, *UNITS[0]), blank, (None, *UNITS[1]), (None, "X02", "", "乡镇")]
    (told,) = refused(tmp_path, 单位=rows)
    assert told == "书.xlsx 单位 第6行 名称：必须填写"


def test_hidden_sheets_and_merged_cells_are_ordinary(tmp_path: Path) -> None:
    path = book(tmp_path, 单位=[*UNITS, ("X02", "乙", "乡镇"), ("X03", "丙", "乡镇")])
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("表")
    sheet = workbook["单位"]
    sheet.sheet_state = "hidden"
    sheet.row_dimensions[2].hidden = True
    sheet.merge_cells("C3:C4")
    workbook.save(path)
    with pytest.raises(Refused) as caught:
        read_book(path)
    assert [str(p) for p in caught.value.problems] == ["书.xlsx 单位 第4行 类别：必须填写"]


def test_percent_cells_and_dates(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        等次=[("等次", "最低分", "比例上限"), ("优秀", 90, 0.95)],
        申诉=[("编号", "单位", "决定日期", "决定"), ("S1", "X01", date(2026, 2, 3), "支持")],
    )
    workbook = openpyxl.load_workbook(path)
    workbook["等次"]["C2"].number_format = "0%"
    workbook.save(path)
    plan = read_book(path)
    grade, appeal = plan.rows
    assert grade.values["quota"] == Decimal("0.95")
    assert appeal.kind is Appeal
    assert appeal.values["decided"] == date(2026, 2, 3)
    assert appeal.values["decision"] is Decision.UPHELD


def test_books_of_other_people(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有可以导入的工作表"):
        read(tmp_path, Sheet1=[("甲", "乙")])
    told = refused(tmp_path, **{"单位": UNITS, "单位 ": UNITS})
    assert "同名" in told[0]


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    (told,) = refused(tmp_path, 单位=[])
    assert "编码" in told
    assert read(tmp_path, 单位=[UNITS[0]]).rows == ()


def _million_rows(path: Path, line: str) -> Path:
    """The book with a million lines after its first sheet's rows."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["xl/worksheets/sheet1.xml"]
    blank = "".join(line.format(n=n) for n in range(100, 1_000_100)).encode()
    parts["xl/worksheets/sheet1.xml"] = xml.replace(b"</sheetData>", blank + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "line",
    ['<row r="{n}" s="1" ht="14"/>', '<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>'],
)
def test_a_million_blank_formatted_rows_are_skipped_in_seconds(tmp_path: Path, line: str) -> None:
    path = _million_rows(book(tmp_path, 单位=UNITS), line)
    start = time.perf_counter()
    plan = read_book(path)
    assert len(plan.rows) == 1
    assert time.perf_counter() - start < 60


def test_damage_is_refused_or_harmless(tmp_path: Path) -> None:
    """Bits flipped in the XML of every part, behind a sound zip."""
    with zipfile.ZipFile(book(tmp_path, 单位=UNITS)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outcomes = set()
    for name in (
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ):
        for place in range(0, len(parts[name]), 11):
            data = bytearray(parts[name])
            data[place] ^= 1 << place % 8
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                for part, xml in (parts | {name: bytes(data)}).items():
                    archive.writestr(part, xml)
            path = tmp_path / "坏.xlsx"
            path.write_bytes(out.getvalue())
            try:
                outcomes.add(type(read_book(path)))
            except UserError as error:
                outcomes.add(type(error))
                assert str(error)
    assert outcomes == {ImportPlan, Refused, UserError}

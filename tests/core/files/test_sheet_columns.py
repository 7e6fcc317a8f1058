"""A grid under its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from core.files import sheet_columns
from core.files.grid import Grid
from core.files.sheet_columns import read_columns
from core.files.sheet_scan import UNCACHED, Address
from core.files.sheets import SHEET_OF


def grid(*rows: tuple[Any, ...], top: int = 1, left: int = 1, **flags: Any) -> Grid:
    flagged: Mapping[Address, str] = flags.get("flagged", {})
    return Grid("评分", top, left, rows, flagged)


HEAD = ("专家", "单位", "指标", "得分")


def read(*rows: tuple[Any, ...], **more: Any) -> sheet_columns.Cells:
    return read_columns(SHEET_OF["评分"], grid(*rows, **more), "书.xlsx")


def test_headers_are_found_in_any_order_after_blank_rows() -> None:
    cells = read(
        ("", "　", "", "", ""),
        ("备用", "得 分", "指标", " 单位", "专家"),
        ("x", 9.5, 1.1, "X01", "E1"),
        top=3,
    )
    assert cells.problems == ()
    assert list(cells.rows) == [5]
    assert cells.values == {
        "value": [Decimal("9.5")],
        "indicator": ["1.1"],
        "unit": ["X01"],
        "expert": ["E1"],
    }
    assert cells.unknown == ("备用",)


def test_blank_rows_are_skipped_and_numbers_stay() -> None:
    cells = read(
        HEAD,
        ("", "", "", ""),
        ("E1", "X1", "1", 1.0),
        (" ", "\u3000", "", ""),
        ("E2", "X1", "1", 0.0),
    )
    assert list(cells.rows) == [3, 5]
    assert cells.values["value"] == [Decimal(1), Decimal(0)]


def test_a_row_with_ignored_columns_only_is_blank() -> None:
    cells = read((*HEAD, "序号"), ("E1", "X1", "1", 1.0, 1.0), ("", "", "", "", 2.0))
    assert list(cells.rows) == [2]


def test_what_is_wrong_with_a_header() -> None:
    cells = read(("专家", "单位", "单位", "得分"), ("E1", "X1", "X2", 1.0), top=2)
    told = [(p.place.row, p.place.column) for p in cells.problems]
    assert told == [(2, "单位"), (2, "指标")]
    assert "缺少" in cells.problems[1].expected


def test_an_empty_sheet_says_what_it_needs() -> None:
    (problem,) = read().problems
    assert "得分" in problem.expected
    assert read_columns(SHEET_OF["分工"], grid(), "书.xlsx").problems == ()


def test_every_fault_has_its_place_and_value() -> None:
    rows = (HEAD, ("", "X1", "1", 1.0), ("E1", "X1", True, 1.0), ("E1", "X1", "1", True))
    cells = read(*rows, top=4)
    assert [str(p).split("：")[0] for p in cells.problems] == [
        "书.xlsx 评分 第5行 专家",
        "书.xlsx 评分 第6行 指标",
        "书.xlsx 评分 第7行 得分",
    ]
    assert [p.value for p in cells.problems] == ["", "TRUE", "TRUE"]
    assert cells.faulty == {0: {"expert"}, 1: {"indicator"}, 2: {"value"}}


def test_true_is_not_taken_for_the_number_that_it_equals() -> None:
    cells = read(HEAD, ("E1", "X1", "1", 1.0), ("E1", "X2", "1", True))
    assert [p.place.row for p in cells.problems] == [3]
    assert cells.values["value"][0] == Decimal(1)


def test_flagged_cells_are_told_in_columns_that_are_read() -> None:
    cells = read(
        (*HEAD, "备用"),
        ("E1", "X1", "1", "", ""),
        ("", "", "", "", ""),
        flagged={(2, 4): UNCACHED, (2, 5): "#N/A", (3, 3): "#REF!"},
    )
    told = {(p.place.row, p.place.column): p for p in cells.problems}
    assert "保存一次" in told[2, "得分"].expected
    assert told[3, "指标"].value == "#REF!"
    assert (2, "备用") not in told


def test_a_flood_of_faults_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_columns, "MOST_TOLD", 3)
    cells = read(HEAD, *((f"E{n}", "X1", "1", True) for n in range(10)))
    assert len(cells.problems) == 4
    assert "7" in cells.problems[-1].expected
    assert len(cells.faulty) == 10

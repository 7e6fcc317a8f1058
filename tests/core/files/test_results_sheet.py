from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.errors import Refused, UserError
from core.files.results_sheet import read_results


def book(path: Path, *rows: tuple[object, ...], name: str = "结果") -> Path:
    workbook = openpyxl.Workbook()
    workbook.active.title = name
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def test_rows_are_read_with_what_is_blank(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("名次", "单位", "总分", "等次"), (1, "X01", 87.35, " 优秀 "),
        (None, "X02", "８０", None),
    )  # fmt: skip
    one, two = read_results(path)
    assert (one.unit, one.total, one.rank, one.grade) == ("X01", Decimal("87.35"), 1, "优秀")
    assert (two.total, two.rank, two.grade, two.place.row) == (Decimal(80), None, None, 3)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("单位", "总分", "名次"), ("X01", "很高", 1.5), (None, 3, 1))
    with pytest.raises(Refused) as refused:
        read_results(path)
    assert [(p.place.row, p.place.column) for p in refused.value.problems] == [
        (2, "总分"), (2, "名次"), (3, "单位"),
    ]  # fmt: skip


def test_a_unit_has_one_row(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("单位", "总分"), ("X01", 1), ("X01", 2))
    with pytest.raises(Refused, match="第2行重复"):
        read_results(path)


@pytest.mark.parametrize("rows", [[("单位",), ("X01",)], [("单位", "总分")]])
def test_no_results_are_no_results(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(UserError, match="没有可以核对的结果"):
        read_results(book(tmp_path / "a.xlsx", *rows))


def test_a_book_without_the_sheet_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="单位、总分、名次、等次"):
        read_results(book(tmp_path / "a.xlsx", ("单位",), name="单位"))

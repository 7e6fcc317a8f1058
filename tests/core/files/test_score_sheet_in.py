from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.errors import Refused, UserError
from core.files.score_sheet import write_score_sheet
from core.files.score_sheet_form import forms_of
from core.files.score_sheet_in import column_name, letter_of
from core.files.score_sheet_marker import MARKER_SHEET
from core.files.workbook_in import read_book
from core.model.people import Unit
from core.model.rounds import Round
from core.model.snapshot import Snapshot

Change = Callable[[Any], None]


@pytest.fixture
def plan(county: Callable[..., Snapshot], rated: Callable[..., Any]) -> Snapshot:
    """Leaf 2 is for 部门 only, so that E7 and F7 are shut."""
    bare = county(
        indicators=(rated("1.1", "6"), rated("1.10", "4", categories=("部门",))),
        units=(Unit("U1", "甲乡", "乡镇"), Unit("U2", "财政局", "部门")),
        rounds=(Round(1),),
    )
    return replace(bare, settings=replace(bare.settings, name="甲县", year=2026))


@pytest.fixture
def filled(plan: Snapshot, tmp_path: Path) -> Callable[..., Path]:
    """A sheet of E2 with cells changed, as a person saves it."""
    import openpyxl

    def fill(cells: dict[str, object] | None = None, change: Change | None = None) -> Path:
        path = tmp_path / "E2.xlsx"
        write_score_sheet(forms_of(plan, Round(1), "2026-03-01 09:00")["E2"], path)
        book = openpyxl.load_workbook(path)
        for address, value in (cells or {}).items():
            book["评分表"][address] = value
        if change:
            change(book)
        book.save(path)
        return path

    return fill


def test_an_empty_sheet_says_nothing(filled: Callable[..., Path]) -> None:
    plan = read_book(filled())
    assert plan.sheets == ("评分表",)
    assert len(plan.ratings.expert) == 0
    assert plan.score_sheet is not None
    assert (plan.score_sheet.expert, plan.score_sheet.round) == ("E2", 1)


def test_marks_and_reasons_are_rows_of_ratings(filled: Callable[..., Path]) -> None:
    ratings = read_book(
        filled({"C7": 5.9, "D7": " 台账齐全 ", "C8": "弃权", "E8": "３．５", "F8": None})
    ).ratings
    assert list(zip(ratings.unit, ratings.indicator, ratings.value, strict=True)) == [
        ("U1", "1.1", Decimal("5.9")),
        ("U2", "1.1", "弃权"),
        ("U2", "1.10", "3.5"),
    ]
    assert list(ratings.reason) == ["台账齐全", "", ""]
    assert set(ratings.expert) == {"E2"}
    assert set(ratings.round) == {1}
    assert list(ratings.cell) == ["C7", "C8", "E8"]
    assert list(ratings.row) == [7, 8, 8]


def test_shut_cells_count_where_somebody_wrote_into_them(filled: Callable[..., Path]) -> None:
    assert len(read_book(filled({"E7": " － ", "F7": ""})).ratings.unit) == 0
    ratings = read_book(filled({"E7": 3})).ratings
    assert (list(ratings.unit), list(ratings.indicator)) == (["U1"], ["1.10"])


def problems(path: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_book(path)
    return [str(p) for p in refused.value.problems]


def test_every_faulty_cell_is_named_by_its_address(filled: Callable[..., Path]) -> None:
    from datetime import date

    told = problems(filled({"C7": date(2026, 3, 5), "C8": "=1/0", "D8": "好", "F8": "只有理由"}))
    assert len(told) == 3
    assert told[0].startswith("E2.xlsx 评分表 第7行 C列（1.1）：“2026-03-05")
    assert told[1].startswith("E2.xlsx 评分表 第8行 C列（1.1）：“公式”：公式没有计算结果")
    assert told[2].startswith("E2.xlsx 评分表 第8行 E列（1.10）：写了理由，但没有填得分")


def moved_rows(book: Any) -> None:
    sheet = book["评分表"]
    for column in (1, 2, 3):
        first, second = sheet.cell(7, column), sheet.cell(8, column)
        first.value, second.value = second.value, first.value


def test_a_sheet_whose_rows_were_moved_is_refused(filled: Callable[..., Path]) -> None:
    told = problems(filled({"C7": 5}, moved_rows))
    assert len(told) == 2
    assert "第7行 A列：“U2”：这里应是“U1”" in told[0]


def test_a_sheet_whose_columns_were_moved_is_refused(filled: Callable[..., Path]) -> None:
    told = problems(filled({"C4": "1.10", "E4": "1.1"}))
    assert "第4行 C列：“1.10”：这里应是“1.1”" in told[0]


def test_a_code_that_became_a_number_is_noticed(filled: Callable[..., Path]) -> None:
    assert "E列：“1.1”：这里应是“1.10”" in problems(filled({"E4": 1.1}))[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda book: setattr(book["评分表"], "title", "我的"), "没有工作表“评分表”"),
        (lambda book: book[MARKER_SHEET].delete_rows(5, 9), "标记已损坏"),
        (lambda book: book[MARKER_SHEET].__setitem__("B1", "2"), "更新版本"),
        (lambda book: book[MARKER_SHEET].__setitem__("A1", "x"), "标记已损坏"),
    ],
)
def test_a_book_that_cannot_be_told_is_refused(
    filled: Callable[..., Path], change: Change, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        read_book(filled({"C7": 5}, change))


def test_sheets_that_were_added_are_not_looked_at(filled: Callable[..., Path]) -> None:
    plan = read_book(filled({"C7": 5}, lambda book: book.create_sheet("单位")))
    assert plan.rows == ()
    assert len(plan.ratings.unit) == 1


def test_columns_are_called_by_letter_and_leaf() -> None:
    assert [letter_of(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert column_name("F", "2.1") == "F列（2.1）"
    assert column_name("A") == "A列"

from __future__ import annotations

import json

import openpyxl
import pytest

ROWS = [
    ["X01", 90.5, 1, "优秀"],
    ["X02", 85, 2, "良好"],
    ["县财政局", 73, 1, "合格"],
]


@pytest.fixture
def with_results(county_book, tmp_path):
    def make(rows):
        book = openpyxl.load_workbook(county_book)
        sheet = book.create_sheet("结果")
        for row in (("单位", "总分", "名次", "等次"), *rows):
            sheet.append(row)
        book.save(tmp_path / "往年.xlsx")
        return tmp_path / "往年.xlsx"

    return make


def test_all_equal(kaoping, with_results):
    outcome = kaoping("rehearse", with_results(ROWS))
    assert outcome.code == 0 and "核对了9个数，全部相同" in outcome.out


def test_differences_are_a_report_with_reasons(kaoping, with_results):
    rows = [*ROWS[:2], ["B01", 73, 3, "不合格"]]
    book = with_results(rows)
    outcome = kaoping("rehearse", book)
    assert outcome.code == 0, "it is a report, no refusal"
    assert "名次不分类别" in outcome.out and "没有找到原因" in outcome.out
    found = json.loads(kaoping("rehearse", book, "--json").out)
    assert (found["compared"], found["equal"]) == (9, 7)
    rank, grade = found["differences"]
    assert (rank["unit"], rank["item"], rank["theirs"], rank["ours"]) == ("B01", "名次", 3, 1)
    assert grade["reasons"] == [] and rank["reasons"]


def test_units_that_have_no_result_are_named(kaoping, with_results):
    assert "X02 北马镇人民政府" in kaoping("rehearse", with_results(ROWS[:1])).out


def test_a_book_without_results_is_refused(kaoping, county_book):
    outcome = kaoping("rehearse", county_book)
    assert (outcome.code, outcome.out) == (1, "") and "结果" in outcome.err

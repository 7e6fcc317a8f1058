from __future__ import annotations

import json

import pytest


@pytest.fixture
def earlier(kaoping, write_book, file, tmp_path):
    """Last year: other points of 1.1 and 2, a unit that is gone, another that is new."""
    import openpyxl

    book = tmp_path / "去年.xlsx"
    assert kaoping("export", file, book).code == 0
    workbook = openpyxl.load_workbook(book)
    for row in workbook["指标"].iter_rows(min_row=2):
        points = {"1": 50, "1.1": 50, "2": 50}[row[0].value]
        row[3].value = points
    for row in workbook["评分"].iter_rows(min_row=2):
        row[4].value = 40
    workbook["单位"]["A4"].value, workbook["单位"]["B4"].value = "B02", "县发改局"
    for sheet in ("评分", "完成值"):
        for row in workbook[sheet].iter_rows(min_row=2):
            for cell in row:
                cell.value = "B02" if cell.value == "B01" else cell.value
    workbook.save(book)
    path = tmp_path / "去年.kaoping"
    outcome = kaoping("new", path, "--from", book)
    assert outcome.code == 0, outcome.err
    return path


def test_two_years_as_json(kaoping, file, earlier):
    outcome = kaoping("compare", file, earlier, "--json")
    found = json.loads(outcome.out)
    assert outcome.code == 0
    assert [unit["code"] for unit in found["units"]] == ["X01", "X02"]
    assert [unit["code"] for unit in found["new_units"]] == ["B01"]
    assert [unit["code"] for unit in found["gone_units"]] == ["B02"]
    leaf = {row["code"]: row for row in found["indicators"]}
    assert leaf["1.1"]["comparable"] == "折算" and "40" in leaf["1.1"]["reason"]
    first = found["units"][0]
    assert (first["earlier_total"], first["total"], first["change"]) == ("89.00", "90.50", "1.50")
    assert leaf["2"]["units"][0] == {
        "unit": "X01", "score": "51.00", "earlier_score": "40.00", "change": "0.0500",
    }  # fmt: skip


def test_on_screen_each_indicator_says_why(kaoping, file, earlier):
    outcome = kaoping("compare", file, earlier)
    assert "按得分率比较" in outcome.out and "+1.50" in outcome.out
    assert "今年新有的单位：B01 县财政局" in outcome.out
    assert "今年没有了的单位：B02 县发改局" in outcome.out


def test_what_is_no_assessment_is_refused(kaoping, file, tmp_path):
    assert kaoping("compare", file, tmp_path / "none").code == 1
    assert kaoping("compare", file, file).code == 1

from __future__ import annotations

import json

import openpyxl
import pytest

from core.cli.table import width


def test_the_table_ranks_each_category(kaoping, file):
    outcome = kaoping("results", file)
    lines = outcome.out.splitlines()
    assert outcome.code == 0
    assert lines[0] == "甲县考评 2026"
    assert lines[1] == "尚未发布，仅供核对"
    assert "【部门】1个单位" in lines and "【乡镇】2个单位" in lines
    start = lines.index("【乡镇】2个单位")
    header, first, second = lines[start + 1 : start + 4]
    assert first.split() == ["1", "X01", "南牛乡", "90.50", "89.00", "1.50", "0.00", "优秀"]
    assert second.split()[:4] == ["2", "X02", "北马镇", "85.00"]
    assert width(header[: header.index("总分")] + "总分") == width(
        first[: first.index("90.50")] + "90.50"
    ), "numbers stand at the right edge of their column"


def test_json_is_json_alone(kaoping, file):
    outcome = kaoping("results", file, "--json")
    found = json.loads(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    assert [unit["code"] for unit in found["units"]] == ["X01", "X02", "B01"]
    assert found["units"][0]["indicators"] == {"1.1": "38.00", "2": "51.00"}


def test_a_book_is_written(kaoping, file, tmp_path):
    book = tmp_path / "结果.xlsx"
    outcome = kaoping("results", file, "--xlsx", book)
    assert outcome.code == 0 and "结果.xlsx" in outcome.out
    assert book.read_bytes().startswith(b"PK")


def test_json_and_book_together(kaoping, file, tmp_path):
    outcome = kaoping("results", file, "--json", "--xlsx", tmp_path / "结果.xlsx")
    assert outcome.code == 0 and json.loads(outcome.out)["units"]
    assert (tmp_path / "结果.xlsx").is_file() and "结果.xlsx" in outcome.err


def test_what_is_lacking_is_said(kaoping, file, write_book, tmp_path):
    rows = [("编码", "名称", "类别"), ("X03", "新设乡", "乡镇")]
    kaoping("import", file, write_book(tmp_path / "b.xlsx", {"单位": rows}))
    kaoping(
        "import", file,
        write_book(tmp_path / "v.xlsx", {"否决": [("单位", "事项"), ("X02", "安全事故")]}),
    )  # fmt: skip
    lines = kaoping("results", file).out.splitlines()
    assert "有1个单位缺项，名次和等次为暂定" in lines
    assert next(line for line in lines if "X03" in line).endswith("缺 1.1、2")
    assert next(line for line in lines if "X02" in line).endswith("否决：安全事故")


@pytest.mark.parametrize("name", ["county.xlsx", "missing.kaoping", "."])
def test_what_is_no_assessment_is_refused(kaoping, county_book, name):
    outcome = kaoping("results", county_book.parent / name)
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (1, "", 1)


def test_a_total_is_explained(kaoping, file):
    outcome = kaoping("explain", file, "--unit", "X01")
    assert outcome.code == 0
    assert outcome.out.splitlines()[0].endswith("：90.50")
    assert "获省级表彰 1.5" in outcome.out


def test_a_leaf_is_explained_for_programs_too(kaoping, file):
    outcome = kaoping("explain", file, "--unit", "X01", "--indicator", "1.1", "--json")
    assert json.loads(outcome.out)["value"] == "38.00"


@pytest.mark.parametrize(
    ("words", "near"),
    [(["--unit", "X10"], "X01"), (["--unit", "X01", "--indicator", "1.2"], "1.1")],
)
def test_an_unknown_code_is_refused_with_the_nearest(kaoping, file, words, near):
    outcome = kaoping("explain", file, *words)
    assert (outcome.code, outcome.out) == (1, "")
    assert words[-1] in outcome.err and near in outcome.err


def test_the_audit_book_is_written_beside_the_rest(kaoping, file, tmp_path):
    audit = tmp_path / "审计.xlsx"
    outcome = kaoping("results", file, "--json", "--audit", audit)
    assert outcome.code == 0 and "审计.xlsx" in outcome.err
    assert json.loads(outcome.out)["units"]
    assert "封面" in openpyxl.load_workbook(audit, read_only=True).sheetnames
    assert kaoping("results", file, "--audit", file).code == 1, "no assessment is lost"

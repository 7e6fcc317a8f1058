from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest


def test_new_makes_a_file_and_says_what_came_in(kaoping, county_book, tmp_path):
    file = tmp_path / "a.kaoping"
    outcome = kaoping("new", file, "--from", county_book)
    assert (outcome.code, outcome.err) == (0, "")
    assert "a.kaoping" in outcome.out and "评分 新增9行" in outcome.out
    assert file.is_file()


def test_new_refuses_an_existing_file(kaoping, county_book, file):
    before = file.read_bytes()
    outcome = kaoping("new", file, "--from", county_book)
    assert (outcome.code, outcome.out) == (1, "") and "已经存在" in outcome.err
    assert file.read_bytes() == before


def test_new_names_every_problem_on_a_line(kaoping, write_book, tmp_path):
    bad = {
        "单位": [("编码", "名称", "类别"), ("X01", "甲乡", ""), ("X02", "", "乡镇")],
        "专家": [("编码", "姓名", "权重"), ("E1", "赵一", -1)],
    }
    book = write_book(tmp_path / "坏.xlsx", bad)
    outcome = kaoping("new", tmp_path / "a.kaoping", "--from", book)
    lines = outcome.err.splitlines()
    assert (outcome.code, outcome.out, len(lines)) == (1, "", 3)
    assert all("坏.xlsx" in line and "第" in line for line in lines)
    assert not (tmp_path / "a.kaoping").exists()


def test_verify_finds_nothing_wrong(kaoping, file):
    assert kaoping("verify", file).out == f"核对无误：{file}\n"
    assert json.loads(kaoping("verify", file, "--json").out) == {"ok": True, "problems": []}


def test_verify_finds_what_was_changed_past_the_program(kaoping, file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE units SET name = '冒名' WHERE code = 'X01'")
        connection.commit()
    outcome = kaoping("verify", file)
    assert (outcome.code, outcome.err) == (3, "") and "X01" in outcome.out
    report = kaoping("verify", file, "--json")
    found = json.loads(report.out)
    assert report.code == 3 and not found["ok"]
    assert set(found["problems"][0]) == {"where", "value", "text"}


@pytest.mark.parametrize("words", [["verify"], ["verify", "--json"]])
def test_verify_of_what_is_no_assessment_is_refused(kaoping, tmp_path, words):
    (tmp_path / "a.kaoping").write_text("考评")
    outcome = kaoping(*words, tmp_path / "a.kaoping")
    assert (outcome.code, outcome.out) == (1, "") and "不是考评文件" in outcome.err


def test_backup_and_restore(kaoping, file, tmp_path):
    outcome = kaoping("backup", file, tmp_path / "备份")
    (copy,) = (tmp_path / "备份").iterdir()
    assert outcome.code == 0 and str(copy) in outcome.out
    assert kaoping("restore", copy, tmp_path / "b.kaoping").code == 0
    assert kaoping("verify", tmp_path / "b.kaoping").code == 0


def test_restore_refuses_an_existing_file(kaoping, file, county_original):
    before = file.read_bytes()
    assert kaoping("restore", county_original, file).code == 1
    assert file.read_bytes() == before

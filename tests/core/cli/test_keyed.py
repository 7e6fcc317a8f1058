from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def keyed_in(kaoping: Callable[..., Any], file: Path, tmp_path: Path) -> Path:
    """A sheet of E1 as the office filled it in from paper: X01 51.5 with a reason, X02 declined."""
    import openpyxl

    out = tmp_path / "评分表"
    assert kaoping("ballot", "sheet", file, "--out", out, "--expert", "E1").code == 0
    (path,) = out.iterdir()
    book = openpyxl.load_workbook(path)
    for address, value in {"C7": 51.5, "D7": "台账齐全", "C8": "弃权"}.items():
        book["评分表"][address] = value
    book.save(path)
    return path


def total(kaoping: Callable[..., Any], file: Path) -> str:
    found = json.loads(kaoping("results", file, "--json").out)
    return str(next(u for u in found["units"] if u["code"] == "X01")["total"])


def test_two_people_bring_a_paper_in(
    kaoping: Callable[..., Any], file: Path, keyed_in: Path
) -> None:
    before = total(kaoping, file)
    entered = kaoping("keyed", "enter", file, keyed_in, "--by", "王芳")
    assert (entered.code, entered.err) == (0, "")
    assert "编号 1：第1轮 专家E1，得分2个。还不算数" in entered.out
    assert total(kaoping, file) == before
    assert "待核对" in kaoping("keyed", "list", file).out
    shown = kaoping("keyed", "show", file, 1).out
    assert "王芳录入，待核对" in shown
    assert [line.split() for line in shown.splitlines()[2:]] == [
        ["C7", "X01", "南牛乡人民政府", "2", "51.5", "台账齐全"],
        ["C8", "X02", "北马镇人民政府", "2", "弃权"],
    ]
    alone = kaoping("keyed", "confirm", file, 1, "--by", "王芳")
    assert (alone.code, "须由另一人核对" in alone.err) == (1, True)
    assert kaoping("keyed", "confirm", file, 1, "--by", "李强").code == 0
    assert total(kaoping, file) != before
    assert "已生效" in kaoping("keyed", "list", file).out
    assert kaoping("verify", file).code == 0


def test_a_second_person_may_send_it_back(
    kaoping: Callable[..., Any], file: Path, keyed_in: Path
) -> None:
    before = total(kaoping, file)
    kaoping("keyed", "enter", file, keyed_in, "--by", "王芳")
    assert kaoping("keyed", "reject", file, 1, "--by", "李强").code == 2
    assert kaoping("keyed", "reject", file, 1, "--by", "李强", "--why", "第7行不符").code == 0
    assert total(kaoping, file) == before
    (record,) = json.loads(kaoping("keyed", "list", file, "--json").out)
    assert (record["state"], record["decided_by"]) == ("rejected", "李强")
    assert (record["why"], record["expert"], record["round"]) == ("第7行不符", "E1", 1)
    assert record["marks"] == [
        {"unit": "X01", "indicator": "2", "value": "51.5", "reason": "台账齐全"},
        {"unit": "X02", "indicator": "2", "value": "弃权", "reason": ""},
    ]


def test_closing_a_round_names_what_was_not_confirmed(
    kaoping: Callable[..., Any], file: Path, keyed_in: Path
) -> None:
    kaoping("keyed", "enter", file, keyed_in, "--by", "王芳")
    for verb in ("status", "close"):
        told = kaoping("round", verb, file).out
        assert "1本没有经过核对" in told
        assert "录入1，专家E1，王芳录入" in told


def test_there_may_be_none(kaoping: Callable[..., Any], file: Path) -> None:
    assert kaoping("keyed", "list", file).out == "没有录入的纸质评分表\n"
    assert json.loads(kaoping("keyed", "list", file, "--json").out) == []
    missing = kaoping("keyed", "show", file, 3)
    assert (missing.code, "没有编号为3的录入" in missing.err) == (1, True)

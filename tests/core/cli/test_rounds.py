from __future__ import annotations

import json

import pytest


@pytest.fixture
def unrated(kaoping, tmp_path, county_book, write_book):
    """The county's file without its ratings."""
    import openpyxl

    book = openpyxl.load_workbook(county_book)
    sheets = {s.title: list(s.iter_rows(values_only=True)) for s in book if s.title != "评分"}
    path = tmp_path / "未评.kaoping"
    assert kaoping("new", path, "--from", write_book(tmp_path / "b.xlsx", sheets)).code == 0
    return path


def test_a_round_is_opened_looked_at_and_closed(kaoping, unrated):
    opened = kaoping("round", "open", unrated)
    assert (opened.code, opened.out) == (0, "第1轮评分已开启：请3人评9项\n")
    assert kaoping("round", "open", unrated).code == 1
    shown = kaoping("round", "status", unrated)
    assert "第1轮评分，正在进行，0/3人已交" in shown.out and "E2" in shown.out
    closed = kaoping("round", "close", unrated)
    assert closed.out.splitlines()[:3] == [
        "第1轮评分已关闭",
        "没有交齐的3人：",
        "  E1 赵一：没有交，缺3项",
    ]
    assert kaoping("round", "close", unrated).code == 1


def test_status_for_programs(kaoping, file):
    found = json.loads(kaoping("round", "status", file, "--json").out)
    assert (found["round"], found["state"]) == (1, "open")
    assert found["experts"][0] == {
        "code": "E1",
        "name": "赵一",
        "asked": 3,
        "given": 3,
        "abstained": 0,
        "missing": 0,
        "recused": 0,
        "handed_in": True,
        "receipt": None,
    }


def test_all_present_is_said(kaoping, file):
    assert "全部交齐" in kaoping("round", "close", file).out


def test_disputed_pairs(kaoping, file):
    kaoping("round", "close", file)
    assert kaoping("round", "open", file, "--disputed", "0.5").code == 1
    opened = kaoping("round", "open", file, "--disputed", "0.02")
    assert "争议的单位和指标共2对" in opened.out


@pytest.mark.parametrize(
    "words",
    [("--disputed", "大"), ("--disputed", "-1"), ("--disputed", "nan"), ("--indicators", "2,")],
)
def test_what_cannot_be_meant_is_usage(kaoping, unrated, words):
    assert kaoping("round", "open", unrated, *words).code == 2


@pytest.mark.parametrize("separator", [",", "，", "、"])
def test_some_indicators(kaoping, unrated, separator):
    refused = kaoping("round", "open", unrated, "--indicators", f"2{separator}1.1")
    assert refused.code == 1 and "“1.1”不由专家评分" in refused.err
    assert kaoping("round", "open", unrated, "--indicators", "2").code == 0


@pytest.mark.parametrize("verb", ["open", "close", "status"])
def test_what_is_no_assessment_is_refused(kaoping, tmp_path, verb):
    assert kaoping("round", verb, tmp_path / "没有.kaoping").code == 1

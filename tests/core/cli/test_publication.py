from __future__ import annotations

import json

import pytest


@pytest.fixture
def closed(kaoping, file):
    kaoping("round", "close", file)
    return file


def published(kaoping, file):
    return json.loads(kaoping("results", file, "--json").out)["assessment"]["published"]


def test_publish_freeze_reopen(kaoping, closed, county_book, tmp_path, write_book):
    assert "已公布（第1次）" in kaoping("publish", closed).out
    assert published(kaoping, closed)
    assert kaoping("verify", closed).code == 0
    change = write_book(
        tmp_path / "c.xlsx", {"加减分": [("单位", "事项", "分值"), ("X02", "表彰", 1)]}
    )
    refused = kaoping("import", closed, change)
    assert refused.code == 1 and "reopen" in refused.err
    assert kaoping("import", closed, county_book).code == 0, "the same rows are no change"
    assert kaoping("reopen", closed).code == 2
    assert kaoping("reopen", closed, "--why", "补录").code == 0
    assert not published(kaoping, closed)
    assert kaoping("import", closed, change).code == 0
    assert kaoping("reopen", closed, "--why", "再来").code == 1


def test_an_open_round_stands_in_the_way(kaoping, file):
    refused = kaoping("publish", file)
    assert refused.code == 1 and "第1轮" in refused.err


def test_gaps_want_both_words(kaoping, closed):
    assert kaoping("publish", closed, "--accept-gaps").code == 2
    assert kaoping("publish", closed, "--why", "x").code == 2
    assert kaoping("publish", closed, "--accept-gaps", "--why", " ").code == 2
    assert kaoping("publish", closed, "--accept-gaps", "--why", "请假").code == 0


def test_letters_of_published_results_are_final(kaoping, closed, tmp_path):
    kaoping("publish", closed)
    assert kaoping("letters", closed, "--out", tmp_path / "信").code == 0

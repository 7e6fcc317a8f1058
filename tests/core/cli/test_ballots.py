from __future__ import annotations

import csv
import json
from functools import partial

import pytest

from core.actions import ballots as actions
from core.exchange.crypto import Cost

CHEAP = Cost(1, 8192)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Issuing at the price of a test."""
    import core.cli.ballots as module

    monkeypatch.setattr(module, "issue_ballots", partial(actions.issue_ballots, cost=CHEAP))


@pytest.fixture
def issued(kaoping, file, tmp_path):
    """A second round with its ballots; expert → (ballot, PIN)."""
    kaoping("round", "close", file)
    kaoping("round", "open", file)
    pins = tmp_path / "PIN.csv"
    outcome = kaoping("ballot", "issue", file, "--out", tmp_path / "包", "--pins", pins)
    assert outcome.code == 0, outcome.err
    with pins.open(encoding="utf-8-sig", newline="") as lines:
        return {r["编码"]: (tmp_path / "包" / r["评分包"], r["PIN"]) for r in csv.DictReader(lines)}


def rating_book(write_book, path, expert, *values):
    rows = [(expert, u, "2", v) for u, v in zip(("X01", "X02", "B01"), values, strict=False)]
    return write_book(path, {"评分": [("专家", "单位", "指标", "得分"), *rows]})


def test_without_a_list_the_pins_are_shown_once(kaoping, file, tmp_path):
    kaoping("round", "close", file)
    kaoping("round", "open", file)
    shown = kaoping("ballot", "issue", file, "--out", tmp_path / "包", "--expert", "E2")
    assert shown.code == 0 and "只在这里显示一次" in shown.out
    (line,) = [x for x in shown.out.splitlines() if x.startswith("E2 ")]
    ballot = tmp_path / "包" / "E2_钱二_第2轮.ballot"
    assert ballot.is_file()
    pin = line.split()[2]
    assert kaoping("ballot", "status", ballot, "--pin", pin).code == 0


def test_from_issue_to_collect(kaoping, file, issued, tmp_path, write_book):
    ballot, pin = issued["E1"]
    book = rating_book(write_book, tmp_path / "r.xlsx", "E1", 50, 45)
    filled = kaoping("ballot", "fill", ballot, "--pin", pin.lower().replace("-", " "), book)
    assert filled.out.splitlines()[:2] == [
        "已录入2项评分",
        "应评3项：已评2，弃权0，回避0，缺1",
    ]
    status = json.loads(kaoping("ballot", "status", ballot, "--pin", pin, "--json").out)
    assert (status["expert"], status["round"], status["asked"], status["given"]) == ("E1", 2, 3, 2)
    assert status["missing"] == [{"unit": "B01", "indicator": "2"}]
    assert (status["refused"], status["sealed"]) == ([], 0)
    out = tmp_path / "E1.return"
    sealed = kaoping("ballot", "seal", ballot, "--pin", pin, "--out", out)
    assert sealed.code == 0 and "还有1项没有评（B01 2）" in sealed.err
    receipt = next(x for x in sealed.out.splitlines() if "回执" in x).partition("：")[2]
    taken = kaoping("ballot", "collect", file, out, "--json")
    assert taken.code == 0
    assert json.loads(taken.out) == [
        {
            "file": str(out),
            "expert": "E1",
            "status": "accepted",
            "reason": "",
            "receipt": receipt,
        }
    ]
    again = kaoping("ballot", "collect", file, out)
    assert (again.code, "没有变化" in again.out) == (0, True)
    found = json.loads(kaoping("round", "status", file, "--json").out)["experts"]
    assert [(e["handed_in"], e["receipt"]) for e in found] == [
        (True, receipt),
        (False, None),
        (False, None),
    ]


def test_one_refused_is_exit_1_and_the_others_are_taken(kaoping, file, issued, tmp_path):
    ballot, pin = issued["E2"]
    out, bad = tmp_path / "E2.return", tmp_path / "坏.return"
    kaoping("ballot", "seal", ballot, "--pin", pin, "--out", out)
    bad.write_bytes(out.read_bytes()[:-1])
    taken = kaoping("ballot", "collect", file, bad, out, "--json")
    assert taken.code == 1
    assert [t["status"] for t in json.loads(taken.out)] == ["refused", "accepted"]
    assert taken.err.startswith("坏.return：拒收") and len(taken.err.splitlines()) == 1


def test_what_will_be_refused_is_named(kaoping, issued, tmp_path, write_book):
    ballot, pin = issued["E1"]
    kaoping(
        "ballot",
        "fill",
        ballot,
        "--pin",
        pin,
        rating_book(write_book, tmp_path / "r.xlsx", "E1", 1),
    )
    shown = kaoping("ballot", "status", ballot, "--pin", pin)
    assert "写明理由才能交：X01 2" in shown.out
    status = json.loads(kaoping("ballot", "status", ballot, "--pin", pin, "--json").out)
    assert status["refused"][0]["unit"] == "X01" and status["refused"][0]["reason"]
    refused = kaoping("ballot", "seal", ballot, "--pin", pin, "--out", tmp_path / "a.return")
    assert refused.code == 1 and "理由" in refused.err


@pytest.mark.parametrize("verb", ["status", "fill", "seal"])
def test_a_wrong_pin_is_refused(kaoping, issued, tmp_path, verb, county_book):
    more = {"fill": [county_book], "seal": ["--out", tmp_path / "a.return"]}.get(verb, [])
    refused = kaoping("ballot", verb, issued["E1"][0], "--pin", "22222-22222", *more)
    assert refused.code == 1 and "PIN" in refused.err


def test_what_is_no_ballot_is_refused(kaoping, file):
    assert kaoping("ballot", "status", file, "--pin", "22222-22222").code == 1


def test_without_an_open_round_nothing_is_issued(kaoping, file, tmp_path):
    kaoping("round", "close", file)
    refused = kaoping("ballot", "issue", file, "--out", tmp_path / "包")
    assert refused.code == 1 and "没有开着" in refused.err

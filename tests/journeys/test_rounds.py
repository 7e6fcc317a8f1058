"""Fifteen laptops and a stick: the sample county scored in ballots comes to what the same marks
come to when a workbook brings them; then a second round for what is disputed, and publishing."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from functools import partial
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest

from core.actions import ballots
from core.cli.run import run
from core.exchange.crypto import Cost

HEADER = ("轮次", "专家", "单位", "指标", "得分", "理由")
CV = "0.08"


@pytest.fixture
def kaoping(capsys, monkeypatch):
    import core.cli.ballots as module

    # What a PIN costs to guess is no part of the story, and fifteen times two of them would be.
    cheap = partial(ballots.issue_ballots, cost=Cost(1, 8192))
    monkeypatch.setattr(module, "issue_ballots", cheap)

    def call(*words: object, code: int = 0) -> str:
        capsys.readouterr()
        found = run([str(word) for word in words], lambda path: 9)
        out, err = capsys.readouterr()
        assert found == code, err or out
        assert "Traceback" not in err
        return out if code == 0 else err

    return call


def read_ratings(path: Path) -> dict[str, list[tuple]]:
    """Rows by expert, without the round."""
    book = openpyxl.load_workbook(path, read_only=True)
    header, *rows = book["评分"].iter_rows(values_only=True)
    book.close()
    found = defaultdict(list)
    for row in rows:
        cells = dict(zip_longest(header, row))
        found[cells["专家"]].append([cells.get(name) for name in HEADER[1:]])
    return found


def write_ratings(path: Path, rows: list, number: int | None = None) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "评分"
    book.active.append(HEADER)
    for row in rows:
        book.active.append((number, *row))
    book.save(path)
    return path


def answer(kaoping, file: Path) -> dict:
    return json.loads(kaoping("results", file, "--json"))


def hand_out(kaoping, file: Path, folder: Path) -> dict[str, tuple[Path, str]]:
    """Issue the ballots of the open round; expert → (ballot, PIN)."""
    pins = folder.with_suffix(".csv")
    kaoping("ballot", "issue", file, "--out", folder, "--pins", pins)
    with pins.open(encoding="utf-8-sig", newline="") as lines:
        return {r["编码"]: (folder / r["评分包"], r["PIN"]) for r in csv.DictReader(lines)}


def score_and_collect(kaoping, file: Path, issued, rows) -> list[dict]:
    """Every expert fills on a laptop of their own, seals, and the stick comes back."""
    returns, receipts = [], {}
    for expert, (ballot, pin) in issued.items():
        laptop = ballot.parent / f"电脑{expert}"
        laptop.mkdir()
        there = Path(shutil.copy(ballot, laptop))
        book = write_ratings(laptop / "评分.xlsx", rows[expert])
        kaoping("ballot", "fill", there, "--pin", pin, book)
        out = laptop / f"{expert}.return"
        said = kaoping("ballot", "seal", there, "--pin", pin, "--out", out)
        receipts[expert] = next(x for x in said.splitlines() if "回执" in x).partition("：")[2]
        returns.append(out)
    taken = json.loads(kaoping("ballot", "collect", file, *returns, "--json"))
    assert {t["expert"]: t["receipt"] for t in taken} == receipts
    assert {t["status"] for t in taken} == {"accepted"}
    return taken


def second_opinions(asked: dict[str, list], rows) -> dict[str, list]:
    """Everyone moves to the middle of what is asked once more."""
    return {
        expert: [
            [expert, unit, leaf, value if value == "弃权" else round(float(value) * 0.9, 1), "复议"]
            for _e, unit, leaf, value, _why in rows[expert]
            if (unit, leaf) in pairs
        ]
        for expert, pairs in asked.items()
    }


def asked_of(kaoping, issued) -> dict[str, set]:
    found = {}
    for expert, (ballot, pin) in issued.items():
        status = json.loads(kaoping("ballot", "status", ballot, "--pin", pin, "--json"))
        found[expert] = {(q["unit"], q["indicator"]) for q in status["missing"]}
    return found


def test_fifteen_ballots_and_a_second_round_come_to_what_a_workbook_comes_to(kaoping, tmp_path):
    kaoping("sample", tmp_path / "县")
    ratings = tmp_path / "县" / "评分.xlsx"
    (plan,) = set((tmp_path / "县").glob("*.xlsx")) - {ratings}
    file, other = tmp_path / "评分包.kaoping", tmp_path / "工作簿.kaoping"
    kaoping("new", file, "--from", plan)
    kaoping("new", other, "--from", plan)
    rows = read_ratings(ratings)

    kaoping("round", "open", file)
    issued = hand_out(kaoping, file, tmp_path / "第一轮")
    assert len(issued) == 15
    taken = score_and_collect(kaoping, file, issued, rows)
    assert len(taken) == 15
    kaoping("import", other, ratings)
    assert answer(kaoping, file)["units"] == answer(kaoping, other)["units"]
    for each in (file, other):
        assert "全部交齐" in kaoping("round", "close", each)

    for each in (file, other):
        kaoping("round", "open", each, "--disputed", CV)
    issued = hand_out(kaoping, file, tmp_path / "第二轮")
    asked = asked_of(kaoping, issued)
    second = second_opinions(asked, rows)
    pairs = set().union(*asked.values())
    assert 0 < len(pairs) < 100, "a second round asks about little"
    score_and_collect(kaoping, file, issued, second)
    every = [row for expert in sorted(second) for row in second[expert]]
    kaoping("import", other, write_ratings(tmp_path / "二.xlsx", every, 2))
    kaoping("publish", file, code=1)
    for each in (file, other):
        kaoping("round", "close", each)
        kaoping("publish", each)

    ours, theirs = answer(kaoping, file), answer(kaoping, other)
    assert ours == theirs
    assert ours["assessment"]["published"] and ours["assessment"]["round"] == 2
    assert "征求意见稿" not in kaoping("letters", file, "--out", tmp_path / "信")
    assert kaoping("verify", file)
    again = tmp_path / "第一轮" / "电脑E01" / "E01.return"
    assert "没有变化" in kaoping("ballot", "collect", file, again)

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from core.model.ballots import Ballot, Return
from core.model.people import Expert, Recusal
from core.model.rounds import Round, RoundState
from gui.rounds.standing import cell_words, moment, round_words, standings, state_words

FULL = [(unit, "1", "E1", 1, 8) for unit in ("U1", "U2")]
AT = "2020-03-04T09:12:00+08:00"
BALLOT = Ballot("b", 1, "E1", "", AT, "")
BACK = Return("b", 1, "E1", 1, "K7Q2-M9XD", "", "", AT)


def lines(snapshot: Any, **given: Any) -> Any:
    return {x.status.code: x for x in standings(snapshot, Round(1), (0, 1), **given)}


def open_county(county: Any, ratings: Any = (), **given: Any) -> Any:
    return county(ratings, rounds=(Round(1),), **given)


def test_where_the_answers_are(county: Any) -> None:
    found = lines(open_county(county, [*FULL, ("U1", "1", "E2", 1, None)]), on_site=("E3",))
    assert (found["E1"].told, found["E1"].tone) == ("已录齐", "good")
    assert (found["E2"].told, found["E2"].tone) == ("已录 1 项，未交齐", "warning")
    assert (found["E3"].told, found["E3"].tone) == ("现场评分中", "accent")
    assert (found["E4"].told, found["E4"].tone) == ("未交", "warning")
    assert found["E2"].done == 1


def test_a_return_shows_its_receipt_and_time(county: Any) -> None:
    given: Any = {"ballots": (BALLOT,), "returns": (BACK,)}
    told = lines(open_county(county, FULL, **given))["E1"]
    assert told.told == "已收 03-04 09:12 回执 K7Q2-M9XD"
    partly = lines(open_county(county, FULL[:1], **given))["E1"]
    assert partly.told == "缺 1 项 回执 K7Q2-M9XD"
    assert "发放" in partly.hint


def test_a_cell_counts_what_was_given(county: Any) -> None:
    found = lines(open_county(county, FULL[:1]))["E1"]
    assert [c.missing for c in found.cells] == [0, 1]
    assert [c.share for c in found.cells] == [1.0, 0.0]


def test_cells_in_words(county: Any) -> None:
    snapshot = open_county(county, FULL[:1], recusals=(Recusal("E2", "U1", "本单位"),))
    found = lines(snapshot)
    said = cell_words(snapshot, found["E1"], 1, found["E1"].cells[1])
    assert said == "E1 专家1 · 乙乡：请评 1 项，已评 0，弃权 0，缺 1"
    assert cell_words(snapshot, found["E2"], 0, found["E2"].cells[0]).endswith("回避（本单位）")


def test_whoever_is_recused_from_all_is_not_waited_for(county: Any) -> None:
    recusals = (Recusal("E1", "U1"), Recusal("E1", "U2"))
    assert lines(open_county(county, recusals=recusals))["E1"].told == "全部回避"


def test_kinds_are_told_where_there_are_several(county: Any) -> None:
    several = (Expert("E1", "甲"), Expert("E2", "乙", kind="领导"))
    assert lines(open_county(county, experts=several))["E2"].kind == "领导"
    assert lines(open_county(county, experts=several[:1]))["E1"].kind == ""


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ((), "全部评分指标"),
        (("1",), "只评指标1"),
        (("U1:1", "U2:1"), "只复评 2 个分歧项"),
    ],
)
def test_what_a_round_asks(county: Any, scope: tuple[str, ...], words: str) -> None:
    assert round_words(county(), Round(1, scope=scope)) == words


def test_a_tab_says_its_state() -> None:
    assert state_words(Round(2)) == "第 2 轮 进行中"
    assert state_words(Round(1, RoundState.CLOSED)) == "第 1 轮 已关闭"


def test_times_of_today_are_times_of_day() -> None:
    today = datetime.now().astimezone().replace(hour=9, minute=5)
    assert moment(today.isoformat(timespec="seconds")) == "09:05"
    assert moment("") == ""

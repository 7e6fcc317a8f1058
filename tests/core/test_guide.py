from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.guide import Action, Progress, next_step, place_states
from core.model.ballots import Ballot, Return
from core.model.data import Actual
from core.model.people import Expert
from core.model.plan import Indicator, LeafKind
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.score import score

QUANTITATIVE = Indicator(
    "2", "任务完成率", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule="比例"
)
RATINGS = [(unit, "1", "E1", 1, 8) for unit in ("U1", "U2")]


def step(snapshot: Snapshot) -> Any:
    return next_step(snapshot, score(snapshot))


def test_an_empty_file_asks_for_a_plan() -> None:
    told = step(Snapshot())
    assert told.action is Action.IMPORT
    assert "方案" in told.text
    assert told.button == "导入工作簿…"


def test_then_for_units_then_for_experts_then_for_ratings(county: Any) -> None:
    assert "单位" in step(county(units=())).text
    assert "专家" in step(county(experts=())).text
    told = step(county())
    assert told.action is Action.OPEN_ROUND
    assert "第1轮" in told.text


def test_missing_values_are_counted_and_named(county: Any, rated: Any) -> None:
    actuals = (Actual("U1", "2", target=Decimal(5), value=Decimal(5)),)
    told = step(county(RATINGS, indicators=(rated("1", "10"), QUANTITATIVE), actuals=actuals))
    assert told.action is Action.SHOW_MISSING
    assert "1个完成值" in told.text
    assert "乙乡 2" in told.text
    assert "甲乡" not in told.text


def test_missing_ratings_come_after_missing_values(county: Any) -> None:
    told = step(county(RATINGS[:1]))
    assert told.action is Action.SHOW_MISSING
    assert "1项评分（乙乡 1）" in told.text


def test_only_the_first_few_of_many_are_named(county: Any, rated: Any) -> None:
    leaves = tuple(rated(str(n), "2") for n in range(1, 6))
    told = step(county(RATINGS[:1], indicators=leaves))
    assert "9项评分" in told.text
    assert told.text.count("乡 ") == 3
    assert " 等）" in told.text


def test_a_round_that_nobody_has_yet_is_handed_out(county: Any) -> None:
    told = step(county(rounds=(Round(1),)))
    assert told.action is Action.HAND_OUT
    assert "7位专家" in told.text


def test_who_has_not_handed_in_is_named(county: Any) -> None:
    told = step(county(RATINGS, rounds=(Round(1),)))
    assert told.action is Action.SHOW_ABSENT
    assert "6 位" in told.text
    assert "E2、E3、E4 等" in told.text


def test_ballots_that_are_out_are_waited_for(county: Any) -> None:
    ballots = (Ballot("b", 1, "E1", "", "", ""),)
    assert step(county(rounds=(Round(1),), ballots=ballots)).action is Action.SHOW_ABSENT


def test_a_return_with_gaps_is_no_absence(county: Any) -> None:
    given: Any = {"rounds": (Round(1),), "experts": (Expert("E1", "专家1"),)}
    ballot = Ballot("b", 1, "E1", "", "", "")
    back = Return("b", 1, "E1", 1, "K7Q2-M9XD", "", "", "")
    told = step(county(RATINGS[:1], ballots=(ballot,), returns=(back,), **given))
    assert told.action is Action.CLOSE_ROUND
    assert "E1还有缺项" in told.text
    worthless = replace(ballot, superseded=True)
    told = step(county(RATINGS[:1], ballots=(worthless,), returns=(back,), **given))
    assert told.action is Action.SHOW_ABSENT


def test_a_round_that_is_all_in_can_be_closed(county: Any) -> None:
    ratings = [(unit, "1", f"E{n}", 1, 8) for unit in ("U1", "U2") for n in range(1, 8)]
    snapshot = county(ratings, rounds=(Round(1),))
    assert step(snapshot).action is Action.CLOSE_ROUND
    assert place_states(snapshot, score(snapshot))["results"].progress is Progress.DOING


def test_a_complete_county_leads_to_publishing(county: Any) -> None:
    told = step(county(RATINGS))
    assert told.action is Action.PUBLISH
    assert "征求意见稿" in told.text


def test_the_round_is_on_the_rail(county: Any) -> None:
    def state(snapshot: Snapshot) -> Any:
        return place_states(snapshot, score(snapshot))["rounds"]

    assert state(county()).progress is Progress.TODO
    opened = state(county(RATINGS, rounds=(Round(1),)))
    assert (opened.progress, opened.note) == (Progress.DOING, "第 1 轮")
    assert state(county(RATINGS)).progress is Progress.DONE


def test_published_results_give_final_letters(county: Any) -> None:
    told = step(county(RATINGS, published=True))
    assert told.action is Action.WRITE_LETTERS
    assert "正式" in told.text


def test_the_rail_tells_how_far_each_place_is(county: Any) -> None:
    def states(snapshot: Snapshot) -> Any:
        return place_states(snapshot, score(snapshot))

    assert states(Snapshot())["results"].progress is Progress.TODO
    lacking = states(county(RATINGS[:1]))
    assert lacking["results"].progress is Progress.TROUBLE
    assert lacking["results"].note == "1缺项"
    assert lacking["papers"].progress is Progress.TODO
    done = states(county(RATINGS))
    assert done["results"].progress is Progress.DONE
    assert done["papers"].progress is Progress.DOING

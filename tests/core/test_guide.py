from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.guide import Action, Progress, next_step, place_states
from core.model.data import Actual
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
    assert told.action is Action.IMPORT
    assert "评分" in told.text


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


def test_a_complete_county_leads_to_its_letters(county: Any) -> None:
    told = step(county(RATINGS))
    assert told.action is Action.WRITE_LETTERS
    assert "征求意见稿" in told.text


def test_an_open_round_says_that_all_is_provisional(county: Any) -> None:
    snapshot = county(RATINGS, rounds=(Round(1),))
    assert "第1轮" in step(snapshot).text
    assert place_states(snapshot, score(snapshot))["results"].progress is Progress.DOING


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

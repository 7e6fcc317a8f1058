from dataclasses import replace
from decimal import Decimal

import pytest

from core.files.results_figures import (
    by_category,
    grade_lines,
    heading,
    mean_shares,
    plain,
    remark,
    share,
    standing,
    top_level_points,
    top_level_sum,
)
from core.model.data import Actual, Veto
from core.model.people import Unit
from core.model.plan import Grade, Indicator, Settings
from core.model.rounds import Round, RoundState
from core.scoring.score import score

UNITS = (Unit("B", "乙局", "部门"), Unit("A", "甲乡", "乡镇"), Unit("C", "丙局", "部门"))


@pytest.fixture
def small(county, rated):
    def made(rows=(), **given):
        tree = (
            Indicator("1", "一"),
            rated("1.1", "4", parent="1"),
            rated("1.2", "2", parent="1"),
            rated("2", "4", categories=("部门",)),
            rated("3", "4", categories=("乡镇",)),
        )
        return county(rows, **{"indicators": tree, "units": UNITS, **given})

    return made


GIVEN = {"B": ("3", "1", "4"), "C": ("4", "2", "4")}
ROWS = [
    (unit, leaf, "E1", 1, value)
    for unit, values in GIVEN.items()
    for leaf, value in zip(("1.1", "1.2", "2"), values, strict=True)
]


def test_categories_come_in_the_order_of_the_units(small) -> None:
    snapshot = small(ROWS)
    found = by_category(snapshot, score(snapshot))
    assert list(found) == ["部门", "乡镇"]
    assert [x.unit.code for x in found["部门"]] == ["C", "B"]


def test_first_level_sums_and_shares(small) -> None:
    snapshot = small(ROWS)
    result = score(snapshot)
    one, two, three = snapshot.tree.children[""]
    assert str(top_level_sum(snapshot, result, "B", one)) == "4.00"
    assert str(top_level_sum(snapshot, result, "B", two)) == "4.00"
    assert top_level_sum(snapshot, result, "B", three) is None
    assert top_level_points(snapshot, result, "B", one) == 6
    assert share(snapshot, result, "B", one) == pytest.approx(4 / 6)
    assert share(snapshot, result, "B", three) is None
    assert mean_shares(snapshot, result) == [0.875, 0.75, 1.0, None]


def test_what_is_excluded_is_not_reachable(small) -> None:
    snapshot = small(ROWS, actuals=(Actual("B", "1.2", applies=False),))
    one = snapshot.tree.children[""][0]
    assert top_level_points(snapshot, score(snapshot), "B", one) == 4


def test_remarks(small) -> None:
    snapshot = small(
        ROWS, actuals=(Actual("B", "1.2", applies=False),), vetoes=(Veto("C", "事故"),)
    )
    result = score(snapshot)
    assert remark(result.of("A")) == "缺1.1、1.2、3，名次暂定"
    assert remark(result.of("C")) == "否决：事故"
    assert remark(result.of("B")) == "不适用折算：7.00分（适用8分）折为8.75分"


def test_grades_count_vetoed_units_apart(small) -> None:
    grades = (Grade("", "优秀", Decimal(5), Decimal("0.5")), Grade("", "一般", Decimal(0)))
    snapshot = small(ROWS, vetoes=(Veto("C", "事故"),), grades=grades)
    lines = by_category(snapshot, score(snapshot))["部门"]
    best, last = grade_lines(snapshot, "部门", lines)
    assert (best.places, best.units, best.vetoed) == (1, 1, 0)
    assert (last.places, last.units, last.vetoed) == (None, 1, 1)


def test_the_standing_of_the_numbers(small) -> None:
    def told(snapshot) -> str:
        return standing(snapshot, score(snapshot))

    whole = small(ROWS, units=(UNITS[0], UNITS[2]))
    assert told(whole) == "征求意见，尚未公布"
    assert told(replace(whole, published=True)) == "已公布"
    assert told(replace(whole, rounds=(Round(2, RoundState.OPEN),))) == "暂定（第2轮评分未关闭）"
    assert told(small(ROWS)) == "暂定（有单位缺项）"


def test_the_heading_says_plan_round_and_standing(small) -> None:
    settings = Settings(
        full_points=Decimal("10.0"), office="绩效办", plan_title="方案", plan_number="1号"
    )
    snapshot = small(ROWS[:3], settings=settings, units=(UNITS[0],))
    text = heading(snapshot, score(snapshot))
    for part in ("绩效办", "方案1号", "满分10分", "第1轮", "征求意见"):
        assert part in text


def test_plain_numbers() -> None:
    assert [plain(Decimal(x)) for x in ("100", "2.50", "0.00", "1E+2")] == [
        "100",
        "2.5",
        "0",
        "100",
    ]

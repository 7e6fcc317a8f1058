"""Ratings against the plan: leaf, category, 分工, range, step."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.model.marks import ABSTAINED, MARK_SCALE, make_marks
from core.model.people import Unit
from core.model.plan import Assignment, Indicator, LeafKind, RatingMode, Settings
from core.scoring.check_marks import NAMED, expected_value, mark_faults, mark_problems

D = Decimal


def found(snapshot):
    return [(p.place.key, p.place.column, p.value) for p in mark_problems(snapshot)]


def test_ratings_in_range_and_on_the_step_are_sound(county):
    assert found(county([("U1", "1", "E1", 1, "10"), ("U2", "1", "E2", 1, "0.01")])) == []
    assert found(county([("U1", "1", "E1", 1, None)])) == []
    assert found(county()) == []


@pytest.mark.parametrize("value", ["10.01", "10.005", "3.001"])
def test_range_and_step(county, value):
    assert found(county([("U1", "1", "E1", 1, value)])) == [(("1", "E1", "U1", "1"), "得分", value)]


def test_a_negative_value_is_out_of_range(county):
    snapshot = county([("U1", "1", "E1", 1, "1")])
    marks = replace(snapshot.marks, value=snapshot.marks.value * 0 - 2)
    assert [f.column for f in mark_faults(snapshot, marks)] == ["得分"]
    abstained = replace(snapshot.marks, value=snapshot.marks.value * 0 + ABSTAINED)
    assert mark_faults(snapshot, abstained) == []


def test_percent_runs_to_a_hundred_whatever_the_points(county):
    settings = Settings(full_points=D(10), rating_mode=RatingMode.PERCENT, step=D("0.5"))
    ratings = [("U1", "1", "E1", 1, "100"), ("U1", "1", "E2", 1, "99.7")]
    assert [f[2] for f in found(county(ratings, settings=settings))] == ["99.7"]


def test_words_are_those_of_the_plan(county):
    settings = Settings(
        full_points=D(10), rating_mode=RatingMode.WORDS, grade_words=(("好", D(1)), ("差", D(0)))
    )
    ratings = [("U1", "1", "E1", 1, "好"), ("U1", "1", "E2", 1, "中"), ("U1", "1", "E3", 1, None)]
    snapshot = county(ratings, settings=settings, words=("好", "中", "差"))
    assert found(snapshot) == [(("1", "E2", "U1", "1"), "得分", "中")]
    beyond = replace(snapshot.marks, value=snapshot.marks.value + 7)
    assert len(mark_faults(snapshot, beyond)) == 3


def test_leaf_and_category(county, rated):
    indicators = (
        rated("1", "5"),
        rated("2", "5", categories=("部门",)),
        Indicator("3", "量", points=D(5), kind=LeafKind.QUANTITATIVE, rule="达标"),
    )
    ratings = [("U1", leaf, "E1", 1, "1") for leaf in ("1", "2", "3")]
    problems = mark_problems(county(ratings, indicators=indicators))
    assert [(p.place.key[3], p.place.column) for p in problems] == [("2", "指标"), ("3", "指标")]
    assert "乡镇" in problems[0].expected


def test_outside_the_assignment(county):
    ratings = [("U1", "1", "E1", 1, "1"), ("U2", "1", "E1", 1, "1"), ("U1", "1", "E2", 1, "99")]
    units = (Unit("U1", "甲", "乡镇"), Unit("U2", "乙", "部门"))
    snapshot = county(ratings, units=units, assignments=(Assignment("E1", category="乡镇"),))
    assert [(f[0][1:3], f[1]) for f in found(snapshot)] == [
        (("E2", "U1"), "专家"),
        (("E2", "U1"), "得分"),
        (("E1", "U2"), "专家"),
    ]


def test_what_lacks_in_unit_or_leaf_is_no_fault_of_the_marks(county):
    leaf = Indicator("1", "评", categories=("部门",))
    snapshot = county(
        [("U1", "1", "E1", 1, "50")],
        indicators=(leaf,),
        units=(Unit("U1", "甲", ""),),
        assignments=(Assignment("E1", category="部门"),),
    )
    assert found(snapshot) == []


def test_many_faults_are_named_in_part_and_counted(county):
    units = tuple(Unit(f"U{n}", "", "乡镇") for n in range(NAMED + 3))
    problems = mark_problems(county([(u.code, "1", "E1", 1, "11") for u in units], units=units))
    assert len(problems) == NAMED + 1
    assert "3" in problems[-1].expected


def test_points_beyond_all_measure_do_not_break_the_columns(county, rated):
    snapshot = county([("U1", "1", "E1", 1, "1")], indicators=(rated("1", "1e30"),))
    assert found(snapshot) == []


def test_rows_need_not_be_sorted(county):
    snapshot = county()
    marks = make_marks([0, 1], [0, 0], [3, 2], [1, 1], [11 * MARK_SCALE, MARK_SCALE])
    turned = marks.take(slice(None, None, -1))
    assert [f.row for f in mark_faults(snapshot, turned)] == [1]


def test_what_is_expected_names_the_range(county):
    assert "0 到 10" in expected_value(county(), 0)
    words = Settings(full_points=D(10), rating_mode=RatingMode.WORDS)
    assert "优、良、中、差" in expected_value(county(settings=words), 0)

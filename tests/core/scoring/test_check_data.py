"""References, 完成值, 核验, 加减分, 否决 and 申诉 against the plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    Decision,
    Finding,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Verification,
    Veto,
)
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Grade, Indicator, LeafKind, Settings
from core.model.snapshot import Snapshot
from core.scoring.check_data import data_problems

D = Decimal
Q = LeafKind.QUANTITATIVE

SOUND = Snapshot(
    settings=Settings(full_points=D(10)),
    indicators=(
        Indicator("1", "一", points=D(10)),
        Indicator("1.1", "比", "1", D(3), Q, rule="比例"),
        Indicator("1.2", "票", "1", D(3), Q, rule="票数", parameters="系数=1, 0.5, 0"),
        Indicator("1.3", "评", "1", D(4), LeafKind.RATED, categories=("乡镇",)),
        Indicator(
            "1.4", "次", "1", D(4), Q, rule="计次扣分", parameters="扣=1", categories=("部门",)
        ),
    ),
    units=(Unit("U1", "甲", "乡镇"), Unit("U2", "乙", "部门")),
    experts=(Expert("E1", "张"),),
)


def told(**given):
    found = data_problems(replace(SOUND, **given))
    return [(p.place.sheet, "/".join(p.place.key), p.place.column, p.value) for p in found]


def test_a_sound_assessment_has_no_fault():
    assert told() == []
    assert data_problems(Snapshot()) == []


@pytest.mark.parametrize(
    ("field", "row", "place"),
    [
        ("assignments", Assignment("X", "", "", ""), ("分工", "X///", "专家", "X")),
        ("assignments", Assignment("", "", "", "9"), ("分工", "///9", "指标", "9")),
        ("assignments", Assignment("", "", "省直", ""), ("分工", "//省直/", "类别", "省直")),
        ("recusals", Recusal("X", "U1"), ("回避", "X/U1", "专家", "X")),
        ("recusals", Recusal("E1", "X"), ("回避", "E1/X", "单位", "X")),
        ("actuals", Actual("X", "1.1"), ("完成值", "X/1.1", "单位", "X")),
        ("actuals", Actual("U1", "9"), ("完成值", "U1/9", "指标", "9")),
        ("actuals", Actual("U1", "1"), ("完成值", "U1/1", "指标", "1")),
        ("actuals", Actual("U1", "1.4"), ("完成值", "U1/1.4", "指标", "1.4")),
        ("adjustments", Adjustment("X", "奖", D(1)), ("加减分", "X/奖", "单位", "X")),
        ("adjustments", Adjustment("U1", "奖", D("0.005")), ("加减分", "U1/奖", "分值", "0.005")),
        ("vetoes", Veto("X", "案"), ("否决", "X/案", "单位", "X")),
        ("vetoes", Veto("U1", "案", "特优"), ("否决", "U1/案", "最高等次", "特优")),
        ("opinions", Opinion("X", "好"), ("意见征集", "X/好", "单位", "X")),
        ("monitoring", Monitoring("U1", "9", "一季度"), ("监控", "U1/9/一季度", "指标", "9")),
        ("self_assessments", SelfAssessment("X", "1.1"), ("自评", "X/1.1", "单位", "X")),
        ("result_uses", ResultUse("X", "通报"), ("结果运用", "X/通报", "单位", "X")),
        ("rectifications", Rectification("1", "U1", "差", "9"), ("整改", "1", "指标", "9")),
        (
            "verifications",
            Verification("U1", "1.4", Finding.TRUE, D(1)),
            ("核验", "U1/1.4", "指标", "1.4"),
        ),
    ],
)
def test_what_does_not_fit_is_named_where_it_stands(field, row, place):
    assert told(**{field: (row,)}) == [place]


def test_several_faults_of_a_row_are_all_named():
    assert told(recusals=(Recusal("X", "Y"),)) == [
        ("回避", "X/Y", "单位", "Y"),
        ("回避", "X/Y", "专家", "X"),
    ]


def test_a_unit_needs_a_category():
    units = (*SOUND.units, Unit("U3", "丙", ""))
    actuals = (Actual("U3", "1.4", value=D(1)),)
    assert told(units=units, actuals=actuals) == [("单位", "U3", "类别", "")]


def test_a_category_that_only_the_plan_names_may_be_assigned():
    assert told(units=SOUND.units[1:], assignments=(Assignment(category="乡镇"),)) == []
    assert told(units=(), assignments=(Assignment(category="省直"),)) == []


@pytest.mark.parametrize(
    ("actual", "column"),
    [
        (Actual("U1", "1.1", D(0), None, D(3)), "目标值"),
        (Actual("U1", "1.1", D(2), None, D(-3)), "完成值"),
        (Actual("U1", "1.2", value=(D(3), D(1))), "完成值"),
        (Actual("U1", "1.2", value=(D(0), D(0), D(0))), "完成值"),
        (Actual("U2", "1.4", value=D("1.5")), "完成值"),
    ],
)
def test_conditions_of_the_rule_are_input_errors(actual, column):
    assert [t[:3] for t in told(actuals=(actual,))] == [
        ("完成值", f"{actual.unit}/{actual.indicator}", column)
    ]


@pytest.mark.parametrize(
    "actual",
    [
        Actual("U1", "1.1", D(2), None, D(3)),
        Actual("U1", "1.1", None, None, D(3)),
        Actual("U1", "1.1", D(-1)),
        Actual("U1", "1.2", value=(D(3), D(1), D(0))),
        Actual("U1", "1.3", value=None, applies=False),
        Actual("U1", "1.3", value=D(12)),
    ],
)
def test_what_is_fulfilled_or_missing_is_no_fault(actual):
    assert told(actuals=(actual,)) == []


def test_a_verified_value_is_held_against_the_rule_too():
    actual = Actual("U2", "1.4", value=D(1))
    verified = Verification("U2", "1.4", Finding.FALSE, D("0.5"))
    assert told(actuals=(actual,), verifications=(verified,)) == [
        ("核验", "U2/1.4", "核定值", "0.5")
    ]
    assert told(verifications=(replace(verified, value=D(2)),)) == []
    assert told(verifications=(Verification("U2", "1", Finding.TRUE),)) == []


def test_a_ceiling_is_a_grade_of_the_category_or_one_down():
    grades = (Grade("乡镇", "甲等", D(60)), Grade("*", "一般", D(0)))
    for unit, ceiling, faults in (
        ("U1", "甲等", 0),
        ("U1", "一般", 1),
        ("U2", "一般", 0),
        ("U2", "甲等", 1),
        ("U1", "降一等", 0),
        ("U1", "", 0),
    ):
        assert len(told(grades=grades, vetoes=(Veto(unit, "案", ceiling),))) == faults
    assert told(vetoes=(Veto("U1", "案", "良好"),)) == []


@pytest.mark.parametrize(
    ("appeal", "column"),
    [
        (Appeal("S1", "U1", "1.3", decision=Decision.UPHELD, points=D("4.01")), "核定分"),
        (Appeal("S1", "U1", "1.3", decision=Decision.PARTLY, points=D("-1")), "核定分"),
        (Appeal("S1", "U1", "1.3", decision=Decision.PARTLY, points=D("1.005")), "核定分"),
        (Appeal("S1", "U1", "1.3", decision=Decision.UPHELD), "核定分"),
        (Appeal("S1", "U1", "1", decision=Decision.UPHELD, points=D(1)), "指标"),
        (Appeal("S1", "U2", "1.3", decision=Decision.UPHELD, points=D(1)), "指标"),
        (Appeal("S1", "U1", "", decision=Decision.UPHELD, points=D(1)), "指标"),
        (Appeal("S1", "U1", "9"), "指标"),
    ],
)
def test_an_award_fits_its_leaf(appeal, column):
    assert [t[:3] for t in told(appeals=(appeal,))] == [("申诉", "S1", column)]


@pytest.mark.parametrize(
    "appeal",
    [
        Appeal("S1", "U1", "1.3", decision=Decision.UPHELD, points=D(4)),
        Appeal("S1", "U1", "1.3", decision=Decision.PARTLY, points=D(0)),
        Appeal("S1", "U1", "1"),
        Appeal("S1", "U1", "", decision=Decision.UPHELD),
        Appeal("S1", "U1", "1.3", decision=Decision.DISMISSED),
    ],
)
def test_other_appeals_are_sound(appeal):
    assert told(appeals=(appeal,)) == []

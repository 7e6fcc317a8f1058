"""The plan's own rules: settings, tree, sums, grades, 主体."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.people import Expert, Unit
from core.model.plan import (
    Assignment,
    Grade,
    Indicator,
    LeafKind,
    RaterKind,
    Settings,
    build_tree,
)
from core.model.snapshot import Snapshot
from core.scoring.check_plan import (
    categories_to_check,
    plan_problems,
    rings,
    setting_problems,
    shown,
)

D = Decimal


def leaf(code, points, parent="", **more):
    return Indicator(code, code, parent, D(points), LeafKind.RATED, **more)


def tree_of(*rows, full="10", units=(), **more):
    return Snapshot(settings=Settings(full_points=D(full)), indicators=rows, units=units, **more)


def told(snapshot):
    return [(p.place.sheet, "/".join(p.place.key), p.place.column) for p in plan_problems(snapshot)]


def test_an_empty_assessment_has_no_fault():
    assert plan_problems(Snapshot()) == []


@pytest.mark.parametrize(
    ("item", "given"),
    [
        ("满分", {"full_points": D(0)}),
        ("满分", {"full_points": D("100.001")}),
        ("满分", {"full_points": D("1e30")}),
        ("小数位", {"decimals": 5}),
        ("年度", {"year": 26}),
        ("评分步长", {"step": D(0)}),
        ("评分步长", {"step": D("0.0000001")}),
        ("加分上限", {"bonus_cap": D(-3)}),
        ("扣分上限", {"deduction_cap": D("3.005")}),
        ("去极值个数", {"trim_count": -1}),
        ("理由低于", {"reason_below": D("1.2")}),
        ("等级系数", {"grade_words": (("优", D("1.1")),)}),
        ("等级系数", {"grade_words": (("优", D(1)), ("优", D("0.5")))}),
        ("等级系数", {"grade_words": ()}),
    ],
)
def test_a_setting_out_of_bounds_is_named(item, given):
    problems = setting_problems(Settings(**given))
    assert [p.place.key for p in problems] == [(item,)]
    assert {(p.place.sheet, p.place.column) for p in problems} == {("方案", "内容")}


def test_the_defaults_are_in_bounds():
    assert setting_problems(Settings()) == []


def test_unknown_parent_and_ring_are_named_and_nothing_hangs():
    rows = (leaf("a", "10"), leaf("b", "5", "zz"), leaf("x", "1", "y"), leaf("y", "1", "x"))
    snapshot = tree_of(*rows, full="15")
    assert told(snapshot) == [("指标", "b", "上级"), ("指标", "x", "上级")]
    assert "x → y → x" in plan_problems(snapshot)[1].expected


def test_a_row_that_names_itself_is_a_ring():
    assert rings(build_tree([leaf("a", "1", "a")])) == [("a",)]


@given(st.lists(st.integers(0, 7), min_size=1, max_size=8))
def test_rings_are_those_that_lead_back(parents):
    codes = [str(n) for n in range(len(parents))]
    rows = [
        Indicator(c, c, codes[p] if p < len(codes) else "")
        for c, p in zip(codes, parents, strict=True)
    ]
    parent = {r.code: r.parent for r in rows}

    def leads_back(code):
        seen = parent.get(code)
        for _step in codes:
            if seen == code:
                return True
            seen = parent.get(seen)
        return False

    found = [code for ring in rings(build_tree(rows)) for code in ring]
    assert sorted(found) == sorted(c for c in codes if leads_back(c))


def test_repeated_codes_are_named():
    units = (Unit("U", "甲", "乡"), Unit("U", "乙", "乡"))
    assert told(Snapshot(units=units)) == [("单位", "U", "编码")]


def test_a_leaf_needs_points_and_a_kind():
    rows = (Indicator("a", "a"), Indicator("b", "b", points=D(10), kind=LeafKind.RATED))
    assert told(tree_of(*rows)) == [("指标", "a", "分值"), ("指标", "a", "类型")]


def test_points_are_positive_with_at_most_four_decimals():
    rows = (leaf("a", "10.00001"), leaf("b", "-0.00001"))
    columns = [t for t in told(tree_of(*rows)) if t[1]]
    assert columns == [("指标", "a", "分值"), ("指标", "b", "分值")]
    assert told(tree_of(leaf("a", "3.3333"), leaf("b", "6.6667"))) == []


def quantitative(rule, parameters=""):
    return Indicator(
        "a", "a", points=D(10), kind=LeafKind.QUANTITATIVE, rule=rule, parameters=parameters
    )


@pytest.mark.parametrize(
    ("rule", "parameters", "column"),
    [("", "", "计分规则"), ("没有", "", "计分规则"), ("比例", "无此键=1", "参数")],
)
def test_a_rule_that_makes_no_sense_is_named(rule, parameters, column):
    assert told(tree_of(quantitative(rule, parameters))) == [("指标", "a", column)]


def test_a_good_rule_is_none_of_our_business():
    assert told(tree_of(quantitative("比例", "下限=0.5"))) == []


def test_parents_equal_their_children_for_every_category():
    rows = (
        Indicator("p", "p", points=D(6)),
        leaf("p1", "4", "p"),
        leaf("p2", "2", "p", categories=("甲",)),
        leaf("p3", "3", "p", categories=("乙",)),
        leaf("q", "4", categories=("甲",)),
        leaf("r", "3", categories=("乙",)),
    )
    units = (Unit("1", "1", "甲"), Unit("2", "2", "乙"))
    problems = plan_problems(tree_of(*rows, units=units))
    assert [(p.place.key, p.value) for p in problems] == [(("p",), "6")]
    assert "乙" in problems[0].expected and "7" in problems[0].expected
    assert "甲" not in problems[0].expected


def test_a_parent_without_points_counts_as_its_children():
    rows = (
        Indicator("p", "p", points=D(10)),
        Indicator("m", "m", "p"),
        leaf("m1", "4", "m"),
        leaf("m2", "6", "m"),
    )
    assert told(tree_of(*rows)) == []


def test_every_category_sums_to_full_points_and_the_sum_is_shown():
    rows = (
        leaf("a", "6"),
        leaf("b", "4", categories=("甲",)),
        leaf("c", "3.5", categories=("乙",)),
    )
    units = (Unit("1", "1", "甲"), Unit("2", "2", "乙"), Unit("3", "3", "丙"))
    problems = plan_problems(tree_of(*rows, units=units))
    assert [p.value for p in problems] == ["9.5", "6"]
    assert "乙" in problems[0].expected and "丙" in problems[1].expected
    assert all("10" in p.expected for p in problems)


def test_categories_come_from_units_else_from_the_plan_else_all_leaves_count():
    row = leaf("a", "10", categories=("甲", "乙"))
    assert categories_to_check(tree_of(row)) == ("甲", "乙")
    assert categories_to_check(tree_of(row, units=(Unit("1", "1", "丙"),))) == ("丙",)
    assert categories_to_check(tree_of(leaf("a", "10"))) == ("",)
    assert categories_to_check(tree_of(row, units=(Unit("1", "1", ""),))) == ("甲", "乙")
    assert told(tree_of(leaf("a", "9"))) == [("指标", "", "分值")]


def test_an_ancestor_narrows_what_applies():
    rows = (
        Indicator("p", "p", categories=("甲",)),
        leaf("p1", "10", "p"),
        leaf("q", "10", categories=("乙",)),
    )
    units = (Unit("1", "1", "甲"), Unit("2", "2", "乙"))
    assert told(tree_of(*rows, units=units)) == []


def test_grades_of_a_category_differ_in_floor_and_name():
    grades = (
        Grade("", "优", D(90)),
        Grade("*", "良", D("90.0")),
        Grade("甲", "优", D(90)),
        Grade("甲", "良", D("80.005"), D("1.5")),
        Grade("*", "优", D(70)),
    )
    assert told(Snapshot(grades=grades)) == [
        ("等次", "甲/良", "最低分"),
        ("等次", "甲/良", "比例上限"),
        ("等次", "*/良", "最低分"),
        ("等次", "*/优", "等次"),
    ]


def test_a_kind_that_the_sheet_does_not_name_is_a_fault():
    snapshot = Snapshot(
        experts=(Expert("E1", "甲"), Expert("E2", "乙", kind="领导", weight=D(0))),
        kinds=(RaterKind("领导", D(-1)),),
        assignments=(Assignment(kind="群众"), Assignment(kind="领导")),
    )
    assert told(snapshot) == [
        ("主体", "领导", "权重"),
        ("专家", "E2", "权重"),
        ("专家", "E1", "主体"),
        ("分工", "/群众//", "主体"),
    ]
    assert told(Snapshot(experts=(Expert("E1", "甲", kind="什么都行"),))) == []


def test_values_are_shown_as_a_person_reads_them():
    assert shown(D("100.00")) == "100"
    assert shown((D(3), D("1.5"))) == "3, 1.5"
    assert shown(None) == ""

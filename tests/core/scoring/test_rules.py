"""Compiling rules, and the conditions that a row must not break."""

from decimal import Decimal

import pytest

from core.model.data import Actual
from core.model.plan import Indicator, LeafKind
from core.scoring.rules import RuleError, compile_rule, read_actual, value_faults


def leaf(rule: str, parameters: str = "", points: str = "10") -> Indicator:
    return Indicator(
        "1",
        "例",
        points=Decimal(points),
        kind=LeafKind.QUANTITATIVE,
        rule=rule,
        parameters=parameters,
    )


def actual(x, t=None, b=None) -> Actual:
    def number(value):
        return None if value is None else Decimal(value)

    value = tuple(Decimal(n) for n in x) if isinstance(x, tuple) else number(x)
    return Actual("U", "1", number(t), number(b), value)


@pytest.mark.parametrize(
    ("rule", "parameters"),
    [
        ("比列", ""),
        ("比例", "下限=-1"),
        ("比例", "上限=1"),
        ("比例", "方向=大"),
        ("差额扣分", "每=1"),
        ("差额扣分", "每=0;扣=1"),
        ("差额扣分", "每=1;扣=0"),
        ("分档", ""),
        ("分档", "档=95"),
        ("分档", "档=95:1.2"),
        ("插值", ""),
        ("插值", "零分值=1"),
        ("插值", "零分值=1;满分值=1"),
        ("插值", "零分值=1;满分值=2;点=1:0, 2:1"),
        ("插值", "零分值=1;点=1:0, 2:1"),
        ("插值", "点=1:0"),
        ("插值", "点=1:0, 1:1"),
        ("功效系数", "不允许值=1;满意值=1"),
        ("功效系数", "不允许值=1"),
        ("排名", "末位比例=0.5;每名扣=1"),
        ("排名", "阶梯=11,5"),
        ("排名", "阶梯=-1"),
        ("票数", ""),
        ("票数", "系数=1.2,0"),
        ("票数", "系数=1,0;取值=完成率"),
        ("计次扣分", ""),
        ("计次扣分", "扣=-1"),
    ],
)
def test_bad_parameters_are_refused_with_a_word(rule: str, parameters: str) -> None:
    with pytest.raises(RuleError, match=r"\S"):
        compile_rule(leaf(rule, parameters))


@pytest.mark.parametrize(
    ("rule", "parameters", "x", "t", "b", "column"),
    [
        ("比例", "", "5", "0", None, "目标值"),
        ("比例", "", "-5", "10", None, "完成值"),
        ("比例", "方向=越小越好", "-5", "10", None, "完成值"),
        ("比例", "取值=增长率", "5", "-0.1", "4", "目标值"),
        ("达标", "取值=完成率", "5", "-1", None, "目标值"),
        ("分档", "档=1:1;取值=增长率", "5", None, "0", "基期值"),
        ("计次扣分", "扣=1", "-1", None, None, "完成值"),
        ("计次扣分", "扣=1", "1.5", None, None, "完成值"),
        ("比最优", "", "-1", None, None, "完成值"),
        ("比均值", "", "-1", None, None, "完成值"),
        ("比均值", "取值=增长率", "3", None, "4", "完成值"),
        ("票数", "系数=1,0", ("0", "0"), None, None, "完成值"),
        ("票数", "系数=1,0", ("1", "2", "3"), None, None, "完成值"),
        ("票数", "系数=1,0", ("1.5", "2"), None, None, "完成值"),
        ("票数", "系数=1,0", "5", None, None, "完成值"),
        ("比例", "", ("1", "2"), "5", None, "完成值"),
    ],
)
def test_broken_conditions_name_the_column(rule, parameters, x, t, b, column) -> None:
    faults = value_faults(compile_rule(leaf(rule, parameters)), actual(x, t, b))
    assert [name for name, _text in faults] == [column]


@pytest.mark.parametrize(
    ("rule", "parameters", "x", "t", "b"),
    [
        ("比例", "", None, "0", None),  # blank, whatever stands beside it
        ("比例", "", "5", None, None),
        ("达标", "", "5", None, None),
        ("差额扣分", "每=1;扣=1", "5", None, None),
        ("分档", "档=1:1;取值=完成率", "5", None, None),
        ("分档", "档=1:1;取值=增长率", "5", None, None),
        ("比例", "取值=增长率", "5", None, "4"),
        ("票数", "系数=1,0", None, None, None),
    ],
)
def test_a_value_that_is_not_there_leaves_the_leaf_missing(rule, parameters, x, t, b) -> None:
    compiled = compile_rule(leaf(rule, parameters))
    assert value_faults(compiled, actual(x, t, b)) == []
    assert read_actual(compiled, actual(x, t, b)) is None

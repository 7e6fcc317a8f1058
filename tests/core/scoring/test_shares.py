"""Worked examples: domain.md section 2 and the table of contract/scoring.md."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.data import Actual
from core.model.plan import Indicator, LeafKind
from core.scoring.numbers import round_half_up
from core.scoring.rule import make_group
from core.scoring.rules import compile_rule, read_actual, rule_share, value_faults
from core.scoring.shares import SPECS


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


def earn(rule: str, parameters: str, points: str, x, t=None, b=None, others=()) -> str:
    compiled = compile_rule(leaf(rule, parameters, points))
    assert value_faults(compiled, actual(x, t, b)) == []
    seen = read_actual(compiled, actual(x, t, b))
    group = make_group([seen.x, *(Fraction(o) for o in others)])
    return str(round_half_up(compiled.points * rule_share(compiled, seen, group), 2))


@pytest.mark.parametrize(
    ("rule", "parameters", "points", "x", "t", "b", "score"),
    [
        ("比例", "", "10", "460", "500", None, "9.20"),
        ("比例", "下限=0.6", "10", "275", "500", None, "0.00"),
        ("比例", "下限=60%", "10", "300", "500", None, "6.00"),
        ("比例", "", "10", "600", "500", None, "10.00"),
        ("比例", "方向=越小越好", "10", "25", "20", None, "8.00"),
        ("比例", "方向=越小越好", "10", "0", "20", None, "10.00"),
        ("比例", "取值=增长率", "10", "43.2", "0.09", "40", "8.89"),
        ("比例", "取值=增长率", "10", "36", "0.09", "40", "0.00"),
        ("比例", "取值=增长率", "10", "-36", "0.1", "-40", "10.00"),
        ("比例", "取值=完成率", "10", "450", "500", None, "9.00"),
        ("达标", "", "5", "95", "95", None, "5.00"),
        ("达标", "", "5", "94.99", "95", None, "0.00"),
        ("达标", "方向=越小越好", "5", "3", "3", None, "5.00"),
        ("差额扣分", "每=0.01;扣=0.5", "10", "0.924", "0.95", None, "8.70"),
        ("差额扣分", "每=0.01;扣=0.5;进位=进一", "10", "0.924", "0.95", None, "8.50"),
        ("差额扣分", "每=0.01;扣=0.5;进位=整步", "10", "0.924", "0.95", None, "9.00"),
        ("差额扣分", "每=1;扣=2;方向=越小越好", "10", "8", "5", None, "4.00"),
        ("差额扣分", "每=1;扣=2", "10", "0", "95", None, "0.00"),
        ("差额扣分", "每=0.01;扣=1;取值=增长率", "10", "43.2", "0.09", "40", "9.00"),
        ("分档", "档=95:1, 90:0.8, 80:0.6", "10", "92", None, None, "8.00"),
        ("分档", "档=80:0.6, 95:1, 90:0.8", "10", "95", None, None, "10.00"),
        ("分档", "档=95:1, 90:0.8, 80:0.6", "10", "79.9", None, None, "0.00"),
        ("分档", "档=3:1, 6:0.5;方向=越小越好", "10", "4", None, None, "5.00"),
        ("插值", "点=95:1, 80:0.6, 90:0.8", "10", "92", None, None, "8.80"),
        ("插值", "点=80:0.6, 95:1", "10", "70", None, None, "6.00"),
        ("插值", "点=80:0.6, 95:1", "10", "99", None, None, "10.00"),
        ("插值", "零分值=60;满分值=90", "10", "75", None, None, "5.00"),
        ("插值", "零分值=25;满分值=5", "10", "10", None, None, "7.50"),
        ("功效系数", "不允许值=70;满意值=95", "100", "86", None, None, "85.60"),
        ("功效系数", "不允许值=70;满意值=95", "8", "86", None, None, "6.85"),
        ("功效系数", "不允许值=25;满意值=5", "5", "12", None, None, "4.30"),
        ("功效系数", "不允许值=70;满意值=95", "100", "70", None, None, "60.00"),
        ("功效系数", "不允许值=70;满意值=95", "100", "69.99", None, None, "0.00"),
        ("功效系数", "不允许值=25;满意值=5;基础=0.5", "100", "26", None, None, "0.00"),
        ("计次扣分", "扣=0.5", "5", "4", None, None, "3.00"),
        ("计次扣分", "扣=2", "5", "4", None, None, "0.00"),
        ("票数", "系数=1,0.8,0.6,0", "100", ("120", "60", "15", "5"), None, None, "88.50"),
    ],
)
def test_worked_examples(rule, parameters, points, x, t, b, score) -> None:
    assert earn(rule, parameters, points, x, t, b) == score


EIGHT = ("9", "8", "6", "5", "4", "3", "2")  # beside x = 7: rank 3 of 8


@pytest.mark.parametrize(
    ("rule", "parameters", "points", "x", "others", "score"),
    [
        ("排名", "末位比例=0.6", "10", "7", EIGHT, "8.86"),
        ("排名", "", "10", "7", EIGHT, "7.14"),
        ("排名", "每名扣=0.5", "10", "7", EIGHT, "9.00"),
        ("排名", "每名减=2%", "200", "7", ("9", "8", "7.5"), "188.00"),
        ("排名", "阶梯=10,8,5", "10", "7", EIGHT, "5.00"),
        ("排名", "阶梯=10,8", "10", "2.5", EIGHT, "8.00"),
        ("排名", "每名扣=0.5;方向=越小越好", "10", "2.5", EIGHT, "9.50"),
        ("排名", "每名扣=1", "10", "8", EIGHT, "9.00"),  # equal values share the better rank
        ("排名", "", "10", "7", (), "10.00"),
        ("比最优", "", "10", "88", ("96", "64"), "9.17"),
        ("比最优", "", "600", "552.3", ("578.6",), "572.73"),
        ("比最优", "", "10", "0", ("0",), "10.00"),
        ("比最优", "方向=越小越好", "10", "4", ("2", "8"), "5.00"),
        ("比最优", "方向=越小越好", "10", "0", ("2",), "10.00"),
        ("比最优", "方向=越小越好", "10", "2", ("0",), "0.00"),
        ("比均值", "", "10", "88", ("77",), "8.53"),
        ("比均值", "", "10", "0", ("0",), "10.00"),
        ("比均值", "基础=1;方向=越小越好", "10", "6", ("2",), "6.67"),
        ("比均值", "方向=越小越好", "10", "0", ("2",), "10.00"),
        ("比均值", "", "10", "900", ("1",), "10.00"),
    ],
)
def test_rules_that_compare(rule, parameters, points, x, others, score) -> None:
    assert earn(rule, parameters, points, x, others=others) == score


EXAMPLES = {
    "比例": "下限=0.2",
    "达标": "",
    "差额扣分": "每=3;扣=2",
    "分档": "档=10:0.3, 50:0.9",
    "插值": "零分值=3;满分值=70",
    "功效系数": "不允许值=5;满意值=60",
    "计次扣分": "扣=0.3",
    "排名": "末位比例=0.2",
    "比最优": "",
    "比均值": "",
    "票数": "系数=1,0.5",
}


def test_every_rule_of_the_contract_is_there() -> None:
    assert set(SPECS) == set(EXAMPLES)


@given(
    st.sampled_from(sorted(set(EXAMPLES) - {"票数"})),
    st.lists(st.integers(0, 100), min_size=1, max_size=8),
    st.integers(1, 100),
    st.sampled_from(["越大越好", "越小越好"]),
)
def test_a_share_lies_between_nothing_and_all(rule, xs, target, direction) -> None:
    compiled = compile_rule(leaf(rule, f"{EXAMPLES[rule]};方向={direction}"))
    readings = [read_actual(compiled, actual(str(x), str(target))) for x in xs]
    group = make_group(r.x for r in readings)
    for seen in readings:
        assert 0 <= rule_share(compiled, seen, group) <= 1


@given(
    st.sampled_from(["比例", "达标", "差额扣分", "分档", "插值", "功效系数", "排名", "比最优"]),
    st.lists(st.integers(0, 100), min_size=2, max_size=8, unique=True),
    st.integers(1, 100),
)
def test_more_is_never_worth_less(rule, xs, target) -> None:
    compiled = compile_rule(leaf(rule, EXAMPLES[rule]))
    readings = [read_actual(compiled, actual(str(x), str(target))) for x in sorted(xs)]
    group = make_group(r.x for r in readings)
    shares = [rule_share(compiled, seen, group) for seen in readings]
    assert shares == sorted(shares)

from decimal import Decimal
from fractions import Fraction

import pytest

from core.model.data import Actual
from core.model.plan import Indicator, LeafKind
from core.scoring.rule import make_group
from core.scoring.rule_told import TELLERS, shown, tell
from core.scoring.rules import compile_rule, read_actual
from core.scoring.shares import SPECS


def test_numbers_are_short_or_exact_with_an_approximation() -> None:
    assert shown(Fraction(1, 4)) == "0.25"
    assert shown(Fraction(1, 3)) == "1/3（≈0.333333）"


def test_every_rule_can_be_told() -> None:
    assert set(TELLERS) == set(SPECS)


@pytest.mark.parametrize(
    ("rule", "parameters", "words"),
    [
        ("比例", "下限=0.5", ["8 ÷ 10 = 0.8", "低于 0.5"]),
        ("比例", "方向=越小越好", ["10 ÷ 8 = 1.25", "得分率 1"]),
        ("达标", "", ["8 ≥ 10", "得分率 0"]),
        ("差额扣分", "每=1;扣=2", ["每 1 扣 2 分", "计 2 个", "得分率 0.6"]),
        ("分档", "档=5:0.7", ["5:0.7", "得分率 0.7"]),
        ("插值", "零分值=0;满分值=16", ["（8 − 0）÷（16 − 0）", "得分率 0.5"]),
        ("插值", "点=0:0, 16:1", ["16:1", "得分率 0.5"]),
        ("功效系数", "不允许值=0;满意值=16", ["满意值 16", "得分率 0.8"]),
        ("计次扣分", "扣=1", ["8 次，每次扣 1 分", "得分率 0.2"]),
        ("排名", "阶梯=9, 7", ["2 个单位中第 2 名", "阶梯=9, 7", "得分率 0.7"]),
        ("排名", "", ["末位比例=0", "得分率 0"]),
        ("比最优", "", ["最优 12", "2/3"]),
        ("比均值", "", ["平均 10", "得分率 0.64"]),
    ],
)
def test_sentences(rule, parameters, words) -> None:
    leaf = Indicator(
        "1", "", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule=rule, parameters=parameters
    )
    compiled = compile_rule(leaf)
    seen = read_actual(compiled, Actual("U", "1", Decimal(10), None, Decimal(8)))
    text = tell(compiled, seen, make_group([seen.x, Fraction(12)]))
    for word in words:
        assert word in text


def test_votes() -> None:
    leaf = Indicator(
        "1",
        "",
        points=Decimal(10),
        kind=LeafKind.QUANTITATIVE,
        rule="票数",
        parameters="系数=1,0.5",
    )
    compiled = compile_rule(leaf)
    seen = read_actual(compiled, Actual("U", "1", value=(Decimal(1), Decimal(3))))
    assert "票数 1, 3 按系数 1, 0.5" in tell(compiled, seen, make_group([]))

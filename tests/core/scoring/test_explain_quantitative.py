from decimal import Decimal
from fractions import Fraction

from core.model.data import Actual
from core.model.plan import Indicator, LeafKind
from core.scoring.explain_quantitative import quantitative_story, value_text


def test_values_are_written_as_people_write_them() -> None:
    assert value_text(None) == ""
    assert value_text(Decimal("1.50")) == "1.5"
    assert value_text((Decimal(12), Decimal(0))) == "12, 0"


def test_a_comparing_rule_names_its_group(county) -> None:
    leaf = Indicator(
        "1",
        "量",
        points=Decimal(10),
        kind=LeafKind.QUANTITATIVE,
        rule="比最优",
        parameters="取值=完成率",
    )
    actuals = (
        Actual("U1", "1", Decimal(4), value=Decimal(3)),
        Actual("U2", "1", Decimal(2), value=Decimal(2)),
    )
    snapshot = county(indicators=(leaf,), actuals=actuals)
    lines, facts = quantitative_story(snapshot, "U1", leaf)
    assert facts["group"] == ["0.75", "1"]
    best = max(Fraction(x) for x in facts["group"])
    assert Fraction(facts["share"]) == Fraction(facts["x"]) / best
    assert any(line.startswith("完成率 0.75") for line in lines)


def test_a_missing_value_is_said(county) -> None:
    leaf = Indicator("1", "量", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule="达标")
    snapshot = county(indicators=(leaf,), actuals=(Actual("U1", "1", value=Decimal(3)),))
    lines, facts = quantitative_story(snapshot, "U1", leaf)
    assert lines[0] == "完成值 3"
    assert "缺少计分所需的值" in lines[-1]
    assert "score" not in facts

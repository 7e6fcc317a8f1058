"""What the program says of a number recomputes to the number."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.model.data import Actual, Adjustment, Appeal, Decision, Finding, Verification, Veto
from core.model.people import Expert, Recusal
from core.model.plan import Aggregation, Grade, Indicator, LeafKind, RaterKind, Settings
from core.scoring.explain import explain_leaf, explain_unit
from core.scoring.numbers import round_half_up
from core.scoring.score import score


@pytest.fixture
def snapshot(county, rated):
    tree = (
        Indicator("1", "一"),
        rated("1.1", "6", parent="1"),
        Indicator("1.2", "量", "1", Decimal(4), LeafKind.QUANTITATIVE, rule="比例"),
    )
    experts = tuple(
        Expert(f"E{n}", "", kind="领导" if n == 1 else "专家", weight=Decimal(n))
        for n in range(1, 9)
    )
    marks = ["3", "2", "2", "5", "5.5", "6", "4"]
    rows = [("U1", "1.1", f"E{n}", 1, v) for n, v in enumerate(marks, 1)]
    rows += [
        ("U1", "1.1", "E2", 2, "4.5"),
        ("U1", "1.1", "E8", 1, None),
        ("U2", "1.1", "E1", 1, "5"),
    ]
    return county(
        rows,
        settings=Settings(full_points=Decimal(10), bonus_cap=Decimal(1)),
        indicators=tree,
        experts=experts,
        kinds=(RaterKind("领导", Decimal("0.3")), RaterKind("专家", Decimal("0.7"))),
        recusals=(Recusal("E7", "U1"),),
        actuals=(
            Actual("U1", "1.2", Decimal(7), value=Decimal(5)),
            Actual("U2", "1.2", Decimal(7), value=Decimal(7)),
        ),
        verifications=(Verification("U1", "1.2", Finding.PARTLY, Decimal(3)),),
        adjustments=(Adjustment("U1", "表彰", Decimal("1.5")),),
    )


def of_kind(facts, kind):
    return next(k for k in facts["kinds"] if k["kind"] == kind)


def test_every_rating_has_a_fate(snapshot) -> None:
    told = explain_leaf(snapshot, score(snapshot), "U1", "1.1")
    ratings = [r for k in told.facts["kinds"] for r in k["ratings"]]
    fates = {(r["expert"], r["round"]): r["fate"] for r in ratings}
    assert fates == {
        ("E1", 1): "counted",
        ("E2", 1): "superseded",
        ("E2", 2): "counted",
        ("E3", 1): "dropped_low",
        ("E4", 1): "counted",
        ("E5", 1): "counted",
        ("E6", 1): "dropped_high",
        ("E7", 1): "recused",
        ("E8", 1): "abstained",
    }
    text = "\n".join(told.text())
    for word in ("取代", "回避", "弃权", "去掉的低分", "去掉的高分", "权重 2"):
        assert word in text


def test_a_rated_score_recomputes_from_its_story(snapshot) -> None:
    result = score(snapshot)
    told = explain_leaf(snapshot, result, "U1", "1.1")
    top = bottom = Fraction(0)
    for kind in told.facts["kinds"]:
        counted = [r for r in kind["ratings"] if r["fate"] == "counted"]
        weights = [Fraction(r["weight"]) for r in counted]
        mean = sum(w * Fraction(r["points"]) for w, r in zip(weights, counted, strict=True))
        assert Fraction(kind["mean"]) == mean / sum(weights)
        top += Fraction(kind["weight"]) * Fraction(kind["mean"])
        bottom += Fraction(kind["weight"])
    assert Fraction(told.facts["exact"]) == top / bottom
    assert round_half_up(top / bottom, 2) == told.value == result.score(0, 0)


@pytest.mark.parametrize("method", [Aggregation.MEAN, Aggregation.MEDIAN])
def test_other_methods(county, rated, method) -> None:
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(["1", "9", "4", "6"], 1)]
    snapshot = county(rows, indicators=(rated("1", "10", aggregation=method),))
    told = explain_leaf(snapshot, score(snapshot), "U1", "1")
    fates = [r["fate"] for r in told.facts["kinds"][0]["ratings"]]
    expected = ["unused", "unused", "counted", "counted"]
    assert fates == (expected if method is Aggregation.MEDIAN else ["counted"] * 4)
    assert told.value == Decimal("5.00")


def test_a_quantitative_score_recomputes_from_its_story(snapshot) -> None:
    told = explain_leaf(snapshot, score(snapshot), "U1", "1.2")
    assert told.facts["actual"] == "3"  # the verified value, not the reported one
    assert Fraction(told.facts["share"]) == Fraction(3, 7)
    exact = Fraction(told.facts["points"]) * Fraction(told.facts["share"])
    assert round_half_up(exact, 2) == told.value == Decimal("1.71")
    text = "\n".join(told.text())
    assert "核定值 3 取代上报的 5" in text
    assert "3 ÷ 7" in text


def test_a_parent_is_the_sum_of_its_leaves(snapshot) -> None:
    told = explain_leaf(snapshot, score(snapshot), "U1", "1")
    assert told.value == sum(part.value for part in told.parts)
    with pytest.raises(KeyError):
        explain_leaf(snapshot, score(snapshot), "U1", "9")


def test_a_total_recomputes_from_its_parts(snapshot) -> None:
    result = score(snapshot)
    told = explain_unit(snapshot, result, "U1")
    leaves, base, bonus, deduction, rank, grade = told.parts
    assert sum(leaf.value for leaf in leaves.parts) == leaves.value == base.value
    assert max(Decimal(0), base.value + bonus.value - deduction.value) == told.value
    assert (bonus.value, rank.value, grade.value) == (Decimal("1.00"), "2", result.of("U1").grade)
    assert "上限 1" in "\n".join(bonus.text())
    assert told.as_json()["value"] == str(result.of("U1").total)


def test_rescaling_quotas_vetoes_and_appeals_are_told(county, rated) -> None:
    rows = [(u, "1", "E1", 1, v) for u, v in (("U1", "5"), ("U2", "5"))]
    quota = (Grade("", "好", Decimal(5), Decimal("0.5")), Grade("", "差", Decimal(0)))
    snapshot = county(
        rows,
        indicators=(rated("1", "6"), rated("2", "4")),
        actuals=tuple(Actual(u, "2", applies=False) for u in ("U1", "U2")),
        grades=quota,
    )
    text = "\n".join(explain_unit(snapshot, score(snapshot), "U1").text())
    for part in (
        "不适用折算：5.00 × 10 ÷ 6",
        "与乙乡并列",
        "取整为 1 名，已定 0 名",
        "标为“不适用”",
    ):
        assert part in text
    appeal = Appeal(
        "S1", "U1", "1", decision=Decision.UPHELD, points=Decimal(6), decided=date(2026, 12, 1)
    )
    changed = county(rows, appeals=(appeal,), vetoes=(Veto("U1", "事故"),))
    text = "\n".join(explain_unit(changed, score(changed), "U1").text())
    assert "申诉 S1（支持）核定为 6 分" in text
    assert "一票否决：事故" in text


def test_what_is_missing_is_said(county, rated) -> None:
    tree = (
        rated("1", "6"),
        Indicator("2", "量", "", Decimal(4), LeafKind.QUANTITATIVE, rule="达标"),
        rated("3", "4", categories=("别类",)),
    )
    snapshot = county(indicators=tree)
    result = score(snapshot)
    text = "\n".join(explain_unit(snapshot, result, "U1").text())
    assert "没有可用的评分" in text
    assert "缺少计分所需的值" in text
    assert "不适用于本类别" in "\n".join(explain_leaf(snapshot, result, "U1", "3").text())

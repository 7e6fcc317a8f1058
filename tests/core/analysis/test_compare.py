from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from core.analysis.compare import Comparable, compare_years, judge, match
from core.model.people import Unit
from core.model.plan import Aggregation, Indicator, LeafKind, RatingMode, Settings
from core.scoring.score import score

PLAIN = Settings()


def leaf(code: str = "1", name: str = "甲", **more: object) -> Indicator:
    given = {"points": Decimal(10), "kind": LeafKind.QUANTITATIVE, "rule": "比例", **more}
    return Indicator(code, name, **given)  # type: ignore[arg-type]


def test_units_are_matched_by_code_then_by_exact_name() -> None:
    now = (Unit("X1", "甲乡", ""), Unit("X2", "乙乡", ""), Unit("X3", "丙乡", ""))
    then = (Unit("X1", "甲镇", ""), Unit("B2", "乙乡", ""), Unit("B3", "丙 乡", ""))
    found = match(now, then, (lambda u: u.code, lambda u: u.name))
    assert {code: unit.code for code, unit in found.items()} == {"X1": "X1", "X2": "B2"}


def test_a_name_that_stands_twice_matches_nothing() -> None:
    then = (Unit("B1", "甲", ""), Unit("B2", "甲", ""))
    assert match((Unit("X1", "甲", ""),), then, (lambda u: u.name,)) == {}


@pytest.mark.parametrize(
    ("now", "then", "verdict"),
    [
        ({}, {}, Comparable.SAME),
        ({"parameters": "下限=0.60"}, {"parameters": "下限=0.6；方向=越大越好"}, Comparable.SAME),
        ({"criteria": "甲\n乙"}, {"criteria": "甲 乙"}, Comparable.SAME),
        ({}, {"points": Decimal(8)}, Comparable.BY_SHARE),
        ({}, {"parameters": "下限=0.5"}, Comparable.NOT),
        ({}, {"rule": "达标"}, Comparable.NOT),
        ({}, {"criteria": "另一个标准"}, Comparable.NOT),
        ({}, {"name": "乙"}, Comparable.NOT),
        ({}, {"kind": LeafKind.RATED}, Comparable.NOT),
    ],
)
def test_a_leaf_is_comparable_or_not(now: dict, then: dict, verdict: Comparable) -> None:
    found, reason = judge(leaf(**now), leaf(**then), PLAIN, PLAIN)
    assert found is verdict and reason


def test_deductions_may_grow_with_the_points() -> None:
    counted = {"rule": "计次扣分"}
    now = leaf(points=Decimal(4), parameters="扣=0.4", **counted)
    grown = leaf(points=Decimal(2), parameters="扣=0.2", **counted)
    assert judge(now, grown, PLAIN, PLAIN)[0] is Comparable.BY_SHARE
    fixed = leaf(points=Decimal(2), parameters="扣=0.4", **counted)
    verdict, reason = judge(now, fixed, PLAIN, PLAIN)
    assert verdict is Comparable.BY_SHARE and "扣分没有随分值改变" in reason
    assert (
        judge(now, leaf(points=Decimal(4), parameters="扣=0.2", **counted), PLAIN, PLAIN)[0]
        is Comparable.NOT
    )


def test_a_rated_leaf_compares_by_how_it_is_rated(rated) -> None:
    mean = replace(PLAIN, aggregation=Aggregation.MEAN)
    percent = replace(PLAIN, rating_mode=RatingMode.PERCENT)
    assert judge(rated("1", "5"), rated("1", "5"), PLAIN, PLAIN)[0] is Comparable.SAME
    for other in (mean, percent, replace(PLAIN, trim_count=2)):
        verdict, reason = judge(rated("1", "5"), rated("1", "5"), other, PLAIN)
        assert verdict is Comparable.NOT and "→" in reason


def test_two_years_side_by_side(county, rated) -> None:
    before = county(
        [("U1", "1", "E1", 1, 5), ("B2", "1", "E1", 1, 6)],
        units=(Unit("U1", "甲乡", "乡镇"), Unit("B2", "乙乡", "乡镇"), Unit("U9", "旧", "乡镇")),
    )
    now = county(
        [("U1", "a", "E1", 1, 8), ("U2", "a", "E1", 1, 7), ("U1", "b", "E1", 1, 10)],
        indicators=(replace(rated("1", "20"), code="a"), rated("b", "10")),
        settings=Settings(full_points=Decimal(30)),
    )
    found = compare_years(now, score(now), before, score(before))
    assert [(u.line.unit.code, u.earlier.unit.code) for u in found.units] == [
        ("U1", "U1"), ("U2", "B2"),
    ]  # fmt: skip
    assert [unit.code for unit in found.gone_units] == ["U9"]
    assert [row.code for row in found.new_leaves] == ["b"]
    only = found.leaves[0]
    assert (only.leaf.code, only.earlier.code) == ("a", "1"), "a shifted code is found by name"
    assert only.comparable is Comparable.BY_SHARE
    assert [only.change(cell) for cell in only.cells] == [Fraction(-1, 10), Fraction(-1, 4)]
    assert only.mean_change == Fraction(-7, 40)


def test_what_is_missing_has_no_change(county) -> None:
    now, before = county(), county([("U1", "1", "E1", 1, 5)])
    found = compare_years(now, score(now), before, score(before)).leaves[0]
    assert found.comparable is Comparable.SAME and found.mean_change is None

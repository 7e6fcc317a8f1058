from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.plan import Grade, QuotaRounding, QuotaTies, Settings, TieRule
from core.scoring.ranking import Standing, grade, grades_of, places, rank, reached, vetoed

LADDER = grades_of((), "乡镇", Settings())


def standing(n: int, total: str, quantitative: str = "0", *ceilings: str) -> Standing:
    return Standing(f"U{n}", f"单位{n}", Decimal(total), Decimal(quantitative), ceilings)


def line_up(*totals: str) -> list[Standing]:
    return [standing(n, total) for n, total in enumerate(totals)]


def ladder(excellent: str | None = None, good: str | None = None) -> list[Grade]:
    quotas = {"优秀": excellent, "良好": good}
    return [
        Grade(g.category, g.name, g.floor, Decimal(quotas[g.name]) if quotas.get(g.name) else None)
        for g in LADDER
    ]


def graded(standings, steps, **given) -> list[str]:
    plan = Settings(**given)
    return list(grade(standings, rank(standings, plan), steps, plan).grades)


def test_equals_share_the_rank_and_the_next_is_skipped() -> None:
    assert rank(line_up("90", "95", "90", "80"), Settings()) == [2, 1, 2, 4]


def test_quantity_breaks_ties_where_the_plan_says_so() -> None:
    rows = [standing(0, "90", "30"), standing(1, "90", "31"), standing(2, "95", "1")]
    assert rank(rows, Settings()) == [2, 2, 1]
    assert rank(rows, Settings(tie_rule=TieRule.QUANTITATIVE_FIRST)) == [3, 2, 1]


def test_default_grades_are_shares_of_the_full_points() -> None:
    assert [str(g.floor) for g in grades_of((), "甲", Settings(full_points=Decimal(1000)))] == [
        "900.0",
        "800.0",
        "600.0",
        "0",
    ]


def test_own_rows_stand_before_general_ones() -> None:
    rows = (
        Grade("*", "好", Decimal(60)),
        Grade("*", "差", Decimal(0)),
        Grade("甲", "甲等", Decimal(1)),
    )
    assert [g.name for g in grades_of(rows, "甲", Settings())] == ["甲等"]
    assert [g.name for g in grades_of(rows, "乙", Settings())] == ["好", "差"]


@pytest.mark.parametrize(
    ("units", "rounding", "expected"),
    [
        (9, "舍", 2),
        (9, "四舍五入", 3),
        (9, "进", 3),
        (8, "舍", 2),
        (8, "四舍五入", 2),
        (8, "进", 3),
        (32, "舍", 9),
        (32, "四舍五入", 10),
        (32, "进", 10),
        (10, "进", 3),
        (5, "四舍五入", 2),
    ],
)
def test_places(units: int, rounding: str, expected: int) -> None:
    assert places(Decimal("0.3"), units, QuotaRounding(rounding)) == expected


def test_floors_alone() -> None:
    assert graded(line_up("90", "89.99", "60", "59"), LADDER) == ["优秀", "良好", "合格", "不合格"]


def test_nobody_overtakes_a_tie_at_the_quota() -> None:
    rows = line_up("95", "93", "93", "92", "70", "60", "50")
    found = grade(rows, rank(rows, Settings()), ladder("0.3"), Settings())
    # 0.3 × 7 → 2 places; the tie of two does not fit behind the first, and closes the grade.
    assert found.grades == ("优秀", "良好", "良好", "良好", "合格", "合格", "不合格")
    assert [n.code for n in found.notices] == ["quota_tie"]


def test_all_of_a_tie_enter_where_the_plan_says_so() -> None:
    rows = line_up("95", "93", "93", "92", "70", "60", "50")
    assert graded(rows, ladder("0.3"), quota_ties=QuotaTies.ALL_IN) == [
        "优秀",
        "优秀",
        "优秀",
        "良好",
        "合格",
        "合格",
        "不合格",
    ]


def test_a_full_grade_passes_to_the_next_and_quotas_cascade() -> None:
    rows = line_up("99", "98", "97", "96", "95")
    assert graded(rows, ladder("0.2", "0.4")) == ["优秀", "良好", "良好", "合格", "合格"]


def test_the_lowest_grade_always_takes() -> None:
    steps = [Grade("", "好", Decimal(60), Decimal(0)), Grade("", "差", Decimal(10), Decimal(0))]
    assert graded(line_up("90", "5"), steps) == ["差", "差"]


def test_a_veto_takes_no_place_and_keeps_its_rank() -> None:
    rows = [standing(0, "95", "0", ""), standing(1, "94"), standing(2, "93"), standing(3, "91")]
    found = grade(rows, rank(rows, Settings()), ladder("0.5"), Settings())
    assert found.grades == ("不合格", "优秀", "优秀", "良好")


@pytest.mark.parametrize(
    ("total", "ceilings", "expected"),
    [
        ("95", [""], 3),
        ("95", ["降一等"], 1),
        ("85", ["降一等"], 2),
        ("50", ["降一等"], 3),
        ("95", ["良好"], 1),
        ("65", ["良好"], 2),
        ("95", ["良好", "降一等", "合格"], 2),
    ],
)
def test_ceilings_of_vetoes(total, ceilings, expected) -> None:
    assert vetoed(standing(0, total, "0", *ceilings), LADDER) == expected


totals = st.lists(st.integers(50, 100).map(str), min_size=1, max_size=12)


@given(totals, st.sampled_from(["0", "0.1", "0.3", "0.5"]), st.sampled_from(["0", "0.2", "0.4"]))
def test_quotas_hold_and_order_is_kept(values, first, second) -> None:
    rows = line_up(*values)
    found = graded(rows, ladder(first, second))
    names = [g.name for g in LADDER]
    levels = [names.index(name) for name in found]
    assert levels.count(0) <= places(Decimal(first), len(rows), QuotaRounding.FLOOR)
    assert levels.count(1) <= places(Decimal(second), len(rows), QuotaRounding.FLOOR)
    for a, level_a in zip(rows, levels, strict=True):
        assert level_a >= reached(a.total, LADDER)
        for b, level_b in zip(rows, levels, strict=True):
            assert a.total < b.total or level_a <= level_b

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.analysis.hypotheses import hypotheses, lines_of, rank_totals
from core.model.data import Adjustment, Veto
from core.model.people import Unit
from core.model.plan import Grade, Settings
from core.sample.county import sample_snapshot
from core.scoring.score import score


def found(snapshot) -> dict:
    return {h.code: h.lines for h in hypotheses(snapshot, score(snapshot))}


def test_only_what_makes_a_difference_is_a_hypothesis(county) -> None:
    assert found(county([("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)])) == {}


def test_each_names_itself_once() -> None:
    snapshot = sample_snapshot()
    codes = [h.code for h in hypotheses(snapshot, score(snapshot))]
    assert len(codes) == len(set(codes)) and len(codes) > 20


def test_trimming_left_out(county) -> None:
    ratings = [("U1", "1", f"E{n}", 1, mark) for n, mark in enumerate((1, 8, 8, 8, 9), start=1)]
    lines = found(county([*ratings, ("U2", "1", "E1", 1, 7)]))["untrimmed"]
    assert lines["U1"].total == Decimal("6.80") and lines["U1"].rank == 2


def test_rounding_in_other_ways(county, rated) -> None:
    # Means of 0.125 on both leaves: 0.13 each by our rule.
    leaves = (rated("1", "5"), rated("2", "5"))
    ratings = [
        ("U1", leaf, expert, 1, mark)
        for leaf in ("1", "2")
        for expert, mark in (("E1", "0.12"), ("E2", "0.13"))
    ]
    lines = found(county(ratings, indicators=leaves))
    assert score(county(ratings, indicators=leaves)).of("U1").total == Decimal("0.26")
    assert lines["round_at_end"]["U1"].total == Decimal("0.25")
    assert lines["bankers"]["U1"].total == Decimal("0.24")
    assert lines["truncated"]["U1"].total == Decimal("0.24")
    assert lines["round_never"]["U1"].total == Decimal("0.25")
    assert lines["total_1"]["U1"].total == Decimal("0.3")


@pytest.mark.parametrize(
    ("code", "ranks"),
    [("dense", [1, 1, 2]), ("one_after_another", [1, 2, 3]), ("all_categories", [2, 2, 4])],
)
def test_ranks_counted_otherwise(county, code: str, ranks: list[int]) -> None:
    units = (*(Unit(f"U{n}", f"单位{n}", "乡镇") for n in (1, 2, 3)), Unit("B1", "局", "部门"))
    ratings = [(u, "1", "E1", 1, m) for u, m in (("U1", 8), ("U2", 8), ("U3", 7), ("B1", 9))]
    lines = found(county(ratings, units=units))[code]
    assert [lines[f"U{n}"].rank for n in (1, 2, 3)] == ranks


def test_grades_with_other_quotas(county) -> None:
    grades = (Grade("", "好", Decimal(5), Decimal("0.4")), Grade("", "差", Decimal(0)))
    snapshot = county([("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)], grades=grades)
    assert [line.grade for line in score(snapshot).units] == ["差", "差"]
    lines = found(snapshot)
    assert [lines["quota_ceiling"][u].grade for u in ("U1", "U2")] == ["好", "差"]
    assert [lines["no_quota"][u].grade for u in ("U1", "U2")] == ["好", "好"]


def test_what_stands_beside_the_ratings_left_out(county) -> None:
    snapshot = county(
        [("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)],
        settings=Settings(full_points=Decimal(10), bonus_cap=Decimal(1)),
        adjustments=(Adjustment("U2", "表彰", Decimal(3)),),
        vetoes=(Veto("U1", "事故"),),
    )
    lines = found(snapshot)
    assert lines["no_caps"]["U2"].total == 10
    assert lines["no_adjustments"]["U2"].total == 7
    assert lines["no_veto"]["U1"].grade == "良好"


def test_ranks_from_given_totals(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)])
    lines = rank_totals(snapshot, score(snapshot), {"U1": Decimal(5), "U2": Decimal("9.5")})
    assert [(lines[u].rank, lines[u].grade) for u in ("U1", "U2")] == [(2, "不合格"), (1, "优秀")]


def test_the_lines_of_a_result_are_its_own(county) -> None:
    result = score(replace(county([("U1", "1", "E1", 1, 8)])))
    assert lines_of(result)["U1"].total == result.of("U1").total

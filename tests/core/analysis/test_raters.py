import math
import warnings

import numpy as np
import pytest

from core.analysis.raters import correlation, others_mean, raters
from core.model.people import Expert, Recusal, Unit
from core.scoring.score import score

UNITS = (Unit("U1", "财政局", "部门"), Unit("U2", "县审计局", "部门", short="审计局"))
EXPERTS = (
    Expert("E1", "甲", employer="财政局"),
    Expert("E2", "乙", employer=" 审计局 "),
    Expert("E3", "丙", employer="大学"),
    Expert("E4", "丁"),
)
ROWS = [
    ("U1", "1", "E1", 1, "9.8"), ("U1", "1", "E2", 1, "7"), ("U1", "1", "E3", 1, "5"),
    ("U2", "1", "E1", 1, "8"), ("U2", "1", "E2", 1, "9"), ("U2", "1", "E3", 1, "6"),
]  # fmt: skip


@pytest.fixture
def lines(county, rated):
    def found(rows=ROWS, **given):
        snapshot = county(
            rows, indicators=(rated("1", "10"),), units=UNITS, experts=EXPERTS, **given
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return raters(snapshot, score(snapshot))

    return found


def test_severity_is_the_mean_distance_from_the_others(lines) -> None:
    first, second, third, _none = lines()
    assert first.severity == pytest.approx(((9.8 - 6) + (8 - 7.5)) / 2)
    assert second.severity == pytest.approx(((7 - 7.4) + (9 - 7)) / 2)
    assert third.severity == pytest.approx(((5 - 8.4) + (6 - 8.5)) / 2)
    assert [x.ratings for x in lines()] == [2, 2, 2, 0]


def test_correlation_with_the_others(lines) -> None:
    # two cells: he and the others go up together, or against each other
    assert [x.correlation for x in lines()[:3]] == [
        pytest.approx(-1.0),
        pytest.approx(-1.0),
        pytest.approx(1.0),
    ]


def test_extreme_marks_are_those_that_the_plan_wants_a_reason_for(lines) -> None:
    # below 6 of 10, or above 9.5; a mark on the line is not extreme
    assert [x.extreme for x in lines()] == [0.5, 0.0, 0.5, None]


def test_the_deviation_at_home(lines) -> None:
    first, second, third, _none = lines()
    assert first.own_units == ("U1",)
    assert first.own_deviation == pytest.approx(3.8)
    assert second.own_units == ("U2",)
    assert second.own_deviation == pytest.approx(2.0)
    assert third.own_units == ()
    assert third.undefined["own_deviation"] == "工作单位不是被考核单位"


def test_a_recused_rating_is_not_looked_at(lines) -> None:
    first = lines(recusals=(Recusal("E1", "U1"),))[0]
    assert first.own_deviation is None
    assert first.undefined["own_deviation"] == "没有评过本单位，或只有他一人评过"
    assert first.severity == pytest.approx(0.5)


def test_who_rated_nothing_is_listed_with_the_reason(lines) -> None:
    line = lines()[3]
    assert (line.severity, line.correlation, line.extreme) == (None, None, None)
    assert line.undefined["severity"] == "没有评分"


def test_who_rated_alone_has_nobody_to_be_held_against(lines) -> None:
    line = lines(rows=[("U1", "1", "E1", 1, "9")])[0]
    assert line.severity is None
    assert line.undefined["severity"] == "没有其他专家评过同样的内容"
    assert line.extreme == 0


def test_constant_marks_have_no_correlation(lines) -> None:
    rows = [(u, "1", e, 1, "8.1") for u in ("U1", "U2") for e in ("E1", "E2", "E3")]
    line = lines(rows=rows)[0]
    assert line.correlation is None
    assert line.undefined["correlation"] == "评分没有差异"
    assert line.severity == pytest.approx(0, abs=1e-12)


def test_others_mean_leaves_gaps_alone() -> None:
    found = others_mean(np.array([[1.0, 2, 6], [1, math.nan, 3], [math.nan, math.nan, 3]]))
    assert found[0].tolist() == [4.0, 3.5, 1.5]
    assert found[1, 0] == 3.0 and found[1, 2] == 1.0 and math.isnan(found[1, 1])
    assert np.isnan(found[2]).all()


def test_correlation_agrees_with_numpy_and_stays_within_one() -> None:
    a, b = np.array([1.0, 2, 4, 3]), np.array([2.0, 2, 5, 1])
    assert correlation(a, b) == pytest.approx(np.corrcoef(a, b)[0, 1])
    assert correlation(a, a * 3) == 1.0
    assert correlation(a[:1], b[:1]) is None

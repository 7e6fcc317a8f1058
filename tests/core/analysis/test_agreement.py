import json
import math
import time
import warnings
from decimal import Decimal

import numpy as np
import pytest

from core.analysis.agreement import STATISTICS, agreement
from core.model.marks import ABSTAINED, MARK_SCALE, make_marks
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Indicator, LeafKind, RatingMode, Settings
from core.model.snapshot import Snapshot
from core.scoring.score import score

# domain.md, section 3: six experts (rows) and four items, here four units
WORKED = ["5434", "5423", "4434", "5324", "5533", "4424"]


def report(snapshot):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return agreement(snapshot, score(snapshot))


def panel(cube, *, recusals=(), settings=None, points="10") -> Snapshot:
    """A snapshot from (leaf × unit × expert) marks; None is no mark, a string a 弃权."""
    cube = np.asarray(cube, dtype=object)
    leaves, units, experts = cube.shape
    rows = [
        (u, x, e, 1, ABSTAINED if isinstance(v, str) else int(Decimal(str(v)) * MARK_SCALE))
        for (x, u, e), v in np.ndenumerate(cube)
        if v is not None
    ]
    return Snapshot(
        settings=settings or Settings(full_points=Decimal(points) * leaves),
        indicators=tuple(
            Indicator(str(n + 1), f"指标{n}", points=Decimal(points), kind=LeafKind.RATED)
            for n in range(leaves)
        ),
        units=tuple(Unit(f"U{n}", f"单位{n}", "乡镇") for n in range(units)),
        experts=tuple(Expert(f"E{n:02}", f"专家{n}") for n in range(experts)),
        recusals=recusals,
        marks=make_marks(*(zip(*rows, strict=True) if rows else ([],) * 5)),
    )


def worked() -> Snapshot:
    return panel([np.array([[int(c) for c in row] for row in WORKED], dtype=object).T])


def test_the_worked_example_as_a_leaf_and_as_the_totals() -> None:
    found = report(worked())
    for one in (found.totals, found.leaves["1"]):
        assert one.kendall_w == pytest.approx(0.8061, abs=5e-5)
        assert one.kendall_p == pytest.approx(0.00229, abs=5e-6)
        assert (one.units, one.experts, one.ratings) == (4, 6, 24)
        assert not one.undefined
    assert found.totals == found.leaves["1"]
    assert found.cv_of(0, 0) == pytest.approx(0.1107, abs=5e-5)


def test_a_total_is_the_sum_of_the_points_of_a_whole_sheet() -> None:
    # E00 and E01 agree on the totals (5, 9, 14) though on no leaf; E02 left one cell out
    found = report(
        panel(
            [
                [[2, 3, 1], [4, 5, 2], [6, 8, 3]],
                [[3, 2, 1], [5, 4, None], [8, 6, 3]],
            ]
        )
    )
    # E02's total of U1 is missing: W is over U0 and U2
    assert (found.totals.units, found.totals.experts, found.totals.ratings) == (2, 3, 8)
    assert found.totals.kendall_w == 1.0
    assert found.leaves["2"].units == 2
    assert found.leaves["1"].units == 3


def test_totals_that_are_equal_stay_tied() -> None:
    settings = Settings(full_points=Decimal(3))
    cube = [
        [["0.1", "0.1"], ["0.3", "0.2"]],
        [["0.2", "0.2"], ["0.2", "0.2"]],
        [["0.3", "0.3"], ["0.1", "0.2"]],
    ]
    numbers = np.asarray(cube, dtype=float).astype(object)
    found = report(panel(numbers, settings=settings, points="1"))
    assert found.totals.kendall_w is None
    assert found.totals.undefined["kendall_w"] == "评分没有差异"


def test_percent_marks_become_points() -> None:
    by_points = report(panel([[[5, 6], [8, 7], [9, 9]], [[1, 2], [2, 2], [3, 1]]]))
    percent = Settings(full_points=Decimal(20), rating_mode=RatingMode.PERCENT)
    cube = [[[50, 60], [80, 70], [90, 90]], [[10, 20], [20, 20], [30, 10]]]
    by_percent = report(panel(cube, settings=percent))
    for name in STATISTICS:
        left, right = getattr(by_points.totals, name), getattr(by_percent.totals, name)
        assert left == pytest.approx(right)


def test_declined_and_recused_ratings_are_gaps() -> None:
    cube = [[[5, 6, 5], [8, 7, "弃权"], [9, 9, 8], [3, 9, 4]]]
    found = report(panel(cube, recusals=(Recusal("E01", "U3"),)))
    one = found.leaves["1"]
    assert (one.units, one.experts, one.ratings) == (2, 3, 10)
    assert found.cv_of(1, 0) == pytest.approx(math.sqrt(0.5) / 7.5)
    # recusal does not make the expert's sheet incomplete, it takes the unit out
    assert found.totals.ratings == 10


def test_a_leaf_that_nobody_has_rated_yet_does_not_blank_the_totals() -> None:
    found = report(panel([[[5, 6], [8, 7]], [[None, None], [None, None]]]))
    assert found.totals.kendall_w == 1.0
    assert found.leaves["2"].numbers() == dict.fromkeys(STATISTICS)
    assert set(found.leaves["2"].undefined.values()) == {"没有评分"}


@pytest.mark.parametrize(
    ("cube", "why"),
    [
        ([[[5, 6, 7]]], "各位专家都评过的单位不足两个"),
        ([[[5], [6]]], "只有一位专家有评分"),
        ([[[5, 5], [5, 5]]], "评分没有差异"),
        ([[[None, None], [None, None]]], "没有评分"),
        ([[[5, None], [None, 6]]], "各位专家都评过的单位不足两个"),
    ],
)
def test_what_is_not_defined_is_none_and_says_why(cube, why) -> None:
    found = report(panel(cube)).leaves["1"]
    for name in ("kendall_w", "kendall_p", "icc2_1", "icc2_k"):
        assert getattr(found, name) is None
        assert found.undefined[name] == why
    json.dumps(found.numbers(), allow_nan=False)


def test_alpha_needs_a_unit_that_two_rated() -> None:
    found = report(panel([[[5, None], [None, 6]]])).leaves["1"]
    assert found.alpha is None
    assert found.undefined["alpha"] == "没有一个单位有两位专家的评分"


def test_a_plan_without_ratings_or_experts() -> None:
    found = report(Snapshot())
    assert found.totals.numbers() == dict.fromkeys(STATISTICS)
    assert found.leaves == {}


def test_experts_with_different_tasks_are_set_side_by_side(county, rated) -> None:
    # E1 is asked about the leaf of 6 only, E2 about both; each gives half of what he can
    tree = (rated("1", "6"), rated("2", "4"))
    given = {"U1": "332", "U2": "664"}
    rows = [
        (unit, leaf, expert, 1, points)
        for unit, marks in given.items()
        for leaf, expert, points in zip("112", ("E1", "E2", "E2"), marks, strict=True)
    ]
    tasks = (Assignment(expert="E1", indicator="1"), Assignment(expert="E2"))
    experts = (Expert("E1", "甲"), Expert("E2", "乙"))
    found = report(county(rows, indicators=tree, experts=experts, assignments=tasks))
    assert found.totals.icc2_1 == pytest.approx(1.0)


def test_a_province_is_no_slower_than_it_must_be() -> None:
    marks = np.random.default_rng(0).integers(40, 101, size=(60, 500, 30))
    leaf, unit, expert = (a.ravel() for a in np.indices(marks.shape))
    snapshot = Snapshot(
        settings=Settings(full_points=Decimal(600)),
        indicators=tuple(
            Indicator(f"{n}", "", points=Decimal(10), kind=LeafKind.RATED) for n in range(60)
        ),
        units=tuple(Unit(f"U{n}", "", "乡镇") for n in range(500)),
        experts=tuple(Expert(f"E{n:02}", "") for n in range(30)),
        marks=make_marks(unit, leaf, expert, np.ones_like(unit), marks.ravel() * MARK_SCALE // 10),
    )
    result = score(snapshot)
    started = time.process_time()
    found = agreement(snapshot, result)
    assert found.totals.experts == 30
    # a loop over cells would take tens of seconds; the aim is half a second
    assert time.process_time() - started < 5

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from core.analysis.robustness import robustness, weight_worlds
from core.model.people import Unit
from core.model.plan import Grade
from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot
from core.scoring.score import score

SAMPLE = sample_snapshot(24, 45, 7, seed=2)
RESULT = score(SAMPLE)


@pytest.fixture(scope="module")
def found():
    return robustness(SAMPLE, RESULT, runs=60)


def test_every_unit_in_the_order_of_the_result(found) -> None:
    assert [u.unit for u in found.units] == [line.unit for line in RESULT.units]
    assert [(u.rank, u.grade) for u in found.units] == [(x.rank, x.grade) for x in RESULT.units]
    assert found.experts == tuple(e.code for e in SAMPLE.experts)
    for unit in found.units:
        size = sum(x.unit.category == unit.unit.category for x in RESULT.units)
        for outlook in (unit.weights, unit.left_out, unit.resampled):
            assert 1 <= outlook.best <= outlook.worst <= size
            assert sum(outlook.grades.values()) == pytest.approx(1)
            assert outlook.kept == outlook.grades[unit.grade]


def test_no_share_keeps_every_grade_and_rank() -> None:
    for unit in robustness(SAMPLE, RESULT, share=0, runs=5).units:
        assert unit.weights.kept == 1
        assert unit.weights.best == unit.weights.worst == unit.rank


def test_it_repeats_with_the_seed_and_not_with_another(found) -> None:
    assert robustness(SAMPLE, RESULT, runs=60) == found
    other = robustness(SAMPLE, RESULT, runs=60, seed=1)
    assert [u.resampled for u in other.units] != [u.resampled for u in found.units]
    # leaving out is no draw
    assert [u.left_out for u in other.units] == [u.left_out for u in found.units]


def test_who_is_left_out_is_a_result_without_him(found) -> None:
    for unit in found.units:
        assert set(unit.turning) <= set(found.experts)
        share = 1 - len(unit.turning) / len(found.experts)
        assert unit.left_out.kept == pytest.approx(share)
    for expert in range(len(SAMPLE.experts)):
        there = score(replace(SAMPLE, marks=SAMPLE.marks.take(SAMPLE.marks.expert != expert)))
        if all(line.complete for line in there.units):
            code = SAMPLE.experts[expert].code
            for unit in found.units:
                grade = there.of(unit.unit.code).grade
                assert unit.turning.get(code, unit.grade) == grade


def test_the_smaller_change_is_the_change(found) -> None:
    for unit in found.units:
        both = [c for c in (unit.mark, unit.actual) if c is not None]
        assert unit.change == min(both, key=lambda c: c.share, default=None)
    assert any(u.mark for u in found.units)
    assert any(u.actual for u in found.units)


def test_one_expert_cannot_be_left_out(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, 9), ("U2", "1", "E1", 1, 5)])
    for unit in robustness(snapshot, score(snapshot), runs=4).units:
        assert unit.left_out is None
        assert unit.resampled is None
        assert unit.turning == {}
        assert unit.weights.kept == 1


def test_nothing_there_at_all() -> None:
    empty = Snapshot()
    assert robustness(empty, score(empty), runs=3).units == ()
    bare = replace(empty, units=(Unit("U1", "甲", "乡"), Unit("U2", "乙", "乡")))
    found = robustness(bare, score(bare), runs=3)
    assert [(u.rank, u.weights.best, u.weights.worst) for u in found.units] == [(1, 1, 1)] * 2
    assert all(u.change is None for u in found.units)


def test_two_units_that_trade_places(county, rated) -> None:
    # equal totals from different leaves: every draw puts one before the other
    ratings = [("U1", "1", "E1", 1, 6), ("U1", "2", "E1", 1, 3),
               ("U2", "1", "E1", 1, 3), ("U2", "2", "E1", 1, 6)]  # fmt: skip
    grades = (Grade("", "优秀", Decimal(5), Decimal("0.5")), Grade("", "差", Decimal(0)))
    leaves = (rated("1", "6"), rated("2", "6"))
    from core.model.plan import Settings

    snapshot = county(
        ratings, indicators=leaves, grades=grades, settings=Settings(full_points=Decimal(12))
    )
    one, two = robustness(snapshot, score(snapshot), runs=500).units
    assert (one.grade, two.grade) == ("差", "差")  # the tie has no room
    assert (one.weights.best, one.weights.worst) == (1, 2)
    assert one.weights.grades["优秀"] == pytest.approx(0.5, abs=0.1)
    assert one.weights.grades["优秀"] + two.weights.grades["优秀"] == pytest.approx(1, abs=0.05)


def test_progress_is_told_draw_by_draw_and_unit_by_unit() -> None:
    seen: list[tuple[int, int]] = []
    robustness(SAMPLE, RESULT, runs=2, report=lambda done, total, note: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2), *((n, 24) for n in range(1, 25))]


def test_weights_alone_are_the_same_worlds(found) -> None:
    placed = weight_worlds(SAMPLE, RESULT, runs=60)
    best = {u.unit.code: u.weights.best for u in found.units}
    for category, contest in zip(SAMPLE.categories, placed, strict=True):
        codes = [u.code for u in SAMPLE.units if u.category == category]
        assert contest.best.tolist() == [best[code] for code in codes]
        assert np.all(contest.grades.sum(axis=1) == 60)

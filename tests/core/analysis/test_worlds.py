from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from core.analysis.panel import panel_of
from core.analysis.worlds import (
    draw_weights,
    left_out,
    official,
    recombined_totals,
    resampled,
    shares_of,
    totals_from,
    weighted_totals,
)
from core.model.data import Actual, Adjustment
from core.model.people import Unit
from core.model.plan import Settings
from core.sample.county import sample_snapshot
from core.scoring.score import score

SAMPLE = sample_snapshot(30, 45, 9, seed=3)
RESULT = score(SAMPLE)


def members(snapshot, category):
    return np.array([n for n, u in enumerate(snapshot.units) if u.category == category])


def weighted(snapshot, result, category, factors, by_quantity=False):
    known = official(snapshot, result)
    shares = shares_of(snapshot, result, known, members(snapshot, category))
    parts = list(weighted_totals(shares, factors, by_quantity))
    return np.concatenate([t for t, _q in parts]), [q for _t, q in parts]


def test_weights_that_do_not_move_give_the_official_totals() -> None:
    known = official(SAMPLE, RESULT)
    ones = draw_weights(len(SAMPLE.tree.leaves), 0, 200, 0)
    for category in SAMPLE.categories:
        own = members(SAMPLE, category)
        totals, ties = weighted(SAMPLE, RESULT, category, ones, by_quantity=True)
        assert totals.shape == (200, len(own))
        assert (totals == known.total[own]).all()
        assert (np.concatenate(ties) == known.quantitative[own]).all()


def test_the_official_numbers_give_the_official_totals() -> None:
    known = official(SAMPLE, RESULT)
    assert np.array_equal(totals_from(known, known.raw), known.total)
    for n, unit in enumerate(SAMPLE.units):
        assert known.total[n] == int(RESULT.of(unit.code).total * 100)
        assert known.of(n).raw.tolist() == [known.raw[n]]


def two_leaves(rated, county, **more):
    units = (Unit("U1", "", "乡"), Unit("U2", "", "乡"))
    ratings = [("U1", "1", "E1", 1, 30), ("U1", "2", "E1", 1, 60), ("U2", "1", "E1", 1, 20),
               ("U2", "2", "E1", 1, 45)]  # fmt: skip
    given = {"settings": Settings(decimals=2), **more}
    return county(ratings, indicators=(rated("1", "40"), rated("2", "60")), units=units, **given)


def test_weights_are_brought_back_to_the_full_points(rated, county) -> None:
    snapshot = two_leaves(rated, county, adjustments=(Adjustment("U2", "表彰", Decimal(2)),))
    factors = np.array([[1.1, 0.9], [2.0, 2.0]])
    totals, _ties = weighted(snapshot, score(snapshot), "乡", factors)
    # 44 and 54 points brought to 100: U1 has 3/4 and all of it, U2 half and 3/4, and 2 points more
    assert totals[0].tolist() == [8878, 6578]
    assert totals[1].tolist() == [9000, 6700]


@pytest.mark.parametrize(("rescale", "totals"), [(True, [10000, 7500]), (False, [5510, 4133])])
def test_a_leaf_that_does_not_apply(rated, county, rescale, totals) -> None:
    out = tuple(Actual(u, "1", applies=False) for u in ("U1", "U2"))
    plan = Settings(decimals=2, rescale=rescale)
    snapshot = two_leaves(rated, county, actuals=out, settings=plan)
    found, _ties = weighted(snapshot, score(snapshot), "乡", np.array([[1.1, 0.9]]))
    assert found[0].tolist() == totals


def test_draws_stay_within_the_share_and_repeat() -> None:
    one = draw_weights(60, 0.1, 1000, 5)
    assert one.shape == (1000, 60)
    assert 0.9 <= one.min() < 0.901
    assert 1.099 < one.max() <= 1.1
    assert np.array_equal(one, draw_weights(60, 0.1, 1000, 5))
    assert not np.array_equal(one, draw_weights(60, 0.1, 1000, 6))
    assert np.array_equal(one[:10], draw_weights(60, 0.1, 10, 5))


def test_leaving_one_out_is_a_result_without_him() -> None:
    panel, known = panel_of(SAMPLE, RESULT), official(SAMPLE, RESULT)
    experts, counts = left_out(panel)
    assert experts.tolist() == list(range(len(SAMPLE.experts)))
    totals = recombined_totals(panel, known, counts)
    for world, expert in enumerate(experts):
        marks = SAMPLE.marks.take(SAMPLE.marks.expert != expert)
        there = score(replace(SAMPLE, marks=marks))
        for n, unit in enumerate(SAMPLE.units):
            line = there.of(unit.code)
            if len(line.missing) == len(RESULT.of(unit.code).missing):
                assert totals[world, n] == int(line.total * 100)


def test_an_expert_who_rated_nothing_is_not_left_out(county) -> None:
    ratings = [("U1", "1", "E2", 1, 5), ("U1", "1", "E3", 1, 7), ("U2", "1", "E3", 1, None)]
    snapshot = county(ratings)
    panel = panel_of(snapshot, score(snapshot))
    experts, counts = left_out(panel)
    assert experts.tolist() == [1, 2]
    totals = recombined_totals(panel, official(snapshot, score(snapshot)), counts)
    assert totals.tolist() == [[700, 0], [500, 0]]


def test_experts_are_drawn_again_within_their_kind() -> None:
    panel = panel_of(SAMPLE, RESULT)
    counts = resampled(panel, 400, 0)
    assert np.array_equal(counts, resampled(panel, 400, 0))
    for kind in {e.kind for e in SAMPLE.experts}:
        own = [n for n, e in enumerate(SAMPLE.experts) if e.kind == kind]
        assert set(counts[:, own].sum(axis=1)) == {len(own)}
    assert counts.mean() == pytest.approx(1)
    assert counts.max() > 2

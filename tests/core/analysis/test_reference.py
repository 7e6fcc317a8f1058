"""Worked numbers of the domain facts, section 3."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.analysis.reference import (
    entropy_weights,
    fuzzy,
    min_max,
    reference_views,
    topsis,
)
from core.model.data import Actual
from core.model.plan import RatingMode, Settings
from core.sample.county import sample_snapshot
from core.scoring.score import score

TOWNS = np.array([[92, 85, 6], [88, 90, 4], [95, 80, 9], [85, 88, 3]], dtype=float)
UP = [True, True, False]


def test_entropy_weights_of_four_towns() -> None:
    weights, scores = entropy_weights(TOWNS, UP)
    assert weights == pytest.approx([0.3735, 0.3131, 0.3134], abs=5e-5)
    assert scores == pytest.approx([0.5747, 0.6863, 0.3735, 0.5639], abs=5e-5)


def test_topsis_of_four_towns() -> None:
    far, near, closeness = topsis(TOWNS, [0.4, 0.3, 0.3], UP)
    assert far == pytest.approx([0.0763, 0.0296, 0.1521, 0.0225], abs=5e-5)
    assert near == pytest.approx([0.0776, 0.1273, 0.0222, 0.1517], abs=5e-5)
    assert closeness == pytest.approx([0.5042, 0.8114, 0.1274, 0.8710], abs=6e-5)


def test_fuzzy_evaluation_with_mean() -> None:
    votes = np.array([[4, 4, 2, 0], [3, 5, 1, 1], [2, 4, 3, 1], [5, 3, 2, 0]], dtype=float)
    memberships, points = fuzzy([0.4, 0.3, 0.2, 0.1], votes, [95, 85, 70, 50])
    assert memberships == pytest.approx([0.34, 0.42, 0.19, 0.05])
    assert points == pytest.approx(83.80)
    votes = np.vstack([votes, np.zeros(4)])  # nobody voted there
    again, _points = fuzzy([0.4, 0.3, 0.2, 0.1, 5], votes, [95, 85, 70, 50])
    assert again == pytest.approx(memberships)


def test_what_tells_nobody_apart_weighs_nothing() -> None:
    table = np.array([[1.0, 5], [2, 5], [4, 5]])
    weights, _scores = entropy_weights(table, [True, True])
    assert weights.tolist() == [1, 0]
    weights, scores = entropy_weights(np.full((3, 2), 7.0), [True, False])
    assert weights.tolist() == [0.5, 0.5]
    assert scores.tolist() == [1, 1, 1]
    weights, _scores = entropy_weights(np.array([[3.0, 4, 5]]), [True] * 3)
    assert weights == pytest.approx([1 / 3] * 3)
    assert topsis(np.full((3, 2), 7.0), [0.5, 0.5], [True, True])[2].tolist() == [0.5] * 3
    assert topsis(np.zeros((2, 2)), [0.5, 0.5], [True, True])[2].tolist() == [0.5] * 2


def test_directions() -> None:
    assert min_max(TOWNS, UP)[:, 2] == pytest.approx([0.5, 5 / 6, 0, 1])
    assert min_max(TOWNS, [True] * 3)[:, 2] == pytest.approx([0.5, 1 / 6, 1, 0])


@given(arrays(float, (5, 3), elements=st.floats(0, 100)))
def test_everything_is_a_share_and_finite(table) -> None:
    weights, scores = entropy_weights(table, UP)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert ((scores >= -1e-9) & (scores <= 1 + 1e-9)).all()
    closeness = topsis(table, weights.tolist(), UP)[2]
    assert ((closeness >= 0) & (closeness <= 1)).all()


def test_views_of_the_sample_county() -> None:
    snapshot = sample_snapshot(20, 45, 7)
    result = score(snapshot)
    views = reference_views(snapshot, result)
    assert [v.category for v in views] == list(snapshot.categories)
    for view in views:
        assert view.fuzzy is None
        assert len(view.weights) == len(view.leaves)
        assert len(view.closeness) == len(view.entropy) == len(view.units)
        assert np.isfinite(view.closeness).all()
        assert all(snapshot.tree.applies(leaf, view.category) for leaf in view.leaves)


def test_words_are_votes(county, rated) -> None:
    words = ("优", "良", "中", "差")
    plan = Settings(full_points=Decimal(10), rating_mode=RatingMode.WORDS)
    ratings = [("U1", "1", f"E{n}", 1, w) for n, w in enumerate(("优", "良", "良"), start=1)]
    ratings += [("U1", "2", "E1", 1, "差"), ("U1", "2", "E2", 1, None)]
    snapshot = county(
        ratings, settings=plan, words=words, indicators=(rated("1", "6"), rated("2", "4")),
        actuals=(Actual("U2", "2", applies=False),),
    )  # fmt: skip
    (view,) = reference_views(snapshot, score(snapshot))
    assert view.fuzzy is not None
    assert view.fuzzy[0] == pytest.approx(0.6 * (100 + 2 * 85) / 3 + 0.4 * 50)
    assert math.isnan(view.fuzzy[1])

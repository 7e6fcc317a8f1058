from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.plan import RatingMode, Settings
from core.scoring.disputes import disputes


def found(snapshot, most):
    return [
        (snapshot.units[d.unit].code, snapshot.tree.leaves[d.leaf].code)
        for d in disputes(snapshot, Decimal(most))
    ]


def spread(*values, unit="U1"):
    return [(unit, "1", f"E{n}", 1, value) for n, value in enumerate(values, start=1)]


def test_the_widest_spread_comes_first(county):
    snapshot = county([*spread(4, 6), *spread(1, 9, unit="U2")])
    assert found(snapshot, "0.1") == [("U2", "1"), ("U1", "1")]
    (first, second) = disputes(snapshot, Decimal("0.1"))
    assert first.cv == pytest.approx(statistics.stdev([1, 9]) / 5)
    assert (second.count, second.cv) == (2, pytest.approx(statistics.stdev([4, 6]) / 5))


def test_the_border_itself_does_not_exceed(county):
    # 3, 5: s = √2, mean 4, CV² = 1/8; and 2, 6, 10 has the rational CV 4/6
    assert found(county(spread(2, 4, 6)), "0.5") == []
    assert found(county(spread(2, 4, 6)), "0.4999999999999999999999999") == [("U1", "1")]
    assert found(county(spread(2, 4, 6)), "0.5000000000000000000000001") == []


def test_zero_is_everything_with_any_spread_at_all(county):
    snapshot = county([*spread(5, 5, 5), *spread(5, 5, "5.000001", unit="U2")])
    assert found(snapshot, "0") == [("U2", "1")]


@pytest.mark.parametrize("values", [(5,), (0, 0, 0), (None, 7), (None, None)])
def test_where_there_is_no_spread_there_is_no_dispute(county, values):
    assert found(county(spread(*values)), "0") == []


def test_only_the_mark_that_stands_counts(county):
    ratings = [*spread(1, 9), ("U1", "1", "E1", 2, 9)]
    assert found(county(ratings), "0.01") == []


def test_all_kinds_of_rater_are_taken_together(county):
    from core.model.people import Expert

    experts = (Expert("E1", "甲", kind="领导"), Expert("E2", "乙", kind="专家"))
    assert found(county(spread(2, 8), experts=experts), "0.5") == [("U1", "1")]


def test_words_count_by_their_coefficients(county):
    settings = Settings(full_points=Decimal(10), rating_mode=RatingMode.WORDS)
    snapshot = county(spread("优", "差"), settings=settings, words=("优", "良", "中", "差"))
    (dispute,) = disputes(snapshot, Decimal("0.1"))
    assert dispute.cv == pytest.approx(statistics.stdev([1, 0.5]) / 0.75)


@given(
    st.lists(st.decimals(0, 10, places=2), min_size=2, max_size=7),
    st.decimals("0.01", 2, places=3),
)
def test_it_agrees_with_the_textbook(county, values, most):
    mean = statistics.mean(float(v) for v in values)
    expected = mean > 0 and statistics.stdev(float(v) for v in values) / mean
    if abs(expected - float(most)) > 1e-9:
        assert bool(found(county(spread(*values)), most)) == (expected > float(most))

"""Worked numbers of the domain facts, section 3, and numpy's own quartiles."""

from decimal import Decimal

import numpy as np
import pytest

from core.analysis.delphi import (
    authority,
    authority_means,
    quartile_spread,
    rounds_progress,
    settled_pairs,
)
from core.model.people import Recusal
from core.model.rounds import Round, RoundState
from core.scoring.score import score

CA = dict(zip("ABCDEF", (1, 0.9, 0.8, 0.9, 0.8, 0.7), strict=True))
CS = dict(zip("ABCDEF", (1, 0.8, 0.8, 0.6, 0.8, 0.6), strict=True))
RATINGS = ["5434", "5423", "4434", "5324", "5533", "4424"]


def test_authority_of_the_worked_example() -> None:
    found = authority(CA, CS)
    assert found.mean == pytest.approx(0.8083, abs=5e-5)
    assert found.enough
    assert found.experts["D"] == pytest.approx(0.75)
    table = np.array([[int(c) for c in row] for row in RATINGS], dtype=float)
    means = authority_means(table, np.array(list(found.experts.values())))
    assert means == pytest.approx([4.701, 4.010, 2.536, 3.660], abs=5e-4)


def test_the_published_check_and_a_roster_that_is_not_complete() -> None:
    assert authority({"A": 0.944}, {"A": 0.775}).mean == pytest.approx(0.860, abs=6e-4)
    assert authority({"A": 1, "B": 0.2}, {"B": 0.4}).experts == {"B": pytest.approx(0.3)}
    nobody = authority({}, {})
    assert nobody.mean is None
    assert not nobody.enough


def test_quartiles_are_numpys() -> None:
    rng = np.random.default_rng(0)
    table = rng.random((30, 9))
    table[rng.random(table.shape) < 0.3] = np.nan
    found = quartile_spread(table)
    for row, spread in zip(table, found, strict=True):
        there = row[~np.isnan(row)]
        if len(there) < 2:
            assert np.isnan(spread)
        else:
            low, high = np.percentile(there, [25, 75])
            assert spread == pytest.approx(high - low)
    assert np.isnan(quartile_spread(np.full((2, 3), np.nan))).all()
    assert np.isnan(quartile_spread(np.zeros((2, 0)))).all()


def two_rounds(county):
    first = [("U1", "1", "E1", 1, 2), ("U1", "1", "E2", 1, 9), ("U1", "1", "E3", 1, None),
             ("U2", "1", "E1", 1, 8), ("U2", "1", "E2", 1, 8)]  # fmt: skip
    second = [("U1", "1", "E1", 2, 8)]
    rounds = (Round(1, RoundState.CLOSED), Round(2, RoundState.OPEN, scope=("U1:1",)))
    return county([*first, *second], rounds=rounds, recusals=(Recusal("E7", "U1"),))


def test_rounds_come_together(county) -> None:
    snapshot = two_rounds(county)
    one, two = rounds_progress(snapshot, score(snapshot))
    assert (one.asked, one.answered, one.questions, one.answers) == (7, 3, 13, 5)
    assert one.response_rate == pytest.approx(3 / 7)
    assert (two.asked, two.answered, two.questions, two.answers) == (6, 1, 6, 1)
    assert one.cv[0, 0] == pytest.approx(np.std([2, 9], ddof=1) / 5.5)
    assert two.cv[0, 0] == pytest.approx(np.std([8, 9], ddof=1) / 8.5)
    assert (one.spread[0, 0], two.spread[0, 0]) == (3.5, 0.5)
    assert one.mean_cv is not None and two.mean_cv is not None
    assert two.mean_cv < one.mean_cv
    assert (one.mean_spread, two.mean_spread) == (1.75, 0.25)


def test_which_pairs_need_no_further_round(county) -> None:
    snapshot = two_rounds(county)
    assert settled_pairs(snapshot) == [("U1", "1"), ("U2", "1")]
    assert settled_pairs(snapshot, Decimal("0.01")) == [("U2", "1")]
    early = county([("U1", "1", "E1", 1, 2), ("U1", "1", "E2", 1, 9), ("U2", "1", "E1", 1, 2)])
    assert settled_pairs(early) == []


def test_before_anything_was_rated(county) -> None:
    snapshot = county(rounds=(Round(1),))
    (one,) = rounds_progress(snapshot, score(snapshot))
    assert one.answered == 0
    assert one.mean_cv is None
    assert one.response_rate == 0
    assert rounds_progress(county(), score(county())) == []

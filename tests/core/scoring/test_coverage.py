from __future__ import annotations

from typing import Any

from core.model.people import Recusal
from core.model.plan import Assignment
from core.model.rounds import Round
from core.scoring.coverage import coverage

RATINGS = [("U1", "1", "E1", 1, 8), ("U1", "1", "E2", 1, None), ("U2", "1", "E1", 2, 5)]


def test_values_abstentions_and_gaps_are_counted(county: Any) -> None:
    snapshot = county(RATINGS)
    found = coverage(snapshot, Round(1))
    assert found.asked.sum() == 14
    assert found.given.tolist() == [[1, 0, 0, 0, 0, 0, 0], [0] * 7]
    assert found.abstained.tolist() == [[0, 1, 0, 0, 0, 0, 0], [0] * 7]
    assert found.missing.sum() == 12


def test_a_recusal_is_asked_nothing_and_is_seen(county: Any) -> None:
    snapshot = county(RATINGS, recusals=(Recusal("E1", "U1"),))
    found = coverage(snapshot, Round(1))
    assert found.recused[0, 0] == 1
    assert found.asked[0, 0] == found.given[0, 0] == found.missing[0, 0] == 0


def test_only_what_the_round_asks_counts(county: Any, rated: Any) -> None:
    leaves = (rated("1", "5"), rated("2", "5"))
    snapshot = county(RATINGS, indicators=leaves)
    found = coverage(snapshot, Round(1, scope=("U1:2",)))
    assert found.asked.tolist() == [[1] * 7, [0] * 7]
    assert found.given.sum() == 0


def test_division_of_work_is_obeyed(county: Any) -> None:
    snapshot = county(RATINGS, assignments=(Assignment(expert="E2"),))
    assert coverage(snapshot, Round(1)).asked.sum(axis=0).tolist() == [0, 2, 0, 0, 0, 0, 0]

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from core.model.data import Actual
from core.model.people import Recusal, Unit
from core.model.plan import Assignment
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.asked import asked_cube, in_scope


@pytest.fixture
def two(county: Callable[..., Snapshot], rated: Callable[..., Any]) -> Callable[..., Snapshot]:
    """Two units of two categories, two leaves, seven experts."""

    def make(**given: Any) -> Snapshot:
        leaves = (rated("1", "6"), rated("2", "4", categories=("部门",)))
        units = (Unit("U1", "甲乡", "乡镇"), Unit("U2", "财政局", "部门"))
        return county(indicators=leaves, units=units, **given)

    return make


def pairs(snapshot: Snapshot, round: Round, expert: int = 0) -> set[tuple[str, str]]:
    cube = asked_cube(snapshot, round)
    return {
        (snapshot.units[u].code, snapshot.tree.leaves[x].code)
        for u, x in np.argwhere(cube[:, :, expert]).tolist()
    }


def test_everything_that_applies_is_asked(two: Callable[..., Snapshot]) -> None:
    assert pairs(two(), Round(1)) == {("U1", "1"), ("U2", "1"), ("U2", "2")}


def test_a_recused_expert_is_not_asked_about_the_unit(two: Callable[..., Snapshot]) -> None:
    snapshot = two(recusals=(Recusal("E1", "U2"),))
    assert pairs(snapshot, Round(1)) == {("U1", "1")}
    assert pairs(snapshot, Round(1), expert=1) == {("U1", "1"), ("U2", "1"), ("U2", "2")}


def test_what_is_not_applicable_to_a_unit_is_not_asked(two: Callable[..., Snapshot]) -> None:
    snapshot = two(actuals=(Actual("U2", "1", applies=False),))
    assert pairs(snapshot, Round(1)) == {("U1", "1"), ("U2", "2")}


def test_assignments_limit_what_is_asked(two: Callable[..., Snapshot]) -> None:
    snapshot = two(assignments=(Assignment(expert="E1", indicator="2"),))
    assert pairs(snapshot, Round(1)) == {("U2", "2")}
    assert pairs(snapshot, Round(1), expert=1) == set()


def test_a_later_round_asks_leaves_and_pairs_only(two: Callable[..., Snapshot]) -> None:
    snapshot = two()
    assert pairs(snapshot, Round(2, scope=("2",))) == {("U2", "2")}
    assert pairs(snapshot, Round(2, scope=("U1:1",))) == {("U1", "1")}
    assert pairs(snapshot, Round(2, scope=("U1:1", "U9:1", "7", "U1:9"))) == {("U1", "1")}


def test_an_assessment_without_rows_asks_nothing() -> None:
    assert asked_cube(Snapshot(), Round(1)).shape == (0, 0, 0)
    assert in_scope(Snapshot(), Round(1)).shape == (0, 0)


def test_a_decimal_in_a_code_is_no_pair(county: Callable[..., Snapshot], rated: Any) -> None:
    snapshot = county(indicators=(rated("1.1", "10", criteria=str(Decimal(1))),))
    assert pairs(snapshot, Round(2, scope=("1.1",))) == {("U1", "1.1"), ("U2", "1.1")}

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from core.model.people import Unit
from core.model.result import CellState, Result, UnitResult

ZERO = Decimal("0.00")


@pytest.fixture
def result():
    unit = Unit("X01", "甲乡", "乡镇")
    line = UnitResult(unit, *[ZERO] * 7, rank=1, grade="优秀")
    scores = np.array([[850, 0, 0, -5]], dtype=np.int64)
    states = np.array([[CellState.SCORED, CellState.MISSING, CellState.EXCLUDED, 3]], np.uint8)
    return Result((line,), scores, states, decimals=2)


def test_a_line_is_found_by_code(result):
    assert result.of("X01").unit.name == "甲乡"
    with pytest.raises(KeyError):
        result.of("X02")


def test_a_score_is_a_decimal_with_its_places(result):
    assert str(result.score(0, 0)) == "8.50"
    assert str(result.score(0, 3)) == "-0.05"


@pytest.mark.parametrize("leaf", [1, 2])
def test_what_is_not_scored_is_none(result, leaf):
    assert result.score(0, leaf) is None


def test_the_states_rise_to_scored():
    assert CellState.NOT_ASKED < CellState.EXCLUDED < CellState.MISSING < CellState.SCORED

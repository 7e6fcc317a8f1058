from decimal import Decimal

import numpy as np
import pytest

from core.model.data import Adjustment
from core.model.plan import Settings
from core.model.result import CellState
from core.scoring.totals import capped, rescaled, totals


def test_caps() -> None:
    assert str(capped(map(Decimal, ("3", "2", "1.5")), Decimal(5), 2)) == "5.00"
    assert str(capped(map(Decimal, ("3", "1.5")), Decimal(5), 2)) == "4.50"
    assert str(capped(map(Decimal, ("3", "2.5")), None, 1)) == "5.5"
    assert str(capped([], Decimal(5), 2)) == "0.00"


@pytest.mark.parametrize(
    ("raw", "applicable", "rescale", "base"),
    [
        ("85.00", "92", True, "92.39"),
        ("85.00", "92", False, "85.00"),
        ("85.00", "100", True, "85.00"),
        ("0.00", "0", True, "0.00"),
    ],
)
def test_rescaling_of_what_does_not_apply(raw, applicable, rescale, base) -> None:
    plan = Settings(rescale=rescale)
    assert str(rescaled(Decimal(raw), Decimal(applicable), plan)) == base


def test_composite_of_base_bonus_and_deduction(county) -> None:
    snapshot = county(
        settings=Settings(full_points=Decimal(10), bonus_cap=Decimal(5)),
        adjustments=(
            Adjustment("U1", "表彰", Decimal("6.5")),
            Adjustment("U1", "通报", Decimal("-1.5")),
            Adjustment("U2", "通报", Decimal("-99")),
        ),
    )
    scores = np.asarray([[906], [100]], dtype=np.int64)
    states = np.full((2, 1), CellState.SCORED, dtype=np.uint8)
    first, second = totals(snapshot, scores, states)
    assert (str(first.base), str(first.bonus), str(first.deduction)) == ("9.06", "5.00", "1.50")
    assert str(first.total) == "12.56"
    assert (str(second.total), str(second.deduction)) == ("0.00", "99.00")  # never below 0

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.files.audit_quantitative import quantitative_pages
from core.files.audit_rated import rated_pages
from core.files.audit_raw import raw_pages
from core.files.audit_totals import total_pages
from core.model.data import Actual, Appeal, Decision
from core.model.people import Unit
from core.scoring.score import score

RATINGS = [("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)]


def pages(snapshot):
    raw = raw_pages(snapshot)
    steps = rated_pages(snapshot, raw), quantitative_pages(snapshot, raw)
    return total_pages(snapshot, score(snapshot), raw, *steps)


def test_units_of_a_category_are_a_block(county) -> None:
    units = tuple(Unit(f"U{n}", f"单位{n}", "甲" if n % 2 else "乙") for n in range(1, 5))
    found = pages(county(RATINGS, units=units))
    assert found.blocks == {"甲": (4, 5), "乙": (6, 7)}
    assert [row[0] for row in found.totals.rows] == ["U1", "U3", "U2", "U4"]


def test_the_official_value_stands_beside(county) -> None:
    excluded = (Actual("U2", "1", applies=False),)
    found = pages(county(RATINGS, actuals=excluded))
    assert [row[7] for row in found.scores.rows] == [8.0, "不适用"]
    assert [row[11:15] for row in found.totals.rows] == [(8.0, 0.0, 0.0, 8.0), (0.0,) * 4]
    assert [row[6] for row in found.ranks.rows] == [1, 2]


def test_the_appeal_decided_last_is_asked_first(county) -> None:
    appeals = (
        Appeal("S2", "U1", "1", "", None, Decision.UPHELD, Decimal(9), "", date(2026, 1, 2)),
        Appeal("S1", "U1", "1", "", None, Decision.PARTLY, Decimal(5), "", date(2026, 1, 1)),
    )
    formula = pages(county(RATINGS, appeals=appeals)).scores.rows[0][5]
    assert formula.index("$E$4") < formula.index("$E$5")


@pytest.mark.parametrize("column", [6, 8])
def test_a_unit_without_rows_sums_to_nothing(county, rated, column: int) -> None:
    leaf = rated("1", "10", categories=("别的",))
    found = pages(county(indicators=(leaf,)))
    assert found.totals.rows[0][3:7] == ("=0",) * 4
    assert not found.scores.rows

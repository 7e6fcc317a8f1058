from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.analysis.whatif import Upheld, supposed, what_if
from core.model.data import Appeal, Decision

RATINGS = [("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)]


def test_an_upheld_appeal_moves_everybody_it_moves(county) -> None:
    found = what_if(county(RATINGS), [Upheld("U2", "1", Decimal("8.5"))])
    assert found.replaced == (Decimal("7.00"),)
    assert [(c.before.unit.code, c.before.rank, c.after.rank) for c in found.changes] == [
        ("U1", 1, 2), ("U2", 2, 1),
    ]  # fmt: skip
    assert found.changes[1].after.total == Decimal("8.50")


def test_nothing_changes_where_the_score_stays(county) -> None:
    assert what_if(county(RATINGS), [Upheld("U2", "1", Decimal(7))]).changes == ()


def test_a_missing_score_is_none(county) -> None:
    found = what_if(county(RATINGS[:1]), [Upheld("U2", "1", Decimal(9))])
    assert found.replaced == (None,)
    assert not found.before.of("U2").complete and found.after.of("U2").complete


def test_it_counts_over_appeals_that_were_decided(county) -> None:
    decided = Appeal(
        "Z9", "U2", "1", decision=Decision.UPHELD, points=Decimal(1), decided=date(2999, 1, 1)
    )
    found = what_if(county(RATINGS, appeals=(decided,)), [Upheld("U2", "1", Decimal(9))])
    assert found.after.of("U2").total == 9


def test_points_are_put_and_nothing_else(county, rated) -> None:
    snapshot = county(RATINGS)
    other = supposed(snapshot, (), {"1": Decimal(12)})
    assert other.indicators == (replace(snapshot.indicators[0], points=Decimal(12)),)
    assert other.marks is snapshot.marks and snapshot.indicators[0].points == 10

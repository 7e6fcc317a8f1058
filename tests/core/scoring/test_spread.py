from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.scoring.disputes import disputes
from core.scoring.spread import Spread, spreads


def test_quartiles_are_those_of_a_spreadsheet(county: Any) -> None:
    first = [("U1", "1", f"E{n}", 1, value) for n, value in enumerate((4, 6, 9, 10), 1)]
    second = [("U2", "1", f"E{n}", 1, value) for n, value in enumerate((2, 10), 1)]
    snapshot = county(first + second)
    found = disputes(snapshot, Decimal(0))
    assert [d.unit for d in found] == [1, 0]
    assert spreads(snapshot, found) == [
        Spread(Decimal(4), Decimal(6), Decimal(8)),
        Spread(Decimal("5.5"), Decimal("7.5"), Decimal("9.25")),
    ]


def test_abstentions_and_earlier_rounds_do_not_count(county: Any) -> None:
    snapshot = county(
        [
            ("U1", "1", "E1", 1, 2),
            ("U1", "1", "E1", 2, 8),
            ("U1", "1", "E2", 1, 6),
            ("U1", "1", "E3", 1, None),
        ]
    )
    assert spreads(snapshot, disputes(snapshot, Decimal(0)))[0].median == 7

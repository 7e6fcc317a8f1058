from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.analysis.hypotheses import hypotheses, lines_of
from core.analysis.rehearsal import Item, Theirs, rehearse
from core.sample.county import sample_snapshot
from core.scoring.score import score


@pytest.fixture(scope="module")
def year():
    snapshot = sample_snapshot()
    return snapshot, score(snapshot)


def theirs(lines) -> dict[str, Theirs]:
    return {code: Theirs(x.total, x.rank, x.grade) for code, x in lines.items()}


def test_our_own_results_have_no_difference(year) -> None:
    found = rehearse(*year, theirs(lines_of(year[1])))
    assert (found.compared, found.differences, found.explanations) == (144, (), ())


@pytest.mark.parametrize(
    "code", ["untrimmed", "bankers", "round_never", "round_at_end", "quota_ceiling", "dense"]
)
def test_one_thing_done_otherwise_is_named(year, code: str) -> None:
    other = next(h for h in hypotheses(*year) if h.code == code)
    found = rehearse(*year, theirs(other.lines))
    assert found.differences
    best = found.explanations[0]
    assert (best.explained, best.broken) == (len(found.differences), 0)
    assert code in [e.code for e in found.explanations]
    assert all(other.told in d.reasons for d in found.differences)


def test_the_noise_of_a_spreadsheet_is_no_difference(year) -> None:
    mine = theirs(lines_of(year[1]))
    mine["X01"] = replace(mine["X01"], total=mine["X01"].total + Decimal("0.00000000000001"))
    assert not rehearse(*year, mine).differences


def test_ranks_that_follow_from_their_totals_are_said_to(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)])
    found = rehearse(
        snapshot, score(snapshot), {"U1": Theirs(Decimal("3.33"), 2, None),
                                    "U2": Theirs(Decimal(7), 1, None)},
    )  # fmt: skip
    reasons = {(d.unit.code, d.item): d.reasons for d in found.differences}
    assert reasons[("U1", Item.TOTAL)] == ()
    assert "对方的总分" in reasons[("U1", Item.RANK)][0]
    assert reasons[("U2", Item.RANK)] == reasons[("U1", Item.RANK)]


def test_blank_values_and_absent_units_are_not_compared(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, 8)])
    found = rehearse(snapshot, score(snapshot), {"U1": Theirs(Decimal(8), None, None)})
    assert (found.compared, found.differences) == (1, ())
    assert [unit.code for unit in found.without] == ["U2"]
    assert Theirs(Decimal(8), None, None).value(Item.RANK) is None

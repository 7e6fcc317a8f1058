from decimal import Decimal

import numpy as np

from core.model.data import Actual
from core.model.people import Expert, Recusal
from core.model.plan import Assignment
from core.model.rounds import Round
from core.scoring.notices import absent_kinds, notices, shortened
from core.scoring.ratings import fates
from core.scoring.score import initial_states, score


def codes(snapshot) -> list[str]:
    return [n.code for n in score(snapshot).notices]


def test_nothing_to_report(county) -> None:
    rows = [(u, "1", "E1", 1, "8") for u in ("U1", "U2")]
    assert codes(county(rows)) == []


def test_open_round_and_gaps(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, "8")], rounds=(Round(1),))
    assert codes(snapshot) == ["open_round", "incomplete", "kind_absent"]
    assert any("乙乡" in n.text for n in score(snapshot).notices)


def test_a_kind_is_absent_only_where_it_was_asked_and_free(county) -> None:
    experts = (Expert("E1", "", kind="领导"), Expert("E2", "", kind="专家"))
    rows = [("U1", "1", "E2", 1, "8"), ("U2", "1", "E2", 1, "8")]
    asked = county(rows, experts=experts)
    found = absent_kinds(asked, initial_states(asked), fates(asked, asked.marks))
    assert {kind: cells.tolist() for kind, cells in found.items()} == {"领导": [[True], [True]]}
    recused = county(rows, experts=experts, recusals=(Recusal("E1", "U1"), Recusal("E1", "U2")))
    assert "kind_absent" not in codes(recused)
    divided = county(rows, experts=experts, assignments=(Assignment(kind="专家"),))
    assert "kind_absent" not in codes(divided)


def test_excluded_ratings_are_counted(county) -> None:
    rows = [(u, "1", e, 1, "8") for u in ("U1", "U2") for e in ("E1", "E2")]
    snapshot = county(rows, actuals=(Actual("U1", "1", applies=False),))
    told = {
        n.code: n.text
        for n in notices(snapshot, initial_states(snapshot), fates(snapshot, snapshot.marks))
    }
    assert told["excluded_rating"].startswith("2个评分")
    assert "甲乡" in told["no_leaves"]


def test_a_unit_without_leaves_is_incomplete_with_nothing(county) -> None:
    snapshot = county(actuals=(Actual("U1", "1", applies=False),))
    line = score(snapshot).of("U1")
    assert (line.complete, line.base, line.missing) == (False, Decimal("0.00"), ())
    assert np.all(score(snapshot).states[0] == 1)


def test_long_lists_are_shortened() -> None:
    assert shortened(["a", "b"]) == "a、b"
    assert shortened(list("abcdefg")) == "a、b、c、d、e等7处"

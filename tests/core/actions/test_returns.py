from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from core.actions.returns import collect_returns, is_refused
from core.actions.rounds import close_round, open_round, round_status
from core.exchange import seal
from core.exchange.ballot import open_ballot
from core.exchange.seal import SealedMark, seal_ballot
from core.model.data import Actual
from core.model.marks import ABSTAINED, MARK_SCALE, make_marks
from core.model.people import Recusal


@pytest.fixture
def ready(desk):
    """The desk with the ballots of an open round."""
    open_round(desk.store)
    desk.ballots = desk.issue()
    return desk


def take(desk, *paths):
    return [(t.status, t.expert) for t in collect_returns(desk.store, paths)]


def marks(desk, expert="E1"):
    """(unit, leaf) → (round, value) of one expert."""
    s = desk.store.read()
    m = s.marks
    place = s.expert_position[expert]
    return {
        (s.units[u].code, s.tree.leaves[i].code, r): (
            v if v == ABSTAINED else Decimal(v) / MARK_SCALE
        )
        for u, i, e, r, v in zip(
            *(c.tolist() for c in (m.unit, m.leaf, m.expert, m.round, m.value)), strict=True
        )
        if e == place
    }


def test_a_return_brings_its_marks_and_reasons(ready, labels):
    ballot = ready.ballots["E1"]
    returned = ready.hand_in(
        ballot, {("U1", "1"): "2.5", ("U1", "2"): "弃权", ("U3", "2"): "9"}, reason="看了台账"
    )
    (taken,) = collect_returns(ready.store, [returned])
    assert (taken.status, taken.expert, taken.reason, taken.marks) == ("accepted", "E1", "", 3)
    assert marks(ready) == {
        ("U1", "1", 1): Decimal("2.5"),
        ("U1", "2", 1): ABSTAINED,
        ("U3", "2", 1): Decimal(9),
    }
    assert ready.store.read().reasons[1, "E1", "U1", "1"] == "看了台账"
    status = round_status(ready.store.read()).experts[0]
    assert (status.handed_in, status.missing, status.receipt) == (True, 3, taken.receipt)
    assert labels(ready.store)[-1] == f"收取第1轮 E1 的评分，回执 {taken.receipt}"
    assert ready.store.verify() == []


def test_the_receipt_is_the_one_on_the_experts_screen(ready):
    ballot = ready.ballots["E1"]
    ready.fill(ballot, {("U1", "1"): 8})
    with open_ballot(ballot.path, ballot.pin) as working:
        sealed = seal_ballot(working, "2026-03-01T08:00:00+08:00")
    path = ready.folder / "E1.return"
    path.write_bytes(sealed.data)
    assert collect_returns(ready.store, [path])[0].receipt == sealed.receipt


def test_one_that_came_before_changes_nothing(ready):
    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8})
    again = shutil.copy(returned, ready.folder / "副本.return")
    assert take(ready, returned, returned, again) == [
        ("accepted", "E1"),
        ("unchanged", "E1"),
        ("unchanged", "E1"),
    ]
    entries = len(ready.store.journal())
    assert take(ready, again) == [("unchanged", "E1")]
    assert len(ready.store.journal()) == entries


def test_a_newer_one_replaces_the_whole_of_the_older(ready):
    ballot = ready.ballots["E1"]
    first = ready.hand_in(
        ballot, {("U1", "1"): 3, ("U1", "2"): 4, ("U2", "1"): 5}, "1.return", "少"
    )
    ready.fill(ballot, {("U1", "2"): None})
    second = ready.hand_in(ballot, {("U1", "1"): 8, ("U3", "1"): 7}, "2.return")
    assert take(ready, first, second) == [("accepted", "E1")] * 2
    assert marks(ready) == {("U1", "1", 1): 8, ("U2", "1", 1): 5, ("U3", "1", 1): 7}
    assert set(ready.store.read().reasons) == {(1, "E1", "U2", "1")}
    assert take(ready, first) == [("stale", "E1")]
    assert len(marks(ready)) == 3 and ready.store.verify() == []


def test_in_one_go_or_one_by_one_comes_to_the_same(ready, tmp_path):
    ballot = ready.ballots["E1"]
    first = ready.hand_in(ballot, {("U1", "1"): 8, ("U1", "2"): 8}, "1.return")
    second = ready.hand_in(ballot, {("U1", "1"): 7, ("U1", "2"): None}, "2.return")
    assert take(ready, second, first) == [("accepted", "E1"), ("stale", "E1")]
    assert marks(ready) == {("U1", "1", 1): 7}


def test_what_a_workbook_brought_for_the_round_is_replaced(ready):
    snapshot = ready.store.read()
    with ready.store.edit("导入") as edit:
        edit.put_marks(snapshot, make_marks([0, 1], [0, 0], [0, 0], [1, 1], [MARK_SCALE] * 2))
    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8})
    assert take(ready, returned) == [("accepted", "E1")]
    assert marks(ready) == {("U1", "1", 1): 8}


def test_taking_in_is_undone_whole(ready):
    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 3}, reason="少")
    take(ready, returned)
    ready.store.undo()
    snapshot = ready.store.read()
    assert marks(ready) == {} and not snapshot.reasons and not snapshot.returns
    assert take(ready, returned) == [("accepted", "E1")]


def test_a_closed_round_takes_nothing_new(ready):
    first = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8}, "1.return")
    take(ready, first)
    second = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 7}, "2.return")
    close_round(ready.store)
    assert take(ready, first, second) == [("unchanged", "E1"), ("refused", "E1")]
    open_round(ready.store)
    refused = collect_returns(ready.store, [second])[0]
    assert is_refused(refused) and "第1轮" in refused.reason
    assert marks(ready) == {("U1", "1", 1): 8}


def test_a_ballot_issued_again_makes_the_old_one_worthless(ready):
    old = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8}, "old.return")
    fresh = ready.issue("E1", to="再发")["E1"]
    refused = collect_returns(ready.store, [old])[0]
    assert is_refused(refused) and "重新发放" in refused.reason
    assert take(ready, ready.hand_in(fresh, {("U1", "1"): 6})) == [("accepted", "E1")]


def test_a_changed_plan_refuses_what_was_asked_under_the_old_one(ready):
    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8})
    leaf = ready.store.read().indicators[0]
    with ready.store.edit("改分值") as edit:
        edit.put(replace(leaf, points=Decimal(9)))
    refused = collect_returns(ready.store, [returned])[0]
    assert is_refused(refused) and "方案" in refused.reason and marks(ready) == {}


def test_what_comes_up_meanwhile_does_not_refuse_it(ready):
    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8, ("U2", "1"): 7})
    with ready.store.edit("补") as edit:
        edit.put(Recusal("E1", "U2"), Actual("U1", "1", applies=False))
    assert take(ready, returned) == [("accepted", "E1")]
    assert len(marks(ready)) == 2  # kept, and ignored in scoring


@pytest.mark.parametrize("damage", ["bit", "cut", "empty", "text", "foreign", "longer"])
def test_an_altered_file_is_refused_in_words(ready, damage):
    path = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8})
    data = path.read_bytes()
    altered = {
        "bit": data[:60] + bytes([data[60] ^ 1]) + data[61:],
        "cut": data[:-1],
        "empty": b"",
        "text": "不是".encode(),
        "foreign": ready.ballots["E1"].path.read_bytes(),
        "longer": data + b"\0",
    }
    path.write_bytes(altered[damage])
    (taken,) = collect_returns(ready.store, [path])
    assert is_refused(taken) and taken.reason and taken.expert is None and taken.receipt is None
    assert marks(ready) == {}


def test_a_missing_file_is_refused_and_the_others_are_taken(ready):
    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8})
    found = collect_returns(ready.store, [ready.folder / "没有.return", ready.folder, returned])
    assert [t.status for t in found] == ["refused", "refused", "accepted"]


def test_an_assessment_that_issued_nothing_takes_nothing(ready, tmp_path, county_file):
    from core.store.store import Store

    returned = ready.hand_in(ready.ballots["E1"], {("U1", "1"): 8})
    with Store.create(tmp_path / "别的.kaoping") as other:
        (taken,) = collect_returns(other, [returned])
    assert is_refused(taken)


def test_signed_marks_are_held_against_the_rules_all_the_same(ready, monkeypatch):
    """An expert has the key to sign with, and could write a program of their own."""
    ballot = ready.ballots["E1"]
    ready.fill(ballot, {("U1", "1"): 8})
    forged = [
        (SealedMark("U1", "1", "999"),),
        (SealedMark("U1", "3", "5"),),
        (SealedMark("U9", "1", "5"),),
        (SealedMark("U1", "1", "5"), SealedMark("U1", "1", "6")),
        (SealedMark("U1", "1", "5.0000001"),),
        (SealedMark("U1", "1", "五"),),
        (SealedMark("U1", "1", "1" * 39),),
    ]
    real = seal._content
    for marks_ in forged:
        monkeypatch.setattr(
            seal, "_content", lambda b, now, m=marks_: replace(real(b, now), marks=m)
        )
        path = ready.hand_in(ballot, name="伪.return")
        (taken,) = collect_returns(ready.store, [path])
        assert is_refused(taken), marks_
        assert "不合规则" in taken.reason
    assert marks(ready) == {}


def test_a_recusal_declared_in_a_ballot_comes_and_goes_with_its_returns(ready):
    ballot = ready.ballots["E1"]
    ready.fill(ballot, ready.all_of(ballot))
    with open_ballot(ballot.path, ballot.pin) as working:
        working.set_recusal("U2", "亲属在该乡")
    first = ready.hand_in(ballot, name="1.return")
    take(ready, first)
    snapshot = ready.store.read()
    assert Recusal("E1", "U2", "亲属在该乡") in snapshot.recusals
    assert {u for u, _leaf, _round in marks(ready)} == {"U1", "U3"}
    with open_ballot(ballot.path, ballot.pin) as working:
        working.set_recusal("U2", None)
    take(ready, ready.hand_in(ballot, name="2.return"))
    assert [r.unit for r in ready.store.read().recusals if r.expert == "E1"] == []
    assert {u for u, _leaf, _round in marks(ready)} == {"U1", "U2", "U3"}


def test_a_recusal_of_the_committee_is_never_taken_back(ready):
    ballot = ready.ballots["E1"]
    with ready.store.edit("回避") as edit:
        edit.put(Recusal("E1", "U2", "委员会定"))
    with open_ballot(ballot.path, ballot.pin) as working:
        working.set_recusal("U2", "自己说")
    take(ready, ready.hand_in(ballot, name="1.return"))
    with open_ballot(ballot.path, ballot.pin) as working:
        working.set_recusal("U2", None)
    take(ready, ready.hand_in(ballot, name="2.return"))
    assert Recusal("E1", "U2", "委员会定") in ready.store.read().recusals

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from core.actions import ballots
from core.actions.rounds import close_round, open_round
from core.errors import Refused, UserError
from core.exchange.ballot import open_ballot
from core.exchange.crypto import Cost
from core.model.ballots import AssessmentKeys
from core.model.people import Expert, Recusal
from core.model.plan import Indicator, LeafKind


@pytest.fixture
def ready(desk):
    open_round(desk.store)
    return desk


def names(folder):
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def test_every_expert_who_is_asked_gets_a_ballot(ready, labels):
    with ready.store.edit("回避") as edit:
        edit.put(*(Recusal("E5", f"U{n}") for n in (1, 2, 3)))
    issued = ready.issue()
    assert names(ready.folder / "评分包") == [f"E{n}_专家{n}_第1轮.ballot" for n in range(1, 5)]
    assert len({one.pin for one in issued.values()}) == 4
    stored = ready.store.read().ballots
    assert [(b.round, b.expert, b.superseded) for b in stored] == [
        (1, f"E{n}", False) for n in range(1, 5)
    ]
    assert labels(ready.store)[-1] == "发放第1轮评分包：E1、E2、E3、E4"


def test_a_ballot_holds_what_its_expert_is_asked(ready):
    issued = ready.issue("E5")
    with open_ballot(issued["E5"].path, issued["E5"].pin, write=False) as ballot:
        content = ballot.content
    (stored,) = ready.store.read().ballots
    (keys,) = ready.store.kept(AssessmentKeys)
    assert (content.expert, content.expert_name, content.round) == ("E5", "专家5", 1)
    assert (content.name, content.year) == ("甲县2026年度考核", 2026)
    assert {u.code for u in content.units} == {"U1", "U2"}  # U3 is recused
    assert [leaf.code for leaf in content.leaves] == ["1", "2"]
    assert (content.ballot, content.plan_digest) == (stored.id, stored.plan_digest)
    assert (content.assessment, content.seal_public) == (keys.id, keys.seal_public)
    assert keys.seal_secret not in repr(content)


def test_the_assessment_keeps_its_keys_from_issue_to_issue(ready):
    ready.issue()
    first = ready.store.kept(AssessmentKeys)
    ready.issue("E1", to="再发")
    assert ready.store.kept(AssessmentKeys) == first and len(first) == 1


def test_no_pin_is_stored(ready):
    pins = [one.pin.replace("-", "") for one in ready.issue().values()]
    content = ready.store.path.read_bytes()
    assert not any(pin.encode() in content for pin in pins)


def test_issuing_again_makes_the_earlier_one_worthless(ready):
    first = ready.issue()
    ready.issue("E2")
    marked = {(b.expert, b.superseded) for b in ready.store.read().ballots}
    assert ("E2", True) in marked and ("E2", False) in marked and ("E1", True) not in marked
    assert names(ready.folder / "评分包") == sorted(one.path.name for one in first.values())


def test_ballots_of_an_earlier_round_are_left_alone(ready):
    ready.issue("E1")
    close_round(ready.store)
    open_round(ready.store, ["1"])
    ready.issue("E1")
    assert [(b.round, b.superseded) for b in ready.store.read().ballots] == [
        (1, False),
        (2, False),
    ]


def test_without_an_open_round_there_is_nothing_to_issue(desk):
    with pytest.raises(UserError, match="没有开着的评分轮次"):
        desk.issue()
    assert not (desk.folder / "评分包").exists()


def test_every_unfit_expert_is_named(ready):
    with ready.store.edit("回避") as edit:
        edit.put(*(Recusal("E4", f"U{n}") for n in (1, 2, 3)))
    with pytest.raises(Refused) as refused:
        ready.issue("E1", "E9", "E4")
    assert "“E9”" in str(refused.value) and "没有请专家“E4”" in str(refused.value)
    assert ready.store.read().ballots == ()


def test_the_list_of_pins_opens_in_a_spreadsheet(ready):
    with ready.store.edit("改名") as edit:
        edit.put(Expert("E1", "=1+1"))
    pins = ready.folder / "PIN.csv"
    issued = ready.issue(pins=pins)
    data = pins.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert header == ["编码", "姓名", "轮次", "评分包", "PIN"]
    assert rows[0][1] == "'=1+1"
    assert [(r[0], r[3], r[4]) for r in rows] == [
        (one.expert, one.path.name, one.pin) for one in issued.values()
    ]


def test_a_list_of_pins_is_never_overwritten(ready):
    pins = ready.folder / "PIN.csv"
    ready.issue("E1", pins=pins)
    before = pins.read_bytes()
    with pytest.raises(UserError, match="不会覆盖"):
        ready.issue("E2", pins=pins)
    assert pins.read_bytes() == before
    assert [b.expert for b in ready.store.read().ballots] == ["E1"]


def test_where_the_list_cannot_be_written_nothing_is_issued(ready):
    with pytest.raises(UserError, match=r"PIN\.csv"):
        ready.issue(pins=ready.folder / "没有" / "PIN.csv")
    assert ready.store.read().ballots == () and not (ready.folder / "评分包").exists()


def test_where_the_folder_cannot_be_written_the_earlier_ballots_still_count(ready, labels):
    first = ready.issue("E1")
    (ready.folder / "文件").write_text("在这里")
    pins = ready.folder / "PIN.csv"
    with pytest.raises(UserError, match="写不进文件夹"):
        ready.issue("E1", "E2", to="文件", pins=pins)
    assert not pins.exists()
    assert [(b.expert, b.superseded) for b in ready.store.read().ballots] == [("E1", False)]
    returned = ready.hand_in(first["E1"], ready.all_of(first["E1"]))
    from core.actions.returns import collect_returns

    assert collect_returns(ready.store, [returned])[0].status == "accepted"
    assert ready.store.verify() == []


def test_a_failed_ballot_leaves_no_trace(ready, monkeypatch):
    calls = iter(range(2))

    def failing(*given):
        if next(calls, None) is None:
            raise UserError("磁盘已满")
        return real(*given)

    real = ballots.create_ballot
    monkeypatch.setattr(ballots, "create_ballot", failing)
    with pytest.raises(UserError, match="磁盘已满"):
        ready.issue(pins=ready.folder / "PIN.csv")
    assert ready.store.read().ballots == () and ready.store.kept(AssessmentKeys) == ()
    assert names(ready.folder) == ["考评.kaoping", "考评.kaoping.lock"]


def test_names_that_a_disk_takes_for_one_are_told_apart(ready):
    with ready.store.edit("专家") as edit:
        edit.put(Expert("e1", "专家1"), Expert("E/1", "专家1"))
    ready.issue("E1", "e1", "E/1")
    found = names(ready.folder / "评分包")
    assert len({name.casefold() for name in found}) == 3


def test_progress_is_reported(ready):
    told = []
    ready.issue(report=lambda *given: told.append(given))
    assert told[0] == (0, 5, "专家1") and len(told) == 5


# In three steps, as the window does it


def begin(desk, *experts):
    issuing = ballots.begin_issue(desk.store, desk.folder / "评分包", experts)
    return ballots.write_ballots(issuing, Cost(1, 8192))


def test_written_ballots_count_once_they_are_handed_out(ready):
    written = begin(ready, "E1", "E2")
    assert ready.store.read().ballots == ()
    assert not (ready.folder / "评分包").exists()
    issued = ballots.finish_issue(ready.store, written)
    assert [b.expert for b in ready.store.read().ballots] == ["E1", "E2"]
    with open_ballot(issued[0].path, issued[0].pin, write=False) as ballot:
        assert ballot.content.expert == "E1"


def test_ballots_given_up_leave_nothing(ready):
    before = names(ready.folder)
    ballots.give_up(begin(ready))
    assert names(ready.folder) == before
    assert ready.store.read().ballots == ()


def test_a_round_that_closed_meanwhile_gets_no_ballots(ready):
    written = begin(ready)
    close_round(ready.store)
    with pytest.raises(UserError):
        ballots.finish_issue(ready.store, written)
    assert ready.store.read().ballots == ()
    assert not (ready.folder / "评分包").exists()


def test_a_plan_that_changed_meanwhile_gets_no_ballots(ready):
    written = begin(ready)
    with ready.store.edit("改") as edit:
        edit.put(Indicator("2", "服务", points=Decimal(9), kind=LeafKind.RATED))
    with pytest.raises(UserError, match="重新发放"):
        ballots.finish_issue(ready.store, written)
    assert names(ready.folder) == ["考评.kaoping", "考评.kaoping.lock"]

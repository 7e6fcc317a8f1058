from __future__ import annotations

import pytest

from core.actions import publication as module
from core.actions.assessment import verify
from core.actions.frozen import freeze
from core.actions.publication import (
    gap_problems,
    publication_problems,
    publish,
    reopen,
    result_of,
    standing_publication,
)
from core.actions.results import compute
from core.actions.returns import collect_returns
from core.actions.rounds import close_round, open_round
from core.errors import Refused, UserError
from core.model.data import Actual
from core.model.marks import make_marks
from core.model.people import Unit
from core.model.publication import Publication
from core.scoring.digest import digest
from core.version import VERSION


def rate(desk, *experts):
    """Everything that the experts are asked, in a round that stays open."""
    open_round(desk.store)
    for ballot in desk.issue(*experts).values():
        returned = desk.hand_in(ballot, desk.all_of(ballot))
        assert collect_returns(desk.store, [returned])[0].status == "accepted"


@pytest.fixture
def complete(desk):
    rate(desk, "E1", "E2", "E3", "E4", "E5")
    close_round(desk.store)
    return desk


def test_everything_that_stands_in_the_way_is_named(desk):
    rate(desk, "E1")
    with desk.store.edit("缺一个") as edit:
        edit.put(Actual("U2", "3"))
    with pytest.raises(Refused) as refused:
        publish(desk.store)
    told = str(refused.value).splitlines()
    assert told[0] == "第1轮评分还没有关闭。"
    assert told[1] == "单位 U2 乙乡：缺 3"
    assert told[2] == "专家 E2 专家2：还有6项没有评分（甲乡 1、甲乡 2、乙乡 1 等）"
    assert len(told) == 6 and not desk.store.read().published


def test_accepting_gaps_accepts_gaps_and_nothing_else(desk, labels):
    rate(desk, "E1")
    with pytest.raises(Refused) as refused:
        publish(desk.store, "有人请假")
    assert str(refused.value) == "第1轮评分还没有关闭。"
    close_round(desk.store)
    published = publish(desk.store, " 有人请假 ")
    assert published.gaps == "有人请假"
    assert labels(desk.store)[-1] == "公布结果；接受有人没有评完：有人请假"


@pytest.mark.parametrize("why", ["", "  "])
def test_gaps_want_a_reason(desk, why):
    rate(desk, "E1")
    close_round(desk.store)
    with pytest.raises(Refused, match="E2"):
        publish(desk.store, why)


def test_where_there_are_no_gaps_none_are_accepted(complete):
    assert publish(complete.store, "多余").gaps == ""


def test_abstaining_and_an_earlier_round_leave_no_gap(complete):
    open_round(complete.store, ["1"])
    close_round(complete.store)  # nobody came: what was given before stands
    assert gap_problems(complete.store.read()) == []
    publish(complete.store)


def test_nothing_is_not_published(tmp_path):
    from core.store.store import Store

    with (
        Store.create(tmp_path / "空.kaoping") as store,
        pytest.raises(Refused, match="没有被考核单位"),
    ):
        publish(store)


def test_it_freezes_the_result_with_what_it_rests_on(complete):
    snapshot = complete.store.read()
    published = publish(complete.store)
    assert (published.number, published.rules) == (1, VERSION)
    assert published.digest == digest(snapshot)
    assert published.result == freeze(snapshot, result_of(complete.store, snapshot))
    assert standing_publication(complete.store) == published
    with pytest.raises(UserError, match="已经公布"):
        publish(complete.store)


def test_nothing_changes_until_it_is_reopened(complete, labels):
    publish(complete.store)
    with pytest.raises(UserError, match="reopen"), complete.store.edit("改") as edit:
        edit.put(Unit("U1", "别名", "乡镇"))
    with pytest.raises(UserError, match="不能撤销"):
        complete.store.undo()
    reopened = reopen(complete.store, " 漏算一项 ")
    assert reopened.reopened_why == "漏算一项" and not complete.store.read().published
    with complete.store.edit("改") as edit:
        edit.put(Unit("U1", "别名", "乡镇"))
    assert publish(complete.store).number == 2
    assert labels(complete.store)[-4:] == ["公布结果", "撤回公布：漏算一项", "改", "公布结果"]
    assert [p.stands for p in complete.store.kept(Publication)] == [False, True]


def test_reopening_wants_a_reason_and_something_published(complete):
    with pytest.raises(UserError, match="还没有公布"):
        reopen(complete.store, "为什么")
    publish(complete.store)
    with pytest.raises(UserError, match="理由"):
        reopen(complete.store, "  ")


def test_what_was_published_is_shown_whatever_a_later_release_computes(
    complete, county_file, monkeypatch
):
    publish(complete.store)
    complete.store.close()
    _snapshot, before = compute(county_file)
    monkeypatch.setattr(module, "score", lambda _snapshot: 1 / 0)
    again, after = compute(county_file)
    assert again.published and after.units == before.units


def test_verify_recomputes(complete, county_file, monkeypatch):
    publish(complete.store)
    complete.store.close()
    assert verify(county_file) == []
    from dataclasses import replace

    real = module.score

    def other(snapshot):
        result = real(snapshot)
        return replace(result, units=tuple(replace(u, grade="差") for u in result.units))

    monkeypatch.setattr(module, "score", other)
    found = verify(county_file)
    assert len(found) == 3 and "等次公布的是" in str(found[0])


def test_verify_notices_changed_inputs_and_an_unreadable_result(complete):
    published = publish(complete.store)
    from dataclasses import replace

    with complete.store.edit("动") as edit:
        edit.put(replace(published, digest="0" * 64))
    assert "指纹不符" in str(publication_problems(complete.store)[0])
    with complete.store.edit("动") as edit:
        edit.put(replace(published, result="eJw="))
    assert "读不出来" in str(publication_problems(complete.store)[0])
    with pytest.raises(UserError, match="读不出来"):
        result_of(complete.store, complete.store.read())


def test_verify_of_what_is_not_published_recomputes_nothing(complete, monkeypatch):
    monkeypatch.setattr(module, "score", lambda _snapshot: 1 / 0)
    assert publication_problems(complete.store) == []


def test_a_published_file_takes_no_marks(complete):
    publish(complete.store)
    snapshot = complete.store.read()
    with pytest.raises(UserError, match="已经公布"), complete.store.edit("评") as edit:
        edit.put_marks(snapshot, make_marks([0], [0], [0], [1], [5]))

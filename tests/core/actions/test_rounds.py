from __future__ import annotations

from decimal import Decimal

import pytest

from core.actions.publication import publish
from core.actions.rounds import close_round, open_round, round_status
from core.errors import Refused, UserError
from core.model.marks import ABSTAINED, MARK_SCALE, make_marks
from core.model.people import Expert
from core.model.rounds import RoundState


def rate(store, *rows):
    """Marks of the open round: unit, leaf, expert as positions, and a number or None."""
    snapshot = store.read()
    units, leaves, experts, values = zip(*rows, strict=True)
    scaled = [ABSTAINED if v is None else int(v * MARK_SCALE) for v in values]
    number = snapshot.open_round.number
    with store.edit("评分") as edit:
        marks = make_marks(units, leaves, experts, [number] * len(rows), scaled)
        edit.put_marks(snapshot, marks)


def everything(value=8, experts=range(5)):
    return [(u, x, e, value) for u in range(3) for x in range(2) for e in experts]


def test_the_first_round_asks_for_everything(desk, labels):
    opened = open_round(desk.store)
    assert (opened.number, opened.state, opened.scope) == (1, RoundState.OPEN, ())
    assert opened.opened_at and desk.store.read().open_round == opened
    assert labels(desk.store)[-1] == "开启第1轮评分"


def test_one_round_at_a_time(desk):
    open_round(desk.store)
    with pytest.raises(UserError, match="第1轮还开着"):
        open_round(desk.store)


def test_some_indicators_only(desk):
    opened = open_round(desk.store, ["2"])
    assert opened.scope == ("2",)
    assert {e.asked for e in round_status(desk.store.read()).experts} == {3, 2}


def test_every_unfit_indicator_is_named(desk):
    with pytest.raises(Refused) as refused:
        open_round(desk.store, ["9", "3", "2", ""])
    told = str(refused.value)
    assert "“9”" in told and "“3”不由专家评分" in told and len(refused.value.problems) == 3
    assert desk.store.read().rounds == ()


def test_disputed_pairs_only(desk, labels):
    open_round(desk.store)
    rate(desk.store, *everything(8, [0]), *everything(8, [1]), (1, 1, 2, 1), (2, 0, 3, None))
    close_round(desk.store)
    opened = open_round(desk.store, disputed=Decimal("0.25"))
    assert (opened.number, opened.scope) == (2, ("U2:2",))
    assert "变异系数超过0.25的1项" in labels(desk.store)[-1]
    assert [e.asked for e in round_status(desk.store.read()).experts] == [1] * 5


def test_disputes_within_some_indicators(desk):
    open_round(desk.store)
    rate(desk.store, (0, 0, 0, 1), (0, 0, 1, 9), (0, 1, 0, 1), (0, 1, 1, 9))
    close_round(desk.store)
    assert open_round(desk.store, ["1"], Decimal("0.2")).scope == ("U1:1",)


def test_no_dispute_is_no_round(desk):
    open_round(desk.store)
    rate(desk.store, *everything())
    close_round(desk.store)
    with pytest.raises(UserError, match=r"没有变异系数超过0\.25"):
        open_round(desk.store, disputed=Decimal("0.25"))
    assert len(desk.store.read().rounds) == 1


@pytest.mark.parametrize("lacking", ["units", "experts", "leaves", "everything"])
def test_where_there_is_nothing_to_rate_there_is_no_round(tmp_path, county_file, lacking):
    from core.store.store import Store

    with Store.open(county_file) as full:
        snapshot = full.read()
    with Store.create(tmp_path / "空.kaoping") as store:
        with store.edit("建立") as edit:
            if lacking == "units":
                edit.put(*snapshot.indicators, *snapshot.experts)
            if lacking == "experts":
                edit.put(*snapshot.indicators, *snapshot.units)
            if lacking == "leaves":
                edit.put(snapshot.indicators[2], *snapshot.units, *snapshot.experts)
        words = {"units": "单位", "experts": "专家", "leaves": "没有评分指标", "everything": "单位"}
        with pytest.raises(UserError, match=words[lacking]):
            open_round(store)
        assert store.read().rounds == ()


def test_a_round_that_asks_nobody_is_none(desk):
    from core.model.people import Recusal

    with desk.store.edit("回避") as edit:
        edit.put(*(Recusal(f"E{e}", f"U{u}") for e in range(1, 6) for u in range(1, 4)))
    with pytest.raises(UserError, match="没有可以请专家评"):
        open_round(desk.store)


def test_status_counts_what_each_expert_has_done(desk):
    open_round(desk.store)
    rate(desk.store, *everything(8, [0]), (0, 0, 1, 7), (0, 1, 1, None), (2, 0, 4, 5))
    found = round_status(desk.store.read())
    rows = {
        e.code: (e.asked, e.given, e.abstained, e.missing, e.recused, e.handed_in)
        for e in found.experts
    }
    assert rows == {
        "E1": (6, 6, 0, 0, 0, True),
        "E2": (6, 1, 1, 4, 0, False),
        "E3": (6, 0, 0, 6, 0, False),
        "E4": (6, 0, 0, 6, 0, False),
        "E5": (4, 0, 0, 4, 2, False),  # what was entered in spite of the 回避 does not count
    }


def test_closing_names_and_records_who_has_not_finished(desk, labels):
    open_round(desk.store)
    rate(desk.store, *everything(8, [0, 1, 2]), (0, 0, 3, 7))
    status = close_round(desk.store)
    assert [(e.code, e.missing) for e in status.absent] == [("E4", 5), ("E5", 4)]
    (closed,) = desk.store.read().rounds
    assert closed.state is RoundState.CLOSED and closed.absent == ("E4", "E5")
    assert closed.opened_at <= closed.closed_at
    assert labels(desk.store)[-1] == "关闭第1轮评分，未交齐：E4、E5"
    with pytest.raises(UserError, match="没有开着的"):
        close_round(desk.store)


def test_closing_is_undone(desk):
    open_round(desk.store)
    close_round(desk.store)
    desk.store.undo()
    assert desk.store.read().open_round.number == 1


def test_no_round_has_no_status(desk):
    with pytest.raises(UserError, match="还没有评分轮次"):
        round_status(desk.store.read())


def test_an_earlier_round_can_be_looked_at(desk):
    open_round(desk.store)
    close_round(desk.store)
    open_round(desk.store, ["1"])
    assert round_status(desk.store.read()).round == 2
    assert round_status(desk.store.read(), 1).experts[0].asked == 6


def test_published_results_open_no_round(desk):
    open_round(desk.store)
    rate(desk.store, *everything())
    close_round(desk.store)
    publish(desk.store)
    with pytest.raises(UserError, match="已经公布"):
        open_round(desk.store)


def test_an_expert_who_is_not_asked_is_not_listed(desk):
    from core.model.plan import Assignment

    with desk.store.edit("分工") as edit:
        edit.put(Expert("E9", "旁观"), Assignment(expert="E1"))
    open_round(desk.store)
    assert [e.code for e in round_status(desk.store.read()).experts] == ["E1"]

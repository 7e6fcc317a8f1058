from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from core.model.people import Expert, Unit
from core.model.plan import Indicator
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot


@pytest.fixture
def snapshot():
    return Snapshot(
        indicators=(Indicator("1", "党建"),),
        units=(Unit("X02", "乙", "乡镇"), Unit("B01", "丙", "部门"), Unit("X01", "甲", "乡镇")),
        experts=(Expert("E1", "赵"), Expert("E2", "钱")),
        rounds=(Round(1, RoundState.CLOSED), Round(2)),
    )


def test_things_are_found_by_code(snapshot):
    assert snapshot.unit_position == {"X02": 0, "B01": 1, "X01": 2}
    assert snapshot.expert_position == {"E1": 0, "E2": 1}
    assert [leaf.code for leaf in snapshot.tree.leaves] == ["1"]
    assert snapshot.tree is snapshot.tree


def test_categories_come_in_order_of_appearance(snapshot):
    assert snapshot.categories == ("乡镇", "部门")


def test_rounds(snapshot):
    assert snapshot.open_round == Round(2)
    assert snapshot.latest_round == 2
    assert Snapshot().open_round is None and Snapshot().latest_round is None


def test_it_is_frozen(snapshot):
    with pytest.raises(FrozenInstanceError):
        snapshot.published = True

from __future__ import annotations

import hashlib

import pytest

from core.actions.draw import draw_experts, lot_hash, lots
from core.errors import Refused, UserError


def by_hand(seed, codes):
    return sorted(codes, key=lambda c: hashlib.sha256(f"{seed}\n{c}".encode()).hexdigest())


def test_anyone_can_check_it(desk):
    drawn = draw_experts(desk.store, 2, "2026年3月1日")
    order = by_hand("2026年3月1日", ["E1", "E2", "E3", "E4", "E5"])
    assert drawn.drawn == tuple(order[:2])
    assert [lot.code for lot in lots(desk.store.read(), drawn)] == order
    assert lot_hash("种子", "E1") == hashlib.sha256("种子\nE1".encode()).hexdigest()


def test_the_excluded_keep_their_place_and_are_passed_over(desk):
    first = draw_experts(desk.store, 1, "s").drawn[0]
    drawn = draw_experts(desk.store, 2, "s", excluded=[first])
    assert drawn.drawn == tuple(by_hand("s", [f"E{n}" for n in range(1, 6)])[1:3])
    lot = lots(desk.store.read(), drawn)[0]
    assert (lot.code, lot.excluded, lot.drawn) == (first, True, False)


def test_only_those_of_a_field_take_part(desk):
    drawn = draw_experts(desk.store, 2, "s", "财政")
    assert set(drawn.drawn) == set(drawn.pool) == {"E1", "E2"}


def test_too_few_are_no_draw(desk):
    with pytest.raises(UserError, match="只有2人，抽不出3人"):
        draw_experts(desk.store, 3, "s", "财政")
    with pytest.raises(UserError, match="名单里的专业有：财政、党建"):
        draw_experts(desk.store, 1, "s", "财")
    assert desk.store.read().draws == ()


def test_every_unknown_excluded_is_named(desk):
    with pytest.raises(Refused) as refused:
        draw_experts(desk.store, 1, "s", excluded=["E9", "E1", "X"])
    assert len(refused.value.problems) == 2


def test_it_is_recorded_once_and_for_good(desk, labels):
    first = draw_experts(desk.store, 2, "s")
    again = draw_experts(desk.store, 2, "s")
    other = draw_experts(desk.store, 2, "t")
    assert again == first and other.number == 2
    assert desk.store.read().draws == (first, other)
    assert labels(desk.store)[1].startswith("抽取专家（种子“s”）")
    with pytest.raises(UserError, match="不能撤销"):
        desk.store.undo()

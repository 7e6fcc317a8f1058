"""The bytes of a ballot: what is torn, what is damaged, what is refused unread."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.exchange.crypto import MOST_COST, Cost
from core.exchange.envelope import (
    ENDING,
    MAGIC,
    Tail,
    bound_to,
    frame,
    head,
    make_header,
    read_frames,
    split,
)

CHEAP = Cost(1, 8192)
CONTENT = bytes(range(1, 101))
SALT = b"s" * 16


def made(cost: Cost = CHEAP, content: bytes = CONTENT) -> bytes:
    return head(make_header(cost, SALT, len(content)), content)


def test_what_was_put_together_comes_apart():
    header, content, start = split(made() + b"rest")
    assert (header.cost, header.salt, content, start) == (Cost(1, 8192), SALT, CONTENT, len(made()))


def test_every_flipped_bit_before_the_records_is_refused():
    data = made()
    for n in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[n // 8] ^= 1 << n % 8
        with pytest.raises(UserError):
            split(bytes(flipped))


def test_every_truncation_is_refused():
    for n in range(len(made())):
        with pytest.raises(UserError):
            split(made()[:n])


@pytest.mark.parametrize(
    "cost",
    [
        Cost(MOST_COST.passes + 1, 8192), Cost(1, MOST_COST.memory + 1), Cost(0, 8192),
        Cost(1, 8191), Cost(2**32 - 1, 2**64 - 1),
    ],
)  # fmt: skip
def test_a_hostile_cost_is_not_obeyed(cost):
    with pytest.raises(UserError, match="参数"):
        split(made(cost))


def test_what_it_is_not_is_said():
    with pytest.raises(UserError, match="不是评分包"):
        split(b"SQLite format 3\0")
    with pytest.raises(UserError, match="更新版本"):
        split(MAGIC + struct.pack(">H", 2) + made()[10:])
    with pytest.raises(UserError, match="损坏"):
        split(made()[:-1] + b"\0")
    with pytest.raises(UserError, match="损坏"):
        split(MAGIC + b"\0\1")


RECORDS = [bytes([n + 1]) * (40 + n) for n in range(3)]
LOG = b"head" + b"".join(map(frame, RECORDS))
ENDS = [4, *(4 + sum(len(frame(r)) for r in RECORDS[: n + 1]) for n in range(3))]


def test_records_are_read_in_order():
    found = read_frames(LOG, 4)
    assert (list(found.locked), found.end, found.tail) == (RECORDS, len(LOG), Tail.CLEAN)


def test_a_log_that_stops_anywhere_is_torn_never_damaged():
    for n in range(4, len(LOG)):
        found = read_frames(LOG[:n], 4)
        whole = sum(end <= n for end in ENDS) - 1
        assert list(found.locked) == RECORDS[:whole] and found.end == ENDS[whole]
        assert found.tail is (Tail.CLEAN if n in ENDS else Tail.TORN)
        zeros = read_frames(LOG[:n] + bytes(len(LOG) - n), 4)
        if n <= ENDS[whole + 1] - ENDING:
            assert (zeros.locked, zeros.end) == (found.locked, found.end)
            assert zeros.tail is Tail.TORN


def test_a_flipped_length_is_damage_never_a_torn_end():
    for end in ENDS[:-1]:
        for n in range(end * 8, (end + 8) * 8):
            flipped = bytearray(LOG)
            flipped[n // 8] ^= 1 << n % 8
            found = read_frames(bytes(flipped), 4)
            assert (found.end, found.tail) == (end, Tail.DAMAGED)


def test_a_record_of_zeros_with_others_behind_it_is_damage():
    data = LOG[: ENDS[1] + 8] + bytes(len(RECORDS[1])) + LOG[ENDS[2] :]
    found = read_frames(data, 4)
    assert (found.end, found.tail) == (ENDS[1], Tail.DAMAGED)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_can_be_walked(data):
    found = read_frames(LOG + data, 4)
    assert list(found.locked[:3]) == RECORDS
    assert len(LOG) <= found.end <= len(LOG) + len(data)


def test_a_record_is_bound_to_its_place():
    assert len({bound_to(1, b"a" * 16), bound_to(2, b"a" * 16), bound_to(1, b"b" * 16)}) == 3

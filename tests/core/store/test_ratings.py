from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store.migrations import MIGRATIONS
from core.store.ratings import (
    ABSENT,
    FEW,
    NO_CHANGE,
    MarkChange,
    as_codes,
    last_of_each,
    merged,
    numbers,
    pack,
    read_marks,
    stored_values,
    unpack,
    write_marks,
)

Model = dict[tuple[int, ...], int]
ids = st.integers(0, 4)
values = st.sampled_from([ABSENT, -1, 0, 5, 99_500_000])
states = st.dictionaries(st.tuples(ids, ids, ids, ids), values, max_size=12)


def change(before: Model, after: Model) -> MarkChange:
    keys = sorted(before.keys() | after.keys())
    columns = np.array(keys, dtype=np.int64).reshape(-1, 4).T
    return MarkChange(
        columns,
        np.array([before.get(k, ABSENT) for k in keys], dtype=np.int64),
        np.array([after.get(k, ABSENT) for k in keys], dtype=np.int64),
    )


def as_model(keys: np.ndarray, found: np.ndarray) -> Model:
    rows = zip(*keys.tolist(), strict=True)
    return {k: v for k, v in zip(rows, found.tolist(), strict=True) if v != ABSENT}


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(MIGRATIONS[0])
        yield db


def test_numbers_are_read_from_text() -> None:
    assert numbers(["1,2", "-1", "99500000"], 4).tolist() == [1, 2, -1, 99_500_000]


@given(states, states)
def test_a_packed_change_comes_back(before: Model, after: Model) -> None:
    packed = change(before, after)
    back = unpack(pack(packed))
    assert np.array_equal(back.keys, packed.keys)
    assert np.array_equal(back.before, packed.before)
    assert np.array_equal(back.after, packed.after)


def test_wide_numbers_are_packed_too() -> None:
    wide = {(1 << 40, 1, 300, 70_000): 1 << 50}
    assert as_model(unpack(pack(change({}, wide))).keys, np.array([1 << 50])) == wide


def test_nothing_is_packed_as_nothing() -> None:
    assert pack(NO_CHANGE) == b""
    assert len(unpack(b"")) == 0


@pytest.mark.parametrize("blob", [b"x", zlib.compress(b"x" * 40)[:-5], zlib.compress(b"x" * 40)])
def test_other_bytes_are_no_change(blob: bytes) -> None:
    with pytest.raises((ValueError, TypeError, zlib.error)):
        unpack(blob)


@given(st.lists(states, min_size=1, max_size=5))
def test_merged_changes_lead_from_the_first_state_to_the_last(steps: list[Model]) -> None:
    state: Model = {}
    changes = []
    for step in steps:
        after = {k: v for k, v in (state | step).items() if v != ABSENT}
        touched = {k: state.get(k, ABSENT) for k in step}
        changes.append(change(touched, {k: after.get(k, ABSENT) for k in step}))
        state = after
    whole = merged(changes)
    assert as_model(whole.keys, whole.after) == state
    assert (whole.before == ABSENT).all()
    assert (whole.after != ABSENT).all()


def test_merging_nothing_is_no_change() -> None:
    assert len(merged([])) == 0
    assert len(merged([change({(1, 1, 1, 1): 5}, {(1, 1, 1, 1): 5})])) == 0


@given(st.lists(st.tuples(ids, ids, ids, ids), min_size=1), st.sampled_from([0, 1 << 40, -9]))
def test_codes_compare_as_the_keys_do(keys: list[tuple[int, ...]], shift: int) -> None:
    columns = np.array(keys, dtype=np.int64).T + shift
    first, second = as_codes(columns, columns[:, ::-1])
    assert second.tolist() == first.tolist()[::-1]
    order = sorted(range(len(keys)), key=lambda n: keys[n])
    assert [keys[n] for n in np.argsort(first, kind="stable")] == [keys[n] for n in order]


def test_the_last_of_each_code() -> None:
    assert last_of_each(np.array([3, 1, 3, 2])).tolist() == [1, 3, 2]
    assert last_of_each(np.array([], dtype=np.int64)).tolist() == []


@given(states, states)
def test_writing_a_change_brings_about_its_after(before: Model, after: Model) -> None:
    first = {k: v for k, v in before.items() if v != ABSENT}
    then = {k: v for k, v in after.items() if v != ABSENT}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(MIGRATIONS[0])
        write_marks(db, change({}, first))
        assert as_model(*read_marks(db)) == first
        step = merged([change(first, then)])
        assert np.array_equal(stored_values(db, step.keys), step.before)
        write_marks(db, step)
        assert as_model(*read_marks(db)) == then
        write_marks(db, step.inverse())
        assert as_model(*read_marks(db)) == first


def test_many_marks_are_looked_up_as_few_are(connection: sqlite3.Connection) -> None:
    many = {(u, leaf, 1, 1): u + leaf for u in range(2, 30) for leaf in range(20)}
    write_marks(connection, change({}, many))
    asked = change(
        {}, {(u, leaf, e, 1): 0 for u in range(32) for leaf in range(21) for e in (0, 1)}
    )
    assert asked.keys.shape[1] > FEW
    backwards = asked.keys[:, ::-1]
    found = stored_values(connection, backwards)
    assert as_model(backwards, found) == many
    few = backwards[:, :FEW]
    assert np.array_equal(stored_values(connection, few), found[:FEW])


def test_no_marks_are_read_from_an_empty_table(connection: sqlite3.Connection) -> None:
    keys, found = read_marks(connection)
    assert keys.shape == (4, 0)
    assert len(found) == 0
    many = np.zeros((4, FEW + 1), dtype=np.int64)
    assert (stored_values(connection, many) == ABSENT).all()

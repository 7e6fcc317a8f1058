from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.marks import Marks, make_marks
from core.model.people import Expert, Unit
from core.model.plan import Indicator
from core.store import reading
from core.store.connection import Damaged
from core.store.ratings import ABSENT
from core.store.reading import patched, positioned
from core.store.store import Store

Model = dict[tuple[int, ...], int]
ids = st.integers(0, 3)
marks_of = st.dictionaries(st.tuples(ids, ids, ids, ids), st.integers(0, 9), max_size=12)
changes_of = st.dictionaries(
    st.tuples(ids, ids, ids, ids), st.sampled_from([ABSENT, 5, 6]), max_size=6
)


def columns(model: Model) -> Marks:
    rows = [(*key, value) for key, value in model.items()]
    return make_marks(*(zip(*rows, strict=True) if rows else [[]] * 5))


def model_of(marks: Marks) -> list[tuple[int, ...]]:
    parts = (marks.unit, marks.leaf, marks.expert, marks.round, marks.value)
    return list(zip(*(p.tolist() for p in parts), strict=True))


@given(marks_of, changes_of)
def test_patched_marks_are_those_read_anew(before: Model, change: Model) -> None:
    after = {k: v for k, v in (before | change).items() if v != ABSENT}
    assert model_of(patched(columns(before), columns(change))) == model_of(columns(after))


def test_a_snapshot_is_read_as_it_was_put(stored: Path, whole: Any, flat: Any) -> None:
    with Store.open(stored, write=False) as store:
        assert flat(store.read()) == flat(whole.snapshot)


def test_what_did_not_change_is_not_read_again(
    stored: Path, whole: Any, flat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(stored) as store:
        first = store.read()
        assert store.read() is first
        monkeypatch.setattr(reading, "mark_batches", lambda _c: pytest.fail("read all marks"))
        one = first.marks.take(slice(1, 2))
        with store.edit("一分") as edit:
            edit.put_marks(first, Marks(one.unit, one.leaf, one.expert, one.round, one.value + 1))
        second = store.read()
        assert second.units is first.units
        assert (second.marks.value != first.marks.value).sum() == 1
        store.undo()
        assert flat(store.read()) == flat(first)


@pytest.mark.parametrize("most", [0, 1000])
def test_many_changed_marks_are_read_as_few_are(
    stored: Path, flat: Any, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(reading, "_READ", most)
    with Store.open(stored) as store:
        first = store.read()
        with store.edit("删评分") as edit:
            edit.delete_marks(first, first.marks.take(slice(0, 3)))
        second = store.read()
        assert len(second.marks) == len(first.marks) - 3
        assert len(second.reasons) == len(first.reasons) - 1
    with Store.open(stored, write=False) as store:
        assert flat(store.read()) == flat(second)


def test_a_new_unit_or_expert_moves_the_positions(stored: Path, whole: Any) -> None:
    with Store.open(stored) as store:
        before = store.read()
        with store.edit("人员") as edit:
            edit.put(Expert("E00", "新来的"), Unit("Z", "末", "乡镇"), Indicator("1.2", "新", "1"))
        after = store.read()
        assert [e.code for e in after.experts] == ["E00", "E01", "E02"]
        assert (after.marks.expert == before.marks.expert + 1).all()
        assert [u.code for u in after.units][-1] == "Z"
        assert after.marks.value.tolist() == before.marks.value.tolist()


def test_a_mark_of_what_is_no_leaf_waits(stored: Path) -> None:
    with Store.open(stored) as store:
        before = store.read()
        child = Indicator("2.1.1", "细目", "2.1")
        with store.edit("细分") as edit:
            edit.put(child)
        leaf = before.tree.leaf_position["2.1"]
        assert len(store.read().marks) == (before.marks.leaf != leaf).sum()
        with store.edit("不细分") as edit:
            edit.delete(child)
        assert store.read().marks.value.tolist() == before.marks.value.tolist()


def test_another_programs_commit_is_seen(stored: Path) -> None:
    with Store.open(stored, write=False) as reader:
        first = reader.read()
        with Store.open(stored) as writer, writer.edit("改") as edit:
            edit.put(Unit("N", "新单位", "县直"))
        assert len(reader.read().units) == len(first.units) + 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE actuals SET value = 'abc' WHERE value IS NOT NULL",
        "UPDATE rounds SET scope = 'x'",
        "UPDATE indicators SET kind = '其他'",
        "UPDATE settings SET value = 'x' WHERE name = 'year'",
        "UPDATE settings SET value = NULL WHERE name = 'decimals'",
        "UPDATE appeals SET received = '2026-02-30'",
        "UPDATE marks SET expert = expert + 90",
        "UPDATE marks SET unit = -5 WHERE unit = 1",
        "UPDATE units SET id = 1 << 60 WHERE id = 3",
        "UPDATE units SET name = CAST(x'ff41' AS TEXT)",
        "DELETE FROM units",
    ],
)
def test_cells_that_the_store_never_writes_are_damage(
    stored: Path, sql: Callable[..., Any], statement: str
) -> None:
    sql(stored, statement)
    with Store.open(stored, write=False) as store:
        with pytest.raises(Damaged):
            store.read()
        assert store.verify()


def test_positions_of_nothing_are_nothing() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert len(positioned((empty, empty, empty), np.zeros((4, 0), dtype=np.int64), empty)) == 0


@pytest.mark.parametrize("few", [0, 64])
def test_few_keys_and_many_are_searched_alike(
    whole: Any, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(reading, "_FEW", few)
    marks = whole.snapshot.marks
    change = make_marks([0, 0, 1, 2], [0, 1, 1, 1], [0, 0, 0, 0], [1, 2, 1, 2], [7, 8, 9, ABSENT])
    after = reading.patched(marks, change)
    keys = list(
        zip(*(c.tolist() for c in (after.unit, after.leaf, after.expert, after.round)), strict=True)
    )
    assert keys == sorted(set(keys)) and len(keys) == len(marks) + 2 - 1
    found = dict(zip(keys, after.value.tolist(), strict=True))
    assert (found[0, 0, 0, 1], found[0, 1, 0, 2], found[1, 1, 0, 1]) == (7, 8, 9)
    assert (2, 1, 0, 2) not in found

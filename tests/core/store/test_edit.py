from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import UserError
from core.model.data import Actual, Opinion
from core.model.marks import ABSTAINED, make_marks
from core.model.people import Expert, Unit
from core.model.plan import RatingMode, Settings
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.store.store import Store


def test_putting_what_is_stored_changes_nothing(stored: Path, whole: Any) -> None:
    with Store.open(stored) as store:
        with store.edit("再来一次") as edit:
            edit.put_settings(whole.snapshot.settings)
            edit.put(*whole.rows)
            edit.put_marks(whole.snapshot, whole.snapshot.marks, whole.snapshot.reasons)
        assert edit.changed is None
        assert store.changed is None
        assert len(store.journal()) == 1


def test_there_and_back_is_no_change(stored: Path) -> None:
    with Store.open(stored) as store:
        unit = store.read().units[0]
        with store.edit("来回") as edit:
            edit.put(Unit(unit.code, "别名", unit.category), unit)
            edit.put(Unit("T", "临时", "乡镇"))
            edit.delete(Unit("T", "临时", "乡镇"))
        assert edit.changed is None
        assert store.read().units[0] == unit


def test_a_row_with_a_stored_key_is_updated_in_its_place(stored: Path) -> None:
    with Store.open(stored) as store:
        with store.edit("改名") as edit:
            edit.put(Unit("X01", "南牛镇", "乡镇"))
        assert [u.name for u in store.read().units] == ["北山乡", "南牛镇", "县财政局"]
        assert edit.changed is not None
        assert edit.changed.nouns == {"units"}
        (change,) = store.changes(edit.changed.seq).rows
        assert (change.before and change.before[1], change.after and change.after[1]) == (
            "南牛乡",
            "南牛镇",
        )


def test_deleting_goes_by_the_key(stored: Path) -> None:
    with Store.open(stored) as store, store.edit("删") as edit:
        edit.delete(Actual("X01", "1.1"), Actual("X01", "9.9"), Opinion("X01", "别的话"))
        snapshot = store.read()
        assert [a.unit for a in snapshot.actuals] == ["X02", "B01"]
        assert len(snapshot.opinions) == 1


def test_what_is_still_referred_to_is_not_deleted(stored: Path, whole: Any, flat: Any) -> None:
    with Store.open(stored) as store:
        with pytest.raises(UserError, match=r"评分.*单位"), store.edit("删单位") as edit:
            edit.delete(Unit("X02", "", ""))
        assert flat(store.read()) == flat(whole.snapshot)


def test_a_row_that_refers_to_nothing_is_refused(stored: Path) -> None:
    with Store.open(stored) as store:
        with pytest.raises(UserError, match=r"完成值.*单位"), store.edit("完成值") as edit:
            edit.put(Actual("没有", "1.1", value=Decimal(1)))
        assert len(store.journal()) == 1


def test_marks_of_what_is_not_stored_are_refused(stored: Path) -> None:
    strange = Snapshot(
        units=(Unit("没有", "", ""),), indicators=(), experts=(Expert("E01", "张三"),)
    )
    marks = make_marks([0], [0], [0], [1], [5])
    with Store.open(stored) as store:
        with pytest.raises(UserError, match="没有"), store.edit("评分") as edit:
            edit.put_marks(strange, marks)
        assert len(store.journal()) == 1


def test_marks_of_a_round_that_is_not_stored_are_refused(stored: Path) -> None:
    with Store.open(stored) as store:
        snapshot = store.read()
        with pytest.raises(UserError, match="轮次"), store.edit("评分") as edit:
            edit.put_marks(snapshot, make_marks([0], [0], [0], [9], [5]))


def test_positions_are_those_of_the_given_snapshot(stored: Path) -> None:
    """An import works on a snapshot of its own, with units and experts in another order."""
    with Store.open(stored) as store:
        old = store.read()
        other = Snapshot(
            units=(Unit("N", "新", "乡镇"), *old.units[::-1]),
            indicators=old.indicators[::-1],
            experts=(Expert("E00", "新"), *old.experts),
            rounds=(Round(1), Round(2)),
        )
        leaf = other.tree.leaf_position["2.2"]
        with store.edit("导入") as edit:
            edit.put(other.units[0], other.experts[0])
            edit.put_marks(other, make_marks([1, 0], [leaf, leaf], [2, 0], [2, 1], [77, 88]))
        new = store.read()
        found = {
            (new.units[u].code, new.tree.leaves[i].code, new.experts[e].code, r): v
            for u, i, e, r, v in zip(
                *(c.tolist() for c in (new.marks.unit, new.marks.leaf, new.marks.expert)),
                new.marks.round.tolist(),
                new.marks.value.tolist(),
                strict=True,
            )
        }
        assert found["B01", "2.2", "E02", 2] == 77
        assert found["N", "2.2", "E00", 1] == 88
        assert len(found) == len(old.marks) + 2


def test_words_are_kept_where_they_are_stored(stored: Path) -> None:
    """Stored are 优, 良; a book that names 差 first still means its own positions."""
    with Store.open(stored) as store:
        old = store.read()
        graded = Snapshot(
            settings=Settings(rating_mode=RatingMode.WORDS),
            indicators=old.indicators,
            units=old.units,
            experts=old.experts,
            words=("差", "良", "优"),
        )
        marks = make_marks([0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1], [1] * 4, [0, 1, 2, ABSTAINED])
        with store.edit("等级") as edit:
            edit.put_settings(graded.settings)
            edit.delete_marks(old, old.marks)
            edit.put_marks(graded, marks)
        new = store.read()
        assert new.words == ("优", "良", "差")
        assert new.marks.value.tolist() == [2, 1, 0, ABSTAINED]
        store.undo()
        assert store.read().words == ("优", "良")
        assert store.verify() == []


def test_a_reason_is_put_kept_and_removed(stored: Path) -> None:
    key, other = (1, "E01", "X02", "2.1"), (2, "E02", "X01", "2.1")
    with Store.open(stored) as store:
        snapshot = store.read()
        with store.edit("理由") as edit:
            edit.put_marks(snapshot, snapshot.marks, {key: "另有说明"})
        assert store.read().reasons == {key: "另有说明", other: "没有开展"}
        with store.edit("去掉") as edit:
            edit.put_marks(snapshot, snapshot.marks.take(slice(0, 0)), {key: ""})
        assert store.read().reasons == {other: "没有开展"}


def test_a_reason_without_a_mark_is_refused(stored: Path) -> None:
    with Store.open(stored) as store:
        snapshot = store.read()
        with pytest.raises(UserError, match="理由"), store.edit("理由") as edit:
            edit.put_marks(snapshot, snapshot.marks, {(1, "E01", "B01", "2.1"): "没有分"})


def test_the_same_mark_put_twice_counts_once(stored: Path) -> None:
    with Store.open(stored) as store:
        snapshot = store.read()
        first = snapshot.marks.take(slice(0, 1))
        with store.edit("两次") as edit:
            for value in (11, 12):
                edit.put_marks(snapshot, make_marks([0], [first.leaf[0]], [0], [1], [value]))
        assert edit.changed is not None
        marks = store.changes(edit.changed.seq).marks
        assert (marks.before.tolist(), marks.after.tolist()) == ([8_000_000], [12])


def test_an_unknown_noun_is_a_bug(stored: Path) -> None:
    with Store.open(stored) as store, pytest.raises(KeyError), store.edit("错") as edit:
        edit.put(np.zeros(1))

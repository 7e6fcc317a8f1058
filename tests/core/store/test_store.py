"""The promises of an open assessment: whole edits or none, undo and redo, one writer, new files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from core.errors import UserError
from core.model.ballots import AssessmentKeys, Ballot, Return
from core.model.data import Adjustment, Veto
from core.model.draw import Draw
from core.model.marks import make_marks
from core.model.people import Expert, Unit
from core.model.plan import Indicator, Settings
from core.model.publication import Publication
from core.model.rounds import Round
from core.store.lock import lock_path
from core.store.store import Store

Flat = Callable[[Any], dict[str, Any]]


def test_an_exception_undoes_the_whole_edit(stored: Path, whole: Any, flat: Flat) -> None:
    with Store.open(stored) as store:
        snapshot = store.read()
        with pytest.raises(ZeroDivisionError), store.edit("坏") as edit:
            edit.put(Unit("N", "新", "乡镇"))
            edit.put_marks(snapshot, make_marks([0], [0], [0], [2], [1]))
            raise ZeroDivisionError
        assert store.changed is None
        assert flat(store.read()) == flat(whole.snapshot)
        with store.edit("好") as edit:
            edit.put(Unit("N", "新", "乡镇"))
    with Store.open(stored, write=False) as store:
        assert len(store.journal()) == 2
        assert store.verify() == []


def test_a_commit_announces_what_changed(stored: Path) -> None:
    with Store.open(stored) as store:
        snapshot = store.read()
        with store.edit("甲") as edit:
            edit.put(Unit("N", "新", "乡镇"))
            edit.put_settings(Settings(name="新名"))
            edit.put_marks(snapshot, make_marks([0], [0], [0], [2], [1]), {})
        assert store.changed is edit.changed
        assert store.changed is not None
        assert store.changed.nouns == {"units", "settings", "marks"}
        assert (store.changed.seq, store.changed.label) == (2, "甲")


def test_undo_and_redo_go_back_and_forth(stored: Path, flat: Flat) -> None:
    with Store.open(stored) as store:
        states = [flat(store.read())]
        snapshot = store.read()
        with store.edit("甲") as edit:
            edit.put(Unit("N", "新", "乡镇"))
            edit.delete(Veto("B01", "安全事故"))
        states.append(flat(store.read()))
        with store.edit("乙") as edit:
            edit.put_marks(snapshot, make_marks([0, 1], [0, 0], [0, 0], [1, 1], [5, 6]))
            edit.delete_marks(snapshot, snapshot.marks.take(slice(1, 2)))
        states.append(flat(store.read()))
        assert (store.undo_label(), store.redo_label()) == ("乙", None)
        assert store.undo() == "乙"
        assert flat(store.read()) == states[1]
        assert (store.undo_label(), store.redo_label()) == ("甲", "乙")
        assert store.undo() == "甲"
        assert flat(store.read()) == states[0]
        assert store.redo() == "甲"
        assert store.redo() == "乙"
        assert flat(store.read()) == states[2]
        with pytest.raises(UserError, match="重做"):
            store.redo()
        assert store.verify() == []


def test_an_edit_rules_redo_out(stored: Path) -> None:
    with Store.open(stored) as store:
        for name in ("甲", "乙"):
            with store.edit(name) as edit:
                edit.put(Unit("N", name, "乡镇"))
        store.undo()
        with store.edit("丙") as edit:
            edit.put(Unit("N", "丙", "乡镇"))
        assert store.redo_label() is None
        with pytest.raises(UserError, match="重做"):
            store.redo()
        assert store.undo() == "丙"
        assert store.undo() == "甲"


HANDED_OUT = (AssessmentKeys, Ballot, Return, Draw, Publication)


def test_everything_can_be_undone_to_nothing(tmp_path: Path, whole: Any, flat: Flat) -> None:
    with Store.create(tmp_path / "县.kaoping") as store:
        with store.edit("建立") as edit:
            edit.put_settings(whole.snapshot.settings)
            edit.put(*(row for row in whole.rows if not isinstance(row, HANDED_OUT)))
            edit.put_marks(whole.snapshot, whole.snapshot.marks, whole.snapshot.reasons)
        assert store.undo() == "建立"
        assert store.read().units == ()
        assert store.undo_label() is None
        with pytest.raises(UserError, match="撤销"):
            store.undo()
        assert store.redo() == "建立"
        assert flat(store.read()) == flat(replace(whole.snapshot, ballots=(), returns=(), draws=()))


@pytest.mark.parametrize(
    "noun",
    [
        AssessmentKeys("3f", "4f", "5f"),
        Ballot("b2", 2, "E02", "cc", "2026-03-02T08:00:00+08:00", "dd"),
        Draw(2, "2026-02-02T09:00:00+08:00", "s", 1, "", (), ("E01", "E02"), ("E01",)),
        Publication(2, "2026-05-01T09:00:00+08:00", "0.1.0", "ab", "eJw="),
    ],
)
def test_what_was_handed_out_is_not_undone(stored: Path, noun: Any) -> None:
    with Store.open(stored) as store:
        with store.edit("改名") as edit:
            edit.put(Unit("X01", "南牛镇", "乡镇"))
        with store.edit("发出") as edit:
            edit.put(noun)
        assert store.undo_label() is None
        with pytest.raises(UserError, match="“发出”不能撤销"):
            store.undo()
        assert [entry.label for entry in store.journal()] == ["建立", "改名", "发出"]


def publication(number: int, **reopened: str) -> Publication:
    return Publication(number, "2026-05-01T09:00:00+08:00", "0.1.0", "ab", "eJw=", **reopened)


def test_what_is_published_is_frozen_until_it_is_reopened(stored: Path, whole: Any) -> None:
    draw = Draw(2, "2026-02-02T09:00:00+08:00", "s", 1, "", (), ("E01", "E02"), ("E01",))
    with Store.open(stored) as store:
        with store.edit("改名") as edit:
            edit.put(Unit("X01", "南牛镇", "乡镇"))
        with store.edit("公布") as edit:
            edit.put(publication(2))
        assert store.read().published
        with pytest.raises(UserError, match="已经公布"), store.edit("改") as edit:
            edit.put(Unit("X01", "别名", "乡镇"))
        with pytest.raises(UserError, match="已经公布"), store.edit("改") as edit:
            edit.put_marks(whole.snapshot, whole.snapshot.marks.take(slice(0, 0)))
            edit.delete_marks(whole.snapshot, whole.snapshot.marks.take(slice(0, 1)))
        with pytest.raises(UserError, match="已经公布"):
            store.undo(2)
        with store.edit("没有改动") as edit:
            edit.put(Unit("X01", "南牛镇", "乡镇"))
        with store.edit("抽取") as edit:
            edit.put(draw)
        assert store.read().units[1].name == "南牛镇"
        with store.edit("撤回") as edit:
            edit.put(publication(2, reopened_at="2026-06-01", reopened_why="漏算"))
        assert not store.read().published
        with store.edit("改") as edit:
            edit.put(Unit("X01", "别名", "乡镇"))
    with Store.open(stored, write=False) as store:
        assert not store.read().published
        assert store.verify() == []


def test_secrets_and_frozen_results_are_kept_out_of_snapshots(stored: Path, whole: Any) -> None:
    with Store.open(stored, write=False) as store:
        (keys,) = store.kept(AssessmentKeys)
        assert (keys.id, keys.seal_secret) == ("0f", "2f")
        assert [p.number for p in store.kept(Publication)] == [1]
        assert "2f" not in repr(keys)


def test_an_earlier_edit_is_undone_by_its_number(stored: Path) -> None:
    with Store.open(stored) as store:
        with store.edit("甲") as edit:
            edit.put(Unit("N", "新", "乡镇"))
        with store.edit("乙") as edit:
            edit.put(Adjustment("X02", "表彰", Settings().full_points))
        assert store.undo(2) == "甲"
        assert "N" not in store.read().unit_position
        assert store.undo_label() == "乙"
        with pytest.raises(UserError, match="撤销"):
            store.undo(2)


def test_an_edit_whose_rows_changed_since_is_not_undone(stored: Path, flat: Flat) -> None:
    with Store.open(stored) as store:
        snapshot = store.read()
        for name, value in (("甲", 5), ("乙", 6)):
            with store.edit(name) as edit:
                edit.put(Unit("N", name, "乡镇"))
            with store.edit(f"{name}评") as edit:
                edit.put_marks(snapshot, make_marks([0], [0], [0], [2], [value]))
        before = flat(store.read())
        with pytest.raises(UserError, match="N"):
            store.undo(2)
        with pytest.raises(UserError, match="评分"):
            store.undo(3)
        assert flat(store.read()) == before
        assert len(store.journal()) == 5


def test_a_key_freed_and_taken_again_is_given_back(stored: Path) -> None:
    with Store.open(stored) as store:
        with store.edit("甲") as edit:
            edit.put(Unit("N", "旧", "乡镇"))
        old = store.read()
        with store.edit("乙") as edit:
            edit.delete(Unit("N", "", ""))
            edit.put(Unit("M", "中", "乡镇"), Unit("N", "新", "乡镇"))
        store.undo()
        assert store.read().units == old.units
        store.redo()
        assert [u.name for u in store.read().units][-2:] == ["中", "新"]
        assert store.verify() == []


def test_a_second_writer_is_told_and_a_reader_is_not(stored: Path) -> None:
    with Store.open(stored):
        assert lock_path(stored).exists()
        with pytest.raises(UserError, match=r"自.*起"):
            Store.open(stored)
        with Store.open(stored, write=False) as reader:
            assert reader.read().units
    assert list(stored.parent.iterdir()) == [stored]
    Store.open(stored).close()


def test_a_link_to_it_is_the_same_file(stored: Path, tmp_path_factory: Any) -> None:
    link = tmp_path_factory.mktemp("other") / "link.kaoping"
    link.symlink_to(stored)
    with Store.open(link), pytest.raises(UserError):
        Store.open(stored)


def test_a_reader_does_not_write(stored: Path) -> None:
    with Store.open(stored, write=False) as store:
        for change in (store.undo, lambda: store.edit("x").__enter__()):
            with pytest.raises(UserError, match="只读"):
                change()


def test_closing_twice_is_closing_once(stored: Path) -> None:
    store = Store.open(stored)
    store.close()
    store.close()
    assert not lock_path(stored).exists()


def test_a_new_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "新 县%20#?.kaoping"
    with Store.create(path) as store:
        with store.edit("建立") as edit:
            edit.put(Unit("X01", "南牛乡", "乡镇"))
        assert not path.exists()
    assert list(tmp_path.iterdir()) == [path]
    with Store.open(path, write=False) as store:
        assert store.read().units == (Unit("X01", "南牛乡", "乡镇"),)
        assert store.verify() == []


def test_an_empty_new_file_is_an_assessment(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.kaoping").close()
    with Store.open(tmp_path / "a.kaoping", write=False) as store:
        assert store.read().settings == Settings()
        assert store.verify() == []


def test_a_new_file_is_thrown_away_with_its_exception(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Store.create(tmp_path / "a.kaoping"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    with pytest.raises(UserError, match="已经存在"), Store.create(path):
        path.write_text("came meanwhile")
    assert path.read_text() == "came meanwhile"
    with pytest.raises(UserError, match="已经存在"):
        Store.create(path)
    assert list(tmp_path.iterdir()) == [path]


def test_two_cannot_make_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    with Store.create(path), pytest.raises(UserError, match=r"自.*起"):
        Store.create(path)
    assert list(tmp_path.iterdir()) == [path]


BIG = """
import os, signal, sys
from pathlib import Path
import numpy as np
from core.model.marks import make_marks
from core.model.people import Expert, Unit
from core.store import store as module
from core.store.store import Store

path, moment, fresh = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "new"

def die(*_given):
    os.kill(os.getpid(), signal.SIGKILL)

commit = module._commit
def dying_commit(connection):
    if moment == "before commit":
        die()
    commit(connection)
    if moment == "after commit":
        die()

def big(store):
    connection = store._connection
    connection.execute("PRAGMA cache_size = 20")  # so that half an edit reaches the file
    if moment.isdigit():
        calls = iter(range(int(moment)))
        connection.set_progress_handler(lambda: die() if next(calls, None) is None else 0, 5000)
    module._commit = dying_commit
    with store.edit("大量") as edit:
        from core.model.plan import Indicator
        from core.model.rounds import Round
        edit.put(*(Unit(f"K{n:03}", "单位", "乡镇") for n in range(300)))
        edit.put(*(Expert(f"K{n:03}", "专家") for n in range(40)))
        edit.put(Indicator("K", "指标"), Round(3))
        snapshot = store.read()
        unit = np.repeat(np.arange(len(snapshot.units)), len(snapshot.experts))
        expert = np.tile(np.arange(len(snapshot.experts)), len(snapshot.units))
        leaf = np.full(len(unit), snapshot.tree.leaf_position["K"])
        edit.put_marks(snapshot, make_marks(unit, leaf, expert, np.full(len(unit), 3), unit))

with (Store.create(path) if fresh else Store.open(path)) as store:
    big(store)
print("done")
"""


def big_edit(path: Path, moment: str, kind: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", BIG, str(path), moment, kind]
    return subprocess.run(command, capture_output=True, check=False)


MOMENTS = ["3", "40", "80", "120", "before commit", "after commit"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_edit_leaves_before_or_after(
    stored: Path, whole: Any, flat: Flat, moment: str
) -> None:
    killed = big_edit(stored, moment, "old")
    assert killed.returncode == -9, killed.stderr.decode()
    for write in (False, True):
        with Store.open(stored, write=write) as store:
            snapshot = store.read()
            assert store.verify() == []
        if moment == "after commit":
            assert len(snapshot.marks) > 10_000
        else:
            assert flat(snapshot) == flat(whole.snapshot)
    assert list(stored.parent.iterdir()) == [stored]


def test_the_same_edit_without_a_kill_is_done(stored: Path) -> None:
    done = big_edit(stored, "100000", "old")
    assert done.stdout == b"done\n", done.stderr.decode()
    with Store.open(stored, write=False) as store:
        assert len(store.read().marks) > 10_000


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_create_leaves_no_file(tmp_path: Path, moment: str) -> None:
    path = tmp_path / "a.kaoping"
    assert big_edit(path, moment, "new").returncode == -9
    assert not path.exists()
    with Store.create(path):
        pass
    assert path.exists()


CODES = st.sampled_from(["A", "B", "C"])
NAMES = st.sampled_from(["甲", "乙"])
PLACES = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1), st.integers(1, 2))
Model = tuple[dict[str, str], dict[tuple[int, ...], int]]


class Assessment(RuleBasedStateMachine):
    """Vetoes and marks against two plain dictionaries, with lists of states to undo and redo."""

    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "a.kaoping"
        with Store.create(self.path) as store, store.edit("建立") as edit:
            edit.put(*(Unit(f"U{n}", "", "乡镇") for n in range(3)))
            edit.put(*(Indicator(str(n), "") for n in range(2)))
            edit.put(*(Expert(f"E{n}", "") for n in range(2)), Round(1), Round(2))
        self.store = Store.open(self.path)
        self.now: Model = ({}, {})
        self.past: list[Model] = []
        self.future: list[Model] = []

    @rule(puts=st.dictionaries(CODES, NAMES, max_size=3), deletes=st.sets(CODES))
    def edit_rows(self, puts: dict[str, str], deletes: set[str]) -> None:
        with self.store.edit("行") as edit:
            edit.put(*(Veto("U0", code, name) for code, name in puts.items()))
            edit.delete(*(Veto("U0", code) for code in deletes))
        rows = {k: v for k, v in (self.now[0] | puts).items() if k not in deletes}
        self._after((rows, self.now[1]), edit.changed is not None)

    @rule(puts=st.dictionaries(PLACES, st.integers(-1, 3), max_size=4), deletes=st.sets(PLACES))
    def edit_marks(self, puts: dict[Any, int], deletes: set[Any]) -> None:
        snapshot = self.store.read()
        with self.store.edit("评分") as edit:
            edit.put_marks(snapshot, self._marks(puts))
            edit.delete_marks(snapshot, self._marks(dict.fromkeys(deletes, 0)))
        marks = {k: v for k, v in (self.now[1] | puts).items() if k not in deletes}
        self._after((self.now[0], marks), edit.changed is not None)

    def _marks(self, model: dict[Any, int]) -> Any:
        columns = np.array([(*k, v) for k, v in model.items()], dtype=np.int64).reshape(-1, 5)
        return make_marks(*columns.T)

    def _after(self, new: Model, changed: bool) -> None:
        assert changed == (new != self.now)
        if changed:
            self.past.append(self.now)
            self.future.clear()
        self.now = new

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.store.undo()
        self.future.append(self.now)
        self.now = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.store.redo()
        self.past.append(self.now)
        self.now = self.future.pop()

    @precondition(lambda self: not self.future)
    @rule()
    def redo_nothing(self) -> None:
        with suppress(UserError):
            self.store.redo()
            raise AssertionError("there was nothing to redo")

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path)
        assert self.store.verify() == []

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        snapshot = self.store.read()
        assert {v.item: v.ceiling for v in snapshot.vetoes} == self.now[0]
        m = snapshot.marks
        keys = zip(*(c.tolist() for c in (m.unit, m.leaf, m.expert, m.round)), strict=True)
        assert dict(zip(keys, m.value.tolist(), strict=True)) == self.now[1]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)


Assessment.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestAssessment = Assessment.TestCase

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import Refused, UserError
from core.model.people import Unit
from core.store.backup import backup, restore, verify_file
from core.store.store import Store

Sql = Callable[..., list[Any]]


def test_a_backup_is_the_assessment(stored: Path, whole: Any, flat: Any) -> None:
    target = stored.with_name("备份.kaoping")
    backup(stored, target)
    assert sorted(stored.parent.iterdir()) == sorted([stored, target])
    with Store.open(target) as store:
        assert flat(store.read()) == flat(whole.snapshot)
        assert len(store.journal()) == 1


def test_an_open_assessment_is_backed_up_as_last_committed(stored: Path, tmp_path: Path) -> None:
    with Store.open(stored) as store:
        with store.edit("一") as edit:
            edit.put(Unit("N1", "一", "乡镇"))
        backup(stored, tmp_path / "b.kaoping")
        with store.edit("二") as edit:
            edit.put(Unit("N2", "二", "乡镇"))
    with Store.open(tmp_path / "b.kaoping", write=False) as store:
        assert [u.code for u in store.read().units][-1] == "N1"


def test_restored_it_is_the_assessment(stored: Path, whole: Any, flat: Any) -> None:
    copy, back = stored.with_name("b.kaoping"), stored.with_name("c.kaoping")
    backup(stored, copy)
    restore(copy, back)
    with Store.open(back, write=False) as store:
        assert flat(store.read()) == flat(whole.snapshot)


@pytest.mark.parametrize("verb", [backup, restore])
def test_nothing_is_overwritten(stored: Path, verb: Callable[[Path, Path], None]) -> None:
    taken = stored.with_name("taken")
    taken.write_text("mine")
    with pytest.raises(UserError, match="taken"):
        verb(stored, taken)
    assert taken.read_text() == "mine"
    with pytest.raises(UserError):
        verb(stored, stored)


@pytest.mark.parametrize("verb", [backup, restore])
def test_an_altered_file_is_not_copied(
    stored: Path, sql: Sql, verb: Callable[[Path, Path], None]
) -> None:
    sql(stored, "UPDATE units SET name = '假'")
    target = stored.with_name("b.kaoping")
    with pytest.raises(Refused) as refusal:
        verb(stored, target)
    assert refusal.value.problems[0].place.sheet == "单位"
    assert list(stored.parent.iterdir()) == [stored]


def test_what_is_no_assessment_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "x.kaoping").write_text("something else")
    with pytest.raises(UserError, match="不是考评文件"):
        restore(tmp_path / "x.kaoping", tmp_path / "y.kaoping")
    assert not (tmp_path / "y.kaoping").exists()


def test_a_missing_folder_is_named(stored: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        backup(stored, stored.parent / "nowhere" / "b.kaoping")


def test_a_damaged_file_is_a_finding_and_no_assessment_an_error(stored: Path) -> None:
    stored.write_bytes(stored.read_bytes()[:-5000])
    (problem,) = verify_file(stored)
    assert "损坏" in problem.expected
    stored.write_text("text")
    with pytest.raises(UserError, match="不是考评文件"):
        verify_file(stored)

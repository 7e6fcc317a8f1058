from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import UserError
from core.store import connection as connection_module
from core.store import opening, verify
from core.store.connection import column_defaults
from core.store.migrations import MIGRATIONS
from core.store.opening import copy_into
from core.store.store import Store

Sql = Callable[..., list[Any]]
NEXT_STEP = "CREATE TABLE evidence (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that knows one step more."""
    for module in (connection_module, opening, verify):
        monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, NEXT_STEP))
    column_defaults.cache_clear()
    yield
    column_defaults.cache_clear()


def test_an_older_file_is_backed_up_and_migrated(
    stored: Path, newer_program: None, sql: Sql, whole: Any, flat: Any
) -> None:
    before = sql(stored, "SELECT seq, hash, rows, marks FROM journal")
    with Store.open(stored) as store:
        assert flat(store.read()) == flat(whole.snapshot)
        assert store.verify() == []
    (kept,) = [p for p in stored.parent.iterdir() if p != stored]
    assert "升级前" in kept.name
    assert sql(kept, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert sql(kept, "SELECT seq, hash, rows, marks FROM journal") == before
    assert sql(stored, "PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]
    assert sql(stored, "SELECT * FROM evidence") == []
    Store.open(stored).close()
    assert len(list(stored.parent.iterdir())) == 2


def test_an_older_file_is_read_without_changing_it(
    stored: Path, newer_program: None, whole: Any, flat: Any
) -> None:
    before = stored.read_bytes()
    with Store.open(stored, write=False) as store:
        assert flat(store.read()) == flat(whole.snapshot)
        assert store.verify() == []
        assert list(stored.parent.iterdir()) == [stored]
    assert stored.read_bytes() == before


def test_a_step_that_fails_leaves_the_older_file(
    stored: Path, monkeypatch: pytest.MonkeyPatch, sql: Sql
) -> None:
    bad = "CREATE TABLE a (x TEXT) STRICT; INSERT INTO nowhere VALUES (1)"
    for module in (connection_module, opening):
        monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, bad))
    with pytest.raises(UserError):
        Store.open(stored)
    monkeypatch.undo()
    assert sql(stored, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    with Store.open(stored) as store:
        assert store.verify() == []


def test_reading_leaves_the_folder_alone(stored: Path) -> None:
    before = stored.stat()
    with Store.open(stored, write=False) as store:
        store.read()
        store.verify()
        assert list(stored.parent.iterdir()) == [stored]
    after = stored.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def test_a_read_only_file_in_a_read_only_folder_is_read(stored: Path) -> None:
    stored.chmod(0o444)
    stored.parent.chmod(0o555)
    try:
        with Store.open(stored, write=False) as store:
            assert store.read().units
    finally:
        stored.parent.chmod(0o755)


def test_a_read_only_file_is_not_opened_for_writing(stored: Path) -> None:
    stored.chmod(0o444)
    with pytest.raises(UserError, match="只读"):
        Store.open(stored)
    assert list(stored.parent.iterdir()) == [stored]


@pytest.mark.parametrize("write", [True, False])
def test_what_is_not_there_or_no_file_is_named(tmp_path: Path, write: bool) -> None:
    with pytest.raises(UserError, match=r"a\.kaoping"):
        Store.open(tmp_path / "a.kaoping", write=write)
    with pytest.raises(UserError, match="不是文件"):
        Store.open(tmp_path, write=write)
    assert list(tmp_path.iterdir()) == []


def test_strange_triggers_are_read_past_but_not_written_with(stored: Path, sql: Sql) -> None:
    sql(stored, "CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM vetoes; END")
    with Store.open(stored, write=False) as store:
        assert store.read().units
    with pytest.raises(UserError, match="结构"):
        Store.open(stored)


LEAVE_HOT_JOURNAL = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.executescript("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE")
for n in range(20000):
    db.execute("INSERT INTO units VALUES (?, ?, '', '', '', '')", (n + 10, "K%05d" % n))
db.execute("UPDATE units SET name = 'half'")
os._exit(9)
"""


@pytest.fixture
def killed(stored: Path) -> Path:
    """A file whose writer died with part of a transaction already in it."""
    subprocess.run([sys.executable, "-c", LEAVE_HOT_JOURNAL, str(stored)], check=False)
    assert stored.with_name(stored.name + "-journal").stat().st_size > 0
    return stored


def test_a_reader_sees_the_state_before_a_killed_commit(
    killed: Path, whole: Any, flat: Any
) -> None:
    files = {p: p.read_bytes() for p in killed.parent.iterdir()}
    with Store.open(killed, write=False) as store:
        assert flat(store.read()) == flat(whole.snapshot)
        assert store.verify() == []
    assert {p: p.read_bytes() for p in killed.parent.iterdir()} == files


def test_a_writer_recovers_from_a_killed_commit(killed: Path, whole: Any, flat: Any) -> None:
    with Store.open(killed) as store:
        assert flat(store.read()) == flat(whole.snapshot)
        assert store.verify() == []
    assert list(killed.parent.iterdir()) == [killed]


def test_a_copy_that_is_not_sound_is_refused(stored: Path, tmp_path: Path) -> None:
    content = bytearray(stored.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\x55" * 4096
    bad = tmp_path / "bad.kaoping"
    bad.write_bytes(content)
    target = tmp_path / "copy"
    shutil.copyfile(stored, target)
    with sqlite3.connect(bad) as connection, pytest.raises(UserError, match="备份没有写好"):
        copy_into(connection, target)
    connection.close()

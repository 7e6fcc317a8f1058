from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.model.people import Unit
from core.store import connection as connection_module
from core.store.connection import column_defaults
from core.store.journal import (
    Kind,
    RowChange,
    Stored,
    aligned,
    pack_rows,
    seal,
    stored_entries,
    unpack_rows,
)
from core.store.lock import user_name
from core.store.migrations import MIGRATIONS
from core.store.rows import TABLES
from core.store.store import Store

COLUMNS = ("word",)


def test_rows_come_back_as_they_were_packed() -> None:
    rows = (
        RowChange("words", 0, COLUMNS, None, ("优",)),
        RowChange("words", 1, COLUMNS, ("良",), None),
        RowChange("units", 7, ("code", "name"), ("a", None), ("a", "甲")),
    )
    assert unpack_rows(pack_rows(rows)) == rows
    assert unpack_rows(pack_rows(())) == ()


@pytest.mark.parametrize("blob", [b"x", zlib.compress(b"[]")[:-2], zlib.compress(b'{"a":{}}')])
def test_other_bytes_are_no_rows(blob: bytes) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, zlib.error)):
        unpack_rows(blob)


def test_an_entry_says_who_when_and_what(stored: Path) -> None:
    before = datetime.now().astimezone()
    with Store.open(stored) as store:
        with store.edit("改名") as edit:
            edit.put(Unit("X01", "南牛镇", "乡镇"), Unit("N", "新", "县直"))
        store.undo(actor="李四")
        first, second, third = store.journal()
    assert (first.actor, first.label, first.seq, first.kind) == ("测试", "建立", 1, Kind.EDIT)
    assert first.summary["marks"] == 6
    assert (second.actor, second.summary) == (user_name(), {"units": 2})
    assert before.replace(microsecond=0) <= second.at <= datetime.now().astimezone()
    assert (third.kind, third.target, third.actor) == (Kind.UNDO, 2, "李四")


def test_an_entry_names_every_mark_before_and_after(stored: Path, whole: Any) -> None:
    with Store.open(stored, write=False) as store:
        changes = store.changes(1)
        with pytest.raises(KeyError):
            store.changes(2)
    assert len(changes.marks) == len(whole.snapshot.marks)
    assert sorted(changes.marks.after.tolist()) == sorted(whole.snapshot.marks.value.tolist())
    assert set(changes.marks.before.tolist()) == {-2}
    assert {row.table for row in changes.rows} == set(TABLES)


def test_each_entry_is_sealed_to_the_one_before(stored: Path) -> None:
    with Store.open(stored) as store:
        for name in ("甲", "乙"):
            with store.edit(name) as edit:
                edit.put(Unit("N", name, "县直"))
    with closing(sqlite3.connect(stored)) as connection:
        entries = list(stored_entries(connection))
    assert [e.previous for e in entries] == ["", *(e.hash for e in entries[:-1])]
    assert all(seal(e) == e.hash for e in entries)


@pytest.mark.parametrize("field", [f for f in Stored._fields if f != "hash"])
def test_the_seal_is_over_everything(stored: Path, field: str) -> None:
    with closing(sqlite3.connect(stored)) as connection:
        (entry,) = stored_entries(connection)
    other = {"seq": 2, "target": 1, "rows": b"x", "marks": b"x"}.get(field, "x")
    assert seal(entry._replace(**{field: other})) != entry.hash


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal",
        "UPDATE journal SET label = 'x'",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ],
)
def test_the_journal_only_grows(
    stored: Path, sql: Callable[..., list[Any]], statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sql(stored, statement)


def test_an_older_row_is_read_with_the_columns_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    step = "ALTER TABLE words ADD COLUMN share TEXT NOT NULL DEFAULT '1'"
    monkeypatch.setattr(connection_module, "MIGRATIONS", (*MIGRATIONS, step))
    column_defaults.cache_clear()
    table = TABLES["words"]
    newer = type(table)("words", "", ("word", "share"), ("word",))
    try:
        assert aligned(("优",), ("word",), newer) == ("优", "1")
        assert aligned(("优",), ("word",), table) == ("优",)
        assert aligned(None, ("word",), newer) is None
    finally:
        column_defaults.cache_clear()

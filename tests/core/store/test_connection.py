from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.errors import UserError
from core.store import connection as module
from core.store.connection import (
    Damaged,
    checked,
    column_defaults,
    connect,
    inspect,
    plain_words,
    pragma,
)
from core.store.migrations import APPLICATION_ID, MIGRATIONS
from core.store.store import Store

Sql = Callable[..., list[Any]]


def check(path: Path) -> int:
    with closing(connect(path, write=False)) as connection:
        return inspect(connection, path)


def test_a_sound_file_passes(stored: Path) -> None:
    assert check(stored) == len(MIGRATIONS)


def test_nothing_in_the_file_is_trusted(stored: Path) -> None:
    with closing(connect(stored, write=True)) as connection:
        assert pragma(connection, "trusted_schema") == 0
        assert pragma(connection, "foreign_keys") == 1
        with pytest.raises(sqlite3.OperationalError, match="not authorized"):
            connection.execute("SELECT load_extension('x')")


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("empty.kaoping", b"", "不是考评文件"),
        ("text.kaoping", "并非数据库".encode() * 400, "不是考评文件"),
        ("short.kaoping", b"SQLite format 3\x00", "不是考评文件"),
        ("book.xlsx", b"PK\x03\x04" + bytes(2000), "工作簿"),
        ("E01.ballot", os.urandom(3000), "选票"),
        ("E01.return", os.urandom(3000), "交回"),
    ],
)
def test_what_is_no_assessment_is_told_so(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for write in (False, True):
        with pytest.raises(UserError, match=advice) as refusal:
            Store.open(path, write=write)
        assert not isinstance(refusal.value, Damaged)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert path.read_bytes() == content


def test_somebody_elses_database_is_no_assessment(tmp_path: Path, sql: Sql) -> None:
    path = tmp_path / "other.db"
    sql(path, "CREATE TABLE units (code TEXT)")
    with pytest.raises(UserError, match="不是考评文件"):
        check(path)


def test_a_newer_file_says_what_to_install(stored: Path, sql: Sql) -> None:
    sql(stored, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    for write in (False, True):
        with pytest.raises(UserError, match="最新版本"):
            Store.open(stored, write=write)


@pytest.mark.parametrize("keep", [0.999, 0.5, 0.1])
def test_a_file_cut_short_is_damaged(stored: Path, keep: float) -> None:
    content = stored.read_bytes()
    stored.write_bytes(content[: int(len(content) * keep)])
    for write in (False, True):
        with pytest.raises(Damaged, match="备份"):
            Store.open(stored, write=write)


def test_one_with_only_its_header_left_is_damaged(stored: Path) -> None:
    stored.write_bytes(stored.read_bytes()[:100])
    with pytest.raises(Damaged):
        Store.open(stored, write=False)


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA application_id = 1",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -4",
        "ALTER TABLE units ADD COLUMN extra TEXT",
        "DROP TABLE vetoes",
        "CREATE TABLE added (x TEXT)",
    ],
)
def test_changed_tables_or_marks_in_the_header_are_damage(
    stored: Path, sql: Sql, statement: str
) -> None:
    sql(stored, statement)
    with pytest.raises(Damaged, match=r"示例县\.kaoping"):
        check(stored)


def test_a_column_added_later_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    step = "ALTER TABLE units ADD COLUMN level TEXT NOT NULL DEFAULT '县级'"
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, step))
    column_defaults.cache_clear()
    try:
        assert column_defaults("units")["level"] == "县级"
        assert column_defaults("units")["code"] is None
    finally:
        column_defaults.cache_clear()


def test_a_busy_file_is_not_called_damaged(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(stored, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="正被另一个程序写入") as refusal:
            Store.open(stored, write=False)
    assert not isinstance(refusal.value, Damaged)


def test_a_bug_in_a_statement_stays_a_bug(tmp_path: Path) -> None:
    db = sqlite3.connect(":memory:")
    with closing(db), pytest.raises(sqlite3.ProgrammingError), plain_words(tmp_path):
        db.execute("SELECT ?", (1, 2))


@pytest.mark.parametrize(
    ("code", "words"),
    [(sqlite3.SQLITE_FULL, "磁盘已满"), (sqlite3.SQLITE_IOERR, "磁盘出错"), (11, "已损坏")],
)
def test_what_sqlite_says_is_put_into_plain_words(tmp_path: Path, code: int, words: str) -> None:
    error = sqlite3.OperationalError("as SQLite has it")
    error.sqlite_errorcode = code
    with pytest.raises(UserError, match=words), plain_words(tmp_path / "a.kaoping"):
        raise error


def test_the_mark_is_where_the_header_has_it(stored: Path) -> None:
    assert stored.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")


def test_bytes_that_sqlite_cannot_quote_are_damage(stored: Path) -> None:
    error = UnicodeDecodeError("utf-8", b"\xc9", 0, 1, "invalid continuation byte")
    with pytest.raises(Damaged), plain_words(stored):
        raise error


def test_a_damaged_schema_is_damage(stored: Path) -> None:
    data = stored.read_bytes()
    for word in (b"CREATE TABLE units", b"CREATE TABLE rounds"):
        at = data.index(word)
        stored.write_bytes(data[: at + 8] + b"\xc9\xff" + data[at + 10 :])
        with pytest.raises(UserError):
            checked(stored, write=False)

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.model.data import Veto
from core.model.marks import make_marks
from core.model.people import Unit
from core.model.plan import RatingMode, Settings
from core.model.problem import Problem
from core.store.backup import verify_file
from core.store.store import Store
from core.store.verify import SHOWN

Sql = Callable[..., list[Any]]
DROP_GUARDS = (
    "DROP TRIGGER journal_keeps_entries",
    "DROP TRIGGER journal_keeps_words",
    "DROP TRIGGER journal_goes_on",
)


@pytest.fixture
def lived_in(stored: Path, whole: Any) -> Path:
    """A file with several entries of every kind behind it."""
    with Store.open(stored) as store:
        snapshot = store.read()
        with store.edit("改名") as edit:
            edit.put(Unit("X01", "南牛镇", "乡镇"), Unit("N", "新", "县直"))
        with store.edit("评分") as edit:
            edit.put_marks(snapshot, make_marks([0, 1], [0, 0], [0, 0], [1, 1], [5, 6]))
        store.undo()
        store.redo()
        with store.edit("删") as edit:
            edit.delete(Veto("B01", "安全事故"))
        store.undo()
        with store.edit("删评分") as edit:
            edit.delete_marks(snapshot, snapshot.marks.take(slice(1, 2)))
    return stored


def findings(path: Path) -> list[Problem]:
    with Store.open(path, write=False) as store:
        return store.verify()


def test_what_only_the_program_touched_is_sound(lived_in: Path) -> None:
    assert findings(lived_in) == []
    assert verify_file(lived_in) == []


def cells(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        names = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            (name, row[1]) for name in names for row in db.execute(f"PRAGMA table_info({name})")
        ]


def unguarded(path: Path, statement: str) -> int:
    """Do it past every trigger and check, as a determined person would; the rows it changed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in guards:
            db.execute(f"DROP TRIGGER {name}")
        count = db.execute(statement).rowcount
        for _name, sql in guards:
            db.execute(sql)
        return count


def test_any_altered_cell_is_noticed(lived_in: Path) -> None:
    content = lived_in.read_bytes()
    for table, column in cells(lived_in):
        value = (
            f'CASE typeof({table}."{column}") WHEN \'integer\' THEN {table}."{column}" + 1000'
            f" WHEN 'blob' THEN x'78' WHEN 'null' THEN '7' ELSE {table}.\"{column}\" || '1' END"
        )
        which = "unit || leaf || expert" if table == "marks" else "rowid"
        statement = (
            f'UPDATE {table} SET "{column}" = {value}'
            f" WHERE {which} = (SELECT max({which}) FROM {table})"
        )
        assert unguarded(lived_in, statement) == 1
        assert findings(lived_in), (table, column)
        lived_in.write_bytes(content)


def test_any_deleted_row_is_noticed(lived_in: Path) -> None:
    content = lived_in.read_bytes()
    for table in dict.fromkeys(table for table, _column in cells(lived_in)):
        which = "unit || leaf || expert || round" if table == "marks" else "rowid"
        with closing(sqlite3.connect(lived_in)) as db:
            rows = [r[0] for r in db.execute(f"SELECT {which} FROM {table}")]
        assert rows, table
        for row in rows:
            assert unguarded(lived_in, f"DELETE FROM {table} WHERE {which} = '{row}'") == 1
            assert findings(lived_in), (table, row)
            lived_in.write_bytes(content)


def test_any_added_row_is_noticed(lived_in: Path) -> None:
    content = lived_in.read_bytes()
    for table in dict.fromkeys(table for table, _column in cells(lived_in)):
        columns = [c for t, c in cells(lived_in) if t == table]
        shifted = ", ".join(
            f'CASE typeof("{c}") WHEN \'integer\' THEN "{c}" + 1000'
            f" WHEN 'text' THEN \"{c}\" || 'x' ELSE \"{c}\" END"
            for c in columns
        )
        statement = f"INSERT INTO {table} SELECT {shifted} FROM {table} LIMIT 1"
        assert unguarded(lived_in, statement) == 1
        assert findings(lived_in), table
        lived_in.write_bytes(content)


@pytest.mark.parametrize("guard", DROP_GUARDS)
def test_a_missing_guard_of_the_journal_is_noticed(lived_in: Path, sql: Sql, guard: str) -> None:
    sql(lived_in, guard)
    (problem,) = findings(lived_in)
    assert guard.split()[-1] in str(problem)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM vetoes; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE INDEX i ON units (name)",
        "CREATE TABLE added (x TEXT)",
        "ALTER TABLE units ADD COLUMN x TEXT",
        "DROP TABLE vetoes",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 0",
    ],
)
def test_a_changed_structure_is_noticed(lived_in: Path, sql: Sql, statement: str) -> None:
    sql(lived_in, statement)
    assert verify_file(lived_in)


def test_rows_put_back_with_their_entries_cut_off_are_noticed(lived_in: Path, sql: Sql) -> None:
    """The last entry and its effect are both taken away: only the head still tells."""
    with Store.open(lived_in) as store, store.edit("临时") as edit:
        edit.put(Unit("T", "临时", "乡镇"))
    sql(lived_in, "DELETE FROM units WHERE code = 'T'")
    unguarded(lived_in, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    (problem,) = findings(lived_in)
    assert "末尾" in str(problem)


def test_each_finding_names_the_sheet_and_the_key(lived_in: Path, sql: Sql) -> None:
    sql(
        lived_in,
        "UPDATE actuals SET value = '99' WHERE unit = 'X01'",
        "DELETE FROM adjustments",
        "INSERT INTO vetoes VALUES (50, 'X02', '凭空', '')",
        "UPDATE marks SET value = 9500000 WHERE unit = 2 AND expert = 1 AND round = 1",
        "UPDATE reasons SET text = '换了' WHERE id = 1",
        "UPDATE settings SET value = '3' WHERE name = 'decimals'",
    )
    told = {(p.place.sheet, p.place.key): p.expected for p in findings(lived_in)}
    assert "“95.1”" in told["完成值", ("X01", "1.1")] and "“99”" in told["完成值", ("X01", "1.1")]
    assert "删去" in told["加减分", ("X01", "省级表彰")]
    assert "不是由本程序" in told["否决", ("X02", "凭空")]
    assert "应为“7”，现为“9.5”" in told["评分", ("第1轮", "E02", "X01", "2.1")]
    assert "材料齐全" in told["理由", ("第1轮", "E01", "X02", "2.1")]
    assert "现为“3”" in told["方案", ("decimals",)]
    assert len(told) == 6


def test_grades_and_abstentions_are_told_as_words(lived_in: Path, sql: Sql) -> None:
    with Store.open(lived_in) as store:
        snapshot = store.read()
        with store.edit("等级") as edit:
            edit.delete_marks(snapshot, snapshot.marks)
            edit.put_settings(Settings(rating_mode=RatingMode.WORDS))
            edit.put_marks(snapshot, make_marks([0], [0], [0], [1], [1]))
    sql(lived_in, "UPDATE marks SET value = -1")
    (problem,) = findings(lived_in)
    assert "应为“良”，现为“弃权”" in problem.expected


def test_of_many_findings_some_are_shown_and_the_rest_counted(lived_in: Path, sql: Sql) -> None:
    with Store.open(lived_in) as store, store.edit("许多") as edit:
        edit.put(*(Unit(f"M{n}", "单位", "乡镇") for n in range(SHOWN + 5)))
    sql(lived_in, "UPDATE units SET note = 'x' WHERE code LIKE 'M%'")
    problems = findings(lived_in)
    assert len(problems) == SHOWN + 1
    assert "另有5行" in problems[-1].expected


def test_a_broken_page_is_noticed(lived_in: Path) -> None:
    content = lived_in.read_bytes()
    found = 0
    for page in range(1, len(content) // 4096):
        broken = bytearray(content)
        broken[page * 4096 : (page + 1) * 4096] = bytes(n * 7 % 251 for n in range(4096))
        lived_in.write_bytes(broken)
        found += bool(verify_file(lived_in))
    assert found == len(content) // 4096 - 1


def test_entries_with_a_forged_seal_do_not_break_it(lived_in: Path) -> None:
    unguarded(lived_in, "UPDATE journal SET rows = x'00', marks = x'01' WHERE seq = 2")
    text = " ".join(map(str, findings(lived_in)))
    assert "读不出来" in text and "校验值不符" in text

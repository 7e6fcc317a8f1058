from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.model.people import Expert, Unit
from core.store.migrations import MIGRATIONS
from core.store.rows import TABLE_OF, TABLES, to_row
from core.store.store import Store
from core.store.tables import (
    FEW,
    database,
    delete_rows,
    every_row,
    found_by_id,
    found_by_key,
    next_id,
    put_rows,
)

UNITS = TABLES["units"]


@pytest.fixture
def db() -> Iterator[Any]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in MIGRATIONS:
            connection.executescript(step)
        yield database(connection)


def unit(n: int) -> Any:
    return to_row(Unit(f"U{n:03}", f"单位{n}", "乡镇"))


def test_rows_come_back_as_they_were_put_in_the_order_of_their_ids(db: Any) -> None:
    put_rows(db, UNITS, {7: unit(7), 2: unit(2)})
    assert list(every_row(db, UNITS)) == [(2, unit(2)), (7, unit(7))]
    assert found_by_id(db, UNITS, [7, 8]) == {7: unit(7)}
    assert next_id(db, UNITS) == 8


def test_a_row_is_put_over_the_one_with_its_id(db: Any) -> None:
    put_rows(db, UNITS, {1: unit(1)})
    put_rows(db, UNITS, {1: unit(9), 2: unit(2)})
    assert list(every_row(db, UNITS)) == [(1, unit(9)), (2, unit(2))]


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 3 * FEW])
def test_few_keys_and_many_are_found_alike(db: Any, count: int) -> None:
    put_rows(db, UNITS, {n: unit(n) for n in range(1, count + 1)})
    keys = [(f"U{n:03}",) for n in range(2, count + 3)]
    found = found_by_key(db, UNITS, keys)
    assert found == {(f"U{n:03}",): (n, unit(n)) for n in range(2, count + 1)}
    assert found_by_id(db, UNITS, range(2, count + 3)) == {n: unit(n) for n in range(2, count + 1)}


def test_rows_are_removed(db: Any) -> None:
    put_rows(db, UNITS, {n: unit(n) for n in (1, 2, 3)})
    delete_rows(db, UNITS, [1, 3])
    assert [id_ for id_, _row in every_row(db, UNITS)] == [2]


def test_an_empty_table_has_nothing_and_starts_at_one(db: Any) -> None:
    assert (list(every_row(db, UNITS)), next_id(db, UNITS)) == ([], 1)
    put_rows(db, UNITS, {})
    assert found_by_key(db, UNITS, [("U001",)]) == {}


def test_writing_stays_inside_the_transaction_that_is_open(db: Any) -> None:
    db.conn.execute("BEGIN")
    put_rows(db, UNITS, {n: unit(n) for n in range(1, 500)})
    delete_rows(db, UNITS, [1])
    assert db.conn.in_transaction
    db.conn.execute("ROLLBACK")
    assert list(every_row(db, UNITS)) == []


def test_a_decimal_is_stored_as_its_digits(stored: Path) -> None:
    weight = Decimal("1.10000000000000000001")
    with Store.open(stored) as store:
        with store.edit("权重") as edit:
            edit.put(Expert("E03", "赵六", weight=weight))
        assert store.read().experts[-1].weight == weight
    kinds = {type(cell) for cell in to_row(Expert("E03", "赵六", weight=weight))}
    assert kinds == {str}


def test_an_edit_never_makes_a_table(stored: Path) -> None:
    from core.store.connection import expected_schema, schema_of

    with closing(sqlite3.connect(stored)) as connection:
        assert schema_of(connection) == expected_schema(len(MIGRATIONS))
    assert {table.name for table in TABLE_OF.values()} <= set(TABLES)


def test_no_plug_in_of_another_program_runs(tmp_path: Path) -> None:
    code = (
        "import sqlite3, sqlite_utils.db as d\n"
        "from core.store.tables import database\n"
        "d.ensure_plugins_loaded = lambda: 1 / 0\n"
        "database(sqlite3.connect(':memory:'))\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()

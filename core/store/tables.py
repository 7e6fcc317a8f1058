"""The tables of nouns through sqlite-utils: found by key, read in order, put and removed.

sqlite-utils makes a table for any name it does not know and stores a `Decimal` as a float, both
without a word. So only a declared `Table` is ever named here, and cells come from
`core.store.rows`, which writes decimals as text. Inside an open transaction its writes are
savepoints of that transaction. Marks do not come this way: a million of them want bare
`executemany` (see `core.store.ratings`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from core.store.rows import Row, Table

if TYPE_CHECKING:
    from sqlite_utils import Database

FEW = 64  # up to so many keys are looked up one by one
Found = tuple[int, Row]  # id, cells


def database(connection: sqlite3.Connection) -> Database:
    """The connection with sqlite-utils around it; no plug-in of some other program runs in it."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def quoted(table: Table) -> str:
    """The columns for SQL; one is called "order"."""
    return ", ".join(f'"{column}"' for column in table.columns)


def every_row(db: Database, table: Table) -> Iterator[Found]:
    """All rows in the order of their ids."""
    rows = db.table(table.name).rows_where(select=f"id, {quoted(table)}", order_by="id")
    for row in rows:
        id_, *cells = row.values()
        yield id_, tuple(cells)


def found_by_id(db: Database, table: Table, ids: Iterable[int]) -> dict[int, Row]:
    """The stored rows among those asked for, by id."""
    wanted = set(ids)
    if len(wanted) > FEW:
        return {id_: row for id_, row in every_row(db, table) if id_ in wanted}
    query = f"SELECT {quoted(table)} FROM {table.name} WHERE id = ?"
    cursors = ((id_, db.execute(query, [id_]).fetchone()) for id_ in wanted)
    return {id_: row for id_, row in cursors if row is not None}


def found_by_key(db: Database, table: Table, keys: Iterable[Row]) -> dict[Row, Found]:
    """The stored rows among those asked for, by key."""
    wanted = set(keys)
    if len(wanted) > FEW:
        every = ((table.key_of(row), (id_, row)) for id_, row in every_row(db, table))
        return {key: found for key, found in every if key in wanted}
    cursors = ((key, db.execute(_by_key(table), key).fetchone()) for key in wanted)
    return {key: (row[0], row[1:]) for key, row in cursors if row is not None}


@cache
def _by_key(table: Table) -> str:
    where = " AND ".join(f'"{column}" = ?' for column in table.key)
    return f"SELECT id, {quoted(table)} FROM {table.name} WHERE {where}"


def next_id(db: Database, table: Table) -> int:
    """The id that SQLite itself would give the next row."""
    (most,) = db.execute(f"SELECT max(id) FROM {table.name}").fetchone()
    return 1 if most is None else int(most) + 1


def put_rows(db: Database, table: Table, rows: Mapping[int, Row]) -> None:
    """Write rows, each over the one with its id."""
    if rows:
        records = ((id_, *row) for id_, row in rows.items())
        db.table(table.name).upsert_all(_headed(("id", *table.columns), records), pk="id")


def _headed(columns: Row, records: Iterable[Row]) -> Iterator[Row]:
    yield columns
    yield from records


def delete_rows(db: Database, table: Table, ids: Iterable[int]) -> None:
    """Remove rows; each is there."""
    for id_ in ids:
        db.table(table.name).delete(id_)

"""The journal: what every edit changed, who made it and when, each entry sealed to the last.

An entry holds each row before and after (rows as compressed JSON, marks as packed columns) and
a SHA-256 over its content and the hash of the entry before. Entries are only ever added; undo
and redo are entries as well, with before and after swapped. `journal_head` names the last one,
so that a missing end is noticed too.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from core.store.connection import column_defaults
from core.store.ratings import NO_CHANGE, MarkChange, pack, unpack
from core.store.rows import Row, Table

_MOST_BYTES = 1 << 30
_COLUMNS = "seq, at, actor, label, kind, target, summary, previous, hash"


class Kind(StrEnum):
    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after, cells as in the table; None where it was not, or is no more.

    `columns` are those of the table when the entry was written.
    """

    table: str
    id: int
    columns: tuple[str, ...]
    before: Row | None
    after: Row | None

    def inverse(self) -> RowChange:
        return RowChange(self.table, self.id, self.columns, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything one entry changed. Keys of `marks` are ids, see `core.store.ratings`."""

    rows: tuple[RowChange, ...] = ()
    marks: MarkChange = NO_CHANGE

    def __bool__(self) -> bool:
        return bool(self.rows) or len(self.marks) > 0

    def inverse(self) -> Changes:
        return Changes(tuple(r.inverse() for r in reversed(self.rows)), self.marks.inverse())

    def summary(self) -> dict[str, int]:
        """How many rows of each table changed."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.table] = counts.get(row.table, 0) + 1
        return counts | ({"marks": len(self.marks)} if len(self.marks) else {})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `target` is the entry that was undone or redone; `summary` maps
    tables to numbers of changed rows; what they were is `Store.changes(seq)`."""

    seq: int
    at: datetime
    actor: str
    label: str
    kind: Kind
    target: int | None
    summary: MappingProxyType[str, int]
    hash: str


class Stored(NamedTuple):
    """A row of the journal table, as it is kept."""

    seq: int
    at: str
    actor: str
    label: str
    kind: str
    target: int | None
    summary: str
    previous: str
    hash: str
    rows: bytes = b""
    marks: bytes = b""


def append(
    connection: sqlite3.Connection,
    changes: Changes,
    *,
    label: str,
    actor: str,
    kind: Kind = Kind.EDIT,
    target: int | None = None,
) -> int:
    """Write the entry, inside the transaction of the rows themselves; returns its number."""
    seq, previous = head(connection)
    at = datetime.now().astimezone().isoformat(timespec="milliseconds")
    summary = _json(changes.summary())
    blobs = pack_rows(changes.rows), pack(changes.marks)
    entry = Stored(seq + 1, at, actor, label, kind, target, summary, previous, "", *blobs)
    entry = entry._replace(hash=seal(entry))
    connection.execute(
        f"INSERT INTO journal ({_COLUMNS}, rows, marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry,
    )
    connection.execute("UPDATE journal_head SET seq = ?, hash = ?", (entry.seq, entry.hash))
    return entry.seq


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last entry; (0, "") where there is none."""
    found = connection.execute("SELECT seq, hash FROM journal_head").fetchone()
    if found is None:
        raise sqlite3.DatabaseError("journal_head is empty")
    return int(found[0]), str(found[1])


def seal(entry: Stored) -> str:
    """SHA-256 over all that an entry says, the hash of the entry before included."""
    digest = hashlib.sha256(_json(entry._replace(hash="")[:9]).encode())
    for blob in (entry.rows, entry.marks):
        digest.update(hashlib.sha256(blob).digest())
    return digest.hexdigest()


def read_entries(connection: sqlite3.Connection) -> tuple[Entry, ...]:
    """Every entry, oldest first, without the rows it changed."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY seq")
    return tuple(_entry(Stored(*row)) for row in rows)


def _entry(stored: Stored) -> Entry:
    return Entry(
        seq=stored.seq,
        at=datetime.fromisoformat(stored.at),
        actor=stored.actor,
        label=stored.label,
        kind=Kind(stored.kind),
        target=stored.target,
        summary=MappingProxyType(json.loads(stored.summary)),
        hash=stored.hash,
    )


def stored_entries(connection: sqlite3.Connection) -> Iterator[Stored]:
    """Every entry as it is kept, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS}, rows, marks FROM journal ORDER BY seq")
    return (Stored(*row) for row in rows)


def read_changes(connection: sqlite3.Connection, seq: int) -> Changes:
    """What the entry changed; KeyError where there is no such entry."""
    found = connection.execute("SELECT rows, marks FROM journal WHERE seq = ?", (seq,)).fetchone()
    if found is None:
        raise KeyError(seq)
    return Changes(unpack_rows(found[0]), unpack(found[1]))


def stacks(connection: sqlite3.Connection) -> tuple[list[int], list[int]]:
    """Entries that can be undone, and undone ones that can be redone, the next one last."""
    undo: list[int] = []
    redo: list[int] = []
    for seq, kind, target in connection.execute(
        "SELECT seq, kind, target FROM journal ORDER BY seq"
    ):
        if kind == Kind.EDIT:
            undo.append(seq)
            redo.clear()
        else:
            source, destination = (undo, redo) if kind == Kind.UNDO else (redo, undo)
            source.remove(target)
            destination.append(target)
    return undo, redo


def label_of(connection: sqlite3.Connection, seq: int) -> str:
    """What the entry was called."""
    found = connection.execute("SELECT label FROM journal WHERE seq = ?", (seq,)).fetchone()
    return str(found[0])


def touched(connection: sqlite3.Connection, seq: int) -> frozenset[str]:
    """The tables that the entry changed."""
    found = connection.execute("SELECT summary FROM journal WHERE seq = ?", (seq,)).fetchone()
    return frozenset(json.loads(found[0]))


def pack_rows(rows: tuple[RowChange, ...]) -> bytes:
    """Rows by table, with the columns that their cells belong to, as compressed JSON."""
    if not rows:
        return b""
    tables: dict[str, dict[str, Any]] = {}
    for row in rows:
        table = tables.setdefault(row.table, {"columns": row.columns, "rows": []})
        table["rows"].append((row.id, row.before, row.after))
    return zlib.compress(_json(tables).encode(), 1)


def unpack_rows(blob: bytes) -> tuple[RowChange, ...]:
    """What `pack_rows` packed; ValueError, TypeError, KeyError or zlib.error for anything else."""
    if not blob:
        return ()
    inflater = zlib.decompressobj()
    raw = inflater.decompress(blob, _MOST_BYTES)
    if not inflater.eof:
        raise ValueError("packed rows are cut short, or too many")
    return tuple(
        RowChange(name, id_, tuple(table["columns"]), _cells(before), _cells(after))
        for name, table in json.loads(raw).items()
        for id_, before, after in table["rows"]
    )


def _cells(cells: list[Any] | None) -> Row | None:
    return None if cells is None else tuple(cells)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def aligned(row: Row | None, columns: tuple[str, ...], table: Table) -> Row | None:
    """A journalled row with the columns that its table has today."""
    if row is None or columns == table.columns:
        return row
    known = column_defaults(table.name) | dict(zip(columns, row, strict=True))
    return tuple(known[column] for column in table.columns)

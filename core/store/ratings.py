"""Ratings as rows: reading 900 000 of them into columns, and writing what changed.

A key is four integers: the ids of unit, leaf (indicator) and expert, and the round's number; keys
are an int64 array of shape (4, n). Values are those of `core.model.marks`.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

ABSENT = -2  # before or after of a mark that was not, or is no longer, there
_LOOK_UP = 8  # looking one mark up costs what reading so many in a row does
FEW = 256  # up to so many marks are looked up one by one
_UNITS_AT_A_TIME = 32
_MOST_BYTES = 1 << 31  # a packed change never inflates to more
_EMPTY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False, slots=True)
class MarkChange:
    """Marks before and after an edit; `keys` has shape (4, n), each key once."""

    keys: Ints
    before: Ints
    after: Ints

    def __len__(self) -> int:
        return len(self.before)

    def inverse(self) -> MarkChange:
        return MarkChange(self.keys, self.after, self.before)


NO_CHANGE = MarkChange(np.zeros((4, 0), dtype=np.int64), _EMPTY, _EMPTY)


def numbers(texts: Iterable[str], count: int) -> Ints:
    """Integers from texts of `count` comma-separated ones in all; by far the fastest way out of
    SQLite (the count saves numpy from growing its array bit by bit)."""
    return np.fromstring(",".join(texts), dtype=np.int64, sep=",", count=count)


def mark_batches(
    connection: sqlite3.Connection, low: int = 0, high: int | None = None
) -> Iterator[tuple[Ints, Ints]]:
    """Keys and values of the stored marks, some units at a time so that memory stays small; of
    the units with ids from `low` to `high` only, where that is given. Units ascend; within one
    no order is promised (in practice it is key order)."""
    where, bounds = ("", ()) if high is None else ("WHERE unit BETWEEN ? AND ?", (low, high))
    groups = connection.execute(
        "SELECT unit, count(*), group_concat(leaf), group_concat(expert), group_concat(round),"
        f" group_concat(value) FROM marks {where} GROUP BY unit ORDER BY unit",
        bounds,
    )
    while batch := groups.fetchmany(_UNITS_AT_A_TIME):
        units, counts, *texts = zip(*batch, strict=True)
        leaf, expert, number, value = (numbers(column, sum(counts)) for column in texts)
        unit = np.repeat(np.array(units, dtype=np.int64), counts)
        yield np.stack([unit, leaf, expert, number]), value


def read_marks(
    connection: sqlite3.Connection, low: int = 0, high: int | None = None
) -> tuple[Ints, Ints]:
    """The batches in one piece."""
    parts = list(mark_batches(connection, low, high))
    keys = np.concatenate([NO_CHANGE.keys, *(keys for keys, _values in parts)], axis=1)
    return keys, np.concatenate([_EMPTY, *(values for _keys, values in parts)])


def stored_values(connection: sqlite3.Connection, keys: Ints) -> Ints:
    """The stored value of each key, ABSENT where there is none."""
    if keys.shape[1] <= FEW:
        return _looked_up(connection, keys)
    units = keys[0]
    bounds = int(units.min()), int(units.max())
    if keys.shape[1] * _LOOK_UP < _count(connection, *bounds):
        return _looked_up(connection, keys)
    stored, values = read_marks(connection, *bounds)
    wanted, present = as_codes(keys, stored)
    if len(present) > 1 and not bool(np.all(present[1:] > present[:-1])):
        order = np.argsort(present, kind="stable")
        present, values = present[order], values[order]
    return match(wanted, present, values)


def _count(connection: sqlite3.Connection, low: int, high: int) -> int:
    query = "SELECT count(*) FROM marks WHERE unit BETWEEN ? AND ?"
    return int(connection.execute(query, (low, high)).fetchone()[0])


def match(wanted: Ints, present: Ints, values: Ints) -> Ints:
    """The value that stands beside each wanted code; `present` ascends."""
    if not len(present):
        return np.full(len(wanted), ABSENT, dtype=np.int64)
    at = np.minimum(np.searchsorted(present, wanted), len(present) - 1)
    return np.where(present[at] == wanted, values[at], ABSENT)


def _looked_up(connection: sqlite3.Connection, keys: Ints) -> Ints:
    query = "SELECT value FROM marks WHERE unit = ? AND leaf = ? AND expert = ? AND round = ?"
    found = (connection.execute(query, key).fetchone() for key in zip(*keys.tolist(), strict=True))
    return np.array([ABSENT if row is None else row[0] for row in found], dtype=np.int64)


def as_codes(*groups: Ints) -> list[Ints]:
    """One integer per key, comparable across the groups and in key order."""
    every = np.concatenate(groups, axis=1)
    if not every.shape[1]:
        return [_EMPTY for _ in groups]
    sizes = [int(size) + 1 for size in every.max(axis=1)]
    if every.min() < 0 or sizes[0] * sizes[1] * sizes[2] * sizes[3] >= 1 << 62:
        # Ids that no file of ours has: number the values that occur instead.
        every = np.stack([np.unique(row, return_inverse=True)[1] for row in every])
        sizes = [int(size) + 1 for size in every.max(axis=1)]
    code = ((every[0] * sizes[1] + every[1]) * sizes[2] + every[2]) * sizes[3] + every[3]
    return np.split(code, np.cumsum([group.shape[1] for group in groups])[:-1])


def last_of_each(codes: Ints) -> NDArray[np.intp]:
    """Positions of the last occurrence of each code, in code order."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    return order[np.append(ordered[1:] != ordered[:-1], True)] if len(codes) else order


def merged(changes: Sequence[MarkChange]) -> MarkChange:
    """The changes made one after the other as a single one, without what came to nothing."""
    if not changes:
        return NO_CHANGE
    whole = changes[0] if len(changes) == 1 else _first_and_last(changes)
    real = whole.before != whole.after
    if bool(real.all()):
        return whole
    return MarkChange(whole.keys[:, real], whole.before[real], whole.after[real])


def _first_and_last(changes: Sequence[MarkChange]) -> MarkChange:
    keys = np.concatenate([c.keys for c in changes], axis=1)
    before = np.concatenate([c.before for c in changes])
    after = np.concatenate([c.after for c in changes])
    (codes,) = as_codes(keys)
    last = last_of_each(codes)
    first = len(codes) - 1 - last_of_each(codes[::-1])
    return MarkChange(keys[:, last], before[first], after[last])


def write_marks(connection: sqlite3.Connection, change: MarkChange) -> None:
    """Bring the stored marks from `before` to `after`; the keys are best in key order."""
    was, stays = change.before != ABSENT, change.after != ABSENT
    _run(
        connection,
        "DELETE FROM marks WHERE unit = ? AND leaf = ? AND expert = ? AND round = ?",
        change.keys[:, was & ~stays],
    )
    _run(
        connection,
        "UPDATE marks SET value = ? WHERE unit = ? AND leaf = ? AND expert = ? AND round = ?",
        np.vstack([change.after, change.keys])[:, was & stays],
    )
    _run(
        connection,
        "INSERT INTO marks VALUES (?, ?, ?, ?, ?)",
        np.vstack([change.keys, change.after])[:, ~was & stays],
    )


def _run(connection: sqlite3.Connection, statement: str, columns: Ints) -> None:
    if columns.shape[1]:
        connection.executemany(statement, zip(*columns.tolist(), strict=True))


def pack(change: MarkChange) -> bytes:
    """The columns as the narrowest integers that hold them, compressed."""
    if not len(change):
        return b""
    columns = [_narrow(c) for c in (*change.keys, change.before, change.after)]
    kinds = "".join(c.dtype.str[1:] for c in columns).encode()
    body = b"".join(c.tobytes() for c in columns)
    return zlib.compress(len(change).to_bytes(8, "little") + kinds + body, 1)


def _narrow(column: Ints) -> NDArray[np.signedinteger]:
    for kind in ("<i1", "<i2", "<i4"):
        bounds = np.iinfo(kind)
        if bounds.min <= column.min() and column.max() <= bounds.max:
            return column.astype(kind)
    return column.astype("<i8")


def unpack(blob: bytes) -> MarkChange:
    """What `pack` packed; ValueError or zlib.error for anything else."""
    if not blob:
        return NO_CHANGE
    inflater = zlib.decompressobj()
    raw = inflater.decompress(blob, _MOST_BYTES)
    if not inflater.eof:
        raise ValueError("a packed change is cut short, or too large")
    count, kinds, start = int.from_bytes(raw[:8], "little"), raw[8:20].decode(), 20
    columns = []
    for at in range(0, 12, 2):
        column = np.frombuffer(raw, "<" + kinds[at : at + 2], count, start)
        columns.append(column.astype(np.int64))
        start += column.nbytes
    return MarkChange(np.stack(columns[:4]), columns[4], columns[5])

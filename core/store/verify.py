"""Does the file still hold what the journal says was put there?

Looks at the database itself (SQLite's own checks, header, schema), at the chain of the journal,
and at every stored row against what the journal last recorded of it, so that nothing changed,
added or deleted past this program goes unnoticed. Each finding is a `Problem` with the sheet and
the key of the row.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from core.model.marks import ABSTAINED, MARK_DECIMALS
from core.model.plan import RatingMode
from core.model.problem import Place, Problem
from core.store.connection import expected_schema, pragma, schema_of
from core.store.journal import Changes, Stored, aligned, seal, stored_entries, unpack_rows
from core.store.migrations import APPLICATION_ID, MIGRATIONS
from core.store.ratings import (
    ABSENT,
    NO_CHANGE,
    Ints,
    MarkChange,
    as_codes,
    last_of_each,
    match,
    read_marks,
    unpack,
)
from core.store.rows import TABLES, Row, Table, decimal_text
from core.store.tables import every_row
from core.text import _

if TYPE_CHECKING:
    from sqlite_utils import Database

SHOWN = 20  # rows of one table named one by one; the rest is counted
Rows = dict[int, Row]


def verify(db: Database) -> list[Problem]:
    """Everything that is wrong with the file; empty where nothing is."""
    checks: tuple[Callable[[Database], Iterator[Problem]], ...] = (
        _header,
        _schema,
        _integrity,
        _references,
        _against_journal,
    )
    found: list[Problem] = []
    for check in checks:
        try:
            found.extend(check(db))
        except (sqlite3.DatabaseError, ValueError, OverflowError, TypeError, LookupError) as error:
            text = _("读不出来，数据库已损坏（{detail}）。请用备份恢复。")
            found.append(_problem(text.format(detail=error)))
    return found


def _problem(text: str, sheet: str = "", *key: str) -> Problem:
    return Problem(expected=text, place=Place(sheet=sheet, key=key))


def _header(db: Database) -> Iterator[Problem]:
    if pragma(db.conn, "application_id") != APPLICATION_ID:
        yield _problem(_("文件标识（application_id）被改过。"))
    if pragma(db.conn, "user_version") != len(MIGRATIONS):
        yield _problem(_("文件格式版本（user_version）被改过。"))


def _schema(db: Database) -> Iterator[Problem]:
    expected, found = expected_schema(len(MIGRATIONS)), schema_of(db.conn)
    for kind, name in sorted(expected.keys() | found.keys()):
        if (kind, name) not in found:
            yield _problem(_("数据库缺少{kind} {name}。").format(kind=kind, name=name))
        elif (kind, name) not in expected:
            yield _problem(_("数据库多出{kind} {name}。").format(kind=kind, name=name))
        elif expected[kind, name] != found[kind, name]:
            yield _problem(_("数据库的{kind} {name}被改过。").format(kind=kind, name=name))


def _integrity(db: Database) -> Iterator[Problem]:
    for (text,) in db.execute(f"PRAGMA integrity_check({SHOWN})").fetchall():
        if text != "ok":
            yield _problem(_("数据库完整性检查：{detail}").format(detail=text))


def _references(db: Database) -> Iterator[Problem]:
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    for table, parent in dict.fromkeys((row[0], row[2]) for row in broken):
        text = _("有行用到“{parent}”里不存在的内容。")
        yield _problem(text.format(parent=_sheet(parent)), _sheet(table))


def _sheet(table: str) -> str:
    return TABLES[table].called if table in TABLES else {"marks": "评分"}.get(table, table)


def _against_journal(db: Database) -> Iterator[Problem]:
    """The chain, then rows and marks against the state that its entries add up to."""
    recorded: dict[str, Rows] = {name: {} for name in TABLES}
    marks: list[MarkChange] = []
    last = (0, "")
    for entry in stored_entries(db.conn):
        yield from _link(entry, *last)
        last = entry.seq, entry.hash
        changes = _changes(entry)
        if changes is None:
            yield _problem(_("内容读不出来。"), _("流水"), str(entry.seq))
            continue
        _replay(recorded, changes)
        marks.append(changes.marks)
    if db.execute("SELECT id, seq, hash FROM journal_head").fetchall() != [(1, *last)]:
        yield _problem(_("流水末尾的记录被删去或改过，与另存的末条编号不符。"), _("流水"))
    for name, rows in recorded.items():
        yield from _table_problems(db, TABLES[name], rows, recorded)
    yield from _mark_problems(db, marks, recorded)


def _link(entry: Stored, seq: int, previous: str) -> Iterator[Problem]:
    place = _("流水"), str(entry.seq)
    if entry.seq != seq + 1:
        yield _problem(_("此前的记录被删去了。"), *place)
    if entry.previous != previous:
        yield _problem(_("与前一条记录的校验值接不上。"), *place)
    if seal(entry) != entry.hash:
        yield _problem(_("记录被改过，与校验值不符。"), *place)


def _changes(entry: Stored) -> Changes | None:
    try:
        return Changes(unpack_rows(entry.rows), unpack(entry.marks))
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error):
        return None


def _replay(recorded: dict[str, Rows], changes: Changes) -> None:
    for row in changes.rows:
        if row.table not in TABLES:
            continue
        after = aligned(row.after, row.columns, TABLES[row.table])
        if after is None:
            recorded[row.table].pop(row.id, None)
        else:
            recorded[row.table][row.id] = after


def _table_problems(
    db: Database, table: Table, recorded: Rows, every: dict[str, Rows]
) -> Iterator[Problem]:
    stored: Rows = dict(every_row(db, table))
    wrong = [id_ for id_ in recorded.keys() | stored.keys() if recorded.get(id_) != stored.get(id_)]
    for id_ in sorted(wrong)[:SHOWN]:
        old, new = recorded.get(id_), stored.get(id_)
        key = _row_key(table, old or new or (), every)
        yield _problem(_difference(table, old, new), table.called, *key)
    yield from _more(len(wrong), table.called)


def _row_key(table: Table, row: Row, every: dict[str, Rows]) -> tuple[str, ...]:
    key = table.key_of(row)
    return _mark_key(key, every) if table.name == "reasons" else tuple(str(cell) for cell in key)


def _difference(table: Table, old: Row | None, new: Row | None) -> str:
    if old is None:
        return _("这一行不是由本程序录入的，流水中没有记录。")
    if new is None:
        return _("这一行被删去了，流水中没有记录。")
    text = _("{column}应为“{old}”，现为“{new}”")
    listed = _("；").join(
        text.format(column=c, old=o, new=n)
        for c, o, n in zip(table.columns, old, new, strict=True)
        if o != n
    )
    return _("这一行被改过，流水中没有记录：{changes}。").format(changes=listed)


def _more(count: int, sheet: str) -> Iterator[Problem]:
    if count > SHOWN:
        yield _problem(_("另有{n}行与流水不符。").format(n=count - SHOWN), sheet)


def _mark_problems(
    db: Database, changes: list[MarkChange], every: dict[str, Rows]
) -> Iterator[Problem]:
    wrong = _marks_off(*_last(changes), *read_marks(db.conn))
    for unit, leaf, expert, number, was, now in islice(zip(*wrong.tolist(), strict=True), SHOWN):
        key = _mark_key((unit, leaf, expert, number), every)
        yield _problem(_mark_difference(was, now, every), "评分", *key)
    yield from _more(wrong.shape[1], "评分")


def _last(changes: list[MarkChange]) -> tuple[Ints, Ints]:
    """Keys and values as the journal left them, in key order."""
    keys = np.concatenate([c.keys for c in (NO_CHANGE, *changes)], axis=1)
    values = np.concatenate([c.after for c in (NO_CHANGE, *changes)])
    (codes,) = as_codes(keys)
    last = last_of_each(codes)
    last = last[values[last] != ABSENT]
    return keys[:, last], values[last]


def _marks_off(keys: Ints, values: Ints, stored_keys: Ints, stored: Ints) -> Ints:
    """Columns unit, leaf, expert, round, recorded, stored of the marks that differ."""
    wanted, present = as_codes(keys, stored_keys)
    if np.array_equal(wanted, present) and np.array_equal(values, stored):
        return np.zeros((6, 0), dtype=np.int64)
    order = np.argsort(present, kind="stable")
    now = match(wanted, present[order], stored[order])
    off = now != values
    extra = ~np.isin(present, wanted)
    unknown = np.full(int(extra.sum()), ABSENT, dtype=np.int64)
    changed = np.vstack([keys[:, off], values[off], now[off]])
    return np.hstack([changed, np.vstack([stored_keys[:, extra], unknown, stored[extra]])])


def _mark_key(key: Row, every: dict[str, Rows]) -> tuple[str, ...]:
    """Round, expert, unit and leaf as people name them; #id for one that is not recorded."""
    unit, leaf, expert, number = key
    codes = [
        str(every[name].get(int(id_ or 0), (f"#{id_}",))[0])
        for name, id_ in (("experts", expert), ("units", unit), ("indicators", leaf))
    ]
    return (_("第{n}轮").format(n=number), *codes)


def _mark_difference(was: int, now: int, every: dict[str, Rows]) -> str:
    if was == ABSENT:
        return _("这个评分不是由本程序录入的，流水中没有记录。")
    if now == ABSENT:
        return _("这个评分被删去了，流水中没有记录。")
    text = _("这个评分被改过，流水中没有记录：应为“{old}”，现为“{new}”。")
    return text.format(old=_mark_text(was, every), new=_mark_text(now, every))


def _mark_text(value: int, every: dict[str, Rows]) -> str:
    if value == ABSTAINED:
        return _("弃权")
    if ("rating_mode", RatingMode.WORDS) in every["settings"].values():
        return str(every["words"].get(value, (value,))[0])
    return decimal_text(Decimal(value).scaleb(-MARK_DECIMALS))

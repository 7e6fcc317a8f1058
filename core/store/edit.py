"""One edit of an assessment: what is put and deleted, written at once and remembered.

`Edit` writes inside the transaction that `Store.edit` opened, and keeps the first before and
the last after of every row it touched; what came to nothing is dropped. `apply` does the same
for changes out of the journal (undo, redo), after looking whether the rows still are as the
journal left them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError
from core.model.marks import Marks
from core.model.plan import RatingMode, Settings
from core.model.snapshot import ReasonKey, Snapshot
from core.store.journal import Changes, RowChange, aligned
from core.store.ratings import (
    ABSENT,
    Ints,
    MarkChange,
    merged,
    stored_values,
    write_marks,
)
from core.store.rows import (
    REASONS,
    SETTINGS,
    TABLE_OF,
    TABLES,
    WORDS,
    Row,
    Table,
    settings_rows,
    to_row,
)
from core.store.tables import delete_rows, found_by_id, found_by_key, next_id, put_rows
from core.text import _

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Changed:
    """What a commit changed: names of tables, which are fields of `Snapshot` ("settings",
    "units", "marks", …), and the number of the journal entry."""

    seq: int
    label: str
    nouns: frozenset[str]


class Edit:
    """Collects one edit. `changed` is set after the commit, and stays None where nothing was
    really changed."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._connection = db.conn
        self._rows: dict[tuple[str, int], tuple[Row | None, Row | None]] = {}
        self._marks: list[MarkChange] = []
        self.changed: Changed | None = None
        self.recorded = Changes()  # what the journal entry holds

    def put(self, *items: Any) -> None:
        """Store nouns of the model, each over the one with its key where there is one."""
        rows: dict[Table, list[Row]] = {}
        for item in items:
            rows.setdefault(TABLE_OF[type(item)], []).append(to_row(item))
        for table, of_table in rows.items():
            self._put_rows(table, of_table)

    def delete(self, *items: Any) -> None:
        """Remove the nouns with these keys; one that is not there is no change."""
        keys: dict[Table, list[Row]] = {}
        for item in items:
            table = TABLE_OF[type(item)]
            keys.setdefault(table, []).append(table.key_of(to_row(item)))
        for table, of_table in keys.items():
            self._delete_rows(table, of_table)

    def put_settings(self, settings: Settings) -> None:
        """Store every setting."""
        self._put_rows(SETTINGS, settings_rows(settings))

    def put_marks(
        self, snapshot: Snapshot, marks: Marks, reasons: Mapping[ReasonKey, str] | None = None
    ) -> None:
        """Store marks whose positions are those of `snapshot`, each over the one with its key.

        Units, leaves, experts and rounds of the marks must be stored already (in this edit, or
        before); words are stored here. A reason belongs to a stored mark; "" removes one, and
        reasons that are not mentioned stay. UserError for a code that is not stored.
        """
        keys = self._keys(snapshot, marks)
        self._change_marks(keys, self._with_stored_words(snapshot, marks))
        if reasons:
            texts = self._by_ids(reasons)
            self._put_rows(REASONS, [(*key, text) for key, text in texts.items() if text])
            self._delete_rows(REASONS, [key for key, text in texts.items() if not text])

    def delete_marks(self, snapshot: Snapshot, marks: Marks) -> None:
        """Remove the marks with these keys, and their reasons."""
        keys = self._keys(snapshot, marks)
        if self._db.table(REASONS.name).count:
            self._delete_rows(REASONS, zip(*keys.tolist(), strict=True))
        self._change_marks(keys, np.full(len(marks), ABSENT, dtype=np.int64))

    def changes(self) -> Changes:
        """What the edit comes to, so far."""
        rows = tuple(
            RowChange(name, id_, TABLES[name].columns, before, after)
            for (name, id_), (before, after) in self._rows.items()
            if before != after
        )
        return Changes(rows, merged(self._marks))

    def _put_rows(self, table: Table, rows: Iterable[Row]) -> None:
        keyed = [(table.key_of(row), row) for row in rows]
        found = found_by_key(self._db, table, (key for key, _row in keyed))
        fresh = count(next_id(self._db, table))
        written: dict[int, Row] = {}
        for key, row in keyed:
            id_, before = found[key] if key in found else (next(fresh), None)
            if before != row:
                self._note(table, id_, before, row)
                written[id_] = row
            found[key] = id_, row
        put_rows(self._db, table, written)

    def _delete_rows(self, table: Table, keys: Iterable[Row]) -> None:
        found = found_by_key(self._db, table, keys)
        for id_, before in found.values():
            self._note(table, id_, before, None)
        delete_rows(self._db, table, [id_ for id_, _row in found.values()])

    def _note(self, table: Table, id_: int, before: Row | None, after: Row | None) -> None:
        first = self._rows.get((table.name, id_), (before, None))[0]
        self._rows[table.name, id_] = (first, after)

    def _id_of(self, name: str, codes: Iterable[str]) -> dict[str, int]:
        """The ids of stored units, indicators or experts; UserError for a code that is none."""
        wanted = list(dict.fromkeys(codes))
        found = found_by_key(self._db, TABLES[name], ((code,) for code in wanted))
        for code in wanted:
            if (code,) not in found:
                raise _not_stored(name, code)
        return {code: found[code,][0] for code in wanted}

    def _by_ids(self, reasons: Mapping[ReasonKey, str]) -> dict[Row, str]:
        experts = self._id_of("experts", (key[1] for key in reasons))
        units = self._id_of("units", (key[2] for key in reasons))
        leaves = self._id_of("indicators", (key[3] for key in reasons))
        return {
            (units[unit], leaves[leaf], experts[expert], number): text
            for (number, expert, unit, leaf), text in reasons.items()
        }

    def _keys(self, snapshot: Snapshot, marks: Marks) -> Ints:
        """Positions as ids, in an array of shape (4, n)."""
        unit = self._ids("units", [u.code for u in snapshot.units], marks.unit)
        leaf = self._ids("indicators", [i.code for i in snapshot.tree.leaves], marks.leaf)
        expert = self._ids("experts", [e.code for e in snapshot.experts], marks.expert)
        return np.stack([unit, leaf, expert, marks.round.astype(np.int64)])

    def _ids(self, name: str, codes: list[str], positions: NDArray[np.int32]) -> Ints:
        """The id at each position; only codes that occur are looked up."""
        occurring = np.flatnonzero(np.bincount(positions, minlength=len(codes))).tolist()
        known = self._id_of(name, (codes[n] for n in occurring))
        return np.array([known.get(code, 0) for code in codes], dtype=np.int64)[positions]

    def _with_stored_words(self, snapshot: Snapshot, marks: Marks) -> Ints:
        """Values with positions of words as they are stored; new words go behind the old."""
        stored = dict(self._connection.execute("SELECT word, id FROM words ORDER BY id"))
        for word in snapshot.words:
            if word not in stored:
                stored[word] = len(stored)
                put_rows(self._db, WORDS, {stored[word]: (word,)})
                self._note(WORDS, stored[word], None, (word,))
        places = np.array([stored[word] for word in snapshot.words], dtype=np.int64)
        same = bool(np.array_equal(places, np.arange(len(places))))
        if same or snapshot.settings.rating_mode is not RatingMode.WORDS:
            return marks.value
        return np.where(marks.value < 0, marks.value, places[np.maximum(marks.value, 0)])

    def _change_marks(self, keys: Ints, values: Ints) -> None:
        if keys.shape[1]:
            change = MarkChange(keys, stored_values(self._connection, keys), values)
            self._write(change)

    def _write(self, change: MarkChange) -> None:
        change = merged([_in_key_order(change)])
        write_marks(self._connection, change)
        self._marks.append(change)

    def apply(self, changes: Changes) -> None:
        """Bring rows from `before` to `after`; UserError where one is not as `before` says."""
        rows = [_today(row) for row in changes.rows]
        for table, of_table in _by_table(rows):
            stored = found_by_id(self._db, table, (row.id for row in of_table))
            moved = [row for row in of_table if stored.get(row.id) != row.before]
            if moved:
                raise _moved_on(moved[0])
        for group in _steps(rows):
            for table, of_table in _by_table(group):
                self._apply_rows(table, of_table)
        marks = changes.marks
        if len(marks):
            now = stored_values(self._connection, marks.keys)
            if not bool(np.array_equal(now, marks.before)):
                raise UserError(_("有评分在那之后又改过，不能撤销或重做。"))
            self._write(marks)

    def _apply_rows(self, table: Table, rows: list[RowChange]) -> None:
        delete_rows(self._db, table, [row.id for row in rows if row.after is None])
        put_rows(self._db, table, {row.id: row.after for row in rows if row.after is not None})
        for row in rows:
            self._note(table, row.id, row.before, row.after)


def _by_table(rows: Iterable[RowChange]) -> list[tuple[Table, list[RowChange]]]:
    tables: dict[str, list[RowChange]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append(row)
    return [(TABLES[name], of_table) for name, of_table in tables.items()]


def _steps(rows: list[RowChange]) -> Iterator[list[RowChange]]:
    """Deletes before updates before inserts, so that a key is free when it is taken again."""
    yield [row for row in rows if row.after is None]
    yield [row for row in rows if row.after is not None and row.before is not None]
    yield [row for row in rows if row.before is None and row.after is not None]


def _in_key_order(change: MarkChange) -> MarkChange:
    """Writing in key order is four times faster than in any other."""
    order = np.lexsort(change.keys[::-1])
    if bool(np.array_equal(order, np.arange(len(order)))):
        return change
    return MarkChange(change.keys[:, order], change.before[order], change.after[order])


def _today(row: RowChange) -> RowChange:
    table = TABLES[row.table]
    before, after = (aligned(cells, row.columns, table) for cells in (row.before, row.after))
    return RowChange(row.table, row.id, table.columns, before, after)


def _not_stored(name: str, code: str) -> UserError:
    text = _("评分用到的{sheet}“{code}”不在考评文件里，请先录入它。")
    return UserError(text.format(sheet=TABLES[name].called, code=code))


def _moved_on(row: RowChange) -> UserError:
    table = TABLES[row.table]
    cells = row.before or row.after or ()
    key = "/".join(str(cell) for cell in table.key_of(cells))
    text = _("{sheet}“{key}”在那之后又改过，不能撤销或重做。")
    return UserError(text.format(sheet=table.called, key=key))

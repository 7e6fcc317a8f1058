"""From rows to a frozen `Snapshot`, and from one snapshot to the next.

A mark of an indicator that is no leaf (it was given children since) has no place in a snapshot:
it stays stored, and is seen again when the indicator is a leaf again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.model.marks import NO_MARKS, Marks, make_marks
from core.model.people import Expert, Unit
from core.model.plan import Indicator
from core.model.snapshot import ReasonKey, Snapshot
from core.store.ratings import ABSENT, Ints, MarkChange, as_codes, mark_batches
from core.store.rows import KEPT, NOUNS, SETTINGS, TABLES, WORDS, Table, from_row, settings_from
from core.store.tables import every_row

if TYPE_CHECKING:
    from sqlite_utils import Database

# A change of one of these moves the positions that marks refer to.
_POSITIONS = frozenset({"units", "indicators", "experts"})
PUBLICATIONS = "publications"
_APART = frozenset({"marks", *(table.name for table in KEPT)})  # no fields of a snapshot
_FEW = 64  # marks that are searched for one by one
_READ = 4  # where one mark in so many changed, reading all of them is as quick
_MOST_IDS = 1 << 24  # ids count up from 1; a larger one was put there to eat memory


Places = tuple[Ints, Ints, Ints]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """A snapshot, and where the ids of units, leaves and experts stand in it (-1: nowhere)."""

    snapshot: Snapshot
    places: Places


def read_all(db: Database) -> Reading:
    """Everything, inside the caller's transaction. ValueError, LookupError or ArithmeticError
    for cells and references that the store never writes."""
    nouns: dict[str, Any] = {table.name: nouns_of(db, table) for table in NOUNS}
    nouns["experts"] = tuple(sorted(nouns["experts"], key=lambda expert: expert.code))
    bare = Snapshot(**nouns, settings=_settings(db), words=_words(db))
    places = _places(db, bare)
    marks = _marks(db, places)
    whole = Snapshot(
        **nouns,
        settings=bare.settings,
        words=bare.words,
        marks=marks,
        reasons=_reasons(db),
        published=is_published(db),
    )
    return Reading(whole, places)


def read_changed(
    db: Database,
    last: Reading,
    nouns: frozenset[str],
    changes: Sequence[MarkChange],
) -> Reading:
    """The reading after a commit that changed only these nouns and marks: what did not change
    is taken over, so that one more mark does not cost reading all of them."""
    if nouns & _POSITIONS:
        return read_all(db)
    parts: dict[str, Any] = {n: _part(db, n) for n in nouns - _APART}
    if PUBLICATIONS in nouns:
        parts["published"] = is_published(db)
    marks = last.snapshot.marks
    if sum(len(change) for change in changes) * _READ > len(marks):
        marks = _marks(db, last.places)
    else:
        for change in changes:
            marks = patched(marks, positioned(last.places, change.keys, change.after))
    return replace(last, snapshot=replace(last.snapshot, **parts, marks=marks))


def _marks(db: Database, places: Places) -> Marks:
    parts = [NO_MARKS]
    parts += (positioned(places, keys, values) for keys, values in mark_batches(db.conn))
    return make_marks(
        unit=np.concatenate([part.unit for part in parts]),
        leaf=np.concatenate([part.leaf for part in parts]),
        expert=np.concatenate([part.expert for part in parts]),
        round=np.concatenate([part.round for part in parts]),
        value=np.concatenate([part.value for part in parts]),
    )


def _part(db: Database, name: str) -> Any:
    special = {"settings": _settings, "words": _words, "reasons": _reasons}
    if name in special:
        return special[name](db)
    return nouns_of(db, TABLES[name])


def is_published(db: Database) -> bool:
    """Whether the last publication still stands."""
    rows = db.table(PUBLICATIONS).rows_where(select="reopened_at", order_by="number DESC", limit=1)
    return any(not row["reopened_at"] for row in rows)


def nouns_of(db: Database, table: Table) -> tuple[Any, ...]:
    """Every row of the table as a noun, in the order of import."""
    assert table.noun is not None
    return tuple(from_row(table.noun, row) for _id, row in every_row(db, table))


def _settings(db: Database) -> Any:
    return settings_from(
        {
            str(name): None if value is None else str(value)
            for _id, (name, value) in every_row(db, SETTINGS)
        }
    )


def _words(db: Database) -> tuple[str, ...]:
    return tuple(str(word) for _id, (word,) in every_row(db, WORDS))


def _reasons(db: Database) -> dict[ReasonKey, str]:
    rows = db.execute(
        "SELECT r.round, e.code, u.code, i.code, r.text FROM reasons r"
        " JOIN experts e ON e.id = r.expert JOIN units u ON u.id = r.unit"
        " JOIN indicators i ON i.id = r.leaf ORDER BY r.id"
    )
    return {(number, expert, unit, leaf): text for number, expert, unit, leaf, text in rows}


def _places(db: Database, bare: Snapshot) -> Places:
    def of(name: str, nouns: Sequence[Unit | Indicator | Expert]) -> Ints:
        positions = {noun.code: n for n, noun in enumerate(nouns)}
        rows = db.execute(f"SELECT id, code FROM {name}").fetchall()
        size = max((id_ for id_, _code in rows), default=-1) + 1
        if size > _MOST_IDS:
            raise IndexError(f"an id of {size - 1} in {name}")
        places = np.full(size, -1, dtype=np.int64)
        for id_, code in rows:
            places[id_] = positions.get(code, -1)
        return places

    return (
        of("units", bare.units),
        of("indicators", bare.tree.leaves),
        of("experts", bare.experts),
    )


def positioned(places: Places, keys: Ints, values: Ints) -> Marks:
    """Marks by positions instead of ids; IndexError for an id that does not exist."""
    if not keys.shape[1]:
        return NO_MARKS
    if keys.min() < 0:
        raise IndexError("negative id")
    unit, leaf, expert = (table[row] for table, row in zip(places, keys[:3], strict=True))
    if unit.min() < 0 or expert.min() < 0:
        raise IndexError("mark of an unknown unit or expert")
    placed = np.stack([unit, leaf, expert, keys[3]])
    if leaf.min() < 0:
        placed, values = placed[:, leaf >= 0], values[leaf >= 0]
    # Nearly in order already (only leaves and experts move), which this sort is quick at.
    (codes,) = as_codes(placed)
    if bool(np.any(codes[1:] < codes[:-1])):
        order = np.argsort(codes, kind="stable")
        placed, values = placed[:, order], values[order]
    unit, leaf, expert, number = placed
    return make_marks(unit, leaf, expert, number, values)


def patched(marks: Marks, change: Marks) -> Marks:
    """The marks with those of `change` put in (ABSENT: taken out)."""
    at, there = _search(marks, change)
    values = marks.value.copy()
    values[at[there]] = change.value[there]
    new = ~there & (change.value != ABSENT)
    whole = replace(marks, value=values)
    if bool(new.any()):
        whole = _inserted(whole, at[new], change.take(new))
    gone = whole.value == ABSENT
    return whole.take(~gone) if bool(gone.any()) else whole


def _inserted(marks: Marks, at: Ints, added: Marks) -> Marks:
    return Marks(
        unit=np.insert(marks.unit, at, added.unit),
        leaf=np.insert(marks.leaf, at, added.leaf),
        expert=np.insert(marks.expert, at, added.expert),
        round=np.insert(marks.round, at, added.round),
        value=np.insert(marks.value, at, added.value),
    )


def _search(marks: Marks, wanted: Marks) -> tuple[Ints, Any]:
    """Where each wanted key stands or belongs, and whether it is there."""
    if len(wanted) > _FEW:
        present, asked = as_codes(_stacked(marks), _stacked(wanted))
        at = np.searchsorted(present, asked).astype(np.int64)
        return at, np.searchsorted(present, asked, side="right") > at
    low = np.zeros(len(wanted), dtype=np.int64)
    high = np.full(len(wanted), len(marks), dtype=np.int64)
    for column, keys in (
        (marks.unit, wanted.unit),
        (marks.leaf, wanted.leaf),
        (marks.expert, wanted.expert),
        (marks.round, wanted.round),
    ):
        for n, key in enumerate(keys):
            part = column[low[n] : high[n]]
            high[n] = low[n] + np.searchsorted(part, key, side="right")
            low[n] += np.searchsorted(part, key, side="left")
    return low, high > low


def _stacked(marks: Marks) -> Ints:
    columns = (marks.unit, marks.leaf, marks.expert, marks.round)
    return np.stack([column.astype(np.int64) for column in columns])

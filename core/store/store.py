"""An open assessment: the one way in and out of the file.

`read` gives frozen snapshots; `edit` is the only way to change anything, and writes rows and
journal entry in one transaction; `undo` and `redo` are edits made from the journal.

    with Store.open(path) as store, store.edit("导入 county.xlsx") as edit:
        edit.put(Unit("X01", "南牛乡", "乡镇"))
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from core.errors import UserError
from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.store import journal
from core.store.connection import damaged, plain_words, pragma
from core.store.edit import Changed, Edit
from core.store.files import discard, move_in, refuse_existing, temporary
from core.store.journal import Changes, Entry, Kind
from core.store.lock import Lock, acquire, release, user_name
from core.store.opening import open_new, open_reader, open_writer, require_file
from core.store.ratings import MarkChange
from core.store.reading import Reading, is_published, nouns_of, read_all, read_changed
from core.store.rows import TABLE_OF, TABLES
from core.store.tables import database
from core.store.verify import verify
from core.text import _

T = TypeVar("T")
# What was handed out or made known cannot be called back by taking a row out of the file: an
# entry that touches one of these is never undone (issuing again and reopening are the ways).
LASTING = frozenset({"assessment_keys", "ballots", "draws", "publications"})
# What a published assessment still takes in. Everything else waits until it was reopened.
NEVER_FROZEN = frozenset({"publications", "draws"})


class Store:
    """Made by `create` or `open`, and closed as a context manager. `changed` is what the last
    commit changed. Of one thread: hand snapshots and paths to others, never the store."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: Lock | None, place: Path | None
    ) -> None:
        self.path = path
        self.changed: Changed | None = None
        self._connection = connection
        self._db = database(connection)
        self._lock = lock
        self._place = place  # where the file lies while it is being made
        self._reading: Reading | None = None
        self._version = 0  # of the data as `_reading` saw it, as other programs change it
        self._nouns: set[str] = set()  # changed since `_reading`
        self._marks: list[MarkChange] = []
        self._was_published = False  # as the edit that is open began

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new assessment, which appears at `path` when the context is left without an
        exception. UserError where there is a file already, at the start or at the end."""
        path = _resolved(path)
        refuse_existing(path)
        lock = acquire(path)
        try:
            place = temporary(path)
        except BaseException:
            release(lock)
            raise
        try:
            with plain_words(path):
                return cls(path, open_new(place), lock, place)
        except BaseException:
            discard(place)
            release(lock)
            raise

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Self:
        """An existing assessment. UserError for anything that is none, for one that is damaged
        or newer than the program, and for writing where another program holds it."""
        path = _resolved(path)
        if not write:
            return cls(path, open_reader(path), None, None)
        require_file(path)
        lock = acquire(path)
        try:
            return cls(path, open_writer(path), lock, None)
        except BaseException:
            release(lock)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(keep=kind is None)

    def close(self, *, keep: bool = True) -> None:
        """Let go of the file; a new one is thrown away unless `keep`. A second time does
        nothing."""
        self._connection.close()
        place, self._place = self._place, None
        lock, self._lock = self._lock, None
        try:
            if place is not None:
                _settle(place, self.path, keep)
        finally:
            if lock is not None:
                release(lock)

    def read(self) -> Snapshot:
        """The assessment as it is now; the same object while nothing changes."""
        if self._connection.in_transaction:  # inside an edit: what it has written so far
            return self._guarded(None).snapshot
        with self._one_state():
            version = pragma(self._connection, "data_version")
            last = self._reading if version == self._version else None
            self._reading, self._version = self._guarded(last), version
        self._nouns, self._marks = set(), []
        return self._reading.snapshot

    def kept(self, kind: type[T]) -> tuple[T, ...]:
        """What is stored of this kind of noun and is no part of a snapshot (secret keys, frozen
        results), in the order of storing."""
        try:
            with plain_words(self.path):
                return nouns_of(self._db, TABLE_OF[kind])
        except (ValueError, ArithmeticError) as error:
            raise damaged(self.path, str(error)) from error

    def _guarded(self, last: Reading | None) -> Reading:
        """Read all, or what changed since `last`; cells that cannot be read mean damage."""
        try:
            with plain_words(self.path):
                if last is None:
                    return read_all(self._db)
                if not self._nouns:
                    return last
                return read_changed(self._db, last, frozenset(self._nouns), self._marks)
        except (ValueError, LookupError, ArithmeticError, TypeError) as error:
            raise damaged(self.path, str(error)) from error

    @contextmanager
    def _one_state(self) -> Iterator[None]:
        """A read transaction, so that every query sees the same commit."""
        with plain_words(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def edit(self, label: str, *, actor: str | None = None) -> Iterator[Edit]:
        """One change with a name that people read in the journal. All of it is committed when
        the context is left, durably, or nothing of it where an exception leaves it. UserError
        where the results are published and anything but `NEVER_FROZEN` changed."""
        with self._transaction() as edit:
            yield edit
            self._record(edit, label, actor, Kind.EDIT, None)

    def undo(self, seq: int | None = None, *, actor: str | None = None) -> str:
        """Undo the last edit that stands (or the one numbered `seq`) and return its label.
        UserError where there is none, where one of its rows changed since, and for an edit that
        handed something out (`LASTING`)."""
        return self._swap(Kind.UNDO, seq, actor)

    def redo(self, *, actor: str | None = None) -> str:
        """Do again what was undone last, and return its label; an edit since rules it out."""
        return self._swap(Kind.REDO, None, actor)

    def undo_label(self) -> str | None:
        """What `undo` would undo."""
        return self._label(Kind.UNDO)

    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._label(Kind.REDO)

    def journal(self) -> tuple[Entry, ...]:
        """Every entry, oldest first."""
        with plain_words(self.path):
            return journal.read_entries(self._connection)

    def changes(self, seq: int) -> Changes:
        """The rows and marks that the entry changed, before and after. KeyError where there is
        no such entry."""
        with plain_words(self.path):
            return journal.read_changes(self._connection, seq)

    def verify(self) -> list[Problem]:
        """Everything in the file that the journal does not account for; see the module."""
        with self._one_state():
            return verify(self._db)

    @contextmanager
    def _transaction(self) -> Iterator[Edit]:
        self._require_writer()
        connection, edit = self._connection, Edit(self._db)
        with plain_words(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._was_published = is_published(self._db)
                yield edit
                _commit(connection)
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                edit.changed = None
                raise
        self._announce(edit)

    def _require_writer(self) -> None:
        if self._lock is None:
            raise UserError(_("文件{name}是以只读方式打开的。").format(name=self.path.name))

    def _record(
        self, edit: Edit, label: str, actor: str | None, kind: Kind, target: int | None
    ) -> None:
        """Write the journal entry, unless nothing changed."""
        changes = edit.changes()
        if not changes:
            return
        if changes.summary().keys() - NEVER_FROZEN and self._was_published:
            raise UserError(_("结果已经公布，不能再改动；确需改动请先撤回公布（reopen）。"))
        who = user_name() if actor is None else actor
        seq = journal.append(
            self._connection, changes, label=label, actor=who, kind=kind, target=target
        )
        edit.changed = Changed(seq, label, frozenset(changes.summary()))
        edit.recorded = changes

    def _announce(self, edit: Edit) -> None:
        if edit.changed is not None:
            self.changed = edit.changed
            self._nouns |= edit.changed.nouns
            if self._reading is not None:
                self._marks.append(edit.recorded.marks)

    def _swap(self, kind: Kind, seq: int | None, actor: str | None) -> str:
        self._require_writer()
        target = self._next(kind, seq)
        label = journal.label_of(self._connection, target)
        changes = self.changes(target)
        with self._transaction() as edit:
            edit.apply(changes.inverse() if kind is Kind.UNDO else changes)
            self._record(edit, label, actor, kind, target)
        return label

    def _next(self, kind: Kind, seq: int | None) -> int:
        undo, redo = journal.stacks(self._connection)
        stack = undo if kind is Kind.UNDO else redo
        if not stack or (seq is not None and seq not in stack):
            nothing = {Kind.UNDO: _("没有可以撤销的操作。"), Kind.REDO: _("没有可以重做的操作。")}
            raise UserError(nothing[kind])
        target = stack[-1] if seq is None else seq
        if kind is Kind.UNDO and self._lasts(target):
            text = _("“{label}”不能撤销：发出和公布的已在别人手里。可以重新发放，或撤回公布。")
            raise UserError(text.format(label=journal.label_of(self._connection, target)))
        return target

    def _lasts(self, seq: int) -> bool:
        return bool(LASTING & journal.touched(self._connection, seq))

    def _label(self, kind: Kind) -> str | None:
        with plain_words(self.path):
            undo, redo = journal.stacks(self._connection)
            stack = undo if kind is Kind.UNDO else redo
            if not stack or (kind is Kind.UNDO and self._lasts(stack[-1])):
                return None
            return journal.label_of(self._connection, stack[-1])


def _resolved(path: Path) -> Path:
    """One name for one file, so that a link to it is the same lock."""
    return Path(path).resolve()


def _settle(place: Path, path: Path, keep: bool) -> None:
    """Put a finished new file where it belongs, or throw it away."""
    try:
        if keep:
            move_in(place, path)
    finally:
        discard(place)


def _commit(connection: sqlite3.Connection) -> None:
    """Commit; UserError where rows are gone that others refer to."""
    try:
        connection.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        pairs = dict.fromkeys((_sheet(row[0]), _sheet(row[2])) for row in broken)
        text = _("“{sheet}”里还有行用到“{parent}”里不存在的内容。")
        lines = [text.format(sheet=sheet, parent=parent) for sheet, parent in pairs]
        raise UserError("\n".join(lines)) from error


def _sheet(table: str) -> str:
    return TABLES[table].called if table in TABLES else "评分"

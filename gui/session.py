"""The one open assessment. The only room of the window that knows the store.

`changed` announces every change, once; the snapshot and its result are kept until the next.
Everything here runs in the main thread and is committed when it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.text import _
from gui.dialogs.ask import Ask
from gui.jobs import complain

if TYPE_CHECKING:  # numpy and SQLite are not needed for the start page
    from core.model.result import Result
    from core.model.snapshot import Snapshot
    from core.store.journal import Changes, Entry, RowChange
    from core.store.store import Store

Verb = Callable[["Store"], Any]
MOST_LINES = 2000  # of one entry of the journal
REASONS = "reasons"  # their keys are numbers that mean nothing to people


@dataclass(frozen=True, slots=True)
class JournalLine:
    """An entry of the journal; `changes` counts the rows and marks that it changed."""

    seq: int
    at: datetime
    actor: str
    text: str
    changes: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A cell before and after; a row that is new or gone is one line."""

    sheet: str
    key: str
    field: str
    before: str
    after: str


class Session(QObject):
    """`opened` tells that another file is open, or none; `changed` gives the new snapshot and
    what changed (`core.store.edit.Changed`)."""

    opened = Signal()
    changed = Signal(object, object)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ask = ask
        self.saved: datetime | None = None
        self._store: Store | None = None
        self._snapshot: Snapshot | None = None
        self._result: Result | None = None

    @property
    def path(self) -> Path | None:
        """The open file."""
        return self._store.path if self._store is not None else None

    @property
    def snapshot(self) -> Snapshot:
        """The assessment as it is now; only while a file is open."""
        assert self._snapshot is not None
        return self._snapshot

    @property
    def result(self) -> Result:
        """What the snapshot comes to; only while a file is open."""
        assert self._result is not None
        return self._result

    def open(self, path: Path) -> bool:
        """Open the file in place of the one that is open; that one stays where this fails, or
        where it is the same."""
        if self._store is not None and path.resolve() == self._store.path:
            return True
        store = self.attempt(_("打不开这个文件"), lambda: _opened(path))
        if store is None:
            return False
        self.close(quiet=True)
        self._store, self.saved = store, _modified(store.path)
        self._read()
        self.opened.emit()
        return True

    def close(self, *, quiet: bool = False) -> None:
        """Let go of the file; everything is stored already."""
        store, self._store = self._store, None
        self._snapshot = self._result = None
        if store is not None:
            store.close()
            if not quiet:
                self.opened.emit()

    def do(self, title: str, verb: Verb) -> Any:
        """Let `verb` write with the store, and announce what it changed. Returns what the verb
        returned, None where it was refused (the person was told under `title`)."""
        store = self._store
        assert store is not None
        before = store.changed
        found = self.attempt(title, lambda: verb(store))
        if store.changed is not before:
            self.saved = datetime.now()
            self._read()
            self.changed.emit(self._snapshot, store.changed)
        return found

    def attempt(self, title: str, work: Callable[[], Any]) -> Any:
        """What `work` returns; None where a person has to be told that it cannot be done."""
        from core.errors import UserError

        try:
            return work()
        except (UserError, OSError) as error:
            complain(self.ask, title, error)
            return None

    def undo(self) -> None:
        self.do(_("不能撤销"), lambda store: store.undo())

    def redo(self) -> None:
        self.do(_("不能重做"), lambda store: store.redo())

    def undo_label(self) -> str | None:
        """What undo would undo, None where there is nothing."""
        return self._store.undo_label() if self._store is not None else None

    def redo_label(self) -> str | None:
        return self._store.redo_label() if self._store is not None else None

    def journal(self) -> tuple[JournalLine, ...]:
        """Every entry of the journal, newest first."""
        entries = self._store.journal() if self._store is not None else ()
        return tuple(_journal_line(entry) for entry in reversed(entries))

    def change_lines(self, seq: int) -> tuple[ChangeLine, ...]:
        """What an entry of the journal changed, for people; the first `MOST_LINES` of it."""
        assert self._store is not None
        return tuple(islice(_lines(self._store.changes(seq)), MOST_LINES))

    def _read(self) -> None:
        from core.actions.publication import result_of

        assert self._store is not None
        self._snapshot = self._store.read()
        self._result = result_of(self._store, self._snapshot)


def _opened(path: Path) -> Store:
    from core.store.store import Store

    store = Store.open(path)
    try:
        store.read()  # a file with damaged rows is refused before the open one is left
    except BaseException:
        store.close()
        raise
    return store


def _journal_line(entry: Entry) -> JournalLine:
    kinds = {"edit": "{label}", "undo": _("撤销：{label}"), "redo": _("重做：{label}")}
    text = kinds[str(entry.kind)].format(label=entry.label)
    return JournalLine(entry.seq, entry.at, entry.actor, text, sum(entry.summary.values()))


def _lines(changes: Changes) -> Iterator[ChangeLine]:
    if count := len(changes.marks):
        yield ChangeLine(_("评分"), _("{n} 个评分").format(n=count), "", "", "")
    reasons = [row for row in changes.rows if row.table == REASONS]
    if reasons:
        yield ChangeLine(_("评分"), _("{n} 条理由").format(n=len(reasons)), "", "", "")
    for row in changes.rows:
        if row.table != REASONS:
            yield from _row_lines(row)


def _row_lines(row: RowChange) -> Iterator[ChangeLine]:
    from gui.headings import SETTINGS, cell_words, heading, row_words, setting_name

    sheet, keys = _named(row)
    before, after = (
        dict(zip(row.columns, cells, strict=True)) if cells is not None else None
        for cells in (row.before, row.after)
    )
    key = "/".join(str((after or before or {}).get(name, "")) for name in keys)
    if row.table == SETTINGS:
        was, now = (cell_words((cells or {}).get("value")) for cells in (before, after))
        yield ChangeLine(sheet, setting_name(key), "", was, now)
    elif before is None or after is None:
        gone, new = (row_words(row.table, cells or {}, keys) for cells in (before, after))
        yield ChangeLine(sheet, key, _("新增") if before is None else _("删除"), gone, new)
    else:
        for name in (n for n in row.columns if before[n] != after[n]):
            told = heading(row.table, name)
            yield ChangeLine(sheet, key, told, cell_words(before[name]), cell_words(after[name]))


def _named(row: RowChange) -> tuple[str, tuple[str, ...]]:
    """The sheet of a stored row, and the columns that name the row."""
    from core.store.rows import TABLES

    table = TABLES.get(row.table)
    return (table.called, table.key) if table else (row.table, row.columns[:1])


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime)

"""Ways to a checked connection: for reading, for writing, and for a file that is being made.

Reading never writes beside the file. A file of an older schema is therefore read from a migrated
copy in memory, and one whose writer was killed in the middle of a commit from a recovered copy
in a temporary folder; opened for writing, the first is backed up and migrated, the second
recovers by itself.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.errors import UserError
from core.store.connection import (
    NeedsRecovery,
    checked,
    connect,
    damaged,
    expected_schema,
    plain_words,
    pragma,
    prepare_writer,
    schema_of,
)
from core.store.files import discard, move_in, temporary
from core.store.migrations import APPLICATION_ID, MIGRATIONS
from core.store.tables import database
from core.text import _


def open_reader(path: Path) -> sqlite3.Connection:
    """A checked connection that never writes beside `path`."""
    require_file(path)
    try:
        connection, version = checked(path, write=False)
    except NeedsRecovery:
        return _recovered(path)
    if version == len(MIGRATIONS):
        return connection
    with closing(connection), plain_words(path):
        return _migrated_copy(connection)


def open_writer(path: Path) -> sqlite3.Connection:
    """A checked connection that may write, the schema brought up to date. The caller holds the
    lock. UserError for a read-only file or one with triggers that are not ours."""
    require_file(path)
    if not (path.stat().st_mode & stat.S_IWUSR and os.access(path, os.W_OK)):
        text = _("文件{name}是只读的，不能修改。请去掉只读属性，或复制一份再用。")
        raise UserError(text.format(name=path.name))
    connection, version = checked(path, write=True)
    try:
        with plain_words(path):
            prepare_writer(connection)
            if version < len(MIGRATIONS):
                back_up_before(connection, path, version)
                migrate(connection, version)
            if schema_of(connection) != expected_schema(len(MIGRATIONS)):
                raise damaged(path, _("表的结构被别的程序改过"))
    except BaseException:
        connection.close()
        raise
    return connection


def open_new(place: Path) -> sqlite3.Connection:
    """An empty assessment in the empty file at `place`."""
    connection = connect(place, write=True)
    prepare_writer(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(connection, 0)
    return connection


def require_file(path: Path) -> None:
    """UserError unless there is a file at `path`."""
    if not path.exists():
        raise UserError(_("没有文件{name}。").format(name=path))
    if not path.is_file():
        raise UserError(_("{name}不是文件。").format(name=path))


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Take the steps after `version`, each in a transaction of its own."""
    db = database(connection)
    connection.execute("PRAGMA foreign_keys = OFF")  # tables may have to be rebuilt
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        try:
            db.executescript(f"BEGIN; {step}; PRAGMA user_version = {number}; COMMIT;")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    connection.execute("PRAGMA foreign_keys = ON")


def _migrated_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    migrate(copy, pragma(copy, "user_version"))
    return copy


def _recovered(path: Path) -> sqlite3.Connection:
    """A reader of a copy in which SQLite has rolled the killed commit back."""
    with tempfile.TemporaryDirectory(prefix="kaoping-") as folder:
        copy = Path(folder) / path.name
        try:
            for part in (path, path.with_name(path.name + "-journal")):
                shutil.copyfile(part, Path(folder) / part.name)
        except FileNotFoundError:  # a writer came and recovered it meanwhile
            return open_reader(path)
        connection, _version = checked(copy, write=True)
        with closing(connection), plain_words(path):
            return _migrated_copy(connection)


def back_up_before(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """A copy beside the file, before its schema is changed."""
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    name = _("{name}-升级前-格式{version}-{moment}").format(
        name=path.stem, version=version, moment=moment
    )
    target = path.with_name(name + path.suffix)
    place = temporary(target)
    try:
        copy_into(connection, place)
        move_in(place, target)
    except BaseException:
        discard(place)
        raise
    return target


def copy_into(connection: sqlite3.Connection, place: Path) -> None:
    """A consistent copy in the empty file at `place`; UserError where it is not sound."""
    with closing(connect(place, write=True)) as copy:
        connection.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise UserError(_("备份没有写好（{detail}），请检查磁盘后再试。").format(detail=verdict))

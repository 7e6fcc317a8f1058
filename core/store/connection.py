"""An assessment file as an open SQLite connection, after a check that it is one.

Files come from other people: nothing in one is trusted before its tables were compared with
those that the migrations make. The check reads the header and the schema, never the data (that
is `verify`'s work), so that opening stays cheap. What SQLite says of a file is put into plain
words here, in one place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from core.errors import UserError
from core.store.migrations import APPLICATION_ID, MIGRATIONS
from core.text import _
from core.version import VERSION

BUSY_SECONDS = 15
SQLITE_MAGIC = b"SQLite format 3\x00"

# One file at rest, durable at every commit, also on a stick that is pulled out: a rollback
# journal, and EXTRA to sync the folder when it goes.
_PRAGMAS = """
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
"""
# The detour over TRUNCATE removes an empty journal that a killed writer left behind.
_WRITER_PRAGMAS = """
PRAGMA journal_mode = TRUNCATE;
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = EXTRA;
"""


class Damaged(UserError):
    """The file is an assessment, but cannot be trusted as it is."""


class NeedsRecovery(Exception):
    """A writer was killed in the middle of a commit; only a writable copy can be read."""


Schema = dict[tuple[str, str], str]


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection in autocommit mode that creates nothing and loads no extensions."""
    mode = "rw" if write else "ro"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        connection.executescript(_PRAGMAS)
    except BaseException:
        connection.close()
        raise
    return connection


def prepare_writer(connection: sqlite3.Connection) -> None:
    """Set the journal mode and the durability of a connection that will write."""
    connection.executescript(_WRITER_PRAGMAS)


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """The integer that a pragma answers."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def schema_of(connection: sqlite3.Connection) -> Schema:
    """(type, name) of everything in the file, with the SQL that made it."""
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(str(kind), str(name)): str(sql) for kind, name, sql in rows}


@cache
def _schema_after(steps: tuple[str, ...]) -> Schema:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in steps:
            connection.executescript(step)
        return schema_of(connection)


def expected_schema(version: int) -> Schema:
    """What a file of this version has in it."""
    return _schema_after(MIGRATIONS[:version])


@cache
def column_defaults(table: str) -> dict[str, str | int | None]:
    """What a column added by a migration holds in the rows that were there before it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in MIGRATIONS:
            connection.executescript(step)
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        query = ", ".join(
            f'{default or "NULL"} AS "{name}"' for _n, name, _t, _u, default, _k in info
        )
        cells = connection.execute(f"SELECT {query}").fetchone()
    return {column[1]: cell for column, cell in zip(info, cells, strict=True)}


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a file into a UserError; misuse of SQLite stays a bug."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except sqlite3.DatabaseError as error:
        raise _in_words(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damaged bytes
        raise damaged(path, _("有内容读不出来")) from error


def _in_words(error: sqlite3.DatabaseError, path: Path) -> UserError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    words = {
        sqlite3.SQLITE_BUSY: _("文件{name}正被另一个程序写入，请稍后再试。"),
        sqlite3.SQLITE_LOCKED: _("文件{name}正被另一个程序写入，请稍后再试。"),
        sqlite3.SQLITE_FULL: _("磁盘已满，{name}没有改动。请腾出空间后再试。"),
        sqlite3.SQLITE_READONLY: _(
            "文件{name}是只读的，不能修改。请去掉只读属性，或复制一份再用。"
        ),
        sqlite3.SQLITE_IOERR: _("读写{name}时磁盘出错。请检查磁盘或U盘后再试。"),
        sqlite3.SQLITE_CANTOPEN: _("打不开文件{name}，请检查文件和所在文件夹的权限。"),
    }
    if code in words:
        return UserError(words[code].format(name=path.name))
    return damaged(path, str(error))


def damaged(path: Path, detail: str) -> Damaged:
    """The word on a file that is ours, or was, with what is wrong with it."""
    text = _("考评文件{name}已损坏（{detail}），请用备份恢复。")
    return Damaged(text.format(name=path.name, detail=detail))


def inspect(connection: sqlite3.Connection, path: Path) -> int:
    """The quick check; returns the schema version (at most the newest known).

    UserError where the file is no assessment or is newer than this program, Damaged where it is
    cut short or its tables are not those of its version, NeedsRecovery after a killed commit.
    """
    connection.execute("BEGIN")  # so that no writer changes the size meanwhile
    try:
        return _inspect(connection, path)
    finally:
        connection.execute("ROLLBACK")


def checked(path: Path, *, write: bool) -> tuple[sqlite3.Connection, int]:
    """`connect` and `inspect`."""
    try:
        connection = connect(path, write=write)
        try:
            return connection, inspect(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.DatabaseError as error:
        raise _unreadable(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damaged bytes
        raise damaged(path, _("有内容读不出来")) from error


def _inspect(connection: sqlite3.Connection, path: Path) -> int:
    schema = schema_of(connection)
    version = pragma(connection, "user_version")
    if pragma(connection, "application_id") != APPLICATION_ID:
        raise _not_ours(schema, path)
    if version > len(MIGRATIONS):
        raise _newer(version, path)
    if path.stat().st_size != pragma(connection, "page_count") * pragma(connection, "page_size"):
        raise damaged(path, _("文件不完整"))
    if version < 1 or tables(schema) != tables(expected_schema(version)):
        raise damaged(path, _("表的结构被别的程序改过"))
    return version


def tables(schema: Schema) -> Schema:
    """The tables alone (views, triggers and indexes do nothing while data is read)."""
    return {key: sql for key, sql in schema.items() if key[0] == "table"}


def _not_ours(schema: Schema, path: Path) -> UserError:
    """Where only the mark in the header differs, it was removed from one of ours."""
    if ("table", "journal_head") in schema and ("table", "marks") in schema:
        return damaged(path, _("文件标识被改过"))
    return no_assessment(path)


def _newer(version: int, path: Path) -> UserError:
    text = _(
        "文件{name}是用更新版本的考评建立的（文件格式{version}，本程序{program}版只认识到{known}）。"
        "请安装最新版本的考评后再打开。"
    )
    return UserError(
        text.format(name=path.name, version=version, program=VERSION, known=len(MIGRATIONS))
    )


def no_assessment(path: Path) -> UserError:
    """The word on a file that never was an assessment, with what to do where that is known."""
    advice = {
        ".ballot": _("这是一张选票，请用“ballot”命令或在窗口中打开它。"),
        ".return": _("这是专家交回的评分，请用“ballot collect”收取。"),
        ".xlsx": _("这是一个工作簿，请用“new”建立考评，或用“import”导入。"),
    }.get(path.suffix.lower(), "")
    return UserError(_("{name}不是考评文件（.kaoping）。").format(name=path.name) + advice)


def _unreadable(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """A file of which not even the schema can be read: ours if its first bytes say so."""
    name = getattr(error, "sqlite_errorname", "")
    if name in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY"):
        return NeedsRecovery()
    words = _in_words(error, path)
    return words if not isinstance(words, Damaged) or _marked(path) else no_assessment(path)


def _marked(path: Path) -> bool:
    """Whether the raw header carries our mark, for files that SQLite cannot open.

    Only on that way out: closing a plain handle drops the locks SQLite holds on the same file.
    """
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(SQLITE_MAGIC) and head[68:72] == APPLICATION_ID.to_bytes(4, "big")

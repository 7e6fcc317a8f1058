"""Files that must not be lost: written whole or not at all, or appended to and on disk before
anyone is told. The file itself is locked against a second program; nothing stands beside it.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.disk import BINARY, exists, is_same, move_new, sync_folder, try_lock
from core.errors import UserError, reason_of
from core.text import _

_sync = getattr(os, "fdatasync", os.fsync)


@dataclass(slots=True)
class LogFile:
    """An open, locked file that grows at its end. `size` is what we know to be on disk; None
    while something unfinished may stand at the end."""

    path: Path
    handle: int
    size: int | None


def read_limited(path: Path, limit: int) -> bytes:
    """The file's bytes; UserError where it cannot be read, or holds more than `limit`."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UserError(
            _("打不开文件{name}：{why}").format(name=path.name, why=reason_of(error))
        ) from error
    if len(data) > limit:
        raise UserError(_("文件{name}太大，不是本程序写出的文件。").format(name=path.name))
    return data


# Whole files


def write_whole(path: Path, data: bytes, *, over: bool = False) -> None:
    """Write `data` to `path`, on disk when this returns, or leave everything as it was. A file
    that is there is replaced only where `over` says so; UserError otherwise."""
    place = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        if not over and (path.exists() or path.is_symlink()):
            raise FileExistsError
        _fill(place, data)
        if over:
            place.replace(path)
        else:
            move_new(place, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise exists(path) from error
    except OSError as error:
        text = _("不能写入{name}：{why}。什么也没有写。")
        raise UserError(text.format(name=path.name, why=reason_of(error))) from error
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def _fill(place: Path, data: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    try:
        _write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


# Files that grow


def open_log(path: Path) -> LogFile:
    """Open and lock; UserError where it cannot be, or another program has it."""
    while True:
        handle = _open(path)
        if not try_lock(handle):
            os.close(handle)
            text = _("{name}正在另一个程序里打开，请先在那里关闭它。")
            raise UserError(text.format(name=path.name))
        if is_same(path, handle):
            return LogFile(path, handle, os.fstat(handle).st_size)
        os.close(handle)  # replaced between our opening and our locking


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | BINARY)
    except OSError as error:
        text = _("不能打开{name}来评分：{why}。请把它复制到本机硬盘上再用。")
        raise UserError(text.format(name=path.name, why=reason_of(error))) from error


def read_log(log: LogFile, limit: int) -> bytes:
    """Everything in the file, by way of the locked handle."""
    if (log.size or 0) > limit:
        raise UserError(_("文件{name}太大，不是本程序写出的文件。").format(name=log.path.name))
    os.lseek(log.handle, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while part := os.read(log.handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def append(log: LogFile, at: int, record: bytes) -> None:
    """Write a record at `at`, where the last whole one ends (cutting off what an unfinished one
    left behind it): on disk when this returns. UserError where that fails, and then the file is
    as it was, or is put right before the next record."""
    try:
        _make_ready(log, at)
        log.size = None
        os.lseek(log.handle, at, os.SEEK_SET)
        _write_all(log.handle, record)
        _sync(log.handle)
        if not is_same(log.path, log.handle):  # its folder went while we wrote
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        log.size = at + len(record)
    except OSError as error:
        if log.size is None:
            cut_off(log, at)
        text = _("没有保存：{name}写不进去（{why}）。之前的评分都在；处理后请再输入一次。")
        raise UserError(text.format(name=log.path.name, why=reason_of(error))) from error


def _make_ready(log: LogFile, at: int) -> None:
    if not is_same(log.path, log.handle):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    if log.size is not None and os.fstat(log.handle).st_size != log.size:
        text = _("没有保存：{name}被别的程序改动过。请关闭后重新打开它。")
        raise UserError(text.format(name=log.path.name))
    if log.size != at:
        os.ftruncate(log.handle, at)


def cut_off(log: LogFile, at: int) -> None:
    """Remove what an unfinished record left behind `at`."""
    with suppress(OSError):  # tried again before the next record
        os.ftruncate(log.handle, at)
        log.size = at


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def swap(log: LogFile, data: bytes) -> None:
    """Put `data` in place of everything in the file, whole or not at all, and hold the lock on
    it. OSError where that fails; the file is then as it was, and still locked."""
    place = log.path.with_name(f".{log.path.name}.{secrets.token_hex(4)}.tmp")
    try:
        _fill(place, data)
        _swap_in(log, place)
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)
    log.size = len(data)


def _swap_in(log: LogFile, place: Path) -> None:
    if os.name == "nt":  # an open file is not replaced there
        os.close(log.handle)
        try:
            place.replace(log.path)
        finally:
            log.handle = open_log(log.path).handle
        return
    new, old = os.open(place, os.O_RDWR), log.handle
    try:
        if not try_lock(new):
            raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK))
        place.replace(log.path)
    except OSError:
        os.close(new)
        raise
    log.handle = new
    os.close(old)
    sync_folder(log.path.parent)

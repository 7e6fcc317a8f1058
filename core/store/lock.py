"""One writer at a time: a side file next to the assessment, locked by the operating system.

The lock goes with the process that holds it, however that ends; the words inside (who, where,
since when) are for the person who is turned away. The side file is removed at close; one left
by a killed program is not locked, and is taken over.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.disk import BINARY, is_same, try_lock
from core.errors import UserError
from core.text import _


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that is held; `release` gives it back."""

    path: Path
    handle: int


def lock_path(path: Path) -> Path:
    """The side file of an assessment file."""
    return path.with_name(path.name + ".lock")


def acquire(path: Path) -> Lock:
    """Lock the assessment at `path` for writing; UserError naming who holds it already."""
    side = lock_path(path)
    while True:
        handle = _open(side)
        if not try_lock(handle):
            text = _held_by(handle)
            os.close(handle)
            raise UserError(_("{name}正由{who}").format(name=path.name, who=text))
        if is_same(side, handle):
            break
        os.close(handle)  # its holder removed it between our opening and our locking
    with suppress(OSError):  # a full disk: the lock holds without words
        os.ftruncate(handle, 0)
        os.write(handle, _words())
    return Lock(side, handle)


def release(lock: Lock) -> None:
    """Remove the side file and let go. Windows removes no open file, others need it this way
    round, lest the next holder's file be removed."""
    if sys.platform == "win32":
        os.close(lock.handle)
        with suppress(OSError):
            lock.path.unlink()
    else:
        lock.path.unlink(missing_ok=True)
        os.close(lock.handle)


def user_name() -> str:
    """Who sits at this computer, as the operating system has it; "" where it does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _open(side: Path) -> int:
    try:
        return os.open(side, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
    except OSError as error:
        text = _("文件夹{folder}不可写，不能修改其中的考评文件。请换个位置，或检查权限。")
        raise UserError(text.format(folder=side.parent)) from error


def _words() -> bytes:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = {"user": user_name(), "host": platform.node(), "pid": os.getpid(), "since": since}
    return json.dumps(holder, ensure_ascii=False).encode()


def _held_by(handle: int) -> str:
    """Who holds it, as far as the side file can be read."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        holder = json.loads(os.read(handle, 4096))
        text = _("{user}在{host}上打开（进程{pid}，自{since}起），请等对方关闭后再试。")
        return text.format(**{k: holder[k] for k in ("user", "host", "pid", "since")})
    except (OSError, ValueError, KeyError, TypeError):
        return _("另一个程序打开，请等对方关闭后再试。")

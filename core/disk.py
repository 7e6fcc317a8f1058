"""What careful writing needs of the operating system, with its differences in one place: a lock
on an open file, a move that never overwrites, a folder that survives a power cut."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from core.errors import UserError
from core.text import _

BINARY = getattr(os, "O_BINARY", 0)
_BYTE = 1 << 30  # Windows locks bytes, and locked ones cannot be read: lock one far behind
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def exists(path: Path) -> UserError:
    """The word on a file that is in the way."""
    return UserError(_("文件{name}已经存在，不会覆盖它。请换一个文件名。").format(name=path.name))


def move_new(place: Path, path: Path) -> None:
    """Move a finished file to `path`; FileExistsError, with nothing moved, where that exists.

    On Windows a rename fails where the target exists; elsewhere a hard link does. Where there
    are none (FAT), an empty file holds the name for the moment of the rename."""
    if os.name == "nt":
        place.rename(path)
        return
    try:
        path.hardlink_to(place)
        place.unlink()
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.touch(exist_ok=False)
        place.replace(path)


def sync_folder(folder: Path) -> None:
    """So that a new name, too, survives a power cut (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot, and do without
            os.fsync(handle)
    finally:
        os.close(handle)


def is_same(path: Path, handle: int) -> bool:
    """Whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Lock the open file until it is closed; False where another program has it."""
        os.lseek(handle, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Lock the open file until it is closed; False where another program has it. UserError,
        with the file closed, where the file system knows no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                return False
            os.close(handle)
            text = _("这里的文件系统不支持文件锁，不能安全地写入。请把文件复制到本机硬盘上再用。")
            raise UserError(text) from error
        return True

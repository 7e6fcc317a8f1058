"""Files moved into place whole, or not at all, and never over another one."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from core.errors import UserError
from core.text import _

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def refuse_existing(path: Path) -> None:
    """UserError where there is something at `path` already."""
    if path.exists() or path.is_symlink():
        raise exists(path)


def exists(path: Path) -> UserError:
    """The word on a file that is in the way."""
    return UserError(_("文件{name}已经存在，不会覆盖它。请换一个文件名。").format(name=path.name))


def temporary(path: Path) -> Path:
    """A new empty file in the folder of `path`, to be filled and then moved there."""
    while True:
        place = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            place.touch(exist_ok=False)
            return place
        except FileExistsError:
            continue
        except OSError as error:
            text = _("不能在文件夹{folder}里建立文件：它不存在，或者不可写。")
            raise UserError(text.format(folder=path.parent)) from error


def move_in(place: Path, path: Path) -> None:
    """Move a finished file to `path`; UserError, with nothing moved, where that exists."""
    try:
        _move_new(place, path)
    except FileExistsError as error:
        raise exists(path) from error
    _sync_folder(path.parent)


def _move_new(place: Path, path: Path) -> None:
    """On Windows a rename fails where the target exists; elsewhere a hard link does. Where
    there are none (FAT), an empty file holds the name for the moment of the rename."""
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


def _sync_folder(folder: Path) -> None:
    """So that the new name, too, survives a power cut (Windows has no such call)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems cannot, and do without
                os.fsync(handle)
        finally:
            os.close(handle)


def discard(place: Path) -> None:
    """Remove a file that did not get finished, with the journal of its last transaction."""
    place.unlink(missing_ok=True)
    place.with_name(place.name + "-journal").unlink(missing_ok=True)

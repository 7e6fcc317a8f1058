"""Files moved into place whole, or not at all, and never over another one."""

from __future__ import annotations

import secrets
from pathlib import Path

from core.disk import exists, move_new, sync_folder
from core.errors import UserError
from core.text import _


def refuse_existing(path: Path) -> None:
    """UserError where there is something at `path` already."""
    if path.exists() or path.is_symlink():
        raise exists(path)


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
        move_new(place, path)
    except FileExistsError as error:
        raise exists(path) from error
    sync_folder(path.parent)


def discard(place: Path) -> None:
    """Remove a file that did not get finished, with the journal of its last transaction."""
    place.unlink(missing_ok=True)
    place.with_name(place.name + "-journal").unlink(missing_ok=True)

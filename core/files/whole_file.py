"""A single file, whole or not there: written beside its place and moved in when it is done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserError, reason_of
from core.text import _


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the place of `path` when the block ends well.
    On any exception `path` is as it was. UserError where the system refuses (the file is open
    in Excel, the disk is full, there is no such folder), and where something stands at `path`
    that is no file: a folder, or a device that must not be replaced."""
    if path.exists() and not path.is_file():
        raise UserError(_("{path} 不是普通文件，不能写在那里。").format(path=path))
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield beside
        _sync(beside)
        beside.replace(path)
    except OSError as error:
        text = _("{path} 写不进去：{why}。文件若正在 Excel、WPS 等程序中打开，请先关闭。")
        raise UserError(text.format(path=path, why=reason_of(error))) from error
    finally:
        beside.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())

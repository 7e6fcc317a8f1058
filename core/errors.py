"""What goes wrong in the hands of a person, as opposed to a fault of the program.

Both kinds below are shown as they are, one line a problem, and leave everything unchanged
(exit code 1). Any other exception is a bug and reaches the one hook in `main.py`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable

from core.model.problem import Place, Problem
from core.text import _


class UserError(Exception):
    """Something that was asked for cannot be done; the text says why and what to do."""


class Refused(UserError):
    """Input with problems in it: all of them at once, nothing was changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(worded(p) for p in self.problems))


def worded(what: Problem | Place) -> str:
    """A problem, or where it stands, in one line in the language of the screen."""
    row = _("第{row}行")
    return what.worded(row, _("：")) if isinstance(what, Problem) else what.worded(row)


def reason_of(error: OSError) -> str:
    """Why the system refused, for a person: a phrase without the name of the file."""
    words = {
        errno.ENOSPC: _("磁盘已满，没有写完"),
        errno.EDQUOT: _("磁盘配额已满，没有写完"),
        errno.EROFS: _("这个磁盘是只读的"),
        errno.EIO: _("读写出错，优盘可能已拔出"),
    }
    if error.errno in words:
        return words[error.errno]
    kinds: tuple[tuple[type[OSError], str], ...] = (
        (FileNotFoundError, _("找不到这个文件或文件夹")),
        (FileExistsError, _("已有同名的文件或文件夹")),
        (PermissionError, _("没有权限，或文件正被其他程序打开")),
        (IsADirectoryError, _("这是一个文件夹，不是文件")),
        (NotADirectoryError, _("路径中有一段不是文件夹")),
    )
    known = next((text for kind, text in kinds if isinstance(error, kind)), "")
    why = os.strerror(error.errno) if error.errno is not None else str(error)
    return known or _("系统拒绝读写（{why}）").format(why=why)

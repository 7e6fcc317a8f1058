"""The one hook for faults: says so in a dialog and writes the details to a log file. Nothing is
lost, because everything is committed as it is entered."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from core.errors import reason_of
from core.faults import write_fault
from core.text import _, sentences
from gui.dialogs.ask import Ask

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def _log(error: BaseException) -> str:
    """Write the fault down; says where, or that there is nowhere to write."""
    try:
        return _("详情写在：{path}").format(path=write_fault(error, ["window"]))
    except OSError as full:
        return _("日志写不进去：{why}。").format(why=reason_of(full))


def make_hook(ask: Ask) -> Hook:
    """A `sys.excepthook` that tells the person; a fault while it does is only written."""
    telling = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        where = _log(error)
        if telling:
            return
        telling = True
        try:
            text = _("程序出错了，已经录入的内容都已保存，可以继续使用。")
            ask.tell(_("程序出错"), sentences(text, where), [f"{kind.__name__}: {error}"])
        finally:
            telling = False

    return hook

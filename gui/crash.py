"""The one hook for faults: says so in a dialog and writes the details to a log file. Nothing is
lost, because everything is committed as it is entered."""

from __future__ import annotations

import platform
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from core.paths import log_folder
from core.text import _
from core.version import VERSION
from gui.dialogs.ask import Ask

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def write_log(error: BaseException) -> Path:
    """The details of a fault in a file of their own."""
    path = log_folder() / f"window-{time.strftime('%Y%m%d-%H%M%S')}.log"
    where = f"{platform.platform()} · Python {platform.python_version()}"
    details = "".join(traceback.format_exception(error))
    path.write_text(f"kaoping {VERSION} · {where}\n\n{details}", encoding="utf-8")
    return path


def make_hook(ask: Ask) -> Hook:
    """A `sys.excepthook` that tells the person; a fault while it does is only written."""
    telling = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        path = write_log(error)
        if telling:
            return
        telling = True
        try:
            text = _("程序出错了，已经录入的内容都已保存，可以继续使用。详情写在：{path}")
            ask.tell(_("程序出错"), text.format(path=path), [f"{kind.__name__}: {error}"])
        finally:
            telling = False

    return hook

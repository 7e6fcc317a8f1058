"""The log of an unforeseen fault: everything for whoever mends it, in a file of its own."""

from __future__ import annotations

import os
import platform
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from core.paths import log_folder
from core.version import VERSION


def write_fault(error: BaseException, words: Sequence[str] = ()) -> Path:
    """Write the traceback, the version, the machine and the words of the command line; returns
    the file. OSError where the machine lets us write nowhere."""
    path = log_folder() / f"fault-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    where = f"{platform.platform()} · Python {platform.python_version()}"
    details = "".join(traceback.format_exception(error))
    text = f"kaoping {VERSION} · {where}\n{list(words)!r}\n\n{details}"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path

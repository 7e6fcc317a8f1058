"""Progress on standard error, for a person at a terminal and for nobody else.

Nothing shows in the first 0.6 s, so that quick work stays quiet.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.cli.table import padded, width

Report = Callable[[int, int, str], None]
PATIENCE = 0.6  # seconds


def _watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress() -> Iterator[Report]:
    """A `report(done, total, note)` that keeps one line up to date and wipes it at the end."""
    begun, shown = time.monotonic(), 0

    def report(done: int, total: int, note: str = "") -> None:
        nonlocal shown
        if not _watched() or time.monotonic() - begun < PATIENCE:
            return
        line = f"{done}/{total} {note}".rstrip()
        print("\r" + padded(line, shown), end="", file=sys.stderr, flush=True)
        shown = width(line)

    try:
        yield report
    finally:
        _wipe(shown)


@contextmanager
def busy(note: str) -> Iterator[None]:
    """Shows `note` while work goes on that cannot say how far it is."""
    shown = 0

    def show() -> None:
        nonlocal shown
        print("\r" + note, end="", file=sys.stderr, flush=True)
        shown = width(note)

    timer = threading.Timer(PATIENCE, show)
    if _watched():
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _wipe(shown)


def _wipe(columns: int) -> None:
    if columns:
        print("\r" + " " * columns + "\r", end="", file=sys.stderr, flush=True)

"""Slow work beside the window: a plain function `work(report)` that gets snapshots and paths.

`report(done, total, note)` raises `Stopped` once the person pressed 停止. What it returns comes
back to the main thread, which alone writes. A progress dialog shows after 0.6 s, not before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from threading import Event
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from core.errors import Refused, UserError, reason_of, worded
from core.text import _
from gui.dialogs.ask import Ask
from gui.widgets.boxes import Elided, across, button, down, label, margins

Report = Callable[[int, int, str], None]
Work = Callable[[Report], Any]
PATIENCE = 600  # ms before anything shows
_PAUSE = 0.05  # s between two words on the progress


class Stopped(Exception):
    """The person pressed 停止; nothing went wrong."""


class _Voice(QObject):
    progress = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)


class _Running(QRunnable):
    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work, self.voice, self.stop = work, _Voice(), Event()
        self._last = 0.0
        self.setAutoDelete(False)

    def report(self, done: int, total: int, note: str = "") -> None:
        if self.stop.is_set():
            raise Stopped
        if monotonic() - self._last > _PAUSE:
            self._last = monotonic()
            self.voice.progress.emit(done, total, note)

    def run(self) -> None:
        try:
            found = self.work(self.report)
        except BaseException as error:  # handed to the main thread, which knows what to do
            self.voice.failed.emit(error)
        else:
            self.voice.done.emit(found)


class Jobs(QObject):
    """Runs one job at a time over a window. `finished` comes after each, however it ended."""

    finished = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask, self.window = ask, parent
        self.running: _Running | None = None
        self.dialog: ProgressDialog | None = None
        self._title = ""
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(self._show)

    def run(self, title: str, work: Work, then: Callable[[Any], object]) -> bool:
        """Start `work`; `then` gets what it returned. False where another job is running."""
        if self.running is not None:
            return False
        self._title, self.running = title, _Running(work)
        voice = self.running.voice
        queued = Qt.ConnectionType.QueuedConnection
        voice.done.connect(partial(self._done, then), queued)
        voice.failed.connect(self._failed, queued)
        self._timer.start()
        QThreadPool.globalInstance().start(self.running)
        return True

    def stop(self) -> None:
        """Ask the job to stop; it does at its next report."""
        if self.running is not None:
            self.running.stop.set()

    def _show(self) -> None:
        if self.running is not None:
            self.dialog = ProgressDialog(self._title, self.stop, self.window)
            self.running.voice.progress.connect(self.dialog.tell)
            self.dialog.open()

    def _over(self) -> None:
        self._timer.stop()
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
        self.running = self.dialog = None

    def _done(self, then: Callable[[Any], object], found: Any) -> None:
        self._over()
        try:
            then(found)
        finally:
            self.finished.emit()

    def _failed(self, error: BaseException) -> None:
        self._over()
        try:
            complain(self.ask, self._title, error)
        finally:
            self.finished.emit()


def complain(ask: Ask, title: str, error: BaseException) -> None:
    """Tell what a person can mend; anything else goes to the one hook for faults."""
    if isinstance(error, Stopped):
        return
    if isinstance(error, Refused):
        text = _("有{n}处需要改正，什么都没有改动：").format(n=len(error.problems))
        ask.tell(title, text, [worded(problem) for problem in error.problems])
    elif isinstance(error, UserError):
        ask.tell(title, str(error))
    elif isinstance(error, OSError):
        ask.tell(title, in_words(error))
    else:
        sys.excepthook(type(error), error, error.__traceback__)


def in_words(error: OSError) -> str:
    """What the system refused to do, for a person."""
    why = reason_of(error)
    said = _("{what}：{why}")
    return said.format(what=error.filename, why=why) if error.filename else why


class ProgressDialog(QDialog):
    """What is being done, how many of how many, and 停止."""

    def __init__(self, title: str, stop: Callable[[], None], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(420)
        self.bar, self.note = QProgressBar(), Elided("muted")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self._stop = stop
        self.button = button(_("停止"), self.reject)
        body = down(label(title, "heading"), self.bar, self.note, gap=10)
        body.addLayout(across(None, self.button))
        self.setLayout(margins(body, 20, 18, 20, 16))

    def tell(self, done: int, total: int, note: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        count = _("{done}／{total}").format(done=done, total=total) if total else ""
        self.note.setText("  ".join(part for part in (count, note) if part))

    def reject(self) -> None:
        """停止, Esc and the cross all stop the work; the dialog goes when the work has ended."""
        self.button.setEnabled(False)
        self.note.setText(_("正在停止…"))
        self._stop()

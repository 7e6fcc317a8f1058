"""Opening a ballot beside the window: the key takes a second, on purpose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from core.errors import UserError
from core.exchange.ballot import WorkingBallot, open_ballot


class _Voice(QObject):
    done = Signal(object)


class _Running(QRunnable):
    def __init__(self, path: Path, pin: str, salvage: bool) -> None:
        super().__init__()
        self.facts, self.voice = (path, pin, salvage), _Voice()
        self.setAutoDelete(False)

    def run(self) -> None:
        path, pin, salvage = self.facts
        try:
            found: object = open_ballot(path, pin, salvage=salvage)
        except BaseException as error:  # handed to the main thread, which knows what to do
            found = error
        self.voice.done.emit(found)


class Opening(QObject):
    """`opened` gives the ballot, `refused` why it is not open (a UserError). Any other fault is
    raised in the main thread. One at a time."""

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: _Running | None = None
        self.given_up = False

    def start(self, path: Path, pin: str, *, salvage: bool = False) -> None:
        if self.running is not None:
            return
        self.running = _Running(path, pin, salvage)
        self.running.voice.done.connect(self._done, Qt.ConnectionType.QueuedConnection)
        QThreadPool.globalInstance().start(self.running)

    def give_up(self) -> None:
        """The window is gone: a ballot that opens now is let go of at once."""
        self.given_up = True

    def _done(self, found: object) -> None:
        self.running = None
        if isinstance(found, WorkingBallot):
            if self.given_up:
                found.close()
            else:
                self.opened.emit(found)
        elif isinstance(found, UserError):
            self.refused.emit(found)
        else:
            assert isinstance(found, BaseException)
            raise found

"""Taking returns in, one after the other, so that the window stays alive between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.actions.returns import Taken, collect_returns
from core.actions.rounds import receipts_of
from core.text import _
from gui.desk import Desk
from gui.rounds.taken import Verdict, summary, verdict


class Collecting(QObject):
    """`told` says how far it is, `taken` gives each verdict, `finished` comes at the end."""

    told = Signal(str)
    taken = Signal(object)
    finished = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.waiting: list[Path] = []
        self.verdicts: list[Verdict] = []
        self._total = 0
        self._file: Path | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        return bool(self.waiting)

    def take(self, paths: Sequence[Path]) -> None:
        """Take these in, after those that wait already."""
        if not self.busy:
            self._total, self.verdicts = 0, []
            self._file = self.desk.session.path
        self.waiting += paths
        self._total += len(paths)
        if self.busy:
            self._say()
            self._timer.start()

    def _say(self) -> None:
        done = self._total - len(self.waiting)
        text = _("正在收取 {done}／{total}：{name}")
        self.told.emit(text.format(done=done + 1, total=self._total, name=self.waiting[0].name))

    def _next(self) -> None:
        session = self.desk.session
        if session.path is None or session.path != self._file:  # closed meanwhile
            self.waiting = []
            return
        path = self.waiting[0]
        before = _came(self.desk)
        found: list[Taken] | None = session.do(
            _("不能收取"), lambda store: collect_returns(store, [path])
        )
        self.waiting = self.waiting[1:] if found is not None else []
        for one in found or ():
            came = one.expert in before
            self.verdicts.append(verdict(session.snapshot, one, came_before=came))
            self.taken.emit(self.verdicts[-1])
        if self.busy:
            self._say()
            self._timer.start()
        else:
            self.told.emit(summary(self.verdicts))
            self.finished.emit()


def _came(desk: Desk) -> set[str]:
    """Who has handed in for the open round."""
    snapshot = desk.session.snapshot
    opened = snapshot.open_round
    return set(receipts_of(snapshot, opened.number)) if opened else set()

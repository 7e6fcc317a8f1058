"""现场评分: an expert scores on the secretary's computer, behind the PIN and full screen, with the
assessment out of sight; what they hand in is taken in as they leave."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui import verbs
from gui.desk import Desk
from gui.scoring.window import ScoringWindow


class OnSite(QObject):
    """`ended` gives the return that was written, None where the expert has not handed in yet;
    `experts` are the codes of those who began here and have not handed in."""

    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window: ScoringWindow | None = None
        self.experts: set[str] = set()

    def begin(self, desk: Desk, path: Path) -> None:
        """Open the ballot over the window."""
        self.window = verbs.score_ballot(desk, path)
        self.window.closed.connect(self._over)

    def forget(self) -> None:
        """Another assessment is open."""
        self.experts.clear()

    def _over(self) -> None:
        window, self.window = self.window, None
        if window is None:
            return
        returned = _return_of(window)
        if window.sitting is not None:
            who = window.sitting.content.expert
            self.experts = self.experts - {who} if returned else self.experts | {who}
        self.ended.emit(returned)


def _return_of(window: ScoringWindow) -> Path | None:
    """The return that the sitting wrote last."""
    page = getattr(window, "receipt", None)  # there once the ballot is open
    return page.path if page is not None and page.path.name else None

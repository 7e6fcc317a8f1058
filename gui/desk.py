"""What every page is given: the open assessment, and ways to ask, to work and to go elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.dialogs.ask import Ask
from gui.jobs import Jobs
from gui.session import Session


class Desk(QObject):
    """`going` asks the window to show a place (its key) and passes it a word, `bringing` to show
    it and hand it files."""

    going = Signal(str, str)
    bringing = Signal(str, list)

    def __init__(self, window: QWidget | None, ask: Ask) -> None:
        super().__init__(window)
        self.ask = ask
        self.session = Session(ask, self)
        self.jobs = Jobs(ask, window)


class Page(QWidget):
    """A place. `tools` stand beside its title; `about` is the line after it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.tools: list[QWidget] = []

    def about(self) -> str:
        """A few words on what is shown, for beside the title."""
        return ""

    def refresh(self) -> None:
        """Show the session's snapshot; called while the page is in sight."""

    def arrive(self, word: str) -> None:
        """The person was sent here with a word; the page knows which ones it has."""

    def take(self, paths: list[Path]) -> None:
        """Files brought to the window that are for this place."""

    def finder(self) -> QWidget | None:
        """The field that Ctrl+F goes to."""
        return None

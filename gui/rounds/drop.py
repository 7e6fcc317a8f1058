"""Where returns are dropped: the files themselves, or the folder or stick they are on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from core.text import _
from gui.widgets.boxes import Elided, across, button, down, label, margins, restyle


class DropArea(QFrame):
    """`dropped` gives the paths, `choosing` and `looking` ask for files or for a folder."""

    dropped = Signal(list)
    choosing = Signal()
    looking = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.words = label(_("把交回的文件拖到这里"), "accent")
        self.state = Elided("muted")
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = button(_("收取(&C)…"), self.choosing.emit)
        self.look = button(_("从优盘或文件夹收取(&U)…"), self.looking.emit)
        self.tell("")
        body = down(
            None, across(None, self.words, None), self.state,
            across(None, self.choose, self.look, None), None, gap=7,
        )  # fmt: skip
        self.setLayout(margins(body, 12, 10, 12, 10))

    def tell(self, text: str) -> None:
        """What is going on, or came of it; "" says what belongs here."""
        self.state.setText(text or _("专家交回的 .return 文件，可以一次多份"))

    def allow(self, allowed: bool) -> None:
        """Whether anything can be taken in now."""
        for part in (self.choose, self.look):
            part.setEnabled(allowed)
        restyle(self.words, "accent" if allowed else "muted")
        self.setAcceptDrops(allowed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if paths_of(event):
            restyle(self, "drop_here")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        restyle(self, "drop")

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        restyle(self, "drop")
        event.acceptProposedAction()
        self.dropped.emit(paths_of(event))


def paths_of(event: QDropEvent) -> list[Path]:
    """The files and folders of a drop."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

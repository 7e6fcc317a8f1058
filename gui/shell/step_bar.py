"""The one line that says what comes next, with the button for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from core.text import _
from gui.widgets.boxes import Wrapped, across, button, label, margins

if TYPE_CHECKING:
    from core.guide import Step


class StepBar(QFrame):
    """`pressed` gives the name of the step's action."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "next")
        self.words = Wrapped()
        self.go = button("", self._go, "primary")
        self._action = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = across(label(_("下一步"), "accent"), self.words, self.go, gap=12)
        line.setStretch(1, 1)
        self.setLayout(margins(line, 13, 7, 12, 7))

    def show_step(self, step: Step) -> None:
        self.words.setText(step.text)
        self.go.setText(step.button)
        self.go.setAccessibleDescription(step.text)
        self._action = str(step.action)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return False  # the words see to it themselves

    def _go(self) -> None:
        self.pressed.emit(self._action)

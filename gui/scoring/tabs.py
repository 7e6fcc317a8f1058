"""The three ways to see the ballot, as tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.text import _
from gui.widgets.boxes import across, button

VIEWS = ("units", "leaves", "grid")


class ViewTabs(QWidget):
    """`picked` gives one of VIEWS."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        names = {"units": _("按单位"), "leaves": _("按指标"), "grid": _("表格")}
        for n, view in enumerate(VIEWS, 1):
            made = button(names[view], partial(self.picked.emit, view), "tab")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setToolTip(f"Ctrl+{n}")
            self.buttons[view] = made
        self.setLayout(across(*self.buttons.values(), None, gap=14))

    def stand_on(self, view: str) -> None:
        for key, made in self.buttons.items():
            made.setChecked(key == view)

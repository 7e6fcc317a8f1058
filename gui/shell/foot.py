"""The line at the foot: everything is saved, what undo would undo, who works here, help."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QFrame

from core.text import _
from gui.widgets.boxes import Elided, across, button, label, margins


class Foot(QFrame):
    def __init__(self, undo: Callable[[], object], help_: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.dot, self.saved = label("●", "good"), label("", "muted")
        self.undo = button("", undo, "link")
        self.undo.setMaximumWidth(520)
        self.spare = Elided("muted")
        who = label(_("操作员：{name}").format(name=operator()), "muted")
        line = across(
            self.dot, self.saved, 10, self.undo, self.spare, who, 6,
            button(_("F1 帮助"), help_, "link"), gap=6,
        )  # fmt: skip
        line.setStretch(4, 1)
        self.setLayout(margins(line, 14, 3, 12, 3))

    def show_state(self, saved: datetime | None, undo: str | None) -> None:
        """Nothing is said about a file while none is open."""
        self.dot.setVisible(saved is not None)
        self.saved.setText(saved_words(saved) if saved else "")
        self.undo.setVisible(undo is not None)
        self.undo.setText(_("撤销：{label}").format(label=_short(undo or "")))
        self.undo.setToolTip(_("撤销“{label}”（Ctrl+Z）").format(label=undo or ""))


def saved_words(saved: datetime) -> str:
    """已保存 and the time; with the day where that is not today."""
    form = "%H:%M:%S" if saved.date() == date.today() else "%Y-%m-%d %H:%M"
    return _("已保存 {time}").format(time=saved.strftime(form))


def operator() -> str:
    """The name that the journal will have."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

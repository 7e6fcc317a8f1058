"""A dialog that asks for a few things before something is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.text import _
from gui.widgets.boxes import Part, Wrapped, across, button, down, label, margins

_WIDE = 560


class Form(QDialog):
    """`going` comes when the person presses the button that goes on; whoever listens closes the
    form, or says with `tell` why not. Esc leaves."""

    going = Signal()

    def __init__(self, parent: QWidget | None, title: str, go: str, words: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.go = button(go, self.going.emit, "primary")
        self.go.setDefault(True)
        self.leave = button(_("取消"), self.reject)
        self.trouble = Wrapped("bad")
        self.trouble.hide()
        self.head, self.words = label(title, "heading"), Wrapped("muted")
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setMinimumWidth(_WIDE)

    def lay(self, *parts: Part, beside: QWidget | None = None) -> None:
        """Put the parts between title and buttons; `beside` stands left of the buttons."""
        foot = across(*([beside] if beside else []), None, self.leave, self.go)
        body = down(self.head, self.words, 4, *parts, self.trouble, 4, foot, gap=8)
        self.setLayout(margins(body, 22, 18, 22, 16))

    def tell(self, text: str) -> None:
        """Say what has to be mended first; "" takes it back."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

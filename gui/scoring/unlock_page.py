"""The first page of a ballot: it wants the PIN. A wrong one is told in place, tries are many
but slow (the key is made so, core/exchange/crypto.py)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.text import _
from gui.widgets.boxes import Wrapped, across, button, down, frame, label, margins, restyle

_WIDE = 460


class UnlockPage(QWidget):
    """`tried` gives what was typed, and whether to keep only the records that hold."""

    tried = Signal(str, bool)
    left = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.pin = QLineEdit()
        self.pin.setProperty("role", "pin")
        self.pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pin.setPlaceholderText(_("PIN，例如 K7Q2M-9XDRT"))
        self.pin.setAccessibleName("PIN")
        self.pin.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhPreferUppercase
        )
        self.pin.returnPressed.connect(self._try)
        self.pin.textEdited.connect(lambda _text: self.tell(""))
        self.open = button(_("打开"), self._try, "primary")
        self.leave = button(_("取消"), self.left.emit)
        self.salvage = button(_("保留完好的记录并打开"), lambda: self._try(salvage=True))
        self.salvage.hide()
        self.message = Wrapped("muted")
        self._lay(path)

    def _lay(self, path: Path) -> None:
        card = frame("card")
        card.setFixedWidth(_WIDE)
        name = label(path.name, "muted", wrap=True)
        body = down(
            label(_("打开评分包"), "title"), name, 10,
            label(_("请输入 PIN 条上的 PIN（大小写、空格、短横都不要紧）"), wrap=True),
            self.pin, self.message, 4,
            across(self.salvage, None, self.leave, self.open), gap=8,
        )  # fmt: skip
        card.setLayout(margins(body, 26, 22, 26, 20))
        self.setLayout(down(None, across(None, card, None), None, None))

    def focus(self) -> None:
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pin.selectAll()

    def _try(self, *, salvage: bool = False) -> None:
        if self.pin.text().strip():
            self.tried.emit(self.pin.text(), salvage)
        else:
            self.tell(_("请输入 PIN。"), "bad")

    def busy(self, working: bool) -> None:
        """While the key is being made."""
        for part in (self.pin, self.open, self.salvage):
            part.setEnabled(not working)
        if working:
            self.tell(_("正在打开，请稍等…"))

    def tell(self, text: str, role: str = "muted", *, salvage: bool = False) -> None:
        """Say something below the field; `salvage` offers to keep what holds."""
        self.message.setText(text)
        restyle(self.message, role)
        self.pin.setAccessibleDescription(text)
        self.salvage.setVisible(salvage)

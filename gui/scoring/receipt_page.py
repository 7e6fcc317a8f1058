"""After handing in: the receipt code, large, and what to do with the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.text import _
from gui.verbs import show_folder
from gui.widgets.boxes import across, button, down, frame, label, margins

_WIDE = 620


class ReceiptPage(QWidget):
    """`again` asks to write the return to another place, `left` to go on scoring."""

    again = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path = Path()
        self.code = label("", "receipt")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAccessibleName(_("回执码"))
        self.file, self.when = label("", wrap=True), label("", "muted")
        self.go_on = button(_("继续评分 Esc"), self.left.emit)
        self.copy = button(_("复制回执码"), self._copy)
        self.folder = button(_("打开文件夹"), lambda: show_folder(self.path.parent))
        self.other = button(_("再存一份到别处…"), self.again.emit)
        self._lay()

    def _lay(self) -> None:
        made = frame("card")
        made.setFixedWidth(_WIDE)
        head = label(_("已交卷"), "title")
        sign = label(_("请把回执码抄到评分确认单上并签名；秘书收卷时看到的是同一个码。"), wrap=True)
        more = label(
            _("把上面的文件交给秘书（放在优盘里带去也行）。文件已封好，只有本次考核能打开，"
              "谁也改不了。本轮结束前还可以修改后再交，以最后一次为准。"),
            "muted", wrap=True,
        )  # fmt: skip
        body = down(
            across(head, None, self.when), 8, label(_("回执码"), "muted"), self.code, 8, sign, 6,
            frame("rule"), 6, label(_("答卷文件"), "muted"), self.file, more, 10,
            across(self.copy, self.folder, self.other, None, self.go_on), gap=6,
        )  # fmt: skip
        made.setLayout(margins(body, 28, 22, 28, 20))
        self.setLayout(down(None, across(None, made, None), None, None))

    def show_receipt(self, receipt: str, path: Path, when: str) -> None:
        self.path = path
        self.code.setText(receipt)
        self.file.setText(str(path))
        self.when.setText(when)

    def focus(self) -> None:
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())

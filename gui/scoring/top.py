"""The line above and the line below: what is being scored, how far one is, and that it is saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from core.text import _
from gui.scoring.sitting import Sitting
from gui.widgets.boxes import Elided, across, button, label, margins, restyle

_BAR = 160  # px


class Top(QFrame):
    """`checking` asks for the page before handing in, `leaving` (on the secretary's computer) to
    end the sitting."""

    checking = Signal()
    leaving = Signal()

    def __init__(self, sitting: Sitting, *, on_site: bool) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.sitting = sitting
        content = sitting.content
        year = str(content.year or "")
        words = content.name if year in content.name else f"{content.name} {year}"
        self.name, self.round = label(words, "heading"), Elided("muted")
        self.round.setText(_("第 {n} 轮评分").format(n=content.round))
        who = _("专家 {name}（{code}）").format(name=content.expert_name, code=content.expert)
        self.count, self.bar = label(), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.bar.setRange(0, len(content.asked))
        self.bar.setAccessibleName(_("已评"))
        self.check = button(_("检查并交卷 F9"), self.checking.emit)
        self.leave = button(_("结束评分"), self.leaving.emit)
        self.leave.setVisible(on_site)
        for made in (self.check, self.leave):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = across(
            self.name, self.round, label(who, "muted"), self.count, self.bar, self.check,
            self.leave, gap=16,
        )  # fmt: skip
        self.setLayout(margins(line, 12, 6, 12, 6))
        sitting.changed.connect(lambda _pairs: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        done, asked = self.sitting.done_all, len(self.sitting.content.asked)
        self.count.setText(_("已评 {done} / {asked}").format(done=done, asked=asked))
        self.bar.setValue(done)
        restyle(self.check, "primary" if done == asked else "")


class Bottom(QFrame):
    """`helping` asks for the keys, `undoing` to undo, `retrying` to try storing again."""

    helping = Signal()
    undoing = Signal()
    retrying = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.sitting = sitting
        self.dot, self.saved, self.fault = label("●", "good"), label("", "muted"), Elided("bad")
        self.undo = button("", self.undoing.emit, "link")
        self.retry = button(_("重试"), self.retrying.emit, "link")
        self.helper = button(_("F1 快捷键"), self.helping.emit, "link")
        for made in (self.undo, self.retry, self.helper):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = across(
            self.dot, self.saved, 10, self.fault, self.retry, self.undo, self.helper, gap=6
        )
        self.setLayout(margins(line, 14, 3, 12, 3))
        sitting.changed.connect(lambda _pairs: self.refresh())
        sitting.failed.connect(self.tell_fault)
        self.tell_fault("")
        self.refresh()

    def refresh(self) -> None:
        self.saved.setText(saved_words(self.sitting.saved, begun=bool(self.sitting.ballot.marks)))
        label_ = self.sitting.undo_label
        self.undo.setVisible(bool(label_))
        self.undo.setText(_("撤销：{label}").format(label=_short(label_)))
        self.undo.setToolTip("Ctrl+Z")

    def tell_fault(self, text: str) -> None:
        """Why nothing is being stored; "" where all is well."""
        self.fault.setText(_("没有保存：{why}").format(why=text) if text else "")
        self.retry.setVisible(bool(text))
        restyle(self.dot, "bad" if text else "good")


def saved_words(saved: datetime | None, *, begun: bool) -> str:
    """That every mark is on disk, and since when; `begun` where there are any."""
    if saved is None:
        return _("每一分都已加密保存在本文件") if begun else _("每一分都会加密保存在本文件")
    return _("每一分都已加密保存在本文件 {time}").format(time=saved.strftime("%H:%M:%S"))


def _short(text: str, most: int = 28) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

"""The start page: what one can do when no file is open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget

from core.text import _
from gui import verbs
from gui.desk import Desk
from gui.widgets.boxes import Elided, across, button, down, frame, label, margins

_WIDE = 420


class StartPage(QWidget):
    """Recent files on the left, three ways to begin on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.files = down(gap=2)
        words = _(
            "县级绩效考核：从方案工作簿到成绩和通知书。所有数据都在您自己的文件里，不用联网。"
        )
        head = down(label(_("考评"), "big"), label(words, "muted"), gap=4)
        cards = across(self._recent_card(), self._begin_card(), gap=14)
        drop = _("也可以把考评文件（.kaoping）、评分包（.ballot）或工作簿（.xlsx）直接拖进窗口。")
        tip = label(drop, "muted")
        column = down(None, head, 18, cards, 8, tip, None, None, gap=6)
        self.setLayout(margins(across(None, 20, gap=0), 24, 24, 24, 24))
        outer = self.layout()
        assert isinstance(outer, QBoxLayout)
        outer.addLayout(column)
        outer.addSpacing(20)
        outer.addStretch(1)

    def _recent_card(self) -> QFrame:
        card = frame("card")
        card.setFixedWidth(_WIDE)
        card.setMinimumHeight(264)
        body = down(label(_("最近打开"), "heading"), 4, self.files, None)
        card.setLayout(margins(body, 16, 14, 16, 14))
        return card

    def _begin_card(self) -> QFrame:
        card = frame("card")
        card.setFixedWidth(_WIDE)
        desk = self.desk
        self.open = button(_("打开(&O)…"), partial(verbs.open_file, desk), "primary")
        self.new = button(_("新建（从工作簿）(&N)…"), partial(verbs.new_file, desk))
        self.sample = button(_("试用示例县(&T)…"), partial(verbs.sample_county, desk))
        body = down(
            label(_("开始"), "heading"),
            4,
            *_way(self.open, _("已有的考评文件，或发给您的评分包。别人发来的，放到本机再打开。")),
            *_way(self.new, _("一本写好方案、指标、单位的工作簿，建成新的考评文件。")),
            *_way(self.sample, _("虚构的一个县，48 个单位、15 位专家，什么都可以试。")),
            None,
        )
        card.setLayout(margins(body, 16, 14, 16, 14))
        return card

    def refresh(self) -> None:
        """Show the files opened lately."""
        while self.files.count():
            old = self.files.itemAt(0).widget()
            self.files.removeWidget(old)
            old.hide()
            old.deleteLater()
        found = verbs.recent()
        for path in found[:5]:
            self.files.addWidget(self._file(path))
        if not found:
            self.files.addWidget(label(_("打开过的文件会列在这里。"), "muted"))
        self.open.setFocus()

    def _file(self, path: Path) -> QPushButton:
        """A file: its name, and below it where it is."""
        made = button("", partial(verbs.open_path, self.desk, path), "row")
        made.setAccessibleName(path.name)
        made.setToolTip(str(path))
        where = Elided("muted")
        where.setText(str(path.parent))
        name = Elided()
        name.setText(path.stem)
        made.setLayout(margins(down(name, where, gap=1), 10, 5, 10, 5))
        made.setMinimumHeight(2 * made.fontMetrics().height() + 14)
        return made


def _way(press: QPushButton, words: str) -> tuple[QPushButton, QWidget, int]:
    return press, label(words, "muted", wrap=True), 8

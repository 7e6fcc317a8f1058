from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pytestqt.qtbot import QtBot

from gui.scoring.sitting import Sitting
from gui.scoring.top import Bottom, Top, saved_words


def test_the_line_above_counts(qtbot: QtBot, sitting: Sitting) -> None:
    top = Top(sitting, on_site=False)
    qtbot.addWidget(top)
    assert top.count.text() == "已评 0 / 5" and not top.leave.isVisibleTo(top)
    sitting.set(("U1", "1.1"), Decimal(8))
    assert top.count.text() == "已评 1 / 5" and top.bar.value() == 1
    sitting.recuse("U2", "")
    assert top.bar.value() == 3


def test_the_line_below_says_when_it_was_saved(qtbot: QtBot, sitting: Sitting) -> None:
    bottom = Bottom(sitting)
    qtbot.addWidget(bottom)
    assert bottom.saved.text() == "每一分都会加密保存在本文件"
    sitting.set(("U1", "1.1"), Decimal(8))
    assert bottom.saved.text().startswith("每一分都已加密保存在本文件 ")
    assert bottom.undo.text() == "撤销：南岭镇 1.1 政务服务"
    bottom.tell_fault("磁盘已满")
    assert bottom.fault.text() == "没有保存：磁盘已满" and bottom.retry.isVisibleTo(bottom)


def test_words_of_saving() -> None:
    assert saved_words(datetime(2026, 12, 1, 14, 3, 22), begun=True).endswith("文件 14:03:22")
    assert saved_words(None, begun=True) == "每一分都已加密保存在本文件"

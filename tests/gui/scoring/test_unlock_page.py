from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.scoring.unlock_page import UnlockPage


def test_a_pin_is_handed_on_and_a_word_comes_back(qtbot: QtBot) -> None:
    page = UnlockPage(Path("E07.ballot"))
    qtbot.addWidget(page)
    page.open.click()
    assert "请输入" in page.message.text()
    page.pin.setText("k7q2m9xdrt")
    with qtbot.waitSignal(page.tried) as tried:
        qtbot.keyClick(page.pin, Qt.Key.Key_Return)
    assert tried.args == ["k7q2m9xdrt", False]
    page.busy(True)
    assert not page.open.isEnabled() and "请稍等" in page.message.text()
    page.busy(False)
    page.tell("损坏", "bad", salvage=True)
    assert page.salvage.isVisibleTo(page)
    with qtbot.waitSignal(page.tried) as tried:
        page.salvage.click()
    assert tried.args[1] is True
    with qtbot.waitSignal(page.left):
        page.leave.click()

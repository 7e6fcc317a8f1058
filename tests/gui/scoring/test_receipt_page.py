from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.scoring.receipt_page import ReceiptPage


def test_the_receipt_is_large_and_can_be_copied(qtbot: QtBot) -> None:
    page = ReceiptPage()
    qtbot.addWidget(page)
    page.show()
    page.show_receipt("K7Q2-M9XD", Path("优盘/E07.return"), "第 2 次交卷")
    assert page.code.text() == "K7Q2-M9XD"
    assert page.code.fontInfo().pointSizeF() > 2 * page.file.fontInfo().pointSizeF()
    assert page.file.text().endswith("E07.return") and page.when.text() == "第 2 次交卷"
    page.copy.click()
    assert QGuiApplication.clipboard().text() == "K7Q2-M9XD"
    with qtbot.waitSignals([page.again, page.left]):
        page.other.click()
        page.go_on.click()

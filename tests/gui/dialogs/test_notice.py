from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.dialogs.notice import make_notice


def test_a_short_word_has_no_list_and_enter_closes_it(qtbot: QtBot) -> None:
    dialog = make_notice(None, "备份", "已备份", [], grave=False)
    qtbot.addWidget(dialog)
    assert dialog.findChild(QPlainTextEdit) is None
    dialog.show()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_a_list_can_be_copied_whole(qtbot: QtBot) -> None:
    dialog = make_notice(None, "导入", "有2处需要改正：", ["第2行", "第3行"], grave=True)
    qtbot.addWidget(dialog)
    area = dialog.findChild(QPlainTextEdit)
    assert area is not None
    assert area.toPlainText() == "第2行\n第3行"
    copy = next(b for b in dialog.findChildren(QPushButton) if "复制" in b.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == "有2处需要改正：\n第2行\n第3行"


def test_text_is_never_read_as_markup(qtbot: QtBot) -> None:
    dialog = make_notice(None, "导入", "<b>单位</b>", [], grave=True)
    qtbot.addWidget(dialog)
    forms = {x.textFormat() for x in dialog.findChildren(QLabel)}
    assert forms == {Qt.TextFormat.PlainText}

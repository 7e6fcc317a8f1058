from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.desk import Desk
from gui.empty import empty_card


def test_an_empty_page_says_what_belongs_there_and_two_ways_to_get_it(
    qtbot: QtBot, answers: Any
) -> None:
    card = empty_card(Desk(None, answers), "还没有单位", "这里列出单位。")
    qtbot.addWidget(card)
    texts = [x.text() for x in card.findChildren(QLabel)]
    assert texts == ["还没有单位", "这里列出单位。"]
    buttons = card.findChildren(QPushButton)
    assert [b.text() for b in buttons] == ["导入工作簿…", "导出空白工作簿…"]
    answers.paths = [None, None]
    for button in buttons:
        button.click()
    assert answers.paths == []  # each asked for a file

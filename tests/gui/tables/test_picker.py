from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gui.tables.picker import Choice, Picker


@pytest.fixture
def picker(qtbot: Any) -> Picker:
    made = Picker((("专家", 0), ("主体", 8)), "专家", "test_picker")
    qtbot.addWidget(made)
    made.resize(500, 300)
    names = ("甲", "乙", "丙")
    made.offer([Choice(f"E{n}", (name, "专家"), n == 1) for n, name in enumerate(names, 1)])
    made.show()
    return made


def press(picker: Picker, words: str) -> None:
    next(b for b in picker.findChildren(QPushButton) if words in b.text()).click()


def test_a_click_turns_a_line(picker: Picker) -> None:
    assert picker.chosen() == ["E1"]
    spot = picker.table.visualRect(picker.table.rows.index(2, 1)).center()
    QTest.mouseClick(picker.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert picker.chosen() == ["E1", "E3"]
    assert picker.count.text() == "选中 2，共 3"


def test_space_turns_what_is_selected(picker: Picker, qtbot: Any) -> None:
    picker.activateWindow()
    qtbot.waitUntil(picker.isActiveWindow)
    picker.table.setFocus()
    picker.table.selectAll()
    QTest.keyClick(picker.table, Qt.Key.Key_Space)
    assert picker.chosen() == []  # the first was chosen


def test_all_and_none_mean_what_is_found(picker: Picker, qtbot: Any) -> None:
    picker.search.setText("乙")
    with qtbot.waitSignal(picker.changed):
        press(picker, "全选")
    assert picker.chosen() == ["E1", "E2"]
    picker.search.clear()
    press(picker, "全不选")
    assert picker.chosen() == []

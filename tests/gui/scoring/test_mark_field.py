from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.scoring.mark_field import MarkField, ReasonBox


def test_keys_of_the_number(qtbot: QtBot) -> None:
    field = MarkField()
    qtbot.addWidget(field)
    steps: list[int] = []
    field.stepped.connect(steps.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
    qtbot.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert steps == [1, -1, 10]
    with qtbot.waitSignals([field.entered, field.entered]):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.keyClick(field, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    with qtbot.waitSignal(field.back):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)


def test_the_reason_ends_with_enter_and_grows_with_its_lines(qtbot: QtBot) -> None:
    box = ReasonBox()
    qtbot.addWidget(box)
    low = box.sizeHint().height()
    with qtbot.waitSignal(box.entered):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.toPlainText() == ""
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert box.toPlainText() == "\n"
    assert box.sizeHint().height() > low
    box.setPlainText("\n" * 50)
    assert box.sizeHint().height() < 6 * low

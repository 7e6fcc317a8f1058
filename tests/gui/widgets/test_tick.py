from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.widgets.tick import Tick


def test_space_and_a_click_on_the_words_tick_it(qtbot: QtBot) -> None:
    made = Tick("另存一份 PDF(&P)")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert made.isChecked()
    where = made.rect().center()
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=where)
    assert not made.isChecked()


def test_it_is_filled_when_ticked(qtbot: QtBot) -> None:
    made = Tick("x")
    qtbot.addWidget(made)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#1E5AA8"))
    made.setPalette(palette)
    made.resize(made.sizeHint())

    def filled() -> bool:
        picture = made.grab().toImage()
        spots = ((x, y) for x in range(18) for y in range(picture.height()))
        return any(picture.pixelColor(x, y) == QColor("#1E5AA8") for x, y in spots)

    assert not filled()
    made.setChecked(True)
    assert filled()

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from gui.widgets.bars import Bars


def make(qtbot: QtBot) -> Bars:
    bars = Bars()
    qtbot.addWidget(bars)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Accent, QColor("#1E5AA8"))
    bars.setPalette(palette)
    return bars


def test_a_bar_is_as_long_as_its_share(qtbot: QtBot) -> None:
    bars = make(qtbot)
    bars.show_shares(("甲", "乙"), (0.25, 1.0), ("2.50", "10.00"), (0.5, 0.5))
    bars.resize(400, bars.sizeHint().height())
    picture = bars.grab().toImage()
    lengths = [
        sum(picture.pixelColor(x, y) == QColor("#1E5AA8") for x in range(picture.width()))
        for y in (13, 39)
    ]
    assert 3 < lengths[1] / lengths[0] < 5


def test_height_follows_the_number_of_bars_and_all_is_said(qtbot: QtBot) -> None:
    bars = make(qtbot)
    assert bars.sizeHint().height() == 0
    bars.show_shares(("甲", "乙"), (0.25, 1.0), ("2.50", "10.00"))
    assert bars.sizeHint().height() == 52
    assert bars.accessibleDescription() == "甲 2.50，乙 10.00"

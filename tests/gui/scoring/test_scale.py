from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.scoring.scale import Scale, Scaled
from gui.theme import tones


def make(qtbot: QtBot, shares: Scaled) -> Scale:
    scale = Scale()
    qtbot.addWidget(scale)
    scale.resize(420, 70)
    scale.show_shares(shares)
    return scale


def colour_at(scale: Scale, share: float) -> QColor:
    picture = scale.grab().toImage()
    return picture.pixelColor(round(10 + share * 400), 35)


def test_the_dot_stands_where_the_mark_is(qtbot: QtBot) -> None:
    scale = make(qtbot, Scaled("10", mark=0.25))
    accent = QColor(tones(scale.palette())["accent"])
    assert colour_at(scale, 0.25) == accent
    assert colour_at(scale, 0.75) != accent


def test_the_others_band_is_drawn_and_told(qtbot: QtBot) -> None:
    scale = make(qtbot, Scaled("10", band=(0.5, 0.7, 0.8), band_words="其他专家中位数 7"))
    assert colour_at(scale, 0.6) == QColor(tones(scale.palette())["accent_line"])
    assert "中位数 7" in scale.accessibleDescription()


def test_a_click_gives_its_share_within_the_ends(qtbot: QtBot) -> None:
    scale = make(qtbot, Scaled("10"))
    got: list[float] = []
    scale.picked.connect(got.append)
    for x in (0, 210, 419):
        qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=QPoint(x, 35))
    assert got == [0.0, 0.5, 1.0]
    scale.setEnabled(False)
    qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=QPoint(210, 35))
    assert len(got) == 3

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from gui.widgets.radar import Radar


@pytest.fixture
def radar(qtbot: QtBot) -> Radar:
    made = Radar()
    qtbot.addWidget(made)
    made.resize(360, 220)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Accent, QColor("#1E5AA8"))
    made.setPalette(palette)
    return made


def strong(radar: Radar) -> list[tuple[int, int]]:
    """Where the outline of the values runs."""
    picture = radar.grab().toImage()
    wanted = QColor("#1E5AA8")
    return [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == wanted
    ]


def test_larger_shares_reach_further(radar: Radar) -> None:
    labels = ("甲", "乙", "丙", "丁")
    radar.show_shares(labels, (1, 1, 1, 1), (0.5, 0.5, 0.5, 0.5))
    wide = strong(radar)
    radar.show_shares(labels, (0.3, 0.3, 0.3, 0.3))
    narrow = strong(radar)
    assert min(y for _x, y in wide) < min(y for _x, y in narrow)
    assert max(x for x, _y in wide) > max(x for x, _y in narrow)


def test_less_than_three_axes_draw_nothing(radar: Radar) -> None:
    radar.show_shares(("甲", "乙"), (1, 1))
    assert strong(radar) == []


def test_what_is_drawn_is_said(radar: Radar) -> None:
    radar.show_shares(("甲", "乙", "丙"), (0.5, 1, 0))
    assert radar.accessibleDescription() == "甲 50%，乙 100%，丙 0%"


def test_labels_stay_inside(radar: Radar) -> None:
    radar.show_shares(("重大决策部署落实 93%",) * 6, (1,) * 6)
    edge = radar.grab().toImage()
    ground = edge.pixelColor(0, 0)
    height, width = edge.height(), edge.width()
    assert all(edge.pixelColor(x, y) == ground for x in (0, width - 1) for y in range(height))

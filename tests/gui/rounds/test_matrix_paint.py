from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.rounds.matrix import Matrix
from gui.rounds.matrix_paint import StripHeader, draw_cell, shorter, spot, spot_at
from gui.rounds.standing import Cell
from gui.theme import colours

AREA = QRect(100, 0, 490, 30)
LIGHT = colours("light")


@pytest.mark.parametrize("count", [1, 11, 48, 500])
def test_a_spot_is_found_again_by_its_middle(count: int) -> None:
    for n in (0, count // 2, count - 1):
        found = spot_at(AREA, int(spot(AREA, n, count).center().x()), count)
        assert found is not None
        assert abs(found - n) <= count // AREA.width()  # cells narrower than a pixel
    assert spot_at(AREA, 0, count) is None
    assert spot_at(AREA, 2000, count) is None


def test_without_units_there_is_no_spot() -> None:
    assert spot_at(AREA, 120, 0) is None


def inked(cell: Cell, width: float, qtbot: QtBot) -> int:
    """How many pixels are in the colour of what is done."""
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT["surface"]))
    painter = QPainter(image)
    draw_cell(painter, QRectF(0, 0, width, 30), cell, LIGHT)
    painter.end()
    full = QColor(LIGHT["button"])
    return sum(image.pixelColor(x, y) == full for x in range(60) for y in range(30))


@pytest.mark.parametrize("width", [44.0, 9.0])
def test_a_cell_fills_by_the_share_that_is_done(width: float, qtbot: QtBot) -> None:
    none, half, whole = (inked(Cell(10, n, 0, 0), width, qtbot) for n in (0, 5, 10))
    assert none == 0
    assert 0.4 < half / whole < 0.6
    assert inked(Cell(10, 9, 1, 0), width, qtbot) == whole  # 弃权 is an answer


def test_a_recusal_is_no_gap(qtbot: QtBot) -> None:
    assert inked(Cell(0, 0, 0, 3), 44, qtbot) == 0


def test_a_letter_that_most_begin_with_is_left_out_downwards() -> None:
    names = ["县教育局", "县财政局", "县民政局", "柳荫溪乡"]
    assert shorter(names) == ("教育局", "财政局", "民政局", "柳荫溪乡")
    assert shorter(["县教育局", "甲乡"]) == ("县教育局", "甲乡")
    assert shorter([]) == ()


def test_names_stand_as_there_is_room(qtbot: QtBot) -> None:
    matrix: Any = Matrix()
    qtbot.addWidget(matrix)
    matrix.resize(700, 300)
    matrix.show()
    header = matrix.horizontalHeader()
    assert isinstance(header, StripHeader)
    ways = []
    for count in (3, 18, 200):
        matrix.show_lines([], [f"单位{n}" for n in range(count)], [("类", count)])
        ways.append(header.way())
    assert ways == ["across", "down", "groups"]
    matrix.grab()  # draws every way without a fault

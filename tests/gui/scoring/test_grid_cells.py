from __future__ import annotations

from decimal import Decimal

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.scoring.grid import Grid
from gui.scoring.sitting import Sitting
from gui.theme import tones


def test_a_cell_looks_as_it_stands(qtbot: QtBot, sitting: Sitting) -> None:
    grid = Grid(sitting)
    qtbot.addWidget(grid)
    grid.resize(600, 300)
    grid.show()
    sitting.set(("U1", "1.1"), Decimal(3))  # a reason is due
    sitting.keep_draft(("U1", "1.2"), "99")
    picture, colours = grid.viewport().grab().toImage(), tones(grid.palette())

    def at(row: int, column: int, dx: int, dy: int) -> QColor:
        area = grid.visualRect(grid.cells.index(row, column))
        return picture.pixelColor(area.left() + dx, area.top() + dy)

    assert at(0, 0, 1, 1) == QColor(colours["warning"])
    assert at(0, 1, 20, 4) == QColor(colours["bad_soft"])
    assert at(2, 1, 20, 10) == QColor(colours["neutral_soft"])
    assert at(1, 0, 20, 10) == QColor(colours["surface"])


def test_headings_have_room_for_three_lines(qtbot: QtBot, sitting: Sitting) -> None:
    grid = Grid(sitting)
    qtbot.addWidget(grid)
    header = grid.horizontalHeader()
    assert header.sizeHint().height() >= 3 * header.fontMetrics().height()

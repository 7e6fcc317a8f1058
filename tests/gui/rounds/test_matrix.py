from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.model.snapshot import Snapshot
from gui.rounds.matrix import STRIP, Matrix
from gui.rounds.matrix_paint import spot
from gui.rounds.standing import standings


@pytest.fixture
def matrix(qtbot: Any, sample: Snapshot) -> Matrix:
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(760, 480)
    units = range(len(sample.units))
    names = [u.short or u.name for u in sample.units]
    made.show_lines(standings(sample, sample.rounds[0], units), names, [("全部", len(names))])
    made.show()
    return made


def test_left_and_right_walk_along_the_units(matrix: Matrix, qtbot: Any) -> None:
    matrix.setFocus()
    with qtbot.waitSignal(matrix.stood) as stood:
        QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert stood.args[1] == 1
    QTest.keyClick(matrix, Qt.Key.Key_Left)
    QTest.keyClick(matrix, Qt.Key.Key_Left)
    assert matrix.unit == 0
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    row = matrix.current_row()
    assert row is not None
    assert row.status.code == "E02"
    matrix.stand_on(999)
    assert matrix.unit == 47


def test_a_click_goes_to_the_unit(matrix: Matrix) -> None:
    middle = spot(matrix.strip_area(), 9, 48).center().x()
    y = matrix.rowViewportPosition(2) + 5
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(middle), y))
    assert matrix.unit == 9
    row = matrix.current_row()
    assert row is not None
    assert row.status.code == "E03"


def test_a_line_is_read_aloud_and_copied_as_words(matrix: Matrix) -> None:
    index = matrix.rows.index(0, STRIP)
    assert index.data() == "评完 48／48 个单位"
    assert "评完 48／48" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_line_stays_when_the_snapshot_changes(matrix: Matrix) -> None:
    matrix.selectRow(4)
    lines = list(matrix.rows.source.rows)
    matrix.show_lines(lines, matrix.names, matrix.groups)
    row = matrix.current_row()
    assert row is not None
    assert row.status.code == "E05"


def test_fifteen_experts_are_seen_at_once(matrix: Matrix) -> None:
    assert matrix.verticalScrollBar().maximum() == 0


def test_a_header_that_makes_a_scroll_bar_come_settles(matrix: Matrix, qtbot: Any) -> None:
    """Higher names need a scroll bar, which leaves no room for them; that must come to an end."""
    lines = list(matrix.rows.source.rows)
    for width in range(560, 980, 3):
        matrix.resize(width, 470)
        cells = [replace(x, cells=x.cells[:27]) for x in lines]
        matrix.show_lines(cells, matrix.names[:27], [("全部", 27)])
    header: Any = matrix.horizontalHeader()
    assert header.way() in ("across", "down", "groups")

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.theme import tones

Row = tuple[str, int]
COLUMNS: tuple[Column[Row], ...] = (
    Column("等次", lambda x: x[0], chip=lambda x: "first", width=10),
    Column("选", lambda x: "", check=lambda x: x[1] > 1, width=6),
    Column("名", lambda x: "很长很长很长的名字", mark=lambda x: "否决"),
)


def drawn(qtbot: QtBot, rows: list[Row], *, banded: bool = True) -> tuple[TableView[Row], QImage]:
    view = TableView(RowsModel(COLUMNS, band=lambda x: x[1]), "paint")
    qtbot.addWidget(view)
    view.painter.banded = banded
    view.resize(400, 200)
    view.rows.source.show(rows)
    view.show()
    qtbot.waitExposed(view)
    return view, view.viewport().grab().toImage()


def has(view: TableView[Row], picture: QImage, name: str, row: int, column: int) -> bool:
    area = view.visualRect(view.rows.index(row, column))
    wanted = QColor(tones(view.palette())[name])
    scale = picture.devicePixelRatio()
    return any(
        picture.pixelColor(int(x * scale), int(y * scale)) == wanted
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom() + 1)
    )


def test_grades_are_pills_and_ticks_are_filled_boxes(qtbot: QtBot) -> None:
    view, picture = drawn(qtbot, [("优秀", 1), ("良好", 2)])
    assert has(view, picture, "first_soft", 0, 0)
    assert has(view, picture, "button", 1, 1)
    assert not has(view, picture, "button", 0, 1)


def test_a_line_runs_where_a_band_begins_while_the_order_is_its_own(qtbot: QtBot) -> None:
    rows = [("优秀", 1), ("良好", 2)]
    view, picture = drawn(qtbot, rows)
    assert has(view, picture, "accent", 1, 0)
    assert not has(view, picture, "accent", 0, 0)
    view, picture = drawn(qtbot, rows, banded=False)
    assert not has(view, picture, "accent", 1, 0)

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView, as_tsv

Row = tuple[str, int]
COLUMNS: tuple[Column[Row], ...] = (
    Column("名称", lambda x: x[0], name="name"),
    Column("数", lambda x: x[1], width=6, name="number"),
)
ROWS: list[Row] = [("甲\t乡\n", 3), ("乙乡", 1)]


@pytest.fixture
def view(qtbot: QtBot) -> TableView[Row]:
    made = TableView(RowsModel(COLUMNS), "test")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.rows.source.show(ROWS)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_cells_hold_no_tab_and_no_line_break() -> None:
    assert as_tsv(COLUMNS, ROWS) == "名称\t数\n甲 乡\t3\n乙乡\t1"


def test_copy_takes_what_is_selected_in_the_order_on_screen(view: TableView[Row]) -> None:
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n")[1] == "乙乡\t1"
    view.clearSelection()
    view.copy()
    assert len(QGuiApplication.clipboard().text().split("\n")) == 3


def test_the_row_one_is_on_is_told(view: TableView[Row], qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.chosen) as chosen:
        view.choose(ROWS[1])
    assert chosen.args == [ROWS[1]]
    assert view.current_row() == ROWS[1]
    view.choose(("没有", 0))
    assert view.current_row() == ROWS[0]


def test_enter_asks_for_the_cell(view: TableView[Row], qtbot: QtBot) -> None:
    view.setCurrentIndex(view.rows.index(1, 1))
    with qtbot.waitSignal(view.asked) as asked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [ROWS[1], "number"]


def test_open_columns_take_what_is_left(view: TableView[Row]) -> None:
    assert view.columnWidth(0) + view.columnWidth(1) == view.viewport().width()


def test_no_title_is_cut_short(qtbot: QtBot) -> None:
    title = "Coefficient of variation"
    narrow: Column[Row] = Column(title, lambda x: x[1], width=4, right=True)
    view = TableView(RowsModel((narrow, COLUMNS[0])), "titles")
    qtbot.addWidget(view)
    view.resize(600, 200)
    view.show()
    assert view.columnWidth(0) > view.horizontalHeader().fontMetrics().horizontalAdvance(title)


def test_a_width_the_person_chose_is_kept(view: TableView[Row], qtbot: QtBot) -> None:
    QSettings().setValue("widths/test/1", 123)
    view.rows.source.show(ROWS)
    assert view.columnWidth(1) == 123


def test_the_height_that_shows_all_rows(view: TableView[Row]) -> None:
    view.resize(300, view.natural_height())
    assert not view.verticalScrollBar().isVisible()

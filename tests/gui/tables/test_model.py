from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from gui.tables.columns import Column
from gui.tables.model import BAND, CHECK, CHIP, MARK, TONE, RowsModel, SortedRows

Row = tuple[str, int]
ROWS: list[Row] = [("乙", 10), ("甲", 9), ("丙", 100)]
COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "名称", lambda x: x[0], mark=lambda x: "否决" if x[1] > 50 else "", tip=lambda x: "提示"
    ),
    Column(
        "数", lambda x: x[1], right=True, bold=True, chip=lambda x: "good", tone=lambda x: "bad"
    ),
    Column("选", lambda x: x[1] > 9, check=lambda x: x[1] > 9),
)


def model() -> RowsModel[Row]:
    made = RowsModel(COLUMNS, band=lambda x: x[1] // 10)
    made.show(ROWS)
    return made


def test_it_is_a_sound_model(qapp: object) -> None:
    made = model()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show(ROWS[:1])
    assert tester.model() is made
    assert (made.rowCount(), made.columnCount()) == (1, 3)


def test_every_role_comes_from_the_column(qapp: object) -> None:
    made = model()
    name, number, chosen = (made.index(2, n) for n in range(3))
    assert name.data() == "丙"
    assert name.data(MARK) == "否决"
    assert name.data(Qt.ItemDataRole.ToolTipRole) == "提示"
    assert name.data(Qt.ItemDataRole.AccessibleTextRole) == "名称 丙 否决"
    assert (number.data(CHIP), number.data(TONE)) == ("good", "bad")
    assert number.data(Qt.ItemDataRole.FontRole).bold()
    assert number.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert chosen.data(CHECK) is True
    assert name.data(CHECK) is None
    assert name.data(BAND) == 10
    assert made.headerData(1, Qt.Orientation.Horizontal) == "数"


def test_numbers_sort_as_numbers_and_words_are_found(qapp: object) -> None:
    made = model()
    rows = SortedRows(made)
    rows.sort(1)
    assert [rows.row_at(rows.index(n, 0)) for n in range(3)] == [ROWS[1], ROWS[0], ROWS[2]]
    rows.sort(1, Qt.SortOrder.DescendingOrder)
    assert rows.row_at(rows.index(0, 0)) == ROWS[2]
    rows.sort(-1)
    assert rows.row_at(rows.index(0, 0)) == ROWS[0]
    rows.find(" 甲 ")
    assert rows.rowCount() == 1
    rows.find("")
    assert rows.rowCount() == 3

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from core.exchange.marks import Mark
from gui.scoring.grid_model import STATE, GridModel
from gui.scoring.sitting import Sitting, State


def test_cells_hold_marks_and_what_is_not_asked_holds_nothing(sitting: Sitting) -> None:
    model = GridModel(sitting)
    sitting.set(("U1", "1.1"), Decimal(8), "好")
    assert (model.rowCount(), model.columnCount()) == (3, 2)
    assert model.index(0, 0).data() == "8.0"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "好"
    assert model.index(2, 1).data(STATE) is None
    assert not model.flags(model.index(2, 1)) & Qt.ItemFlag.ItemIsEditable
    assert model.pair_at(9, 9) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "1.2 队伍建设"
    assert model.headerData(1, Qt.Orientation.Vertical) == "河口镇"


def test_what_is_written_is_stored_or_kept_as_a_draft(sitting: Sitting) -> None:
    model = GridModel(sitting)
    cell = model.index(0, 0)
    model.setData(cell, "7.5")
    assert sitting.mark(("U1", "1.1")) == Mark(Decimal("7.5"))
    model.setData(cell, "77")
    assert cell.data() == "77" and cell.data(STATE) == State.REFUSED
    assert "最高 10 分" in cell.data(Qt.ItemDataRole.ToolTipRole)
    model.setData(cell, "")
    assert sitting.mark(("U1", "1.1")) is None and sitting.drafts == {}
    assert not model.setData(model.index(2, 1), "3")


def test_a_recused_unit_cannot_be_written_to(sitting: Sitting) -> None:
    model = GridModel(sitting)
    sitting.recuse("U1", "亲属")
    assert model.index(0, 0).data() == "回避"
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_change_is_announced_as_one_block(sitting: Sitting) -> None:
    model = GridModel(sitting)
    told: list[tuple[int, int, int, int]] = []
    model.dataChanged.connect(
        lambda a, b, _roles: told.append((a.row(), a.column(), b.row(), b.column()))
    )
    sitting.recuse("U2", "")
    assert told == [(1, 0, 1, 1)]

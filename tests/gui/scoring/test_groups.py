from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.exchange.ballot_content import Asked, AskedUnit
from gui.scoring.groups import Groups
from gui.scoring.sitting import Sitting


def test_lines_follow_the_marks(qtbot: QtBot, sitting: Sitting) -> None:
    groups = Groups(sitting)
    qtbot.addWidget(groups)
    line = groups.model.line
    assert [line(n).words for n in range(3)] == ["0/2", "0/2", "0/1"]
    with qtbot.waitSignal(groups.model.dataChanged) as told:
        sitting.set(("U2", "1.1"), Decimal(8))
    assert told.args[0].row() == 1
    assert line(1).words == "1/2"
    sitting.recuse("U3", "")
    assert line(2).words == "回避"
    groups.show_order(sitting.leaves)
    assert (line(0).name, line(0).words) == ("1.1 政务服务", "2/3")
    spoken = groups.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1.1 政务服务，已评 2/3"


def test_many_units_can_be_found(qtbot: QtBot, make_ballot: Any, content: Any) -> None:
    units = tuple(AskedUnit(f"U{n}", f"第{n}镇", "乡镇") for n in range(500))
    asked = tuple(Asked(unit.code, "1.1") for unit in units)
    groups = Groups(Sitting(make_ballot(content(units=units, asked=asked))))
    qtbot.addWidget(groups)
    groups.show()
    groups.finder.setText("第377")
    assert sum(not groups.view.isRowHidden(n) for n in range(500)) == 1
    with qtbot.waitSignal(groups.picked) as picked:
        qtbot.keyClick(groups.finder, Qt.Key.Key_Return)
    assert picked.args == ["U377"]
    assert not groups.view.isRowHidden(0)


def test_a_click_goes_there(qtbot: QtBot, sitting: Sitting) -> None:
    groups = Groups(sitting)
    qtbot.addWidget(groups)
    groups.resize(220, 300)
    groups.show()
    place = groups.view.visualRect(groups.model.index(2)).center()
    with qtbot.waitSignal(groups.picked) as picked:
        qtbot.mouseClick(groups.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == ["U3"]
    groups.stand_on("U2")
    assert groups.view.currentIndex().row() == 1

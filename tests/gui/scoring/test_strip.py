from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.scoring.mark_rules import ABSTAIN
from gui.scoring.sitting import Sitting
from gui.scoring.strip import Strip, left_over, own_marks


def test_ones_marks_highest_first_without_recused_units(sitting: Sitting) -> None:
    sitting.set(("U1", "1.1"), Decimal("7.5"))
    sitting.set(("U2", "1.1"), ABSTAIN)
    sitting.set(("U3", "1.1"), Decimal(8))
    lines = own_marks(sitting, ("U1", "1.2"))
    assert lines == ()
    lines = own_marks(sitting, ("U1", "1.1"))
    told = [(x.name, x.text, x.here) for x in lines]
    assert told == [("县教育局", "8.0", False), ("南岭镇", "7.5", True), ("河口镇", "弃权", False)]
    sitting.recuse("U3", "")
    assert len(own_marks(sitting, ("U1", "1.1"))) == 2


def test_what_is_left_begins_with_where_one_is(sitting: Sitting) -> None:
    assert left_over(sitting, sitting.units, ("U2", "1.1")) == (
        ("U2", "河口镇，2 项"), ("U1", "其余 2 个单位，3 项"),
    )  # fmt: skip
    sitting.set(("U1", "1.1"), Decimal(8))
    assert left_over(sitting, sitting.units, ("U2", "1.1"))[1] == ("U1", "南岭镇，1 项")
    assert left_over(sitting, sitting.leaves, ("U2", "1.1"))[0] == ("1.1", "1.1 政务服务，2 项")
    for pair in sitting.units.pairs:
        sitting.set(pair, ABSTAIN)
    assert left_over(sitting, sitting.units, ("U2", "1.1")) == ()


def test_clicks_jump(qtbot: QtBot, sitting: Sitting) -> None:
    sitting.set(("U1", "1.1"), Decimal(8))
    strip = Strip(sitting)
    qtbot.addWidget(strip)
    strip.resize(260, 600)
    strip.show_pair(sitting.units, ("U2", "1.1"))
    strip.show()
    place = strip.view.visualRect(strip.model.index(0)).center()
    with qtbot.waitSignal(strip.picked) as picked:
        qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == [("U1", "1.1")]
    with qtbot.waitSignal(strip.wanted) as wanted:
        strip.left[1].click()
    assert wanted.args == ["U1"]

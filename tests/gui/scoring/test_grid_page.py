from __future__ import annotations

from decimal import Decimal
from typing import Any

from pytestqt.qtbot import QtBot

from core.exchange.ballot_content import BallotContent
from core.exchange.marks import LONGEST_REASON
from gui.scoring.grid_page import GridPage
from gui.scoring.sitting import Sitting


def test_it_says_what_there_is_to_say_about_a_cell(qtbot: QtBot, sitting: Sitting) -> None:
    page = GridPage(sitting)
    qtbot.addWidget(page)
    sitting.set(("U1", "1.1"), Decimal(3))
    page.stand_on(("U1", "1.1"))
    assert page.where.text() == "南岭镇　1.1 政务服务，满分 10"
    assert "低于满分的 60%" in page.message.text()
    assert page.reason.property("role") == "wanted"
    sitting.recuse("U1", "亲属")
    page.stand_on(("U1", "1.1"))
    assert page.reason.toPlainText() == "亲属" and "回避" in page.message.text()
    page.reason.setPlainText("亲属任职")
    assert page.store() and sitting.recusal("U1") == "亲属任职"


def test_a_reason_goes_with_the_cell_one_leaves(qtbot: QtBot, sitting: Sitting) -> None:
    page = GridPage(sitting)
    qtbot.addWidget(page)
    sitting.set(("U1", "1.1"), Decimal(8))
    page.stand_on(("U1", "1.1"))
    page.reason.setPlainText("好")
    page.stand_on(("U2", "1.1"))
    mark = sitting.mark(("U1", "1.1"))
    assert mark is not None and mark.reason == "好"
    assert page.reason.toPlainText() == ""
    page.reason.setPlainText("长" * (LONGEST_REASON + 1))
    assert not page.store() and str(LONGEST_REASON) in page.message.text()


def test_far_from_the_others_it_asks(qtbot: QtBot, make_ballot: Any, second: BallotContent) -> None:
    sitting = Sitting(make_ballot(second))
    page = GridPage(sitting)
    qtbot.addWidget(page)
    sitting.set(("U1", "1.1"), Decimal(9))
    page.stand_on(("U1", "1.1"))
    assert "多数专家" in page.message.text()

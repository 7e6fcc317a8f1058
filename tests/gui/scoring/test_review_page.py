from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from core.scoring.mark_rules import ABSTAIN
from gui.scoring.review_page import ReviewPage
from gui.scoring.sitting import Sitting


def test_totals_gaps_and_advice(qtbot: QtBot, sitting: Sitting) -> None:
    page = ReviewPage(sitting)
    qtbot.addWidget(page)
    sitting.set(("U1", "1.1"), Decimal(3))
    page.refresh()
    assert page.words.text() == "请您评 5 项：已评 1，弃权 0，回避 0，未评 4"
    assert "1 处标红" in page.advice.text()
    assert len(page.dues.rows) == 5 and not page.all_done.isVisibleTo(page)
    first = page.totals.rows[0]
    assert [c.shown(first) for c in page.totals.columns] == [
        "乡镇", "1", "南岭镇", "3.00", "30.0%", "1/2",
    ]  # fmt: skip
    sitting.set_reason(("U1", "1.1"), "因为")
    page.refresh()
    assert "先交" in page.advice.text()
    for pair in sitting.units.pairs:
        sitting.set(pair, ABSTAIN)
    sitting.recuse("U3", "")
    page.refresh()
    assert page.all_done.isVisibleTo(page) and not page.dues.rows
    assert page.totals.columns[-1].shown(page.totals.rows[-1]) == "回避"
    page.focus()


def test_a_line_jumps(qtbot: QtBot, sitting: Sitting) -> None:
    page = ReviewPage(sitting)
    qtbot.addWidget(page)
    page.refresh()
    with qtbot.waitSignal(page.jumped) as jumped:
        page.missing.asked.emit(page.dues.rows[2], "")
    assert jumped.args == [("U2", "1.1")]

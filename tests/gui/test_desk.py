from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from gui.desk import Desk, Page


def test_a_desk_shares_one_way_to_ask(qapp: QApplication, answers: Any) -> None:
    desk = Desk(None, answers)
    assert desk.session.ask is desk.jobs.ask is answers


def test_a_page_may_leave_everything_out(qapp: QApplication, answers: Any) -> None:
    page = Page(Desk(None, answers))
    page.refresh()
    page.arrive("anything")
    assert (page.about(), page.tools, page.finder()) == ("", [], None)

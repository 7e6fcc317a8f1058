from __future__ import annotations

from datetime import datetime, timedelta

from pytestqt.qtbot import QtBot

from gui.shell.foot import Foot, operator, saved_words


def test_the_time_of_today_and_the_day_of_others() -> None:
    now = datetime.now().replace(hour=14, minute=3, second=22)
    assert saved_words(now) == "已保存 14:03:22"
    assert saved_words(now - timedelta(days=400)).count("-") == 2


def test_undo_is_offered_by_name(qtbot: QtBot) -> None:
    pressed: list[str] = []
    foot = Foot(lambda: pressed.append("undo"), lambda: pressed.append("help"))
    qtbot.addWidget(foot)
    foot.show()
    foot.show_state(datetime.now(), "修改 教育局 2.1 完成值")
    assert foot.undo.text() == "撤销：修改 教育局 2.1 完成值"
    foot.undo.click()
    assert pressed == ["undo"]
    foot.show_state(datetime.now(), None)
    assert not foot.undo.isVisible()


def test_nothing_is_said_of_no_file(qtbot: QtBot) -> None:
    foot = Foot(lambda: None, lambda: None)
    qtbot.addWidget(foot)
    foot.show_state(None, None)
    assert foot.saved.text() == ""
    assert operator()

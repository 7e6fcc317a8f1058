from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.scoring.tabs import VIEWS, ViewTabs


def test_one_tab_is_pressed_and_a_click_asks_for_another(qtbot: QtBot) -> None:
    tabs = ViewTabs()
    qtbot.addWidget(tabs)
    tabs.stand_on("leaves")
    assert [tabs.buttons[v].isChecked() for v in VIEWS] == [False, True, False]
    with qtbot.waitSignal(tabs.picked) as picked:
        tabs.buttons["grid"].click()
    assert picked.args == ["grid"]

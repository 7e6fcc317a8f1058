from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.guide import Action, Step
from gui.shell.step_bar import StepBar

STEP = Step("还缺3个完成值（南岭镇 2.1）。" * 6, "查看缺项", Action.SHOW_MISSING)


def test_the_button_gives_the_action(qtbot: QtBot) -> None:
    bar = StepBar()
    qtbot.addWidget(bar)
    bar.show_step(STEP)
    assert bar.go.text() == "查看缺项"
    with qtbot.waitSignal(bar.pressed) as pressed:
        bar.go.click()
    assert pressed.args == ["show_missing"]


def test_long_words_take_more_lines_where_it_is_narrow(qtbot: QtBot) -> None:
    bar = StepBar()
    qtbot.addWidget(bar)
    bar.show_step(STEP)
    bar.resize(1600, 46)
    bar.show()
    wide = bar.words.height()
    bar.resize(500, 46)
    qtbot.waitUntil(lambda: bar.words.height() > wide)
    assert bar.sizeHint().height() >= bar.words.height()

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.guide import PlaceState, Progress
from gui.places import Place
from gui.shell.rail import Rail, sign

PLACES = (Place("a", "结果", ""), Place("b", "文书", ""))
STATES = {"a": PlaceState(Progress.TROUBLE, "2缺项"), "b": PlaceState(Progress.DONE)}


def make(qtbot: QtBot) -> Rail:
    rail = Rail(PLACES)
    qtbot.addWidget(rail)
    rail.show_states(STATES)
    rail.resize(168, 200)
    rail.show()
    return rail


def test_the_keyboard_walks_the_steps(qtbot: QtBot) -> None:
    rail = make(qtbot)
    rail.go("a")
    with qtbot.waitSignal(rail.went) as went:
        QTest.keyClick(rail, Qt.Key.Key_Down)
    assert went.args == ["b"]


def test_being_sent_to_a_step_is_no_choice(qtbot: QtBot) -> None:
    rail = make(qtbot)
    with qtbot.assertNotEmitted(rail.went):
        rail.go("b")
    assert rail.currentRow() == 1


def test_states_are_said_in_words_too(qtbot: QtBot) -> None:
    rail = make(qtbot)
    told = [rail.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(2)]
    assert told == ["结果：有问题 2缺项", "文书：已完成"]


def test_a_sign_does_without_colour() -> None:
    assert [sign(p, 3) for p in ("todo", "doing", "done", "trouble")] == ["3", "3", "✓", "!"]


def test_it_can_be_drawn(qtbot: QtBot) -> None:
    picture = make(qtbot).grab().toImage()
    colours = {picture.pixelColor(x, 24).name() for x in range(picture.width())}
    assert len(colours) > 2

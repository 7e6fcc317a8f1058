from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.boxes import (
    Elided,
    Steady,
    Wrapped,
    across,
    button,
    card,
    down,
    hair,
    head,
    label,
    margins,
    restyle,
)


def test_parts_gaps_and_what_is_left(qtbot: QtBot) -> None:
    layout = margins(across(label("甲"), 7, None, hair(), gap=3), 1, 2, 3, 4)
    assert layout.count() == 4
    assert layout.itemAt(1).spacerItem().sizeHint().width() == 7
    assert layout.contentsMargins().bottom() == 4
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.setLayout(down(layout))
    assert holder.layout().count() == 1


def test_a_label_is_plain_text(qtbot: QtBot) -> None:
    made = label("<b>x</b>", "muted")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_a_button_is_pressed_by_space(qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = button("好", lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.show()
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert pressed == [1]


def test_what_has_no_room_is_in_the_tool_tip(qtbot: QtBot) -> None:
    made = Elided()
    qtbot.addWidget(made)
    made.setText("很长很长很长的名字")
    made.resize(40, 20)
    made.grab()
    assert made.toolTip() == made.text()
    made.resize(400, 20)
    made.grab()
    assert made.toolTip() == ""


def test_wrapped_text_asks_for_the_height_it_needs(qtbot: QtBot) -> None:
    made = Wrapped()
    qtbot.addWidget(made)
    made.setText("很长的句子。" * 20)
    made.resize(1000, 20)
    made.show()
    wide = made.height()
    made.resize(100, 20)
    assert made.height() > wide


def test_cards_have_heads_of_one_height(qtbot: QtBot) -> None:
    made = card(head(label("甲")), hair(), head(button("乙", lambda: None)))
    qtbot.addWidget(made)
    heads = [x for x in made.findChildren(QWidget) if x.layout() is not None]
    assert len({x.minimumHeight() for x in heads}) == 1


def test_a_stack_does_not_grow_with_wrapped_text(qtbot: QtBot) -> None:
    stack = Steady()
    qtbot.addWidget(stack)
    stack.addWidget(label("很长的句子。" * 20, wrap=True))
    assert not stack.hasHeightForWidth()


def test_a_role_can_change(qtbot: QtBot) -> None:
    made = QLabel()
    qtbot.addWidget(made)
    restyle(made, "bad")
    assert made.property("role") == "bad"


def test_wrapped_text_asks_anew_when_its_font_grows(qtbot: QtBot) -> None:
    made = Wrapped()
    qtbot.addWidget(made)
    made.setText("很长的一句话" * 8)
    made.resize(200, 20)
    made.show()
    before = made.height()
    font = made.font()
    font.setPointSizeF(2 * font.pointSizeF())
    made.setFont(font)
    assert made.minimumHeight() > before


def test_wrapped_text_gives_back_the_height_it_no_longer_needs(qtbot: QtBot) -> None:
    made = Wrapped()
    qtbot.addWidget(made)
    made.resize(200, 20)
    made.setText("短")
    low = made.minimumHeight()
    made.setText("很长的一句话" * 20)
    assert made.minimumHeight() > 2 * low
    made.setText("短")
    assert made.minimumHeight() == low

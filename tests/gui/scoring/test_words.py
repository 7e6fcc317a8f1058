from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.scoring.words import Words


def test_the_word_given_is_pressed_and_a_click_gives_one(qtbot: QtBot) -> None:
    words = Words(["优", "良"])
    qtbot.addWidget(words)
    words.show_word("良", "其他专家中位数 0.8")
    assert [b.isChecked() for b in words.buttons.values()] == [False, True]
    assert words.buttons["优"].text() == "1 优"
    with qtbot.waitSignal(words.picked) as picked:
        words.buttons["优"].click()
    assert picked.args == ["优"]
    words.show_word("", "")
    assert not any(b.isChecked() for b in words.buttons.values())

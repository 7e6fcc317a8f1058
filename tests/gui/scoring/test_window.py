"""Whole journeys of an expert, by keyboard as a person presses it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.exchange.ballot import open_ballot
from core.exchange.marks import Mark
from core.exchange.seal import MAGIC
from core.scoring.mark_rules import ABSTAIN
from gui import theme
from gui.scoring.window import BENCH, RECEIPT, REVIEW, ScoringWindow, resize_text

Key = Qt.Key
Press = Callable[..., None]


def test_a_whole_ballot_by_keyboard_alone_and_its_receipt(
    scoring: ScoringWindow, press: Press, write_chinese: Any, answers: Any, tmp_path: Path
) -> None:
    out = tmp_path / "优盘.return"
    answers.paths = [out]
    press("8", Key.Key_Return)  # U1 1.1
    press("4.5", Key.Key_Return)  # U1 1.2
    press("3", Key.Key_Return)  # U2 1.1, below 60 %: wants a reason
    write_chinese("材料不全")
    press(Key.Key_Return)
    press(Key.Key_F6, Key.Key_Return)  # U2 1.2
    press("1", "0", Key.Key_Return)  # U3 1.1, above 95 %
    write_chinese("全县第一")
    press(Key.Key_Return)
    ballot = scoring.sitting.ballot
    assert dict(ballot.marks) == {
        ("U1", "1.1"): Mark(Decimal(8)),
        ("U1", "1.2"): Mark(Decimal("4.5")),
        ("U2", "1.1"): Mark(Decimal(3), "材料不全"),
        ("U2", "1.2"): Mark(ABSTAIN),
        ("U3", "1.1"): Mark(Decimal(10), "全县第一"),
    }
    assert scoring.pages.currentIndex() == REVIEW
    press(Key.Key_Return)  # the focus is on 交卷
    assert scoring.pages.currentIndex() == RECEIPT
    assert out.read_bytes().startswith(MAGIC)
    from core.exchange.seal import receipt_of

    assert scoring.receipt.code.text() == receipt_of(ballot.last_seal.content_sha256)
    press(Key.Key_Return)
    assert scoring.pages.currentIndex() == BENCH


def test_killed_in_the_middle_it_goes_on_where_it_stood(
    make_scoring: Any, press: Press, qtbot: QtBot, pin: str, tmp_path: Path
) -> None:
    window = make_scoring()
    press("8", Key.Key_Return, "4.5")
    answer = window.bench.question.answer
    qtbot.waitUntil(lambda: not answer.timer.isActive())  # the person rests; no Enter
    # what a kill leaves behind: the file as it is now, the window never closed
    shutil.copy(tmp_path / "E07.ballot", tmp_path / "copy.ballot")
    again = make_scoring(name="copy.ballot")
    assert again.sitting.mark(("U1", "1.1")) == Mark(Decimal(8))
    assert again.sitting.mark(("U1", "1.2")) == Mark(Decimal("4.5"))
    assert again.bench.pair == ("U2", "1.1")
    press("7", Key.Key_Return)
    with open_ballot(tmp_path / "copy.ballot", pin, write=False) as ballot:
        assert len(ballot.marks) == 3


def test_what_was_typed_is_stored_when_the_window_closes(
    scoring: ScoringWindow, press: Press, pin: str, tmp_path: Path
) -> None:
    press("6.5")
    scoring.close()
    with open_ballot(tmp_path / "E07.ballot", pin) as ballot:
        assert ballot.marks["U1", "1.1"] == Mark(Decimal("6.5"))


def test_the_pin_is_asked_for_and_a_wrong_one_told(
    qtbot: QtBot, answers: Any, make_ballot: Any, press: Press, tmp_path: Path
) -> None:
    make_ballot().close()
    window = ScoringWindow(tmp_path / "E07.ballot", ask=answers)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.unlock.pin.setText("AAAAA-AAAAA")
    window.unlock.open.click()
    qtbot.waitUntil(lambda: "PIN 不对" in window.unlock.message.text())
    assert window.sitting is None and window.unlock.pin.isEnabled()
    window.unlock.pin.setText("0OOO")
    window.unlock.open.click()
    qtbot.waitUntil(lambda: "不会有" in window.unlock.message.text())
    window.unlock.pin.setText("k7q2m9xdrt")
    window.unlock.open.click()
    qtbot.waitUntil(lambda: window.sitting is not None)
    assert window.bench.pair == ("U1", "1.1")
    window.close()


def test_a_damaged_ballot_is_told_and_what_holds_can_be_kept(
    qtbot: QtBot, answers: Any, make_ballot: Any, tmp_path: Path
) -> None:
    ballot = make_ballot()
    ballot.set_mark("U1", "1.1", Decimal(8))
    ends = (tmp_path / "E07.ballot").stat().st_size
    ballot.set_mark("U1", "1.2", Decimal(4))
    ballot.close()
    data = bytearray((tmp_path / "E07.ballot").read_bytes())
    data[ends + 40] ^= 1
    (tmp_path / "E07.ballot").write_bytes(data)
    window = ScoringWindow(tmp_path / "E07.ballot", ask=answers)
    qtbot.addWidget(window)
    window.show()
    window.unlock.pin.setText("K7Q2M-9XDRT")
    window.unlock.open.click()
    qtbot.waitUntil(lambda: window.unlock.salvage.isVisible())
    window.unlock.salvage.click()
    qtbot.waitUntil(lambda: window.sitting is not None)
    assert set(window.sitting.ballot.marks) == {("U1", "1.1")}
    assert "损坏" in answers.told[-1].text
    window.close()


def test_a_ballot_that_lacks_reasons_is_not_handed_in(
    scoring: ScoringWindow, press: Press, answers: Any
) -> None:
    press("3", Key.Key_Return, Key.Key_Return)  # no reason, goes on
    assert scoring.bench.pair == ("U1", "1.2")
    press(Key.Key_F9)
    assert scoring.pages.currentIndex() == REVIEW
    scoring.review.seal.click()
    assert "1.1" in answers.told[-1].lines[0]
    assert scoring.pages.currentIndex() == REVIEW
    press(Key.Key_Return)  # on the first line of what is due
    assert scoring.bench.pair == ("U1", "1.1")
    assert scoring.pages.currentIndex() == BENCH


def test_gaps_are_no_hindrance_but_asked_about(
    scoring: ScoringWindow, press: Press, answers: Any, tmp_path: Path
) -> None:
    press("8", Key.Key_Return, Key.Key_F9)
    answers.yes = False
    scoring.review.seal.click()
    assert scoring.pages.currentIndex() == REVIEW
    answers.yes, answers.paths = True, [tmp_path / "半.return", tmp_path / "再.return"]
    scoring.review.seal.click()
    first = scoring.receipt.code.text()
    assert first and (tmp_path / "半.return").exists()
    scoring.receipt.other.click()  # nothing changed: the same receipt on another stick
    assert scoring.receipt.code.text() == first
    assert (tmp_path / "再.return").exists()


def test_a_return_goes_over_nothing_but_a_return(
    scoring: ScoringWindow, answers: Any, tmp_path: Path
) -> None:
    place = tmp_path / "年报.return"
    place.write_text("重要", encoding="utf-8")
    answers.paths = [place]
    scoring.check()
    scoring.seal()
    assert "不会覆盖" in answers.told[-1].text
    assert place.read_text(encoding="utf-8") == "重要"


def test_undo_and_redo_go_where_it_was(scoring: ScoringWindow, press: Press) -> None:
    press("8", Key.Key_Return, "4", Key.Key_Return)
    press(Key.Key_Z, mods=Qt.KeyboardModifier.ControlModifier)
    assert scoring.bench.pair == ("U1", "1.2")
    assert scoring.sitting.mark(("U1", "1.2")) is None
    assert scoring.bench.question.answer.field.text() == ""
    press(Key.Key_Y, mods=Qt.KeyboardModifier.ControlModifier)
    assert scoring.sitting.mark(("U1", "1.2")) == Mark(Decimal(4))


def test_keys_turn_units_views_and_size(scoring: ScoringWindow, press: Press) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    press(Key.Key_PageDown)
    assert scoring.bench.pair == ("U2", "1.1")
    press(Key.Key_2, mods=control)
    assert scoring.bench.view == "leaves" and scoring.bench.pair == ("U2", "1.1")
    press(Key.Key_PageDown)
    assert scoring.bench.pair == ("U2", "1.2")
    press(Key.Key_3, mods=control)
    assert scoring.bench.view == "grid" and scoring.bench.grid.isVisible()
    assert QApplication.focusWidget() is scoring.bench.grid.grid
    press(Key.Key_1, mods=control)
    assert scoring.bench.pair == ("U2", "1.2")
    press(Key.Key_F8)
    assert scoring.bench.pair == ("U3", "1.1")


@pytest.fixture
def _normal_size(qapp: QApplication) -> Any:
    yield
    theme.choose(qapp, "size", "normal")


@pytest.mark.usefixtures("_normal_size")
def test_the_size_of_text_has_its_keys(scoring: ScoringWindow, press: Press) -> None:
    for _n in range(9):
        press(Key.Key_Plus, mods=Qt.KeyboardModifier.ControlModifier)
    assert theme.chosen_size() == list(theme.SIZES)[-1]
    for _n in range(9):
        resize_text(-1)
    assert theme.chosen_size() == "small"


def test_on_the_secretarys_computer_it_can_be_ended(
    qtbot: QtBot, answers: Any, make_ballot: Any, tmp_path: Path
) -> None:
    window = ScoringWindow(tmp_path / "E07.ballot", ask=answers, on_site=True)
    qtbot.addWidget(window)
    window.show_ballot(make_ballot())
    window.show()
    assert window.top.leave.isVisible()
    with qtbot.waitSignal(window.closed):
        window.top.leave.click()
    assert answers.told == []
    open_ballot(tmp_path / "E07.ballot", "K7Q2M-9XDRT").close()  # it was let go of


def test_f1_lists_the_keys(scoring: ScoringWindow, press: Press, answers: Any) -> None:
    press(Key.Key_F1)
    assert any(line.startswith("F6\t") for line in answers.told[-1].lines)

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.errors import UserError
from core.exchange.ballot_content import Asked, BallotContent, Others
from core.exchange.marks import LONGEST_REASON, Mark
from core.model.plan import RatingMode
from core.scoring.mark_rules import ABSTAIN
from gui.scoring.answer import Answer
from gui.scoring.window import ScoringWindow

Key = Qt.Key
ONE = ("U1", "1.1")


def answer(window: ScoringWindow) -> Answer:
    return window.bench.question.answer


@pytest.mark.parametrize(
    ("typed", "word"), [("11", "最高 10 分"), ("7.3", "7 或 7.5"), ("x", "数字")]
)
def test_a_mark_off_the_rule_is_refused_while_typing_and_kept(
    scoring: ScoringWindow, press: Callable[..., None], typed: str, word: str
) -> None:
    press(typed)
    assert word in answer(scoring).message.text()
    assert answer(scoring).field.property("role") == "mark_bad"
    press(Key.Key_Return)
    assert scoring.bench.pair == ONE
    press(Key.Key_PageDown, Key.Key_PageUp)
    assert answer(scoring).field.text() == typed
    assert word in answer(scoring).message.text()
    assert dict(scoring.sitting.ballot.marks) == {}
    assert [d.grave for d in _due(scoring) if d.pair == ONE] == [True]


def _due(window: ScoringWindow) -> Any:
    from gui.scoring.todo import dues

    return dues(window.sitting)


def test_half_a_number_is_stored_when_the_focus_goes(
    scoring: ScoringWindow, press: Callable[..., None]
) -> None:
    press("8.", Key.Key_Tab)
    assert scoring.sitting.mark(ONE) == Mark(Decimal(8))


def test_what_is_cleared_is_cleared_on_enter_and_not_before(
    scoring: ScoringWindow, press: Callable[..., None], qtbot: QtBot
) -> None:
    press("8", Key.Key_Return, Key.Key_PageUp)
    scoring.bench.go(ONE)
    press(Key.Key_Delete)
    assert answer(scoring).field.text() == ""
    qtbot.waitUntil(lambda: not answer(scoring).timer.isActive())
    assert scoring.sitting.mark(ONE) == Mark(Decimal(8))
    press(Key.Key_Return)
    assert scoring.sitting.mark(ONE) is None


def test_arrows_go_by_the_step(scoring: ScoringWindow, press: Callable[..., None]) -> None:
    press(Key.Key_Down, Key.Key_Down)
    assert answer(scoring).field.text() == "9.5"
    press(Key.Key_Up, Key.Key_Up)
    assert answer(scoring).field.text() == "10"
    press(Key.Key_Down, mods=Qt.KeyboardModifier.ControlModifier)
    assert answer(scoring).field.text() == "5"
    press(Key.Key_Tab)
    assert scoring.sitting.mark(ONE) == Mark(Decimal(5))


def test_a_click_on_the_scale_is_a_mark(scoring: ScoringWindow, qtbot: QtBot) -> None:
    scale = answer(scoring).scale
    middle = QPoint(scale.width() // 2, scale.height() // 2)
    qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=middle)
    assert scoring.sitting.mark(ONE) == Mark(Decimal(5))
    qtbot.mouseClick(scoring.bench.question.next, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is answer(scoring).reason  # below 60 %
    qtbot.mouseClick(scoring.bench.question.next, Qt.MouseButton.LeftButton)


def test_abstaining_is_one_key_and_never_zero(
    scoring: ScoringWindow, press: Callable[..., None]
) -> None:
    press("8", Key.Key_F6)
    assert scoring.sitting.mark(ONE) == Mark(ABSTAIN)
    assert answer(scoring).field.text() == "弃权" and answer(scoring).scale.shares.mark is None
    press(Key.Key_F6)
    assert scoring.sitting.mark(ONE) is None
    press(Key.Key_F6, "7")  # typing goes over it
    assert answer(scoring).field.text() == "7"


def test_recusal_is_one_key_with_its_reason_and_can_be_taken_back(
    scoring: ScoringWindow, press: Callable[..., None], write_chinese: Any
) -> None:
    press("8", Key.Key_F7)
    assert "秘书会看到" in answer(scoring).message.text()
    write_chinese("亲属任职")
    press(Key.Key_Return)
    assert scoring.sitting.recusal("U1") == "亲属任职"
    assert scoring.bench.pair == ("U2", "1.1")  # the rest of the unit is passed over
    scoring.bench.go(ONE)
    assert answer(scoring).field.text() == "回避" and answer(scoring).field.isReadOnly()
    press("5", Key.Key_Up)
    assert answer(scoring).field.text() == "回避"
    press(Key.Key_F7)
    assert scoring.sitting.recusal("U1") is None
    assert answer(scoring).field.text() == "8"


def test_far_from_the_others_a_reason_is_asked_for_once(
    make_scoring: Any, press: Callable[..., None], second: BallotContent
) -> None:
    window = make_scoring(second)
    shares = answer(window).scale.shares
    assert shares.band == (0.65, 0.75, 0.85) and shares.earlier == 0.5
    press("9", Key.Key_Return)
    assert QApplication.focusWidget() is answer(window).reason
    assert "多数专家" in answer(window).message.text()
    press(Key.Key_Return)
    assert window.bench.pair == ("U2", "1.1")
    assert window.sitting.review().lacking == ()
    window.bench.go(ONE)
    press("8", Key.Key_Return)  # within the quartiles
    assert window.bench.pair == ("U2", "1.1")


def test_grade_words_by_number_and_by_button(
    make_scoring: Any, press: Callable[..., None], content: Any
) -> None:
    window = make_scoring(content(mode=RatingMode.WORDS))
    press("2", Key.Key_Return)
    assert window.sitting.mark(ONE) == Mark("良")
    answer(window).words.buttons["良"].click()
    assert window.sitting.mark(("U1", "1.2")) == Mark("良")
    press(Key.Key_Down)
    assert answer(window).field.text() == "差"
    press("9")
    assert answer(window).field.property("role") == "mark_bad"


def test_the_others_are_told_in_words_where_words_are_given(
    make_scoring: Any, content: Any
) -> None:
    others = Others(4, Decimal("0.5"), Decimal("0.8"), Decimal("0.9"))
    asked = (Asked("U1", "1.1", others=others),)
    window = make_scoring(content(mode=RatingMode.WORDS, asked=asked))
    assert answer(window).words.note.text() == "其他 4 位专家：中位数 良，中间一半 差–0.9"


def test_a_reason_too_long_is_told_and_kept(scoring: ScoringWindow) -> None:
    part = answer(scoring)
    part._put("8")
    part.reason.setPlainText("长" * (LONGEST_REASON + 1))
    assert not part.store()
    assert str(LONGEST_REASON) in part.message.text()
    assert scoring.sitting.mark(ONE) == Mark(Decimal(8))
    part.reason.setPlainText("短")
    assert part.store()
    assert scoring.sitting.mark(ONE) == Mark(Decimal(8), "短")


def test_where_the_disk_fails_what_was_typed_stays_and_is_stored_later(
    scoring: ScoringWindow, press: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_changes: Any) -> None:
        raise UserError("磁盘已满")

    monkeypatch.setattr(scoring.sitting.ballot, "set_marks", full)
    press("8", Key.Key_Return)
    assert scoring.bench.pair == ONE
    assert "磁盘已满" in scoring.bottom.fault.text() and scoring.bottom.retry.isVisible()
    monkeypatch.undo()
    scoring.bottom.retry.click()
    assert scoring.sitting.mark(ONE) == Mark(Decimal(8))
    assert not scoring.bottom.retry.isVisible()
    assert scoring.sitting.drafts == {}

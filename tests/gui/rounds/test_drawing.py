from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from core.actions.draw import lot_hash
from gui.pages.rounds import RoundsPage
from gui.rounds.drawing import DrawForm


@pytest.fixture
def form(page: RoundsPage) -> DrawForm:
    page.draw.click()
    assert isinstance(page.dialog, DrawForm)
    return page.dialog


def codes(form: DrawForm) -> list[str]:
    return [lot.code for _n, lot in form.table.rows.source.rows]


def test_the_order_is_that_of_the_hashes(form: DrawForm, snapshot: Any) -> None:
    assert not form.go.isEnabled()
    form.count.setValue(2)
    form.seed.setText("当众说的种子")
    form.go.click()
    every = [f"E{n}" for n in range(1, 6)]
    assert codes(form) == sorted(every, key=lambda c: lot_hash("当众说的种子", c))
    (drawn,) = snapshot().draws
    assert list(drawn.drawn) == codes(form)[:2]
    assert "当众说的种子" in form.record.text()
    assert not form.go.isVisible()
    form.copy.click()
    assert lot_hash("当众说的种子", codes(form)[0]) in QGuiApplication.clipboard().text()


def test_a_field_and_those_who_do_not_take_part(form: DrawForm, snapshot: Any) -> None:
    form.count.setValue(1)
    form.field.setCurrentIndex(form.field.findData("财政"))
    form.who.table.asked.emit(form.who.table.rows.source.rows[0], "")
    form.seed.setText("七")
    form.go.click()
    (drawn,) = snapshot().draws
    assert drawn.excluded == ("E1",)
    assert drawn.drawn == ("E2",)
    assert {lot.code: lot.excluded for _n, lot in form.table.rows.source.rows} == {
        "E1": True, "E2": False,
    }  # fmt: skip


def test_too_many_are_refused_in_words(form: DrawForm, answers: Any, snapshot: Any) -> None:
    form.field.setCurrentIndex(form.field.findData("财政"))
    form.count.setValue(3)
    form.seed.setText("七")
    form.go.click()
    assert "只有2人" in answers.told[0].text
    assert snapshot().draws == ()


def test_the_last_draw_is_shown_again(form: DrawForm, page: RoundsPage) -> None:
    form.seed.setText("七")
    form.go.click()
    form.leave.click()
    page.draw.click()
    again: Any = page.dialog
    assert again.stack.currentIndex() == 1
    again.again.click()
    assert again.stack.currentIndex() == 0
    assert again.seed.text() == ""

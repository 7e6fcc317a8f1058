from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from gui.dialogs.form import Form


@pytest.fixture
def form(qtbot: Any) -> Form:
    made = Form(None, "开启", "开启第 1 轮", "说明")
    made.lay(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_button_asks_and_leaves_the_form_open(form: Form, qtbot: Any) -> None:
    with qtbot.waitSignal(form.going):
        form.go.click()
    assert form.isVisible()


def test_what_is_wrong_is_told_and_taken_back(form: Form) -> None:
    assert not form.trouble.isVisible()
    form.tell("写明理由")
    assert form.trouble.isVisible()
    form.tell("")
    assert not form.trouble.isVisible()


def test_escape_leaves(form: Form) -> None:
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()

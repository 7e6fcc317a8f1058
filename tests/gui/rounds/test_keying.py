from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.actions.score_sheets import write_score_sheets
from core.model.keyed import KeyedState
from gui.pages.rounds import RoundsPage
from gui.rounds.keying import CheckForm, EnterForm


@pytest.fixture
def sheet(opened: RoundsPage, folder: Path) -> Path:
    """A score sheet, filled from paper."""
    import openpyxl

    (path,) = write_score_sheets(opened.desk.session.snapshot, folder, ["E1"]).paths
    book = openpyxl.load_workbook(path)
    for address, value in {"C7": 8, "C8": "弃权"}.items():
        book["评分表"][address] = value
    book.save(path)
    return path


@pytest.fixture
def entered(opened: RoundsPage, sheet: Path, answers: Any) -> RoundsPage:
    opened.beside.show_part("keyed")
    answers.paths = [sheet]
    opened.beside.keyed.enter.click()
    form: Any = opened.dialog
    assert isinstance(form, EnterForm)
    form.by.setText("王芳")
    form.go.click()
    return opened


def check(page: RoundsPage) -> Any:
    keyed = page.beside.keyed
    keyed.table.asked.emit(keyed.table.rows.source.rows[0], "")
    assert isinstance(page.dialog, CheckForm)
    return page.dialog


def test_a_keyed_sheet_waits(entered: RoundsPage, snapshot: Any) -> None:
    assert len(snapshot().marks) == 0
    assert entered.beside.keyed.waiting == 1
    assert entered.beside.tabs.tabText(2) == "纸质录入 1"


def test_a_second_person_lets_it_count(entered: RoundsPage, snapshot: Any) -> None:
    form = check(entered)
    assert [m.value for m in form.table.rows.source.rows] == ["8", "弃权"]
    form.by.setText("李强")
    form.go.click()
    assert len(snapshot().marks) == 2
    assert entered.beside.keyed.waiting == 0
    later = check(entered)
    assert not later.go.isEnabled()
    assert later.by.text() == "李强"


def test_the_same_person_may_not(entered: RoundsPage, answers: Any, snapshot: Any) -> None:
    form = check(entered)
    form.by.setText("王 芳")
    form.go.click()
    assert "另一人" in answers.told[0].text
    assert form.isVisible()
    assert len(snapshot().marks) == 0


def test_a_rejection_says_why(entered: RoundsPage, snapshot: Any) -> None:
    form = check(entered)
    form.by.setText("李强")
    form.back.click()
    assert "理由" in form.trouble.text()
    assert snapshot().keyed_sheets[0].state is KeyedState.WAITING
    form.why.setText("U1 看不清")
    form.back.click()
    assert snapshot().keyed_sheets[0].state is KeyedState.REJECTED
    assert snapshot().keyed_sheets[0].why == "U1 看不清"


def test_a_book_that_is_none_is_refused(opened: RoundsPage, answers: Any, tmp_path: Path) -> None:
    path = tmp_path / "不是.xlsx"
    path.write_bytes(b"nothing")
    answers.paths = [path]
    opened.beside.keyed.enter.click()
    form: Any = opened.dialog
    form.go.click()
    assert answers.told
    assert form.isVisible()

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.errors import UserError
from gui.pages import papers as room
from gui.pages.papers import PapersPage
from gui.window import MainWindow


@pytest.fixture
def page(county_window: MainWindow) -> PapersPage:
    county_window.go("papers")
    return cast(PapersPage, county_window.pages["papers"])


def test_all_complete_units_are_chosen_to_begin_with(page: PapersPage) -> None:
    assert len(page.chosen) == 48
    assert "48" in page.write.text()
    assert page.files.count() == 48
    assert "征求意见稿" in page.kind.text()


def test_letters_are_written_where_the_person_says(
    page: PapersPage, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    page.search.setText("镇")
    page._choose(False)
    page.search.clear()
    every = len(page.chosen)
    assert every < 48
    page._choose(False)
    assert not page.write.isEnabled()
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert len(page.chosen) == 1
    answers.paths = [tmp_path / "通知"]
    page.pick.click()
    with qtbot.waitSignal(page.desk.jobs.finished, timeout=60_000):
        page.write.click()
    assert answers.told == []
    (letter,) = (tmp_path / "通知").glob("*.docx")
    assert letter.name == page.files.item(0).text()
    assert page.show_folder.isVisible()
    assert "1 份" in page.done.text()


def test_a_click_on_a_unit_leaves_it_out(page: PapersPage) -> None:
    index = page.table.rows.index(3, 0)
    where = page.table.visualRect(index).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert len(page.chosen) == 47
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert len(page.chosen) == 48


def test_an_incomplete_unit_gets_no_letter(county_window: MainWindow) -> None:
    county_window.desk.session.undo()  # the ratings
    county_window.go("papers")
    page = cast(PapersPage, county_window.pages["papers"])
    assert page.chosen == set()
    assert {x.chosen for x in page.table.rows.source.rows} == {None}
    assert not page.write.isEnabled()


def test_without_an_office_the_page_says_so(
    page: PapersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise UserError("这台电脑上没有 LibreOffice")

    monkeypatch.setattr(room, "find_office", none)
    page.refresh()
    assert not page.pdf.isVisible()
    assert "LibreOffice" in page.no_pdf.text()

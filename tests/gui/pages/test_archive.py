from __future__ import annotations

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.archive import ArchivePage
from gui.window import MainWindow


@pytest.fixture
def page(county_window: MainWindow) -> ArchivePage:
    county_window.go("archive")
    return cast(ArchivePage, county_window.pages["archive"])


def test_the_journal_lists_the_newest_first(page: ArchivePage) -> None:
    rows = page.entries.rows.source.rows
    assert [row.text for row in rows] == ["导入 评分.xlsx", "导入 示例县.xlsx"]
    assert page.what.text() == "导入 评分.xlsx"


def test_an_entry_shows_what_it_changed(page: ArchivePage) -> None:
    page.entries.selectRow(1)
    lines = page.changes.rows.source.rows
    assert {"方案", "指标", "单位", "专家"} <= {line.sheet for line in lines}


def test_undo_and_redo_stand_under_the_journal(page: ArchivePage, qtbot: QtBot) -> None:
    assert page.undo.text() == "撤销：导入 评分.xlsx"
    assert not page.redo.isVisible()
    with qtbot.waitSignal(page.desk.session.changed):
        page.undo.click()
    assert page.redo.isVisible()
    assert page.entries.rows.source.rows[0].text == "撤销：导入 评分.xlsx"
    assert page.what.text() == "撤销：导入 评分.xlsx"
    with qtbot.waitSignal(page.desk.session.changed):
        page.redo.click()
    assert len(page.entries.rows.source.rows) == 4


def test_finding_an_entry(page: ArchivePage) -> None:
    page.search.setText("示例县")
    assert page.entries.rows.rowCount() == 1

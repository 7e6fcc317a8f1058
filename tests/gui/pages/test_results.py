from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.snapshot import Snapshot
from gui.pages.results import ResultsPage
from gui.window import MainWindow


@pytest.fixture
def page(county_window: MainWindow) -> ResultsPage:
    return cast(ResultsPage, county_window.pages["results"])


def column(page: ResultsPage, name: str) -> int:
    return [c.name for c in page.table.rows.source.columns].index(name)


def shown(page: ResultsPage, name: str) -> list[str]:
    rows = page.table.rows
    return [rows.index(n, column(page, name)).data() for n in range(rows.rowCount())]


def click(page: ResultsPage, row: int, name: str) -> None:
    spot = page.table.visualRect(page.table.rows.index(row, column(page, name))).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))


def test_each_category_has_a_tab_with_its_count(page: ResultsPage, sample: Snapshot) -> None:
    assert [page.tabs.tabText(n) for n in range(page.tabs.count())] == [
        "乡镇 7", "县直部门 32", "事业单位和垂直管理单位 9",
    ]  # fmt: skip
    page.tabs.setCurrentIndex(1)
    assert page.table.rows.rowCount() == 32
    assert shown(page, "rank")[0] == "1"


def test_numbers_have_equal_decimals_and_stand_on_the_right(page: ResultsPage) -> None:
    for name in ("quantitative", "rated", "bonus", "deduction", "total"):
        assert {len(text.partition(".")[2]) for text in shown(page, name)} == {2}
        align = page.table.rows.index(0, column(page, name)).data(Qt.ItemDataRole.TextAlignmentRole)
        assert align & Qt.AlignmentFlag.AlignRight


def test_a_unit_shows_why_it_stands_there(page: ResultsPage) -> None:
    click(page, 2, "unit")
    row = page.table.current_row()
    assert row is not None
    assert page.card.name.text() == row.line.unit.name
    assert str(row.line.total) in page.card.question.text()
    assert len(page.card.radar.values) >= 3


@pytest.mark.parametrize("name", ["quantitative", "rated", "bonus", "total", "rank", "grade"])
def test_a_click_on_a_number_goes_to_where_it_comes_from(page: ResultsPage, name: str) -> None:
    click(page, 1, name)
    assert page.card.why.here() == name
    assert page.card.why.story.toPlainText()


def test_the_same_by_keyboard(page: ResultsPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    row = page.table.current_row()
    assert row is not None
    assert row.line.rank == 2
    page.table.setCurrentIndex(page.table.rows.index(1, column(page, "rated")))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.card.why.here() == "rated"


def test_finding_narrows_the_table(page: ResultsPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(1)
    page.search.setText("教育")
    assert shown(page, "unit") == ["清岚县教育局"]
    assert page.card.name.text() == "清岚县教育局"
    page.search.clear()
    assert page.table.rows.rowCount() == 32


def test_sorting_by_a_number_and_back(page: ResultsPage) -> None:
    by_rank = shown(page, "unit")
    page.table.sortByColumn(column(page, "rated"), Qt.SortOrder.AscendingOrder)
    rated = [float(text) for text in shown(page, "rated")]
    assert rated == sorted(rated)
    assert not page.table.painter.banded
    page.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert shown(page, "unit") == by_rank
    assert page.table.painter.banded


def test_rows_are_copied_as_a_spreadsheet_takes_them(page: ResultsPage) -> None:
    click(page, 0, "unit")
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t")[:2] == ["名次", "单位"]
    assert line.split("\t")[0] == "1"
    assert len(line.split("\t")) == len(head.split("\t"))


def test_the_page_of_a_unit_lists_its_leaves(page: ResultsPage) -> None:
    page.card.sheet.click()
    assert page.stack.currentWidget() is page.sheet
    assert page.sheet.table.rows.rowCount() > 20
    assert page.sheet.story.toPlainText()
    QTest.keyClick(page.sheet.table, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0


def test_notes_speak_of_the_category_in_sight(page: ResultsPage) -> None:
    assert "优秀名额 30% × 7 = 2.1，取 2 名" in page.notes.toPlainText()
    page.tabs.setCurrentIndex(2)
    assert "× 9" in page.notes.toPlainText()


def test_a_gap_is_shown_on_the_way_from_the_step(county_window: MainWindow, qtbot: Any) -> None:
    session = county_window.desk.session
    session.undo()  # the ratings
    page = cast(ResultsPage, county_window.pages["results"])
    assert "缺" in shown(page, "unit")[0] or page.table.rows.source.rows[0].line.missing
    county_window.go("results", "missing")
    row = page.table.current_row()
    assert row is not None
    assert page.card.why.here() in row.line.missing


def test_an_empty_file_is_told_what_belongs_here(
    make_window: Any, answers: Any, empty_file: Any
) -> None:
    window = make_window(answers, empty_file)
    assert window.pages["results"].stack.currentIndex() == 2


def test_the_tabs_are_seen_after_a_file_that_had_none(
    make_window: Callable[..., MainWindow],
    answers: Any,
    empty_file: Path,
    county_file: Path,
    qtbot: QtBot,
) -> None:
    window = make_window(answers, empty_file)
    assert window.desk.session.open(county_file)
    tabs = cast(ResultsPage, window.pages["results"]).tabs
    qtbot.waitUntil(lambda: tabs.height() >= tabs.sizeHint().height() > 0)
    assert tabs.width() >= tabs.tabRect(2).right()

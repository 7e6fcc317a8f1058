from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from gui import verbs
from gui.window import MainWindow

KEYS = ("rounds", "results", "papers", "archive")


def press(window: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def test_without_a_file_there_is_the_start_page(window: MainWindow) -> None:
    assert window.start.isVisible()
    assert not window.rail.isVisible()
    assert window.windowTitle() == "考评"


def test_with_a_file_there_are_rail_step_and_results(county_window: MainWindow) -> None:
    assert not county_window.start.isVisible()
    assert county_window.here == "results"
    assert county_window.step.words.text()
    assert "清岚县" in county_window.windowTitle()
    assert "已保存" in county_window.foot.saved.text()


@pytest.mark.parametrize("key", KEYS)
def test_each_place_opens_with_an_empty_file(
    make_window: Callable[..., MainWindow], answers: Any, empty_file: Path, key: str
) -> None:
    window = make_window(answers, empty_file)
    window.go(key)
    assert window.pages[key].isVisible()
    assert answers.told == []


@pytest.mark.parametrize("key", KEYS)
def test_each_place_opens_with_the_county(county_window: MainWindow, key: str) -> None:
    county_window.go(key)
    assert county_window.pages[key].isVisible()
    assert county_window.about.text()


def test_places_by_keyboard(county_window: MainWindow) -> None:
    for n, key in enumerate(KEYS):
        press(county_window, Qt.Key(Qt.Key.Key_1.value + n))
        assert county_window.here == key
        assert county_window.rail.currentRow() == n


def test_the_step_leads_from_the_round_to_the_letters(county_window: MainWindow) -> None:
    county_window.step.go.click()  # closes the round; the person agrees
    assert county_window.here == "rounds"
    assert county_window.desk.session.snapshot.open_round is None
    county_window.step.go.click()
    assert county_window.here == "results"
    county_window.pages["results"].dialog.go.click()  # type: ignore[attr-defined]
    assert county_window.desk.session.snapshot.published
    county_window.step.go.click()
    assert county_window.here == "papers"


def test_dropped_returns_go_to_the_rounds(
    county_window: MainWindow, answers: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "假.return"
    path.write_bytes(b"no return")
    county_window.go("results")
    verbs.take_dropped(county_window.desk, [path])
    assert county_window.here == "rounds"
    page: Any = county_window.pages["rounds"]
    qtbot.waitUntil(lambda: not page.collecting.busy)
    assert page.beside.returns.table.rows.rowCount() == 1


def test_a_return_without_an_assessment_is_told_where_it_belongs(
    window: MainWindow, answers: Any, tmp_path: Path
) -> None:
    verbs.open_path(window.desk, tmp_path / "E01.return")
    assert "先打开考评文件" in answers.told[0].text


def test_find_goes_to_the_field_of_the_page(county_window: MainWindow) -> None:
    press(county_window, Qt.Key.Key_F)
    assert county_window.pages["results"].finder() is county_window.focusWidget()


def test_undo_by_keyboard_names_what_it_undid(county_window: MainWindow, qtbot: QtBot) -> None:
    assert "导入 评分.xlsx" in county_window.foot.undo.text()
    with qtbot.waitSignal(county_window.desk.session.changed):
        press(county_window, Qt.Key.Key_Z)
    assert len(county_window.desk.session.snapshot.marks) == 0
    assert "导入 评分.xlsx" in county_window.menus.redo.text()
    assert "评分" in county_window.step.words.text()
    with qtbot.waitSignal(county_window.desk.session.changed):
        press(county_window, Qt.Key.Key_Y)
    assert len(county_window.desk.session.snapshot.marks) > 0


def test_a_second_window_is_told_who_holds_the_file(
    county_window: MainWindow,
    make_window: Callable[..., MainWindow],
    answers: Any,
    county_file: Path,
) -> None:
    second = make_window(answers)
    verbs.open_path(second.desk, county_file)
    assert second.desk.session.path is None
    assert second.start.isVisible()
    assert "示例县.kaoping" in answers.told[0].text
    assert "打开" in answers.told[0].text


def test_a_damaged_file_is_refused_in_words(
    window: MainWindow, answers: Any, county_file: Path
) -> None:
    content = bytearray(county_file.read_bytes())
    content[4096 : len(content) // 2] = b"\xa5" * (len(content) // 2 - 4096)
    county_file.write_bytes(content)
    verbs.open_path(window.desk, county_file)
    assert window.desk.session.path is None
    assert "示例县.kaoping" in answers.told[0].text
    assert "Traceback" not in answers.told[0].text


def test_closing_the_file_comes_back_to_the_start_page(county_window: MainWindow) -> None:
    press(county_window, Qt.Key.Key_W)
    assert county_window.start.isVisible()
    assert county_window.menus.undo.isEnabled() is False


def test_help_lists_the_keys(county_window: MainWindow, answers: Any) -> None:
    county_window.help()
    keys = "\n".join(answers.told[0].lines)
    assert "Ctrl+Z" in keys
    assert "撤销" in keys
    assert "Ctrl+1" in keys


def test_everything_is_small_enough_for_a_small_laptop(county_window: MainWindow) -> None:
    for key in KEYS:
        county_window.go(key)
    least = county_window.minimumSizeHint()
    assert least.width() <= 1093  # 1366 px at 125 %
    assert least.height() <= 614


def test_whatever_takes_the_keyboard_has_a_name(county_window: MainWindow) -> None:
    for key in KEYS:
        county_window.go(key)
    for part in county_window.findChildren(QWidget):
        if isinstance(part, (QTableView, QLineEdit)):
            assert part.accessibleName(), part
        if isinstance(part, QAbstractButton) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert part.text() or part.accessibleName(), part

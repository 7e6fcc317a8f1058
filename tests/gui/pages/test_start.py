from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.pages.start import StartPage
from gui.window import MainWindow


def files(page: StartPage) -> list[QPushButton]:
    found = [page.files.itemAt(n).widget() for n in range(page.files.count())]
    return [x for x in found if isinstance(x, QPushButton)]


def test_from_the_start_page_to_the_results_of_the_sample(
    window: MainWindow, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    answers.paths = [tmp_path]
    with qtbot.waitSignal(window.desk.session.opened, timeout=60_000):
        window.start.sample.click()
    assert window.here == "results"
    assert window.pages["results"].table.rows.rowCount() == 7  # type: ignore[attr-defined]


def test_files_opened_before_are_listed_and_open_with_a_click(
    window: MainWindow, county_file: Path, answers: Any
) -> None:
    assert files(window.start) == []
    answers.paths = [county_file]
    window.start.open.click()
    window.desk.session.close()
    (row,) = files(window.start)
    assert row.accessibleName() == "示例县.kaoping"
    row.click()
    assert window.desk.session.path == county_file.resolve()


def test_the_keyboard_starts_on_opening(window: MainWindow) -> None:
    assert window.focusWidget() is window.start.open

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui import verbs
from gui.shell.menus import shortcut_lines
from gui.window import MainWindow


def actions(window: MainWindow) -> list[QAction]:
    menus = window.menuBar().findChildren(QMenu)
    return [a for menu in menus for a in menu.actions() if not a.isSeparator()]


def test_what_needs_a_file_is_grey_without_one(window: MainWindow, county_file: Path) -> None:
    assert not any(a.isEnabled() for a in window.menus.needs_file)
    window.desk.session.open(county_file)
    assert all(a.isEnabled() for a in window.menus.needs_file)


def test_no_key_means_two_things(window: MainWindow) -> None:
    keys = [a.shortcut().toString() for a in actions(window) if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_undo_names_what_it_undoes(county_window: MainWindow) -> None:
    assert county_window.menus.undo.text() == "撤销(&U) 导入 评分.xlsx"
    assert not county_window.menus.redo.isEnabled()


def test_every_letter_of_a_menu_opens_one_thing(window: MainWindow) -> None:
    for menu in window.menuBar().findChildren(QMenu):
        texts = [a.text() for a in menu.actions() if "(&" in a.text()]
        letters = [t[t.index("(&") + 2].upper() for t in texts]
        assert len(letters) == len(set(letters)), texts


def test_files_opened_lately_are_in_the_menu(window: MainWindow, county_file: Path) -> None:
    recent = window.menus.recent
    recent.aboutToShow.emit()
    assert not recent.actions()[0].isEnabled()
    verbs.remember(county_file)
    recent.aboutToShow.emit()
    recent.actions()[0].trigger()
    assert window.desk.session.path == county_file.resolve()


def test_the_keys_are_listed_with_plain_words(window: MainWindow) -> None:
    lines = shortcut_lines(window)
    assert any(line.split() == ["Ctrl+O", "打开…"] for line in lines)
    assert not any("&" in line for line in lines)

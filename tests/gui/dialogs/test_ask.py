from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMessageBox

from gui.dialogs import ask as room
from gui.dialogs.ask import Ask, assessments, books


@pytest.fixture
def ask(qapp: object) -> Ask:
    return Ask()


def answer(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> list[tuple[Any, ...]]:
    """Let the file dialog `name` answer; returns what it was asked."""
    asked: list[tuple[Any, ...]] = []

    def dialog(*words: Any) -> object:
        asked.append(words)
        return value

    monkeypatch.setattr(QFileDialog, name, dialog)
    return asked


def test_the_folder_is_remembered_for_next_time(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = answer(monkeypatch, "getOpenFileName", (str(tmp_path / "县.kaoping"), ""))
    assert ask.files("打开", assessments()) == [tmp_path / "县.kaoping"]
    ask.files("打开", assessments())
    assert asked[1][2] == str(tmp_path) == QSettings().value("folder")
    assert ".kaoping" in asked[0][3]


def test_several_books_at_once(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("甲.xlsx", "乙.xlsx")]
    answer(monkeypatch, "getOpenFileNames", (names, ""))
    assert [p.name for p in ask.files("导入", books(), many=True)] == ["甲.xlsx", "乙.xlsx"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("县", "县.xlsx"), ("县.XLSX", "县.XLSX"), ("县2026.5", "县2026.5.xlsx")],
)
def test_a_new_file_gets_the_ending_of_its_kind(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, name: str
) -> None:
    answer(monkeypatch, "getSaveFileName", (str(tmp_path / typed), ""))
    assert ask.new_file("导出", books(), "x.xlsx") == tmp_path / name


def test_who_cancels_gives_nothing(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "getSaveFileName", ("", ""))
    answer(monkeypatch, "getOpenFileName", ("", ""))
    answer(monkeypatch, "getExistingDirectory", "")
    assert ask.new_file("导出", books(), "x.xlsx") is None
    assert ask.files("打开", books()) == []
    assert ask.folder("文件夹") is None


def test_a_question_is_answered_by_its_button(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(which: int) -> None:
        monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[which])

    press(0)
    assert ask.confirm("恢复", "要恢复吗？", "恢复")
    press(1)
    assert not ask.confirm("恢复", "要恢复吗？", "恢复")


def test_what_is_told_is_shown(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[Any, ...]] = []
    monkeypatch.setattr(room, "show_notice", lambda *words, grave: shown.append((*words, grave)))
    ask.tell("导入", "有问题", ["第2行"], grave=True)
    assert shown == [(None, "导入", "有问题", ["第2行"], True)]

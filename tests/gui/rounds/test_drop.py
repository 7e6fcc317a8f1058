from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from gui.rounds.drop import DropArea


@pytest.fixture
def area(qtbot: Any) -> DropArea:
    made = DropArea()
    qtbot.addWidget(made)
    return made


def load(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_dropped_are_given_on(area: DropArea, tmp_path: Path, qtbot: Any) -> None:
    data = load(tmp_path / "a.return", tmp_path)
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF().toPoint(), Qt.DropAction.CopyAction, data, button, none)
    area.dragEnterEvent(enter)
    assert area.property("role") == "drop_here"
    with qtbot.waitSignal(area.dropped) as got:
        area.dropEvent(QDropEvent(QPointF(), Qt.DropAction.CopyAction, data, button, none))
    assert got.args == [[tmp_path / "a.return", tmp_path]]
    assert area.property("role") == "drop"


def test_without_a_round_nothing_is_taken(area: DropArea) -> None:
    area.allow(False)
    assert not area.acceptDrops()
    assert not area.choose.isEnabled()


def test_it_says_what_belongs_there(area: DropArea) -> None:
    assert ".return" in area.state.text()
    area.tell("新收 3 份")
    assert area.state.text() == "新收 3 份"

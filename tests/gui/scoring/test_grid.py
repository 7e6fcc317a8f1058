from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.exchange.ballot import open_ballot
from core.exchange.marks import Mark
from core.scoring.mark_rules import ABSTAIN
from gui.scoring.cells import Taken
from gui.scoring.grid import Grid, taken_words, typed_words
from gui.scoring.typed import Typed
from gui.scoring.window import ScoringWindow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(scoring: ScoringWindow) -> ScoringWindow:
    scoring.show_view("grid")
    return scoring


@pytest.fixture
def grid(window: ScoringWindow) -> Grid:
    return window.bench.grid.grid


def choose(grid: Grid, first: tuple[int, int], last: tuple[int, int]) -> None:
    grid.setCurrentIndex(grid.cells.index(*first))
    block = QItemSelection(grid.cells.index(*first), grid.cells.index(*last))
    grid.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def marks(window: ScoringWindow) -> dict[Any, Any]:
    assert window.sitting is not None
    return {pair: mark.value for pair, mark in window.sitting.ballot.marks.items()}


def test_typing_enter_and_tab_as_in_a_spreadsheet(
    window: ScoringWindow, grid: Grid, press: Callable[..., None], qtbot: Any
) -> None:
    press("8", Key.Key_Return)
    qtbot.waitUntil(lambda: grid.here() == ("U2", "1.1"))
    press("7.5", Key.Key_Tab)
    qtbot.waitUntil(lambda: grid.here() == ("U2", "1.2"))
    press("4", Key.Key_Tab)  # over the end of the row to the next
    qtbot.waitUntil(lambda: grid.here() == ("U3", "1.1"))
    press(Key.Key_Up, Key.Key_Up, Key.Key_Right)
    assert grid.here() == ("U1", "1.2")
    values = {("U1", "1.1"): 8, ("U2", "1.1"): Decimal("7.5"), ("U2", "1.2"): 4}
    assert marks(window) == values


def test_a_mark_off_the_rule_stays_red_in_its_cell(
    window: ScoringWindow, grid: Grid, press: Callable[..., None], qtbot: Any
) -> None:
    said: list[Any] = []
    grid.typing.connect(said.append)
    press("11")
    assert "最高 10 分" in said[-1].fault
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: grid.here() == ("U2", "1.1"))
    assert marks(window) == {}
    assert window.sitting is not None and window.sitting.drafts == {("U1", "1.1"): "11"}
    assert grid.cells.index(0, 0).data() == "11"
    press(Key.Key_Up)
    assert "最高 10 分" in window.bench.grid.message.text()
    press("8", Key.Key_Return)
    qtbot.waitUntil(lambda: marks(window) == {("U1", "1.1"): 8})
    assert window.sitting.drafts == {}


def test_a_block_from_excel_is_checked_cell_by_cell(
    window: ScoringWindow, grid: Grid, press: Callable[..., None]
) -> None:
    QGuiApplication.clipboard().setText("8\t4\r\n7.3\t弃权\r\n6\t5\r\n1\t1\r\n")
    press(Key.Key_V, mods=CONTROL)
    assert marks(window) == {
        ("U1", "1.1"): 8, ("U1", "1.2"): 4, ("U2", "1.2"): ABSTAIN, ("U3", "1.1"): 6,
    }  # fmt: skip
    assert window.sitting is not None and window.sitting.drafts == {("U2", "1.1"): "7.3"}
    words = window.bench.grid.message.text()
    assert "存入 4 格" in words and "1 格不合规定" in words and "2 格超出" in words
    press(Key.Key_Z, mods=CONTROL)
    assert marks(window) == {}


def test_copy_fill_down_clear_and_undo(
    window: ScoringWindow, grid: Grid, press: Callable[..., None]
) -> None:
    assert window.sitting is not None
    window.sitting.set(("U1", "1.1"), Decimal("8.5"), "好")
    choose(grid, (0, 0), (2, 0))
    press(Key.Key_D, mods=CONTROL)
    assert set(marks(window).values()) == {Decimal("8.5")} and len(marks(window)) == 3
    press(Key.Key_C, mods=CONTROL)
    assert QGuiApplication.clipboard().text() == "8.5\n8.5\n8.5"
    press(Key.Key_Delete)
    assert marks(window) == {}
    press(Key.Key_Z, mods=CONTROL)
    assert window.sitting.mark(("U1", "1.1")) == Mark(Decimal("8.5"), "好")
    grid.copy_all()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("南岭镇\t8.5")


def test_one_copied_mark_fills_what_is_selected(
    window: ScoringWindow, grid: Grid, press: Callable[..., None]
) -> None:
    QGuiApplication.clipboard().setText("4")
    choose(grid, (0, 0), (1, 1))
    press(Key.Key_V, mods=CONTROL)
    assert list(marks(window).values()) == [4] * 4


def test_f6_for_the_selection_and_f7_for_the_unit(
    window: ScoringWindow, grid: Grid, press: Callable[..., None]
) -> None:
    choose(grid, (0, 0), (0, 1))
    press(Key.Key_F6)
    assert list(marks(window).values()) == [ABSTAIN, ABSTAIN]
    press(Key.Key_F7)
    assert window.sitting is not None and window.sitting.recusal("U1") == ""
    assert grid.cells.index(0, 0).data() == "回避"
    QGuiApplication.clipboard().setText("4")
    press(Key.Key_V, mods=CONTROL)
    assert list(marks(window).values()) == [ABSTAIN, ABSTAIN]
    press(Key.Key_F7)
    assert window.sitting.recusal("U1") is None


def test_a_reason_is_written_below_the_grid(
    window: ScoringWindow, grid: Grid, press: Callable[..., None], write_chinese: Any, qtbot: Any
) -> None:
    press("3", Key.Key_Return)
    qtbot.waitUntil(lambda: grid.here() == ("U2", "1.1"))
    press(Key.Key_Up)
    assert "要写理由" in window.bench.grid.message.text()
    press(Key.Key_F4)
    write_chinese("材料不全")
    press(Key.Key_Return)
    assert window.sitting is not None
    assert window.sitting.mark(("U1", "1.1")) == Mark(Decimal(3), "材料不全")
    assert QApplication.focusWidget() is grid


def test_cells_that_are_not_asked_take_nothing(
    window: ScoringWindow, grid: Grid, press: Callable[..., None]
) -> None:
    grid.setCurrentIndex(grid.cells.index(2, 1))
    press("4", Key.Key_Return)
    assert marks(window) == {}
    assert "不请您评" in window.bench.grid.message.text()


def test_what_is_being_typed_into_a_cell_is_stored_on_resting_and_on_closing(
    window: ScoringWindow, grid: Grid, press: Callable[..., None], qtbot: Any, pin: str,
    tmp_path: Any,
) -> None:  # fmt: skip
    press("8")
    qtbot.waitUntil(lambda: marks(window) == {("U1", "1.1"): 8})
    press(".5")
    assert grid.delegate.editor is not None and grid.delegate.editor.text() == "8.5"
    window.close()
    with open_ballot(tmp_path / "E07.ballot", pin) as ballot:
        assert ballot.marks["U1", "1.1"] == Mark(Decimal("8.5"))
    assert window.sitting is not None and len(window.sitting._done) == 1  # one step to undo


def test_words_of_a_paste_and_of_typing() -> None:
    assert taken_words("粘贴", Taken((), (), 0, 0)) == ("粘贴：存入 0 格。", "good")
    text, tone = taken_words("粘贴", Taken((), ((("U1", "1.1"), "x"),), 2, 3))
    assert tone == "bad" and "1 格不合" in text and "2 格空白" in text and "3 格超出" in text
    assert typed_words(Typed(fault="最高 10 分")) == ("最高 10 分", "bad")

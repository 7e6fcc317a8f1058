from __future__ import annotations

from typing import Any

import pytest

from core.model.snapshot import Snapshot
from gui.rounds.beside import Beside


@pytest.fixture
def beside(qtbot: Any, sample: Snapshot) -> Beside:
    made = Beside()
    qtbot.addWidget(made)
    made.show_snapshot(sample)
    return made


def test_the_widest_spread_stands_first(beside: Beside) -> None:
    rows = beside.disputed.table.rows.source.rows
    spreads = [row.dispute.cv for row in rows]
    assert spreads == sorted(spreads, reverse=True)
    assert len(rows) == 200
    assert "列出前 200 项" in beside.disputed.words.text()


def test_a_coefficient_narrows_the_list(beside: Beside) -> None:
    beside.disputed.most.setText("0．1")  # full width, as an input method types it
    rows = beside.disputed.table.rows.source.rows
    assert 0 < len(rows) < 200
    assert min(row.dispute.cv for row in rows) > 0.1
    assert str(len(rows)) in beside.disputed.words.text()
    beside.disputed.most.setText("很大")
    assert beside.disputed.table.rows.rowCount() == 0
    assert "例如 0.25" in beside.disputed.words.text()


def test_parts_are_reached_by_name(beside: Beside) -> None:
    for n, part in enumerate(("disputes", "returns", "keyed")):
        beside.show_part(part)
        assert beside.stack.currentIndex() == n


def test_an_unrated_file_has_nothing_to_compare(qtbot: Any) -> None:
    made = Beside()
    qtbot.addWidget(made)
    made.show_snapshot(Snapshot())
    assert "没有可比" in made.disputed.words.text()

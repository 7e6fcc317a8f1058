from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QTabBar

from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from gui.rounds.bench import Bench


@pytest.fixture
def bench(qtbot: Any, sample: Snapshot) -> Bench:
    made = Bench(QTabBar())
    qtbot.addWidget(made)
    made.resize(760, 560)
    made.show_round(sample, sample.rounds[0], ())
    made.show()
    return made


def test_every_unit_and_every_expert_has_a_place(bench: Bench) -> None:
    assert len(bench.matrix.names) == 48
    assert bench.matrix.rows.rowCount() == 15
    assert [name for name, _n in bench.matrix.groups] == list(bench.snapshot.categories)  # type: ignore[union-attr]


def test_a_category_is_seen_by_itself(bench: Bench) -> None:
    bench.category.setCurrentIndex(1)
    assert len(bench.matrix.names) == 7
    assert len(bench.matrix.rows.source.rows[0].cells) == 7


def test_only_units_that_are_asked_about_are_shown(bench: Bench, sample: Snapshot) -> None:
    leaf = next(x.code for x in sample.tree.leaves if str(x.kind) == "评分")
    unit = next(u for u in sample.units if sample.tree.applies(leaf, u.category))
    second = Round(2, scope=(f"{unit.code}:{leaf}",))
    bench.show_round(replace(sample, rounds=(*sample.rounds, second)), second, ())
    assert bench.matrix.names == (unit.short or unit.name,)


def test_a_closed_round_hands_nothing_out(bench: Bench, sample: Snapshot) -> None:
    assert bench.issue.isVisible()
    closed = Round(1, RoundState.CLOSED)
    bench.show_round(replace(sample, rounds=(closed,)), closed, ())
    assert not bench.issue.isVisible()
    assert not bench.sit.isVisible()


def test_what_one_stands_on_is_told_in_numbers(bench: Bench) -> None:
    bench.matrix.stand_on(3)
    assert bench.matrix.names[3]
    assert "已评" in bench.words.text()
    assert bench.words.text().startswith("E01")

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.files.comparison import compare
from core.model.plan import Indicator
from core.model.snapshot import Snapshot
from core.scoring.score import score
from gui.results.card import UnitCard, standing_words


@pytest.fixture
def card(qtbot: QtBot) -> UnitCard:
    made = UnitCard()
    qtbot.addWidget(made)
    return made


def test_a_unit_is_drawn_beside_its_category(card: UnitCard, sample: Snapshot) -> None:
    result = score(sample)
    line = result.units[0]
    card.show_unit(sample, result, line, compare(sample, result)[line.unit.category])
    assert card.picture.currentWidget() is card.radar
    assert len(card.radar.values) == len(card.radar.references) == len(card.radar.labels)
    assert all(0 <= v <= 1 for v in card.radar.values)
    assert line.unit.name == card.name.text()


def test_two_indicators_are_bars(card: UnitCard, county: Any, rated: Any) -> None:
    leaves = (rated("1.1", "5", parent="1"), rated("2", "5"))
    snapshot = county(
        [("U1", "1.1", "E1", 1, 3), ("U1", "2", "E1", 1, 4)],
        indicators=(Indicator("1", "工作"), *leaves),
    )
    result = score(snapshot)
    card.show_unit(snapshot, result, result.of("U1"), compare(snapshot, result)["乡镇"])
    assert card.picture.currentWidget() is card.bars
    assert card.bars.texts == ("3.00", "4.00")


def test_no_unit_leaves_nothing_behind(card: UnitCard, sample: Snapshot) -> None:
    card.show_unit(sample, score(sample), None, None)
    assert card.name.text() == "没有选中单位"
    assert not card.sheet.isEnabled()


def test_what_is_provisional_says_so(county: Any) -> None:
    snapshot = county([("U1", "1", "E1", 1, 9)])
    result = score(snapshot)
    assert standing_words(result.of("U1")) == "第 1 名，9.00 分，优秀"
    assert standing_words(result.of("U2")).endswith("（暂定）")

"""The expert's view in English: one by one, as a grid, before handing in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.exchange.ballot_content import BallotContent
from gui.scoring.tabs import VIEWS
from gui.scoring.window import REVIEW, ScoringWindow

pytestmark = pytest.mark.usefixtures("english")
Look = Callable[..., list[str]]


def test_it_asks_for_the_pin_in_english(
    qtbot: QtBot, tmp_path: Path, answers: Any, left_chinese: Look
) -> None:
    window = ScoringWindow(tmp_path / "E07.ballot", ask=answers)
    qtbot.addWidget(window)
    assert left_chinese(window) == []


def test_every_way_of_scoring_is_english(
    make_scoring: Callable[..., ScoringWindow],
    content: Callable[..., BallotContent],
    second: BallotContent,
    left_chinese: Look,
) -> None:
    for asked, name in ((content(), "E07.ballot"), (second, "again.ballot")):
        window = make_scoring(asked, name)
        for view in VIEWS:
            window.show_view(view)
            assert left_chinese(window, asked) == [], view
        window.check()
        assert window.pages.currentIndex() == REVIEW
        assert left_chinese(window, asked) == []

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from core.scoring.mark_rules import ABSTAIN
from gui.scoring.window import BENCH, REVIEW, ScoringWindow


def test_it_opens_where_something_is_missing(make_scoring: Any, make_ballot: Any) -> None:
    ballot = make_ballot()
    ballot.set_mark("U1", "1.1", Decimal(8))
    ballot.set_mark("U2", "1.1", Decimal(8))
    ballot.close()
    assert make_scoring().bench.pair == ("U1", "1.2")


def test_after_the_last_question_comes_what_was_left_out(scoring: ScoringWindow) -> None:
    bench, sitting = scoring.bench, scoring.sitting
    assert sitting is not None
    bench.go(("U3", "1.1"))
    bench.forward()
    assert bench.pair == ("U1", "1.1")
    for pair in sitting.units.pairs:
        sitting.set(pair, ABSTAIN)
    bench.go(("U3", "1.1"))
    bench.forward()
    assert scoring.pages.currentIndex() == REVIEW


def test_groups_strip_and_leftovers_jump(scoring: ScoringWindow) -> None:
    bench, sitting = scoring.bench, scoring.sitting
    assert sitting is not None
    sitting.set(("U2", "1.1"), Decimal(8))
    bench.groups.picked.emit("U2")
    assert bench.pair == ("U2", "1.2")  # the first that is open
    bench.strip.picked.emit(("U1", "1.1"))
    assert bench.pair == ("U1", "1.1")
    bench.strip.wanted.emit("U3")
    assert bench.pair == ("U3", "1.1")


def test_turning_keeps_the_indicator_and_ends_at_the_ends(scoring: ScoringWindow) -> None:
    bench = scoring.bench
    bench.go(("U1", "1.2"))
    bench.turn(1)
    assert bench.pair == ("U2", "1.2")
    bench.turn(1)
    assert bench.pair == ("U3", "1.1")  # which is not asked about 1.2
    bench.turn(1)
    assert bench.pair == ("U3", "1.1")
    bench.backward()
    assert bench.pair == ("U2", "1.2")


def test_going_stores_what_was_typed(scoring: ScoringWindow, press: Callable[..., None]) -> None:
    press("7")
    scoring.bench.go(("U2", "1.1"))
    assert scoring.sitting is not None and scoring.sitting.mark(("U1", "1.1")) is not None
    press("9")
    scoring.show_view("grid")
    assert scoring.sitting.mark(("U2", "1.1")) is not None
    assert scoring.bench.grid.grid.here() == ("U2", "1.1")


def test_ctrl_f_finds_units_from_the_grid_too(
    scoring: ScoringWindow, press: Callable[..., None]
) -> None:
    scoring.show_view("grid")
    press(Qt.Key.Key_F, mods=Qt.KeyboardModifier.ControlModifier)
    assert scoring.bench.view == "units" and scoring.bench.groups.view.hasFocus()
    assert scoring.pages.currentIndex() == BENCH

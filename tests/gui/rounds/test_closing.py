from __future__ import annotations

from typing import Any

from core.model.keyed import KeyedSheet
from core.model.rounds import Round
from gui.rounds.closing import absent_lines, closing_words

RATINGS = [(unit, "1", "E1", 1, 8) for unit in ("U1", "U2")]


def test_the_absent_are_named_with_what_they_miss(county: Any) -> None:
    snapshot = county(RATINGS, rounds=(Round(1),))
    assert absent_lines(snapshot, Round(1))[0] == "E2 专家2：没有交，缺 2 项"
    words = closing_words(snapshot, Round(1))
    assert "6 位专家没有交齐" in words
    assert "E7 专家7" in words


def test_a_full_round_says_so(county: Any) -> None:
    ratings = [(unit, "1", f"E{n}", 1, 8) for unit in ("U1", "U2") for n in range(1, 8)]
    snapshot = county(ratings, rounds=(Round(1),))
    assert closing_words(snapshot, Round(1)).startswith("全部交齐。")


def test_sheets_that_wait_are_not_forgotten(county: Any) -> None:
    sheet = KeyedSheet(1, 1, "E3", "表.xlsx", "", "王芳", "")
    snapshot = county(RATINGS, rounds=(Round(1),), keyed_sheets=(sheet,))
    assert "1 本没有核对，关闭后不计入（E3）" in closing_words(snapshot, Round(1))

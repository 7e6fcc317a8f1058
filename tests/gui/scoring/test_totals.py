from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.exchange.marks import Mark
from core.model.plan import RatingMode
from core.scoring.mark_rules import ABSTAIN
from gui.scoring.totals import totals


def test_totals_rank_within_the_category(content: Any) -> None:
    marks = {
        ("U1", "1.1"): Mark(Decimal(8)), ("U1", "1.2"): Mark(Decimal(4)),
        ("U2", "1.1"): Mark(Decimal(9)), ("U2", "1.2"): Mark(ABSTAIN),
        ("U3", "1.1"): Mark(Decimal(7)),
    }  # fmt: skip
    lines = totals(content(), marks, {})
    assert [(x.unit, x.rank) for x in lines] == [("U2", 1), ("U1", 2), ("U3", 1)]
    first = lines[0]
    assert (first.given, first.asked, first.share) == (1, 2, Fraction(9, 10))
    assert (lines[1].points_text, lines[1].share_text) == ("12.00", "80.0%")


def test_equal_shares_have_equal_rank_and_nothing_given_has_none(content: Any) -> None:
    marks = {("U1", "1.1"): Mark(Decimal(8)), ("U2", "1.2"): Mark(Decimal(4))}
    lines = totals(content(), marks, {"U3": ""})
    assert [(x.rank, x.recused) for x in lines] == [(1, False), (1, False), (None, True)]
    assert lines[2].points_text == lines[2].share_text == ""


def test_words_and_hundreds_count_in_points(content: Any) -> None:
    words = content(mode=RatingMode.WORDS)
    assert totals(words, {("U1", "1.1"): Mark("良")}, {})[0].points == 8
    hundred = content(mode=RatingMode.PERCENT)
    assert totals(hundred, {("U1", "1.2"): Mark(Decimal(90))}, {})[0].points == Fraction(9, 2)

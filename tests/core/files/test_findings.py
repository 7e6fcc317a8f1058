from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.comparison import Category, LeafFigures, compare, quartile4
from core.files.findings import is_problem, is_strength, problems, strengths
from core.model.people import Unit
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.score import score

D = Decimal


def figures(scores: list[int]) -> LeafFigures:
    ordered = sorted(scores)
    return LeafFigures(D(0), quartile4(ordered, 1), quartile4(ordered, 3), ordered[-1], ordered[0])


def judged(scores: list[int], full: int = 100) -> list[str]:
    found = figures(scores)
    words = []
    for s in scores:
        good, bad = is_strength(s, Fraction(full), found), is_problem(s, Fraction(full), found)
        words.append("+" * good + "-" * bad)
    return words


def test_at_or_above_the_upper_quartile_is_a_strength_below_the_lower_a_problem() -> None:
    # Q1 = 60, Q3 = 80: at Q3 is one, at Q1 is none.
    assert judged([50, 60, 70, 80, 90]) == ["-", "", "", "+", "+"]


def test_a_tie_at_the_line_is_a_tie() -> None:
    assert judged([70, 70, 70, 80, 80, 80]) == ["", "", "", "+", "+", "+"]


def test_between_two_scores_the_quartile_is_exact() -> None:
    # Q3 = 80 + 0.25 · (81 − 80): a binary fraction would not matter, a rounded one would.
    assert judged([10, 20, 80, 81]) == ["-", "", "", "+"]


@pytest.mark.parametrize(("score_", "word"), [(100, "+"), (99, ""), (60, ""), (59, "-"), (0, "-")])
def test_where_all_are_equal_only_full_and_poor_scores_count(score_: int, word: str) -> None:
    assert judged([score_]) == [word]
    assert judged([score_] * 5) == [word] * 5


def test_zero_is_never_a_strength() -> None:
    assert judged([0, 0, 0, 0, 5]) == ["", "", "", "", "+"]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_nothing_is_both_and_a_full_score_is_no_problem(scores: list[int]) -> None:
    for value, word in zip(scores, judged(scores), strict=True):
        assert word in ("", "+", "-")
        assert not (value == 100 and word == "-")


def five(county: Callable[..., Snapshot], points: list[str]) -> tuple[Snapshot, Result, Category]:
    units = tuple(Unit(f"U{n}", f"{n}乡", "乡镇") for n in range(1, len(points) + 1))
    marks = [(u.code, "1", "E1", 1, p) for u, p in zip(units, points, strict=True)]
    snapshot = county(marks, units=units)
    result = score(snapshot)
    return snapshot, result, compare(snapshot, result)["乡镇"]


def test_a_finding_says_what_was_lost(county: Callable[..., Snapshot]) -> None:
    snapshot, result, category = five(county, ["5", "6", "7", "8", "9.5"])
    (bad,) = problems(snapshot, result, 0, category)
    assert (bad.points, bad.score, bad.lost, bad.mean) == (D(10), D("5.00"), D("5.00"), D("7.10"))
    assert problems(snapshot, result, 4, category) == []
    (good,) = strengths(snapshot, result, 4, category)
    assert good.score == D("9.50")


def test_order_is_by_what_was_lost_and_by_the_lead(sample: tuple[Snapshot, Result]) -> None:
    snapshot, result = sample
    categories = compare(snapshot, result)
    for row, unit in enumerate(snapshot.units):
        bad = problems(snapshot, result, row, categories[unit.category])
        good = strengths(snapshot, result, row, categories[unit.category])
        assert [f.lost for f in bad] == sorted((f.lost for f in bad), reverse=True)
        leads = [f.score - f.mean for f in good]
        assert leads == sorted(leads, reverse=True)
        assert all(f.score + f.lost == f.points for f in bad)
        assert not {f.leaf for f in bad} & {f.leaf for f in good}

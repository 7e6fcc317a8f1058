from datetime import date, datetime
from fractions import Fraction

import numpy as np
import pytest

from core.files.cells import CellError
from core.files.judgement_cells import Judgement, agree, read_judgement
from core.model.problem import Place


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (3.0, 3),
        ("3", 3),
        ("１／３", Fraction(1, 3)),
        ("1/3", Fraction(1, 3)),
        (" 2 / 5 ", Fraction(2, 5)),
        ("7/2", Fraction(7, 2)),
        (1 / 3, Fraction(1, 3)),
        (1 / 7, Fraction(1, 7)),
        (0.33, Fraction(1, 3)),
        (0.333, Fraction(1, 3)),
        (0.14, Fraction(1, 7)),
        (0.17, Fraction(1, 6)),
        (0.13, Fraction(1, 8)),
        (0.125, Fraction(1, 8)),
        (0.11, Fraction(1, 9)),
        (0.25, Fraction(1, 4)),
        (0.4, Fraction(2, 5)),
        (2.5, Fraction(5, 2)),
        (9.0, 9),
        ("1/9", Fraction(1, 9)),
        (1, 1),
    ],
)
def test_what_a_judgement_may_look_like(raw, value) -> None:
    assert read_judgement(raw) == value


@pytest.mark.parametrize(
    "raw",
    [0.0, -3.0, 10.0, 9.5, 0.1, "1/10", "x", "1/0", "1/2/3", "/3", True, float("inf"), "50%0"],
)
def test_what_it_may_not(raw) -> None:
    with pytest.raises(CellError):
        read_judgement(raw)


@pytest.mark.parametrize("raw", [date(2026, 1, 3), datetime(2026, 1, 3)])
def test_a_fraction_that_became_a_date_is_told_so(raw) -> None:
    with pytest.raises(CellError, match="日期"):
        read_judgement(raw)


def judged(*given):
    problems: list = []
    cells = [
        Judgement(row, column, read_judgement(raw), n, str(raw))
        for n, (row, column, raw) in enumerate(given, start=2)
    ]
    values = agree("abc", cells, problems, lambda row, column: Place("1", row, column))
    return values, problems


def test_either_side_of_the_diagonal_will_do() -> None:
    values, problems = judged(("a", "b", 2.0), ("c", "a", "1/4"), ("b", "b", 1.0))
    assert not problems
    assert values[0].tolist() == [1, 2, 4]
    assert (values[1, 0], values[2, 0]) == (0.5, 0.25)
    assert np.isnan(values[1, 2])
    assert np.isnan(values[2, 1])


@pytest.mark.parametrize(
    ("one", "other"), [(3.0, 0.33), (3.0, 0.3333), (7.0, "1/7"), (1.5, 0.67), (6.0, 0.17), (1, 1)]
)
def test_a_rounded_reciprocal_agrees_and_the_whole_side_counts(one, other) -> None:
    values, problems = judged(("b", "a", other), ("a", "b", one))
    assert not problems
    assert (values[0, 1], values[1, 0]) == (one, 1 / one)


@pytest.mark.parametrize(
    ("one", "other"), [(3.0, 0.5), (3.0, 3.0), (3.0, 0.3), (3.0, 0.35), (5.0, "1/4"), (0.5, 0.5)]
)
def test_two_sides_that_say_different_things_are_one_problem(one, other) -> None:
    _values, problems = judged(("a", "b", one), ("b", "a", other))
    assert len(problems) == 1
    assert problems[0].place == Place("1", 3, "a")
    assert problems[0].value == str(other)
    assert "倒数" in problems[0].expected


def test_the_diagonal_is_1() -> None:
    _values, problems = judged(("b", "b", 2.0))
    assert [str(p.place) for p in problems] == ["1 第2行 b"]

from decimal import Decimal

import numpy as np
import pytest

from core.analysis.points import expert_totals, points_of
from core.model.data import Actual
from core.model.people import Expert
from core.model.plan import Assignment, Indicator, LeafKind, RatingMode, Settings
from core.scoring.score import score


def points(snapshot):
    return points_of(snapshot, score(snapshot))


def test_only_rated_leaves_are_in_the_cube(county, rated) -> None:
    tree = (
        Indicator("1", "量", points=Decimal(4), kind=LeafKind.QUANTITATIVE, rule="达标"),
        rated("2", "6"),
    )
    found = points(county([("U2", "2", "E1", 1, "3")], indicators=tree))
    assert found.leaves.tolist() == [1]
    assert found.values[0, 1, 0] == 3.0
    assert int(found.has.sum()) == 1


def test_later_rounds_stand_and_words_are_coefficients(county, rated) -> None:
    settings = Settings(rating_mode=RatingMode.WORDS, full_points=Decimal(6))
    rows = [("U1", "1", "E1", 1, "差"), ("U1", "1", "E1", 2, "良")]
    tree, words = (rated("1", "6"),), ("优", "良", "中", "差")
    found = points(county(rows, indicators=tree, settings=settings, words=words))
    assert found.values[0, 0, 0] == pytest.approx(0.85 * 6)


def test_what_is_excluded_is_neither_there_nor_asked(county, rated) -> None:
    rows = [("U1", "1", "E1", 1, "3"), ("U2", "1", "E1", 1, "5")]
    excluded = (Actual("U1", "1", applies=False),)
    found = points(county(rows, indicators=(rated("1", "6"),), actuals=excluded))
    assert np.isnan(found.values[0, 0]).all()
    assert not found.asked[0, 0].any()
    assert found.asked[0, 1].all()


def test_a_part_of_the_leaves_is_scaled_up_to_all_of_them(county, rated) -> None:
    rows = [("U1", "1", "E1", 1, "3"), ("U1", "1", "E2", 1, "4"), ("U1", "2", "E2", 1, "2")]
    tasks = (Assignment(expert="E1", indicator="1"), Assignment(expert="E2"))
    experts = (Expert("E1", "甲"), Expert("E2", "乙"))
    tree = (rated("1", "6"), rated("2", "4"))
    found = expert_totals(points(county(rows, indicators=tree, experts=experts, assignments=tasks)))
    assert found[0].tolist() == [5.0, 6.0]
    assert np.isnan(found[1]).all()

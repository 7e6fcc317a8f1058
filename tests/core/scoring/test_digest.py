from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.model.data import Actual, Appeal
from core.model.people import Expert, Unit
from core.model.plan import RatingMode
from core.model.rounds import Round, RoundState
from core.scoring.digest import digest

RATINGS = [("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 9), ("U1", "1", "E2", 1, None)]


@pytest.fixture
def snapshot(county, rated):
    return county(
        RATINGS,
        indicators=(rated("1", "4"), rated("2", "6")),
        actuals=(Actual("U1", "2", Decimal("1.50")), Actual("U2", "2")),
        reasons={(1, "E1", "U1", "1"): "较好"},
    )


def rebuilt(snapshot, marks_of, **given):
    """The same county with other rows around the same ratings."""
    bare = replace(snapshot, marks=marks_of(snapshot, []), **given)
    return replace(bare, marks=marks_of(bare, RATINGS))


def test_it_is_a_sha256(snapshot):
    assert len(digest(snapshot)) == 64 and int(digest(snapshot), 16)


def test_the_order_of_rows_is_no_input(snapshot, marks_of):
    turned = rebuilt(
        snapshot,
        marks_of,
        units=snapshot.units[::-1],
        indicators=snapshot.indicators[::-1],
        actuals=snapshot.actuals[::-1],
    )
    assert digest(turned) == digest(snapshot)


def test_how_a_decimal_is_written_is_no_input(snapshot):
    first, second = snapshot.actuals
    same = replace(snapshot, actuals=(replace(first, target=Decimal("1.5")), second))
    assert digest(same) == digest(snapshot)


def test_whether_a_round_is_open_or_results_are_published_is_no_input(snapshot):
    same = replace(snapshot, rounds=(Round(1, RoundState.OPEN),), published=True)
    assert digest(same) == digest(snapshot)


@pytest.mark.parametrize(
    "change",
    [
        {"units": (Unit("U1", "甲乡", "乡镇"), Unit("U2", "丙乡", "乡镇"))},
        {"actuals": ()},
        {"reasons": {}},
        {"appeals": (Appeal("1", "U1"),)},
    ],
)
def test_every_noun_is_an_input(snapshot, change):
    assert digest(replace(snapshot, **change)) != digest(snapshot)


def test_a_setting_is_an_input(snapshot):
    other = replace(snapshot, settings=replace(snapshot.settings, trim_count=2))
    assert digest(other) != digest(snapshot)


@pytest.mark.parametrize(
    "rating", [("U1", "1", "E1", 1, 7), ("U1", "1", "E1", 2, 8), ("U1", "1", "E3", 1, 8)]
)
def test_a_rating_is_an_input(snapshot, marks_of, rating):
    other = replace(snapshot, marks=marks_of(snapshot, [rating, *RATINGS[1:]]))
    assert digest(other) != digest(snapshot)


def test_a_grade_word_counts_by_its_text(county):
    words = [("U1", "1", "E1", 1, "优"), ("U2", "1", "E1", 1, "差"), ("U2", "1", "E2", 1, None)]
    settings = replace(county().settings, rating_mode=RatingMode.WORDS)
    one = county(words, settings=settings, words=("优", "良", "差"))
    other = county(words, settings=settings, words=("差", "优"))
    assert digest(one) == digest(other)
    changed = county([("U1", "1", "E1", 1, "差"), *words[1:]], settings=settings, words=one.words)
    assert digest(changed) != digest(one)


def test_experts_count_by_their_code(snapshot, marks_of):
    more = (Expert("E0", "新来的"), *snapshot.experts)
    grown = rebuilt(snapshot, marks_of, experts=more)
    assert digest(grown) != digest(snapshot)
    back = rebuilt(grown, marks_of, experts=snapshot.experts)
    assert digest(back) == digest(snapshot)

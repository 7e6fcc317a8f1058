"""理由 beside ratings, and when one is asked for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.actions.merge import merge
from core.actions.merge_reasons import asks_for_reason
from core.model.import_plan import ImportPlan, IncomingRatings
from core.model.plan import RatingMode, Settings
from core.model.rounds import Round

D = Decimal
KEY = (1, "E1", "U1", "1")


def book(value, reason=None, expert="E1", number=None):
    reasons = () if reason is None else [reason]
    ratings = IncomingRatings([number], [expert], ["U1"], ["1"], [value], reasons, [2])
    return ImportPlan("甲.xlsx", ratings=ratings)


def test_a_reason_is_stored_changed_and_removed(county):
    first = merge(county(), book(D(5), "一般"))
    assert first.reasons == first.snapshot.reasons == {KEY: "一般"}
    changed = merge(first.snapshot, book(D(5), "较差"))
    assert changed.reasons == {KEY: "较差"} and len(changed.marks) == 1
    removed = merge(first.snapshot, book(D(5), ""))
    assert removed.reasons == {KEY: ""} and removed.snapshot.reasons == {}
    assert first.snapshot.reasons == {KEY: "一般"}


def test_a_book_without_the_column_leaves_reasons_alone(county):
    first = merge(county(), book(D(5), "一般"))
    assert merge(first.snapshot, book(D(5))).changes_nothing
    other = merge(first.snapshot, book(D(6)))
    assert not other.reasons and other.snapshot.reasons == {KEY: "一般"}


def test_reasons_belong_to_their_round(county):
    first = merge(county(), book(D(5), "一般"))
    rounds = (replace(first.snapshot.rounds[0], state="closed"), Round(2))
    second = merge(replace(first.snapshot, rounds=rounds), book(D(6), "好些"))
    assert second.reasons == {(2, "E1", "U1", "1"): "好些"}
    assert second.snapshot.reasons[KEY] == "一般"


@pytest.mark.parametrize(
    ("value", "asks"),
    [("5.99", True), ("6", False), ("9.5", False), ("9.51", True), ("0", True), (None, False)],
)
def test_below_or_above_the_shares_of_the_plan(county, value, asks):
    snapshot = county([("U1", "1", "E1", 1, value)])
    assert asks_for_reason(snapshot, snapshot.marks).tolist() == [asks]


def test_words_ask_by_their_coefficient(county):
    words = (("优", D("0.8")), ("良", D("0.6")), ("差", D("0.4")))
    settings = Settings(
        full_points=D(10), rating_mode=RatingMode.WORDS, grade_words=words, reason_above=D(1)
    )
    ratings = [("U1", "1", f"E{n}", 1, word) for n, word in enumerate(("优", "良", "差", None), 1)]
    snapshot = county(ratings, settings=settings, words=("优", "良", "差"))
    assert asks_for_reason(snapshot, snapshot.marks).tolist() == [False, False, True, False]


def test_extreme_marks_without_a_reason_are_told_once(county):
    merged = merge(county(), book(D(10)))
    assert [n.code for n in merged.notices] == ["reason_missing"]
    assert "1个" in merged.notices[0].text and "第2行" in merged.notices[0].text
    assert merge(county(), book(D(10), "满分")).notices == ()
    kept = merge(merge(county(), book(D(10), "满分")).snapshot, book(D(10)))
    assert kept.notices == ()

"""What is filled, missing, and would be refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.exchange.ballot_content import others_of
from core.exchange.marks import Mark
from core.exchange.review import Review, review, stands_apart
from core.model.plan import RatingMode

D = Decimal


def test_an_empty_ballot_lacks_everything(content):
    pairs = tuple(content().question)
    assert review(content(), {}, {}) == Review(4, 0, 0, 0, pairs, ())


def test_everything_is_counted_once(content):
    marks = {
        ("U1", "1.1"): Mark(D("5.5")),
        ("U1", "1.2"): Mark(D("2.5"), " "),
        ("U2", "1.1"): Mark("弃权"),
    }
    assert review(content(), marks, {}) == Review(
        4, 2, 1, 0, (("U2", "1.2"),), (("U1", "1.1"), ("U1", "1.2"))
    )
    marks["U1", "1.1"] = Mark(D("5.5"), "理由")
    assert review(content(), marks, {}).lacking == (("U1", "1.2"),)


def test_a_unit_under_recusal_is_neither_missing_nor_lacking(content):
    found = review(content(), {("U1", "1.1"): Mark(D(1))}, {"U1": "亲属"})
    assert found == Review(4, 0, 0, 2, (("U2", "1.1"), ("U2", "1.2")), ())


@pytest.mark.parametrize(
    ("value", "apart"), [("5", True), ("6", False), ("8", False), ("8.5", True)]
)
def test_apart_from_the_others(content, value, apart):
    first = replace(content().asked[0], others=others_of([D(6), D(6), D(7), D(8), D(8)]))
    whole = content(asked=(first, *content().asked[1:]))
    assert stands_apart(whole, ("U1", "1.1"), D(value)) is apart
    assert not stands_apart(whole, ("U1", "1.2"), D(value))
    assert not stands_apart(whole, ("U1", "1.1"), "弃权")


def test_words_stand_apart_by_their_coefficient(content):
    first = replace(content().asked[0], others=others_of([D(1)] * 3))
    whole = content(mode=RatingMode.WORDS, asked=(first,))
    assert stands_apart(whole, ("U1", "1.1"), "差")
    assert not stands_apart(whole, ("U1", "1.1"), "优")

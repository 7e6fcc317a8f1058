"""What a ballot holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.ballot_content import (
    Asked,
    Others,
    content_bytes,
    content_from,
    others_of,
)

D = Decimal


def test_everything_comes_back(content):
    asked = Asked(
        "U1", "1.1", D("92.4"), None, (D(3), D(1)), "说明", D(9), "自评",
        ("证明.pdf",), "5", "理由", Others(3, D(1), D("7.5"), D(9), ("窗口齐全",)),
    )  # fmt: skip
    whole = content(asked=(asked, *content().asked[1:]), year=None)
    again = content_from(content_bytes(whole))
    assert again == whole
    assert content_bytes(again) == content_bytes(whole)
    assert list(again.question) == [("U1", "1.1"), ("U1", "1.2"), ("U2", "1.1"), ("U2", "1.2")]
    assert again.rules["1.2"].most == D(5)


def test_the_signing_key_does_not_show(content):
    assert content().signing_key not in repr(content())


def test_questions_must_fit_the_ballot(content):
    first = content().asked[0]
    for asked in [(first, first), (replace(first, unit="U9"),), (replace(first, leaf="9"),)]:
        with pytest.raises(ValueError):
            content_from(content_bytes(content(asked=asked)))


def test_others_are_never_fewer_than_three():
    assert others_of([D(1), D(2)], ["露馅"]) is None
    with pytest.raises(ValueError):
        Others(2, D(1), D(1), D(1))


def test_quartiles_are_those_of_a_spreadsheet():
    found = others_of([D(9), D(6), D(8), D(7)], ["乙", "", "甲"])
    assert found == Others(4, D("6.75"), D("7.5"), D("8.25"), ("乙", "甲"))


@settings(deadline=None)
@given(st.lists(st.decimals(0, 100, places=2), min_size=3, max_size=20))
def test_quartiles_lie_in_order_and_say_nothing_of_who(values):
    found = others_of(values)
    assert min(values) <= found.lower <= found.median <= found.upper <= max(values)
    assert found == others_of(values[::-1])

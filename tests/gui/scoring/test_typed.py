from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.plan import RatingMode
from core.scoring.mark_rules import ABSTAIN, MarkRules, is_legal
from gui.scoring.typed import (
    Typed,
    nearest,
    read,
    share_of,
    shown,
    snap,
    step_of,
    stepped,
    tidy,
    why_reason,
)

WORDS = (("优", Decimal(1)), ("良", Decimal("0.8")), ("差", Decimal("0.5")))


def rules(mode: RatingMode = RatingMode.POINTS, points: str = "10", step: str = "0.5") -> MarkRules:
    low, high = Decimal("0.6"), Decimal("0.95")
    return MarkRules(mode, Decimal(points), Decimal(step), WORDS, low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7.5", "7.5"), ("０８", "8"), ("8。5", "8.5"), (" 8 ", "8"), ("8.", "8"), (".5", "0.5"),
        ("7.50", "7.50"),
    ],
)  # fmt: skip
def test_numbers_however_they_are_typed(text: str, value: str) -> None:
    assert read(rules(), text) == Typed(Decimal(value))


@pytest.mark.parametrize("text", ["", "  ", ".", "弃"])
def test_what_is_nothing_yet_is_no_fault(text: str) -> None:
    assert read(rules(), text) == Typed()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("11", "最高 10 分"), ("7.3", "可填 7 或 7.5"), ("-1", "不能小于 0"), ("八", "请输入数字"),
        ("1e1", "请输入数字"), ("1,5", "请输入数字"), ("9" * 20, "请输入数字"),
    ],
)  # fmt: skip
def test_a_refusal_says_why_in_a_word(text: str, word: str) -> None:
    typed = read(rules(), text)
    assert typed.value is None and word in typed.fault


def test_out_of_a_hundred_the_most_is_a_hundred() -> None:
    percent = rules(RatingMode.PERCENT, "5", "1")
    assert read(percent, "95").value == 95
    assert "100" in read(percent, "101").fault


@pytest.mark.parametrize(
    ("text", "typed"), [("良", Typed("良")), ("1", Typed("优")), ("弃权", Typed(ABSTAIN))]
)
def test_words_and_their_numbers(text: str, typed: Typed) -> None:
    assert read(rules(RatingMode.WORDS), text) == typed


def test_no_such_word() -> None:
    assert "优、良、差" in read(rules(RatingMode.WORDS), "4").fault


@given(
    st.decimals(0, 10, places=3),
    st.sampled_from(["0.1", "0.25", "0.5", "1", "3", "0"]),
    st.integers(-30, 30),
)
def test_steps_and_neighbours_are_legal(value: Decimal, step: str, times: int) -> None:
    rule = rules(step=step)
    low, high = snap(rule, value, down=True), snap(rule, value, down=False)
    assert is_legal(rule, low) and is_legal(rule, high)
    assert low <= value and (high >= value or value > high == snap(rule, Decimal(10), down=True))
    assert is_legal(rule, stepped(rule, low, times))
    assert is_legal(rule, nearest(rule, float(value) / 10))


def test_arrows_from_nothing_and_at_the_ends() -> None:
    assert stepped(rules(), None, 1) == 0
    assert stepped(rules(), None, -1) == 10
    assert stepped(rules(), ABSTAIN, -1) == 10
    assert stepped(rules(), Decimal("9.5"), 10) == 10
    assert stepped(rules(), Decimal("0.5"), -3) == 0
    assert stepped(rules(RatingMode.WORDS), None, 1) == "差"
    assert stepped(rules(RatingMode.WORDS), "良", 1) == "优"
    assert stepped(rules(RatingMode.WORDS), "差", -1) == "差"


def test_a_plan_that_allows_any_number_still_has_arrows() -> None:
    assert step_of(rules(step="0")) == Decimal("0.1")


def test_columns_have_equal_decimals() -> None:
    assert [shown(rules(), Decimal(x)) for x in ("8", "7.5")] == ["8.0", "7.5"]
    assert shown(rules(), ABSTAIN) == ABSTAIN


def test_shares() -> None:
    assert share_of(rules(), Decimal("7.5")) == Fraction(3, 4)
    assert share_of(rules(RatingMode.WORDS), "良") == Fraction(4, 5)
    assert share_of(rules(), ABSTAIN) is None


def test_why_a_reason_is_asked_for() -> None:
    assert "低于满分的 60%" in why_reason(rules(), Decimal("5.5"))
    assert why_reason(rules(), Decimal(6)) == "" == why_reason(rules(), ABSTAIN)
    assert "高于满分的 95%" in why_reason(rules(), Decimal(10))
    assert "差" in why_reason(rules(RatingMode.WORDS), "差")


def test_tidy_keeps_what_it_does_not_know() -> None:
    assert tidy("八点五") == "八点五"

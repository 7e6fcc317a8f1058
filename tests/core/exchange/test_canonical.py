"""Values as bytes: one form each, and strict on the way back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.canonical import decimal, digits, from_bytes, reader, to_bytes


class Mode(StrEnum):
    A = "甲"


@dataclass(frozen=True)
class Inner:
    number: Decimal


@dataclass(frozen=True)
class Outer:
    text: str
    count: int
    flag: bool
    mode: Mode
    maybe: Decimal | None
    either: Decimal | tuple[Decimal, ...] | None
    pairs: tuple[tuple[str, Decimal], ...]
    inner: Inner
    nested: tuple[Inner, ...]


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9)
inners = st.builds(Inner, numbers)
outers = st.builds(
    Outer,
    st.text(),
    st.integers(),
    st.booleans(),
    st.just(Mode.A),
    st.none() | numbers,
    st.none() | numbers | st.lists(numbers).map(tuple),
    st.lists(st.tuples(st.text(), numbers)).map(tuple),
    inners,
    st.lists(inners).map(tuple),
)


@settings(deadline=None)
@given(outers)
def test_there_and_back(value):
    data = to_bytes(value)
    assert from_bytes(Outer, data) == value
    assert to_bytes(from_bytes(Outer, data)) == data


def test_equal_values_are_equal_bytes():
    assert to_bytes(Inner(Decimal("1.50"))) == to_bytes(Inner(Decimal("15E-1")))
    assert digits(Decimal("-0.00")) == "0"
    assert digits(Decimal("1E+3")) == "1000"


@pytest.mark.parametrize(
    "text", ["1.50", "01", "1E3", "NaN", "Infinity", "", " 1", "1_0", "x", "٣"]
)
def test_only_one_way_of_writing_a_number_is_read(text):
    with pytest.raises(ValueError):
        decimal(text)


def test_a_number_without_end_is_not_read():
    with pytest.raises(ValueError):
        decimal("1" * 1000)
    with pytest.raises(ValueError):
        digits(Decimal("NaN"))


GOOD = to_bytes(
    Outer("t", 1, True, Mode.A, None, (Decimal(1),), (("a", Decimal(1)),), Inner(Decimal(1)), ())
)


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1}, {"text": 1}, {"count": "1"}, {"count": True}, {"count": 1.0}, {"flag": 1},
        {"mode": "乙"}, {"maybe": 1}, {"either": {}}, {"pairs": [["a"]]}, {"pairs": "ab"},
        {"inner": None}, {"nested": [1]}, {"nested": None}, {"text": None},
    ],
)  # fmt: skip
def test_anything_else_is_refused(change):
    data = json.dumps({**json.loads(GOOD), **change}).encode()
    with pytest.raises(ValueError):
        from_bytes(Outer, data)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"null", b"[]", b"\xff", b"[" * 100_000, b"1" * 10_000, GOOD[:-1]]
)
def test_bytes_that_are_no_value(data):
    with pytest.raises(ValueError):
        from_bytes(Outer, data)


def test_a_missing_field_is_refused():
    less = json.loads(GOOD)
    del less["text"]
    with pytest.raises(ValueError):
        from_bytes(Outer, json.dumps(less).encode())


def test_a_type_without_a_form_is_a_bug():
    with pytest.raises(TypeError):
        reader(set)

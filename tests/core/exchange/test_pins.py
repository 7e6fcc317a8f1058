"""PINs: readable, strong enough, and taken however a person types them."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.exchange.pins import ALPHABET, LENGTH, bare_pin, grouped, new_pin


def test_no_two_characters_look_alike_and_the_strength_is_what_is_stated():
    assert not set("0O1ILU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 30
    assert LENGTH * log2(len(ALPHABET)) > 49


def test_pins_differ_and_are_grouped():
    pins = {new_pin() for _n in range(200)}
    assert len(pins) == 200
    assert all(p[5] == "-" and len(p) == 11 for p in pins)
    assert {c for p in pins for c in p} == {*ALPHABET, "-"}


@pytest.mark.parametrize(
    "typed",
    ["K7Q2M-9XDRT", "k7q2m9xdrt", " k7q2m 9xdrt\n", "Ｋ７Ｑ２Ｍ－９ＸＤＲＴ", "K7Q2M—9XDRT",
     "K7-Q2M.9X_DRT"],
)  # fmt: skip
def test_however_it_is_typed(typed):
    assert bare_pin(typed) == "K7Q2M9XDRT"


def test_what_cannot_be_a_pin_is_said_without_trying():
    with pytest.raises(UserError, match="“01”"):
        bare_pin("K7Q2M-9XD01")
    with pytest.raises(UserError, match="10 个字符，输入了 9 个"):
        bare_pin("K7Q2M-9XDR")
    with pytest.raises(UserError, match="输入了 0 个"):
        bare_pin("")


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_pin_or_refused(text):
    try:
        bare = bare_pin(text)
    except UserError:
        return
    assert len(bare) == LENGTH and set(bare) <= set(ALPHABET)


def test_groups():
    assert grouped("ABCDE", 2) == "AB-CD-E"

"""Entries of the log: what they say, and what they cannot say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.exchange.canonical import from_bytes, to_bytes
from core.exchange.marks import (
    Change,
    Entry,
    Line,
    Mark,
    SealNote,
    State,
    apply,
    apply_recusals,
    entry_of,
    given_of,
    line_of,
    text_of,
)
from core.model.plan import RatingMode

D = Decimal


def test_marks_as_text():
    for value, mode in [(D("7.5"), RatingMode.POINTS), ("优", RatingMode.WORDS)]:
        assert given_of(text_of(value), mode) == value
    for mode in RatingMode:
        assert given_of("弃权", mode) == "弃权"
    with pytest.raises(ValueError):
        given_of("优", RatingMode.POINTS)


def test_a_line_has_one_form():
    assert line_of(Change("U1", "1.1", D("7.50"), " 好 ")) == Line("U1", "1.1", "7.5", "好")
    assert line_of(Change("U1", "1.1", D("0"), "零")) == Line("U1", "1.1", "0", "零")
    assert line_of(Change("U1", "1.1", None, "多余")) == Line("U1", "1.1", None, "")


def test_setting_clearing_and_taking_back(content):
    marks, recusals = {}, {}
    lines = (Line("U1", "1.1", "7.5", "好"), Line("U2", "1.1", "弃权", ""))
    apply(content(), marks, Entry(lines))
    assert marks == {("U1", "1.1"): Mark(D("7.5"), "好"), ("U2", "1.1"): Mark("弃权")}
    apply(content(), marks, Entry((Line("U1", "1.1", None, ""), Line("U1", "1.2", None, ""))))
    assert list(marks) == [("U2", "1.1")]
    apply_recusals(content(), recusals, Entry(recusals=(("U1", "亲属"),)))
    assert recusals == {"U1": "亲属"}
    apply_recusals(content(), recusals, Entry(recusals=(("U1", None), ("U2", None))))
    assert recusals == {}


@pytest.mark.parametrize(
    "line", [Line("U9", "1.1", "1", ""), Line("U1", "1.1", "11", ""), Line("U1", "1.1", "优", "")]
)
def test_what_no_ballot_could_have_written(content, line):
    with pytest.raises(ValueError):
        apply(content(), {}, Entry((line,)))


def test_a_recusal_from_nobody(content):
    with pytest.raises(ValueError):
        apply_recusals(content(), {}, Entry(recusals=(("U9", ""),)))


def test_one_entry_says_it_all(content):
    state = State(
        {("U2", "1.1"): Mark("弃权"), ("U1", "1.1"): Mark(D(7), "好")},
        {"U2": "亲属"},
        SealNote(2, "2026-12-02T10:00:00+08:00", "00"),
    )
    entry = from_bytes(Entry, to_bytes(entry_of(state)))
    marks, recusals = {}, {}
    apply(content(), marks, entry)
    apply_recusals(content(), recusals, entry)
    assert State(marks, recusals, entry.seal) == state
